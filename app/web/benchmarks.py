"""Show every published figure with its conditions, and what was never measured."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import HTMLResponse

from app.domain.figures import (
    Choice,
    fitting_measurements,
    page_of,
    select_figures,
    values_of,
)
from app.formats import figures_csv
from app.web.dependencies import CurrentContent
from app.web.render import page
from app.web.table_files import file_answer

router = APIRouter(include_in_schema=False)

Text = Annotated[str, Query(max_length=200)]
MOST_PAGES = 1000


async def _choice(  # noqa: PLR0917  One parameter for each thing the form asks.
    option: Text = "",
    metric: Text = "",
    statistic: Text = "",
    stake: Text = "",
    source: Text = "",
    q: Text = "",
    number: Annotated[int, Query(ge=1, le=MOST_PAGES, alias="page")] = 1,
) -> Choice:
    return Choice(option, metric, statistic, stake, source, q.strip(), number)


ChoiceHere = Annotated[Choice, Depends(_choice)]


@router.get("/benchmarks")
def show_benchmarks(
    request: Request, content: CurrentContent, choice: ChoiceHere, figure: Text = ""
) -> HTMLResponse:
    """List a page of the figures that fit; `figure` opens the page on which that one stands."""
    benchmarks = content.benchmarks
    if figure:
        choice = Choice(page=page_of(benchmarks, figure))
    selection = select_figures(benchmarks, choice)
    state = state_of(choice)
    answer = page(
        request,
        "benchmarks.html",
        part="_figure_list.html",
        catalogue=content.catalogue,
        benchmarks=benchmarks,
        values=values_of(benchmarks),
        choice=choice,
        selection=selection,
        state=state,
    )
    answer.headers["HX-Replace-Url"] = f"/benchmarks?{state}".rstrip("?")
    return answer


@router.get("/benchmarks.csv")
def show_benchmarks_csv(content: CurrentContent, choice: ChoiceHere) -> Response:
    """Show all figures that fit, of every page, for spreadsheets and programs."""
    found = fitting_measurements(content.benchmarks, choice)
    return file_answer(figures_csv.render(found, content.catalogue), "benchmarks", "csv")


def state_of(choice: Choice) -> str:
    """Write what is filtered as a query, without the page."""
    pairs = [*choice.filters.items(), ("q", choice.text)]
    return urlencode([(name, value) for name, value in pairs if value])
