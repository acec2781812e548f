"""Read a small JSON body in one step where a route does nothing but compute.

FastAPI first makes Python values of a body, then checks them, then looks for dependencies. That
costs more than a recommendation that is known. The route is declared, described and refused as
any other: whatever is not simply right goes the usual way.
"""

from collections.abc import Callable, Coroutine
from inspect import iscoroutinefunction
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute
from pydantic import TypeAdapter, ValidationError

Handler = Callable[[Request], Coroutine[Any, Any, Response]]

LARGEST = 16 * 1024  # bytes


class QuickBody(APIRoute):
    """Calls an async endpoint of `content` and one body, `wanted`, without a detour."""

    def get_route_handler(self) -> Handler:
        """Return what answers a request."""
        usual = super().get_route_handler()
        kind = self.body_field.field_info.annotation if self.body_field else None
        if kind is None or not iscoroutinefunction(self.endpoint):
            return usual
        body = TypeAdapter[Any](kind)
        endpoint = self.endpoint

        async def answer(request: Request) -> Response:
            if not _is_small_json(request):
                return await usual(request)
            try:
                wanted = body.validate_json(await request.body())
            except ValidationError:
                return await usual(request)  # Says what is wrong; the body is still there.
            response: Response = await endpoint(request.app.state.content, wanted)
            return response

        return answer


def _is_small_json(request: Request) -> bool:
    headers = request.headers
    size = headers.get("content-length", "")
    is_json = headers.get("content-type", "") == "application/json"
    return is_json and size.isdecimal() and int(size) <= LARGEST
