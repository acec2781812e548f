"""Tell programs what differs between the runbooks of two sets of parameters."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from app.domain.errors import InvalidInput, Problem, Unsupported
from app.domain.runbook import assemble
from app.domain.runbook_changes import Changes, Kind
from app.web.dependencies import CurrentContent
from app.web.problems import MEDIA_TYPE
from app.web.runbook_diff import changes_between
from app.web.runbook_forms import parse_within
from app.web.runbook_refusal import refuse

router = APIRouter(prefix="/api/runbooks", tags=["runbooks"])

EXAMPLE = {"old": {"tool": "helm"}, "new": {"tool": "flux", "certificates": "own_ca"}}


class SidesBody(BaseModel):
    """Two sets of parameters; `option` in `old` names another option to compare with."""

    old: dict[str, Any] = Field(default_factory=dict)
    new: dict[str, Any] = Field(default_factory=dict)


class PartChangeBody(BaseModel):
    """A part of a step, line by line: each with `-`, `+`, a space, or `…` for a gap."""

    name: str
    lines: list[tuple[str, str]]


class StepChangeBody(BaseModel):
    """A step that differs."""

    change: Kind
    phase: str
    id: str
    title: str
    parts: list[PartChangeBody]


class VersionChangeBody(BaseModel):
    """A pinned thing whose version differs; empty where it is not pinned."""

    name: str
    old: str
    new: str


class ChangesBody(BaseModel):
    """All that differs, and how many steps do not."""

    versions: list[VersionChangeBody]
    steps: list[StepChangeBody]
    same: int


@router.post(
    "/{option}/diff",
    response_model=ChangesBody,
    responses={
        404: {"description": "There is no runbook for this option.", "content": {MEDIA_TYPE: {}}},
        422: {
            "description": "Each field that is wrong, below `old` or `new`, with what it takes; or "
            "the `side` that is not supported, and the `nearest` that is.",
            "content": {MEDIA_TYPE: {}},
        },
    },
)
def post_runbook_diff(
    content: CurrentContent, option: str, sent: Annotated[SidesBody, Body(examples=[EXAMPLE])]
) -> Response:
    """Return the steps that were added, removed or changed between two runbooks."""
    content.runbooks.recipe(option)
    other = sent.old.get("option", option)
    if other not in content.runbooks.options:
        raise InvalidInput(
            [Problem("old.option", "There is no runbook for it.", content.runbooks.options)]
        )
    sides = {
        "old": parse_within("old", str(other), sent.old),
        "new": parse_within("new", option, sent.new),
    }
    made = {}
    for side, chosen in sides.items():
        version = content.catalogue.version
        try:
            made[side] = assemble(version, chosen.option, chosen, content.runbooks)
        except Unsupported as refusal:
            return refuse(refusal, chosen, content.runbooks, side=side)
    found = changes_between(made["old"], made["new"])
    return JSONResponse(_body(found).model_dump(mode="json"))


def _body(found: Changes) -> ChangesBody:
    return ChangesBody(
        versions=[
            VersionChangeBody(name=one.name, old=one.old, new=one.new) for one in found.versions
        ],
        steps=[
            StepChangeBody(
                change=step.kind,
                phase=step.phase,
                id=step.id,
                title=step.title,
                parts=[
                    PartChangeBody(name=part.name, lines=[(str(m), text) for m, text in part.lines])
                    for part in step.parts
                ],
            )
            for step in found.steps
        ],
        same=found.same,
    )
