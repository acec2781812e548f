"""Compress answers for those who can read them so, and tell caches that the others differ."""

from starlette.datastructures import MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SMALLEST = 1000  # bytes that are worth it
LEVEL = 6


class Compress:
    """GZipMiddleware, without its detour for those who do not want gzip: mostly programs."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.compressing = GZipMiddleware(app, minimum_size=SMALLEST, compresslevel=LEVEL)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI connection."""
        if scope["type"] != "http" or _wants_gzip(scope):
            return await self.compressing(scope, receive, send)

        async def send_varying(message: Message) -> None:
            if message["type"] == "http.response.start":
                _vary(message["headers"])
            await send(message)

        return await self.app(scope, receive, send_varying)


def _wants_gzip(scope: Scope) -> bool:
    return any(name == b"accept-encoding" and b"gzip" in value for name, value in scope["headers"])


def _vary(headers: list[tuple[bytes, bytes]]) -> None:
    """Add what GZipMiddleware would, had it compressed the answer."""
    known = dict(headers)
    if b"content-encoding" in known or int(known.get(b"content-length", SMALLEST)) < SMALLEST:
        return
    if b"vary" in known:
        MutableHeaders(raw=headers).add_vary_header("Accept-Encoding")
    else:
        headers.append((b"vary", b"Accept-Encoding"))
