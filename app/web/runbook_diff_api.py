"""Tell programs what differs between the runbooks of two sets of parameters."""

from typing import Annotated, Any

from fastapi import APIRouter, Body
from pydantic import BaseModel, Field

from app.domain.errors import InvalidInput, Problem
from app.domain.runbook import Runbook, assemble, parse_parameters
from app.domain.runbook_changes import Kind
from app.web.dependencies import CurrentContent
from app.web.runbook_diff import changes_between
from app.web.runbook_forms import cleaned

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


@router.post("/{option}/diff")
def post_runbook_diff(
    content: CurrentContent, option: str, sent: Annotated[SidesBody, Body(examples=[EXAMPLE])]
) -> ChangesBody:
    """Return the steps that were added, removed or changed between two runbooks."""
    content.runbooks.recipe(option)
    other = sent.old.get("option", option)
    if other not in content.runbooks.options:
        raise InvalidInput(
            [Problem("old.option", "There is no runbook for it.", content.runbooks.options)]
        )
    old = _runbook(content, str(other), sent.old, "old")
    found = changes_between(old, _runbook(content, option, sent.new, "new"))
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


def _runbook(content: CurrentContent, option: str, raw: dict[str, Any], side: str) -> Runbook:
    """Return the runbook of one side; problems name the side before the field."""
    try:
        parameters = parse_parameters(option, cleaned(raw))
    except InvalidInput as error:
        raise InvalidInput(
            Problem(f"{side}.{one.field}", one.message, one.allowed) for one in error.problems
        ) from error
    return assemble(content.catalogue.version, option, parameters, content.runbooks)
