"""Hand a request's body on piece by piece, so that a large one is never held whole."""

from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING

from anyio import fail_after, from_thread
from fastapi import Request
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from app.domain.errors import InvalidInput, Problem

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

LONGEST_PAUSE = 30  # seconds without a byte, after which a sender no longer holds a thread


def body_of(request: Request, field: str) -> Iterator[bytes]:
    """Yield the body as it comes in; only for a route that runs in a worker thread.

    Raises InvalidInput, naming `field`, when nothing comes for a while, and what the limit of
    the route raises for a body too large.
    """
    stream = request.stream()
    while (piece := from_thread.run(_next_of, stream, field)) is not None:
        yield piece


async def _next_of(stream: AsyncIterator[bytes], field: str) -> bytes | None:
    try:
        with fail_after(LONGEST_PAUSE):
            return await anext(stream, None)
    except TimeoutError:
        message = f"Nothing came for {LONGEST_PAUSE} seconds."
        raise InvalidInput([Problem(field, message)]) from None


def parts_of(request: Request, field: str) -> Iterator[tuple[str, bytes]]:
    """Yield the name of each form field with a piece of its value, as the form comes in.

    Nothing is written to disk. Raises InvalidInput, naming `field`, where it is no such form.
    """
    kind, options = parse_options_header(request.headers.get("Content-Type"))
    boundary = options.get(b"boundary")
    if kind != b"multipart/form-data" or not boundary:
        raise InvalidInput([Problem(field, "Send it as a form of multipart/form-data.")])
    parts = _Parts()
    try:
        parser = MultipartParser(boundary, parts.callbacks)
        for piece in body_of(request, field):
            parser.write(piece)
            yield from parts.taken()
        parser.finalize()
    except FormParserError:
        raise InvalidInput([Problem(field, "The form that was sent is broken.")]) from None


class _Parts:
    """Collects what the parser of a form calls back with, until it is taken."""

    def __init__(self) -> None:
        self._name = ""
        self._header = b""
        self._value = b""
        self._pieces: list[tuple[str, bytes]] = []
        self.callbacks: MultipartCallbacks = {  # Named by the parser.
            "on_part_begin": self._begin,
            "on_header_field": self._take_header,
            "on_header_value": self._take_value,
            "on_header_end": self._end_header,
            "on_part_data": self._take_data,
        }

    def taken(self) -> list[tuple[str, bytes]]:
        """Return what was collected, and start anew."""
        pieces, self._pieces = self._pieces, []
        return pieces

    def _begin(self) -> None:
        self._name = ""

    def _take_header(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _take_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _end_header(self) -> None:
        if self._header.lower() == b"content-disposition":
            _, options = parse_options_header(self._value)
            self._name = options.get(b"name", b"").decode(errors="replace")
        self._header = self._value = b""

    def _take_data(self, data: bytes, start: int, end: int) -> None:
        self._pieces.append((self._name, data[start:end]))
