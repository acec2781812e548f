"""Tell programs what the output of a check means, and what comes next. Nothing of it is kept."""

from typing import Annotated, Any, Final
from urllib.parse import quote

from fastapi import APIRouter, Body, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from app.domain.errors import Unsupported
from app.domain.procedure import Phase, Step
from app.domain.runbook import assemble
from app.domain.verdicts import HIGHEST_STATUS, MOST_SIGNS, Verdict, judge, parse_seen, step_after
from app.web.dependencies import CurrentContent
from app.web.problems import MEDIA_TYPE
from app.web.runbook_forms import parse_within, query_of
from app.web.runbook_refusal import refuse
from app.web.verdicts import LARGEST, known_step

router = APIRouter(prefix="/api/runbooks", tags=["runbooks"])

EXAMPLE: Final[dict[str, Any]] = {
    "parameters": {"tool": "helm"},
    "phase": "preflight",
    "step": "cluster-rights",
    "output": "yes",
    "exit_status": 0,
}


class SeenBody(BaseModel):
    """What the check of a step printed; without an exit status the output alone is judged."""

    parameters: dict[str, Any] = Field(default_factory=dict)
    phase: str
    step: str
    output: str = Field(default="", max_length=MOST_SIGNS)
    exit_status: int | None = Field(default=None, ge=0, le=HIGHEST_STATUS)


class ClauseBody(BaseModel):
    """One thing that must be so; `holds` is null where only the exit status could tell."""

    text: str
    holds: bool | None
    line: str = Field(description="The line of the output that decides, cut to 200 signs.")


class WayBackBody(BaseModel):
    """How to go back from the step."""

    how: str
    run: list[str]


class NextStepBody(BaseModel):
    """The step that comes next."""

    phase: str
    step: str
    title: str
    page: str


class VerdictBody(BaseModel):
    """A verdict with all that it rests on, and what to do now."""

    verdict: Verdict
    code: str
    shows: str
    clauses: list[ClauseBody]
    hint: str = Field(description="When to stop and what to do then; empty where the check holds.")
    undo: WayBackBody | None
    next: NextStepBody | None = Field(description="Null after the last step, or where one stops.")


@router.post(
    "/{option}/verdict",
    response_model=VerdictBody,
    responses={
        404: {"description": "There is no such runbook or step.", "content": {MEDIA_TYPE: {}}},
        422: {"description": "Each field that is wrong.", "content": {MEDIA_TYPE: {}}},
    },
    max_body_size=LARGEST,
)
def post_verdict(
    content: CurrentContent, option: str, sent: Annotated[SeenBody, Body(examples=[EXAMPLE])]
) -> Response:
    """Return whether the check of a step holds for an output, why, and what comes next."""
    content.runbooks.recipe(option)
    parameters = parse_within("parameters", option, sent.parameters)
    try:
        runbook = assemble(content.catalogue.version, option, parameters, content.runbooks)
    except Unsupported as refusal:
        return refuse(refusal, parameters, content.runbooks, side="parameters")
    phase, step = known_step(runbook, sent.phase, sent.step)
    status = "" if sent.exit_status is None else str(sent.exit_status)
    judgement = judge(step.expect, parse_seen(sent.output, status))
    goes_on = judgement.verdict in (Verdict.PASS, Verdict.WARN)
    following = step_after(runbook, phase.id, step.id) if goes_on else None
    page = f"/runbooks/{option}?{query_of(parameters)}"
    body = VerdictBody(
        verdict=judgement.verdict,
        code=step.expect.code,
        shows=step.expect.shows,
        clauses=[
            ClauseBody(text=one.text, holds=one.holds, line=one.line) for one in judgement.clauses
        ],
        hint="" if judgement.verdict is Verdict.PASS else step.abort_if,
        undo=_way_back(step) if judgement.verdict is Verdict.FAIL else None,
        next=_next(following, page) if following else None,
    )
    answer = JSONResponse(body.model_dump(mode="json"))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _way_back(step: Step) -> WayBackBody | None:
    if step.undo is None:
        return None
    return WayBackBody(how=step.undo.how, run=[one.line for one in step.undo.commands])


def _next(following: tuple[Phase, Step], page: str) -> NextStepBody:
    phase, step = following
    anchor = quote(f"{phase.id}-{step.id}")
    return NextStepBody(phase=phase.id, step=step.id, title=step.title, page=f"{page}#{anchor}")
