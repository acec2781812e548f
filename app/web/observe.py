"""Log one line per request that says what was asked, and never for which link."""

import json
import logging
from secrets import token_hex
from time import perf_counter

from starlette.types import ASGIApp, Message, Receive, Scope, Send

logger = logging.getLogger("meshwise.requests")


class RequestLog:
    """Write a JSON line with method, route template, status, seconds and request id.

    The path itself is not logged: a saved decision's link is its permission.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI connection."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        request_id, started = token_hex(8), perf_counter()
        status = 500  # What the server answers when nothing was sent.

        async def send_and_note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"].append((b"x-request-id", request_id.encode()))
            await send(message)

        try:
            return await self.app(scope, receive, send_and_note)
        finally:
            if logger.isEnabledFor(logging.INFO):
                line = {
                    "method": scope["method"],
                    "route": _template(scope),
                    "status": status,
                    "seconds": round(perf_counter() - started, 4),
                    "request_id": request_id,
                }
                logger.info(json.dumps(line))


def _template(scope: Scope) -> str:
    """Return the pattern of the route that matched, such as `/decisions/{decision_id}`."""
    return str(getattr(scope.get("route"), "path", "unmatched"))
