"""Show the comparison table; every state of it is in the URL."""

from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from app.content.load import Content
from app.domain.changelog import Past, changed_cells, select_changes
from app.domain.comparison import Detail, Reader, compare, detail_of
from app.domain.comparison_choice import STAGES
from app.domain.environment import CNIS, PLATFORMS
from app.domain.freshness import FRESH_DAYS, STALE_DAYS, STALE_MINORS
from app.domain.graph import walk
from app.domain.needs import Needs, needs_of
from app.domain.questions import Answers
from app.web.answers import read_asked
from app.web.as_of import Today, days_of, read_day
from app.web.comparison_state import (
    OWN,
    WantedHere,
    history_header,
    moves_of,
    read_environment,
    state_of,
)
from app.web.dependencies import CurrentContent
from app.web.render import page, wants_part

router = APIRouter(include_in_schema=False)


@router.get("/compare")
def show_comparison(
    request: Request, content: CurrentContent, today: Today, wanted: WantedHere
) -> HTMLResponse:
    """Show options as columns and features as rows, and under one cell all that is known."""
    catalogue, choice, typed = content.catalogue, wanted.choice, wanted.typed
    asked = read_asked(content, request.query_params, besides=OWN)
    environment, problems = read_environment(typed)
    day, wrong_day = read_day(wanted.typed["as_of"], content, today)
    problems += wrong_day
    problems += tuple(each for each in asked.problems if _is_about(content, each.field))
    reader = Reader(
        day,
        _needs(content, asked.answers),
        environment,
        changed=changed_cells(content.changelogs, day.isoformat()),
    )
    table = compare(catalogue, choice, reader)
    detail = detail_of(catalogue, wanted.cell, reader) if wanted.cell else None
    shown = [option.id for option in table.columns]
    address = ([option.id for option in catalogue.options], typed, asked.query)
    state = state_of(choice, *address)
    answer = page(
        request,
        "comparison.html",
        part="_cell_detail.html" if detail else "_comparison_table.html",
        status=422 if problems else 200,
        catalogue=catalogue,
        table=table,
        choice=choice,
        detail=detail,
        past=past_of(content, detail) if detail else (),
        first=content.history.publications[-1],
        state=state,
        reader=reader,
        asked=asked,
        typed=typed,
        problems=problems,
        wrong={problem.field: problem.message for problem in problems},
        kept=[pair for pair in parse_qsl(state) if pair[0] != "option"],
        moved=wanted.moved,
        moves=moves_of(choice, shown, *address),
        cnis=CNIS,
        platforms=PLATFORMS,
        stages=STAGES,
        days=days_of(content, today),
        rule=(FRESH_DAYS, STALE_DAYS, STALE_MINORS),
    )
    # A restored page must not add to the history that it comes from.
    if wants_part(request):
        before = request.headers.get("HX-Current-URL", "")
        header = "HX-Push-Url" if detail else history_header(before, state)
        opened = f"cell={detail.id}" if detail else ""
        query = "&".join(part for part in (state, opened) if part)
        answer.headers[header] = f"/compare?{query}".rstrip("?")
    return answer


def past_of(content: Content, detail: Detail) -> tuple[Past, ...]:
    """Return what changed in a cell with each version, newest first."""
    return select_changes(
        content.changelogs, options=(detail.option.id,), features=(detail.feature.id,)
    )


def _needs(content: Content, answers: Answers) -> Needs | None:
    """Return what the answers in the link ask for; None when there are none."""
    return needs_of(walk(content.graph, answers)) if answers else None


def _is_about(content: Content, field: str) -> bool:
    """Tell a wrong answer from a parameter that somebody else hung on the link."""
    return field.removeprefix("answers.") in content.graph.question_by_id
