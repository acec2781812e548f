"""How a call about the facts is described and answered: filters read, bodies kept and tagged."""

from collections.abc import Callable, Iterable
from typing import Any

from fastapi import Request, Response
from pydantic import BaseModel

from app.content.load import Content
from app.domain.errors import NotFound
from app.domain.selection import Wanted
from app.web.catalogue_examples import CALLS, PROBLEMS, parameters
from app.web.filters import wanted_in
from app.web.prepared import Prepared, kept, prepare, send


def described(name: str, *filters: str) -> dict[str, Any]:
    """Return what the description of a call says beside its model."""
    answers: dict[int | str, dict[str, Any]] = {
        200: {"content": {"application/json": {"example": CALLS[name]}}},
        304: {"description": "The client's copy is what would be sent."},
        **PROBLEMS,
    }
    return {"responses": answers, "openapi_extra": {"parameters": parameters(*filters)}}


def answer(request: Request, content: Content, body: Callable[[Wanted], BaseModel]) -> Response:
    """Send the body for the filters in the query; without any it is made once and kept."""
    wanted = wanted_in(request)

    def made() -> Prepared:
        return prepare(body(wanted).model_dump_json(), content.catalogue.version)

    return send(request, made() if wanted else kept(request, request.url.path, made))


def missing(what: str, name: str, there_are: Iterable[str]) -> NotFound:
    """Say that there is no such thing, and which there are."""
    return NotFound(f"There is no {what} called “{name}”. There are: {', '.join(there_are)}.")
