"""Tell a visitor what the output of a check means, and what comes next. Nothing of it is kept."""

from collections.abc import Sequence
from typing import Annotated, Final

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel

from app.content.load import Content
from app.domain.errors import InvalidInput, NotFound, Problem
from app.domain.procedure import Phase, Runbook, Step
from app.domain.verdicts import MOST_SIGNS, Judgement, find_step, judge, parse_seen, step_after
from app.web.dependencies import CurrentContent
from app.web.render import page
from app.web.runbooks import Prepared, known_option, prepare, runbook_page

router = APIRouter(include_in_schema=False)

LARGEST: Final = 4 * MOST_SIGNS  # bytes; a form writes some signs as three.
_PATH: Final = "/runbooks/{option}/verdict/{phase}/{step}"


class VerdictForm(BaseModel):
    """What was seen, as typed."""

    output: str = ""
    exit_status: str = ""


@router.get(_PATH)
def show_verdict_form(
    request: Request, content: CurrentContent, option: str, phase: str, step: str
) -> HTMLResponse:
    """Ask for what the check of a step printed; the parameters stand in the URL."""
    prepared = _prepared(request, content, option)
    if prepared.runbook is None:
        return runbook_page(request, content, prepared)
    found = known_step(prepared.runbook, phase, step)
    return _answer(request, prepared, found, VerdictForm())


@router.post(_PATH, max_body_size=LARGEST)
def judge_output(
    request: Request,
    content: CurrentContent,
    *,
    option: str,
    phase: str,
    step: str,
    form: Annotated[VerdictForm, Form()],
) -> HTMLResponse:
    """Show whether the check holds for what was pasted, why, and what to do now."""
    prepared = _prepared(request, content, option)
    if prepared.runbook is None:
        return runbook_page(request, content, prepared)
    found = known_step(prepared.runbook, phase, step)
    try:
        seen = parse_seen(form.output, form.exit_status)
    except InvalidInput as error:
        return _answer(request, prepared, found, form, problems=error.problems)
    return _answer(request, prepared, found, form, judge(found[1].expect, seen))


def known_step(runbook: Runbook, phase: str, step: str) -> tuple[Phase, Step]:
    """Return a step with its phase; NotFound where this runbook has none of that name."""
    found = find_step(runbook, phase, step)
    if found is None:
        raise NotFound(f"This runbook has no step “{step}” in a phase “{phase}”.")
    return found


def _prepared(request: Request, content: Content, option: str) -> Prepared:
    return prepare(content, known_option(content, option), request.query_params)


def _answer(
    request: Request,
    prepared: Prepared,
    found: tuple[Phase, Step],
    form: VerdictForm,
    judgement: Judgement | None = None,
    *,
    problems: Sequence[Problem] = (),
) -> HTMLResponse:
    runbook, (phase, step) = prepared.runbook, found
    answer = page(
        request,
        "verdict.html",
        status=422 if problems else 200,
        option=prepared.option,
        typed=prepared.typed,
        phase=phase,
        step=step,
        following=step_after(runbook, phase.id, step.id) if runbook else None,
        form=form,
        judgement=judgement,
        problems=problems,
        errors={problem.field: problem.message for problem in problems},
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer
