"""Read what `kubectl ... -o json` prints, one object at a time, however long the list is.

A list is never held whole: its items are decoded one by one from a small buffer, so a list of
100 MB needs no more memory than its largest object.
"""

import codecs
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from app.domain.errors import InvalidInput, Problem

MAX_BYTES = 128 * 1024 * 1024
# The API server's store refuses objects above 1.5 MiB, so nothing honest is larger than this.
MAX_OBJECT = 4 * 1024 * 1024
_PIECE = 256 * 1024
_TAIL = 16  # Longer than any word or number that a piece may end within.
_SPACE = " \t\r\n"
_FIELD = "cluster"
_ASK_FOR_JSON = "Run the same kubectl command with -o json and give its whole output."
_BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",  # What PowerShell 5 writes for `kubectl ... > file`.
    codecs.BOM_UTF16_BE: "utf-16",
}


def read_objects(
    chunks: Iterable[bytes], *, field: str = _FIELD, max_bytes: int = MAX_BYTES
) -> Iterator[Mapping[str, Any]]:
    """Yield each Kubernetes object in a stream of JSON: objects, `List`s and arrays of them.

    Several documents may follow one another. An item of a raw `PodList`, which has no kind of
    its own, gets the list's. Raises InvalidInput, naming `field`, for anything else: YAML,
    a table, JSON that ends early, keys that stand twice, NaN, nesting too deep, an object or
    an input too large. What was yielded before that must then not be used.
    """
    return _Reader(_text(chunks, field, max_bytes), field).objects()


def _text(chunks: Iterable[bytes], field: str, max_bytes: int) -> Iterator[str]:
    decoder: codecs.IncrementalDecoder | None = None
    seen = 0
    try:
        for chunk in chunks:
            seen += len(chunk)
            if seen > max_bytes:
                raise _refusal(field, f"It is larger than {max_bytes // 1024 // 1024} MiB.")
            decoder = decoder or codecs.getincrementaldecoder(_encoding(chunk))()
            for start in range(0, len(chunk), _PIECE):
                yield decoder.decode(chunk[start : start + _PIECE])
        if decoder is not None:
            yield decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise _refusal(field, "It is not text in UTF-8.", _ASK_FOR_JSON) from None


def _encoding(chunk: bytes) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if chunk.startswith(mark):
            return encoding
    return "utf-8"


class _Reader:
    """A buffer over a stream of text, with a place in it."""

    def __init__(self, text: Iterator[str], field: str) -> None:
        self._text = text
        self._field = field
        self._buffer = ""
        self._at = 0
        self._objects = 0
        self._decoder = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_constant)

    def objects(self) -> Iterator[Mapping[str, Any]]:
        while self._peek():
            yield from self._document()
        if not self._objects:
            raise _refusal(self._field, "There is no Kubernetes object in it.", _ASK_FOR_JSON)

    def _document(self) -> Iterator[Mapping[str, Any]]:
        if self._peek() == "[":
            yield from self._array("")
        elif self._peek() == "{":
            yield from self._object()
        else:
            raise self._no_json()

    def _object(self) -> Iterator[Mapping[str, Any]]:
        """Yield a list's items while reading it, or the object when it is none."""
        fields: dict[str, Any] = {}
        self._take("{")
        follows = self._peek() != "}"
        while follows:
            key = self._value()
            if not isinstance(key, str) or key in fields:
                raise self._broken("A key stands twice or is none.")
            self._take(":")
            if key == "items" and self._peek() == "[":
                fields[key] = None
                yield from self._array(str(fields.get("kind", "")))
            else:
                fields[key] = self._value()
            follows = self._another("}")
        self._take("}")
        # A list is yielded too, without its items: what it says of itself may matter.
        yield self._counted(fields)

    def _array(self, list_kind: str) -> Iterator[Mapping[str, Any]]:
        kind = list_kind.removesuffix("List")
        self._take("[")
        follows = self._peek() != "]"
        while follows:
            item = self._value()
            if not isinstance(item, dict):
                raise self._broken("A list holds something that is no object.")
            if kind:
                item.setdefault("kind", kind)
            yield self._counted(item)
            if isinstance(nested := item.pop("items", None), list):
                yield from (self._counted(one) for one in nested if isinstance(one, dict))
            follows = self._another("]")
        self._take("]")

    def _counted(self, found: dict[str, Any]) -> Mapping[str, Any]:
        self._objects += 1
        return found

    def _value(self) -> Any:
        """Decode one value; a value that the buffer cuts off is tried again with more text."""
        self._peek()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._buffer, self._at)
            except json.JSONDecodeError as error:
                if not self._is_cut(error):
                    raise self._broken("It is not well-formed.") from None
                if not self._more():
                    raise self._ended() from None
            except (RecursionError, ValueError) as error:
                raise self._broken(_reason(error)) from None
            else:
                # Only a number can look complete and go on in the next piece.
                if end < len(self._buffer) or isinstance(value, (dict, list, str)):
                    self._at = end
                    return value
                if not self._more():
                    self._at = end
                    return value

    def _peek(self) -> str:
        """Skip white space and return the next character, or nothing at the end."""
        while True:
            while self._at < len(self._buffer):
                if self._buffer[self._at] not in _SPACE:
                    return self._buffer[self._at]
                self._at += 1
            if not self._more():
                return ""

    def _take(self, sign: str) -> None:
        found = self._peek()
        if found != sign:
            raise self._ended() if not found else self._broken(f"A {sign} is missing.")
        self._at += 1

    def _another(self, end: str) -> bool:
        """Tell whether an entry follows, and skip the comma before it."""
        if self._peek() == end:
            return False
        self._take(",")
        if self._peek() == end:
            raise self._broken("A comma is too much.")
        return True

    def _more(self) -> bool:
        """Read on; a value that is still cut off is met again with twice the text."""
        kept = self._buffer[self._at :]
        if len(kept) > MAX_OBJECT:
            raise self._broken("One object or value in it is larger than 4 MiB.")
        pieces = [kept]
        wanted = max(len(kept), 1)
        for piece in self._text:
            pieces.append(piece)
            wanted -= len(piece)
            if wanted <= 0:
                break
        self._buffer, self._at = "".join(pieces), 0
        return len(self._buffer) > len(kept)

    def _no_json(self) -> InvalidInput:
        start = self._buffer[self._at : self._at + 200].lstrip()
        if start.startswith(("---", "apiVersion:", "kind:", "items:", "clientVersion:", "- ")):
            return _refusal(self._field, "This looks like YAML.", _ASK_FOR_JSON)
        return _refusal(self._field, "This is not JSON.", _ASK_FOR_JSON)

    def _is_cut(self, error: json.JSONDecodeError) -> bool:
        """Tell whether the value goes on after the buffer, as opposed to being wrong."""
        near_the_end = error.pos >= len(self._buffer) - _TAIL
        return near_the_end or error.msg.startswith("Unterminated string")

    def _ended(self) -> InvalidInput:
        return _refusal(
            self._field,
            f"The JSON ends too early, after {self._objects} whole objects.",
            "Give the whole output of kubectl.",
        )

    def _broken(self, reason: str) -> InvalidInput:
        return _refusal(
            self._field, f"The JSON is broken after {self._objects} whole objects. {reason}"
        )


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("A key stands twice.")
    return found


def _no_constant(_name: str) -> Any:
    raise ValueError("NaN and Infinity are no JSON.")


def _reason(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "It is nested too deeply."
    return str(error) if str(error).endswith(".") else "A number has too many digits."


def _refusal(field: str, *sentences: str) -> InvalidInput:
    return InvalidInput([Problem(field, " ".join(sentences))])
