"""Refuse writes from other sites and tell browsers what our pages may do."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

POLICY = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}

_RAW = [(name.lower().encode(), value.encode()) for name, value in POLICY.items()]
_NAMES = [name for name, _ in _RAW]


class SecurityHeaders:
    """Add `POLICY` to every answer that does not set its own."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI connection."""

        async def send_with_policy(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = message["headers"]
                own = {name.lower() for name, _ in headers}
                more = _RAW if own.isdisjoint(_NAMES) else [p for p in _RAW if p[0] not in own]
                message["headers"] = [*headers, *more]
            await send(message)

        await self.app(scope, receive, send_with_policy)


class SameOriginWrites:
    """Refuse unsafe requests that a browser sends for another site (CSRF), without tokens.

    Browsers state the sender's site in Sec-Fetch-Site, but only to HTTPS and localhost;
    elsewhere Origin decides. A request with neither header is no browser's, and passes.
    The algorithm is that of Go's net/http.CrossOriginProtection.
    """

    def __init__(self, app: ASGIApp, public_url: str) -> None:
        self.app = app
        self.public_origin = _origin(public_url)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI connection."""
        if scope["type"] == "http" and not self._allows(scope["method"], scope["headers"]):
            refusal = PlainTextResponse("Refused: sent from another site.", status_code=403)
            return await refusal(scope, receive, send)
        return await self.app(scope, receive, send)

    def _allows(self, method: str, headers: Iterable[tuple[bytes, bytes]]) -> bool:
        if method in SAFE_METHODS:
            return True
        # The first of several holds, which is the last of them backwards.
        known = dict(reversed([*headers]))
        if site := known.get(b"sec-fetch-site"):
            return site in {b"same-origin", b"none"}
        origin = known.get(b"origin")
        return origin is None or _origin(origin.decode("latin-1")) == self.public_origin


def _origin(url: str) -> tuple[str, str | None, int | None] | None:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None  # Not an address: equal to no origin of ours.
    return parts.scheme, parts.hostname, port or {"http": 80, "https": 443}.get(parts.scheme)
