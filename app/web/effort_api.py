"""Give the effort and risk of options over REST."""

from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response
from pydantic import TypeAdapter

from app.domain.effort import ITEMS, Effort, Item
from app.domain.effort_estimate import effort_of
from app.domain.errors import InvalidInput, Problem
from app.web.answers import parse_asked
from app.web.dependencies import CurrentContent

router = APIRouter(prefix="/api", tags=["catalogue"])


@dataclass(frozen=True, slots=True)
class EffortBody:
    """The lines of the estimate, and each option's entries by the id of the line."""

    version: str
    items: tuple[Item, ...]
    options: tuple[Effort, ...]


_BODY: Final = TypeAdapter(EffortBody)
_PROBLEM: Final[dict[str, Any]] = {
    "type": "/problems/invalid-input",
    "title": "The input is not valid",
    "status": 422,
    "detail": "option: There is no such option.",
    "errors": [
        {
            "field": "option",
            "message": "There is no such option.",
            "allowed": [
                "istio-sidecar", "istio-ambient", "linkerd", "cilium", "kuma", "consul", "no-mesh",
            ],
        }
    ],
}  # fmt: skip
_QUERY: Final[list[dict[str, Any]]] = [
    {
        "name": "answers",
        "in": "query",
        "description": "Each question is a parameter of its own, as for GET /recommend; the "
        "runbook in which steps are counted follows them.",
        "style": "form",
        "explode": True,
        "schema": {
            "type": "object",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
        "example": {"cni": ["cilium"]},
    }
]


@router.get(
    "/effort",
    response_model=EffortBody,
    responses={422: {"content": {"application/problem+json": {"example": _PROBLEM}}}},
    openapi_extra={"parameters": _QUERY},
)
def give_effort(
    request: Request,
    content: CurrentContent,
    option: Annotated[
        list[str] | None, Query(description="Options, all when absent.", examples=[["linkerd"]])
    ] = None,
) -> Response:
    """Return what options ask of those who run them: each figure a range with what it rests on.

    Cells of the catalogue and steps of the generated runbook, nothing else. What nobody says is
    `unknown`.
    """
    known = tuple(one.id for one in content.catalogue.options)
    if set(option or ()) - set(known):
        raise InvalidInput([Problem("option", "There is no such option.", known)])
    asked = parse_asked(content, request.query_params, besides=("option",))
    body = EffortBody(
        version=content.catalogue.version,
        items=ITEMS,
        options=tuple(
            effort_of(content.catalogue, content.effort, content.runbooks, one, asked.answers)
            for one in known
            if one in (option or known)
        ),
    )
    return Response(_BODY.dump_json(body), media_type="application/json")
