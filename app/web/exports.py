"""Hand a view of the comparison over as CSV, JSON or Markdown, under the page's own query."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from app.domain.comparison import Comparison, Reader, compare, detail_of
from app.domain.errors import InvalidInput
from app.domain.graph import walk
from app.domain.needs import needs_of
from app.formats import table_csv, table_json, table_markdown
from app.formats.table_origin import TableOrigin
from app.web.answers import read_asked
from app.web.as_of import Today, read_day
from app.web.comparison_state import OWN, WantedHere, read_environment, state_of
from app.web.dependencies import CurrentContent, CurrentSettings
from app.web.table_files import file_answer

router = APIRouter(include_in_schema=False)


def _view(
    request: Request,
    content: CurrentContent,
    settings: CurrentSettings,
    today: Today,
    wanted: WantedHere,
) -> tuple[Comparison, TableOrigin]:
    """Read the query as the page does, but refuse what the page would only remark on."""
    asked = read_asked(content, request.query_params, besides=OWN)
    environment, problems = read_environment(wanted.typed)
    day, wrong_day = read_day(wanted.typed["as_of"], content, today)
    problems += wrong_day
    known = content.graph.question_by_id
    problems += tuple(p for p in asked.problems if p.field.removeprefix("answers.") in known)
    if problems:
        raise InvalidInput(problems)
    needs = needs_of(walk(content.graph, asked.answers)) if asked.answers else None
    choice = wanted.choice
    if wanted.cell:
        detail = detail_of(content.catalogue, wanted.cell)
        choice = replace(choice, options=(detail.option.id,), features=(detail.feature.id,))
    table = compare(content.catalogue, choice, Reader(day, needs, environment))
    options = [option.id for option in content.catalogue.options]
    state = state_of(choice, options, wanted.typed, asked.query)
    server = str(settings.public_url).rstrip("/")
    address = f"{server}{request.app.url_path_for('show_comparison')}"
    view = f"{address}?{state}" if state else address
    return table, TableOrigin(content.catalogue.version, server, view)


View = Annotated[tuple[Comparison, TableOrigin], Depends(_view)]


@router.get("/compare.csv")
def show_comparison_csv(view: View) -> Response:
    """Show the cells of a view, one a line, for spreadsheets and programs."""
    table, origin = view
    return file_answer(table_csv.render(table, origin), "compare", "csv")


@router.get("/compare.json")
def show_comparison_json(view: View, content: CurrentContent) -> Response:
    """Show the rows of a view with all claims and sources, for programs."""
    table, origin = view
    return file_answer(table_json.render(table, content.catalogue, origin), "compare", "json")


@router.get("/compare.md")
def show_comparison_markdown(view: View) -> Response:
    """Show a view as tables for a ticket, a repository or a decision record."""
    table, origin = view
    return file_answer(table_markdown.render(table, origin), "compare", "md")
