"""Show the comparison table; every state of it is in the URL."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from app.domain.comparison import Choice, compare, detail_of
from app.web.dependencies import CurrentContent
from app.web.render import page

router = APIRouter(include_in_schema=False)

Text = Annotated[str, Query(max_length=200)]
Names = Annotated[list[str], Query(max_length=50)]


@router.get("/compare")
def show_comparison(  # noqa: PLR0917  One parameter for each thing the form asks.
    request: Request,
    content: CurrentContent,
    option: Names = [],  # noqa: B006  FastAPI copies defaults.
    q: Text = "",
    group: Text = "",
    differences: bool = False,  # noqa: FBT001, FBT002  A checkbox.
    contested: bool = False,  # noqa: FBT001, FBT002  A checkbox.
    cell: Text = "",
) -> HTMLResponse:
    """Show options as columns and features as rows, and under one cell all that is known."""
    choice = Choice(tuple(option), q.strip(), group, differences, contested)
    table = compare(content.catalogue, choice)
    detail = detail_of(content.catalogue, cell) if cell else None
    state = state_of(choice, len(content.catalogue.options))
    answer = page(
        request,
        "comparison.html",
        part="_cell_detail.html" if detail else "_comparison_table.html",
        catalogue=content.catalogue,
        table=table,
        choice=choice,
        detail=detail,
        state=state,
    )
    if not detail:
        answer.headers["HX-Replace-Url"] = f"/compare?{state}".rstrip("?")
    return answer


def state_of(choice: Choice, option_count: int) -> str:
    """Write a choice as a query, leaving out what is so anyway."""
    chosen = dict.fromkeys(choice.options)
    pairs = [("option", each) for each in chosen if len(chosen) < option_count]
    pairs += [("q", choice.text), ("group", choice.group)]
    pairs += [("differences", "on" if choice.only_differences else "")]
    pairs += [("contested", "on" if choice.only_contested else "")]
    return urlencode([(name, value) for name, value in pairs if value])
