"""Read the values of a JSON stream one at a time, holding no more of it than one value."""

import json
import re
from collections.abc import Iterator
from typing import Any

# The API server's store refuses objects above 1.5 MiB, so nothing honest is larger than this.
MAX_OBJECT = 4 * 1024 * 1024  # characters
_TAIL = 16  # Longer than any word or number that a piece may end within.
_SPACE = re.compile(r"[ \t\r\n]*")


TOO_LARGE = "One object or value in it is larger than 4 MiB."


class JsonError(Exception):
    """The text is no JSON that is read here; the message says why, in one sentence."""


class JsonEndError(JsonError):
    """The text ends within a value."""


class JsonStream:
    """A buffer over a stream of text, with a place in it.

    Every method raises JsonError where the text is not what is read: a value that is not
    well-formed, nested too deeply or too large, keys that stand twice, NaN and Infinity.
    """

    def __init__(self, text: Iterator[str]) -> None:
        self._text = text
        self._buffer = ""
        self._at = 0
        self._before = 0
        self._decoder = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_constant)

    @property
    def place(self) -> int:
        """How many characters were read."""
        return self._before + self._at

    def value(self) -> Any:
        """Decode one value; one that the buffer cuts off is tried again with more text."""
        self.peek()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._buffer, self._at)
            except json.JSONDecodeError as error:
                if not self._is_cut(error):
                    raise JsonError("It is not well-formed.") from None
                if not self._more():
                    raise JsonEndError from None
            except RecursionError:
                raise JsonError("It is nested too deeply.") from None
            except ValueError as error:  # Python's own is about the digits of a number.
                reason = str(error) if str(error).endswith(".") else "A number has too many digits."
                raise JsonError(reason) from None
            else:
                # Only a number can look complete and go on in the next piece.
                if end < len(self._buffer) or isinstance(value, (dict, list, str)):
                    self._at = end
                    return value
                if not self._more():
                    self._at = end
                    return value

    def peek(self) -> str:
        """Skip white space and return the next character, or nothing at the end."""
        while True:
            space = _SPACE.match(self._buffer, self._at)
            self._at = space.end() if space else self._at
            if self._at < len(self._buffer):
                return self._buffer[self._at]
            if not self._more():
                return ""

    def take(self, sign: str) -> None:
        """Skip a sign that has to be there."""
        found = self.peek()
        if not found:
            raise JsonEndError
        if found != sign:
            raise JsonError(f"A {sign} is missing.")
        self._at += 1

    def follows(self, end: str) -> bool:
        """Tell whether another entry follows before `end`, and skip the comma before it."""
        if self.peek() == end:
            return False
        self.take(",")
        if self.peek() == end:
            raise JsonError("A comma is too much.")
        return True

    def ahead(self, length: int) -> str:
        """Return the text that comes next, as far as it was read."""
        return self._buffer[self._at : self._at + length]

    def _more(self) -> bool:
        """Read on; a value that is still cut off is met again with twice the text."""
        kept = self._buffer[self._at :]
        if len(kept) > MAX_OBJECT:
            raise JsonError(TOO_LARGE)
        pieces = [kept]
        wanted = max(len(kept), 1)
        for piece in self._text:
            pieces.append(piece)
            wanted -= len(piece)
            if wanted <= 0:
                break
        self._before += self._at
        self._buffer, self._at = "".join(pieces), 0
        return len(self._buffer) > len(kept)

    def _is_cut(self, error: json.JSONDecodeError) -> bool:
        """Tell whether the value goes on after the buffer, as opposed to being wrong."""
        near_the_end = error.pos >= len(self._buffer) - _TAIL
        return near_the_end or error.msg.startswith("Unterminated string")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("A key stands twice.")
    return found


def _no_constant(_name: str) -> Any:
    raise ValueError("NaN and Infinity are no JSON.")
