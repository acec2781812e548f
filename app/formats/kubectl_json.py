"""Read what `kubectl ... -o json` prints, one object at a time, however long the list is.

A list is never held whole: its items are decoded one by one from a small buffer, so a list of
100 MB needs no more memory than its largest object.
"""

import codecs
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from app.domain.errors import InvalidInput, Problem
from app.formats.json_stream import MAX_OBJECT, TOO_LARGE, JsonEndError, JsonError, JsonStream

MAX_BYTES = 128 * 1024 * 1024
_MOST_KEYS = 1000  # An object of Kubernetes has fewer than ten beside each other here.
_PIECE = 256 * 1024
_FIELD = "cluster"
_ASK_FOR_JSON = "Run the same kubectl command with -o json and give its whole output."
_ENCODINGS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",  # What PowerShell 5 writes for `kubectl ... > file`.
    codecs.BOM_UTF16_BE: "utf-16",
}
_LONGEST_MARK = 5  # bytes
_COMPRESSED = (b"\x1f\x8b", b"PK\x03\x04", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")
_YAML = ("---", "apiVersion:", "kind:", "items:", "clientVersion:", "- ")


def read_objects(
    chunks: Iterable[bytes], *, field: str = _FIELD, max_bytes: int = MAX_BYTES
) -> Iterator[Mapping[str, Any]]:
    """Yield each Kubernetes object in a stream of JSON: objects, `List`s and arrays of them.

    Several documents may follow one another. An item of a raw `PodList`, which has no kind of
    its own, gets the list's. Raises InvalidInput, naming `field`, for anything else: YAML,
    a table, JSON that ends early, keys that stand twice, NaN, nesting too deep, an object or
    an input too large, a compressed file. What was yielded before that must then not be used.
    """
    number = 0
    stream = JsonStream(_text(chunks, field, max_bytes))
    try:
        while (start := stream.peek()) in {"{", "["}:
            for found in _array(stream, "") if start == "[" else _object(stream):
                number += 1
                yield found
    except JsonEndError:
        raise _refusal(
            field,
            f"The JSON ends too early, after {number} whole objects.",
            "Give the whole output of kubectl.",
        ) from None
    except JsonError as broken:
        raise _refusal(
            field, f"The JSON is broken after {number} whole objects. {broken}"
        ) from None
    if start:
        is_yaml = stream.ahead(200).startswith(_YAML)
        said = "This looks like YAML." if is_yaml else "This is not JSON."
        raise _refusal(field, said, _ASK_FOR_JSON)
    if not number:
        raise _refusal(field, "There is no Kubernetes object in it.", _ASK_FOR_JSON)


def _object(stream: JsonStream) -> Iterator[Mapping[str, Any]]:
    """Yield a list's items while reading it, or the object when it is none."""
    fields: dict[str, Any] = {}
    size = 0
    stream.take("{")
    follows = stream.peek() != "}"
    while follows:
        key = stream.value()
        if not isinstance(key, str) or key in fields:
            raise JsonError("A key stands twice or is none.")
        stream.take(":")
        if key == "items" and stream.peek() == "[":
            fields[key] = None
            yield from _array(stream, str(fields.get("kind", "")))
        else:
            start = stream.place
            fields[key] = stream.value()
            size += stream.place - start
            if size > MAX_OBJECT or len(fields) > _MOST_KEYS:
                raise JsonError(TOO_LARGE)
        follows = stream.follows("}")
    stream.take("}")
    # A list is yielded too, without its items: what it says of itself may matter.
    yield fields


def _array(stream: JsonStream, list_kind: str) -> Iterator[Mapping[str, Any]]:
    kind = list_kind.removesuffix("List")
    stream.take("[")
    follows = stream.peek() != "]"
    while follows:
        item = stream.value()
        if not isinstance(item, dict):
            raise JsonError("A list holds something that is no object.")
        if kind:
            item.setdefault("kind", kind)
        yield item
        if isinstance(nested := item.pop("items", None), list):
            yield from (one for one in nested if isinstance(one, dict))
        follows = stream.follows("]")
    stream.take("]")


def _text(chunks: Iterable[bytes], field: str, max_bytes: int) -> Iterator[str]:
    decoder: codecs.IncrementalDecoder | None = None
    seen = 0
    try:
        for chunk in _with_whole_mark(chunks):
            seen += len(chunk)
            if seen > max_bytes:
                raise _refusal(field, f"It is larger than {max_bytes // 1024 // 1024} MiB.")
            if decoder is None:
                if chunk.startswith(_COMPRESSED):
                    raise _refusal(field, "It is compressed. Unpack it first.")
                decoder = codecs.getincrementaldecoder(_encoding(chunk))()
            for start in range(0, len(chunk), _PIECE):
                yield decoder.decode(chunk[start : start + _PIECE])
        if decoder is not None:
            yield decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise _refusal(field, "It is not text in UTF-8.", _ASK_FOR_JSON) from None


def _with_whole_mark(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Join the first chunks, so that the mark that a file may start with is not cut."""
    rest = iter(chunks)
    start = b""
    while len(start) < _LONGEST_MARK and (chunk := next(rest, None)) is not None:
        start += chunk
    if start:
        yield start
    yield from rest


def _encoding(chunk: bytes) -> str:
    for mark, encoding in _ENCODINGS.items():
        if chunk.startswith(mark):
            return encoding
    return "utf-8"


def _refusal(field: str, *sentences: str) -> InvalidInput:
    return InvalidInput([Problem(field, " ".join(sentences))])
