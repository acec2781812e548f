"""Read a small JSON body in one step where a route does nothing but compute.

FastAPI first makes Python values of a body, then checks them, then looks for dependencies. That
costs more than a recommendation that is known. The route is declared, described and refused as
any other: whatever is not simply right goes the usual way.
"""

from functools import cached_property
from inspect import iscoroutinefunction
from typing import Any

from fastapi import Response
from fastapi.routing import APIRoute
from pydantic import TypeAdapter, ValidationError
from starlette.types import Message, Receive, Scope, Send

from app.domain.errors import InvalidInput

LARGEST = 16 * 1024  # bytes


class QuickBody(APIRoute):
    """Calls an async endpoint of `content` and one body, `wanted`, without a detour."""

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; what is wrong with a body, the usual way says."""
        if self._kind is None or scope["method"] != "POST" or not _is_small_json(scope):
            return await super().handle(scope, receive, send)
        message = await receive()
        if message["type"] == "http.request" and not message.get("more_body", False):
            try:
                wanted = self._kind.validate_json(message["body"])
                response: Response = await self.endpoint(scope["app"].state.content, wanted)
            except (ValidationError, InvalidInput):
                pass
            else:
                return await response(scope, receive, send)
        return await super().handle(scope, _again(message, receive), send)

    @cached_property
    def _kind(self) -> TypeAdapter[Any] | None:
        """What the body has to be; None where the endpoint takes none, or is not async."""
        kind = self.body_field.field_info.annotation if self.body_field else None
        if kind is None or not iscoroutinefunction(self.endpoint):
            return None
        return TypeAdapter[Any](kind)


def _is_small_json(scope: Scope) -> bool:
    headers = dict(scope["headers"])
    size = headers.get(b"content-length", b"")
    is_json = headers.get(b"content-type") == b"application/json"
    return is_json and size.isdigit() and int(size) <= LARGEST


def _again(message: Message, receive: Receive) -> Receive:
    """Return a `receive` that begins with a message that was received already."""
    left = [message]

    async def receive_again() -> Message:
        return left.pop() if left else await receive()

    return receive_again
