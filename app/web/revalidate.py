"""Answer 304 when the visitor's copy of a page is still the page we would send."""

from hashlib import sha256

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Revalidate:
    """Give each whole 200 answer to a GET a weak ETag, and send nothing when it is known.

    Weak, because compression happens outside of this and changes the bytes. Answers that bring
    their own Cache-Control or ETag are left alone.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI connection."""
        if scope["type"] != "http" or scope["method"] != "GET":
            return await self.app(scope, receive, send)
        known = Headers(scope=scope).get("If-None-Match", "")
        return await self.app(scope, receive, _Comparing(send, known))


class _Comparing:
    """A `send` that holds the start of an answer until its one body message is there."""

    def __init__(self, send: Send, known: str) -> None:
        self.send = send
        self.known = {tag.strip().removeprefix("W/") for tag in known.split(",")}
        self.start: Message | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _may_be_tagged(message):
            self.start = message
            return
        if self.start is not None:
            start, self.start = self.start, None
            if message["type"] == "http.response.body" and not message.get("more_body"):
                message = self._tag(start, message)
            await self.send(start)
        await self.send(message)

    def _tag(self, start: Message, body: Message) -> Message:
        tag = f'"{sha256(body.get("body", b"")).hexdigest()[:20]}"'
        headers = MutableHeaders(scope=start)
        headers["ETag"] = f"W/{tag}"
        headers["Cache-Control"] = "no-cache"
        if tag not in self.known:
            return body
        start["status"] = 304
        for name in ("Content-Length", "Content-Type"):
            del headers[name]
        return {"type": "http.response.body", "body": b""}


def _may_be_tagged(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    return start["status"] == 200 and not {"etag", "cache-control"} & set(headers)  # noqa: PLR2004
