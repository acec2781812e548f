"""Answers that are the same for everybody: written and compressed once a process, with a tag."""

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from fastapi import Request, Response

from app.web.compress import LEVEL


@dataclass(frozen=True, slots=True)
class Prepared:
    """The bytes of an answer. `tag` holds the catalogue's version, then what tells bodies apart."""

    body: bytes
    media_type: str
    tag: str
    compressed: bytes | None = None


def prepare(text: str, version: str, media_type: str = "application/json") -> Prepared:
    """Return an answer that is written for one request; compression is left to the way out."""
    body = text.encode()
    return Prepared(body, media_type, f'"{version}-{sha256(body).hexdigest()[:16]}"')


def kept(request: Request, name: str, make: Callable[[], Prepared]) -> Prepared:
    """Return the answer that the application keeps under `name`, made when first asked for."""
    shelf: dict[str, Prepared] = request.app.state.prepared
    if name not in shelf:
        made = make()
        compressed = gzip.compress(made.body, LEVEL, mtime=0)
        shelf[name] = Prepared(made.body, made.media_type, made.tag, compressed)
    return shelf[name]


def send(request: Request, prepared: Prepared) -> Response:
    """Answer with the bytes, or with 304 and none where the client has them already.

    The tag is weak: it stands for what the answer says, compressed or not.
    """
    headers = {
        "ETag": f"W/{prepared.tag}",
        "Cache-Control": "no-cache",
        "Vary": "Accept-Encoding",
    }
    known = {tag.strip() for tag in request.headers.get("If-None-Match", "").split(",")}
    if {prepared.tag, f"W/{prepared.tag}", "*"} & known:
        return Response(status_code=304, headers=headers)
    body = prepared.body
    if prepared.compressed and "gzip" in request.headers.get("Accept-Encoding", ""):
        body = prepared.compressed
        headers["Content-Encoding"] = "gzip"
    return Response(body, media_type=prepared.media_type, headers=headers)
