"""Show what can be taken away: the facts as files, feeds, and what changed with each version."""

from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from app.domain.changelog import select_changes
from app.domain.comparison_choice import check_known
from app.web.dependencies import CurrentContent
from app.web.render import page

router = APIRouter(include_in_schema=False)

Text = Annotated[str, Query(max_length=200)]


@dataclass(frozen=True, slots=True)
class File:
    """Something to download: the names of the routes of its formats, and of its schema."""

    name: str
    about: str
    json: str
    csv: str = ""
    schema: str = ""


FILES: Final = (
    File(
        "The comparison",
        "every cell, with the controls of the page as parameters",
        "/compare.json",
        "/compare.csv",
        "comparison",
    ),
    File(
        "The whole catalogue",
        "features, options with every claim, sources",
        "/api/catalog",
        schema="catalogue",
    ),
    File(
        "Benchmarks",
        "published figures with their conditions and the tester's stake",
        "/api/benchmarks",
        "/benchmarks.csv",
        "benchmarks",
    ),
    File("Sources", "each with what cites it", "/api/sources", "/sources.csv", "sources"),
    File(
        "Conformance",
        "Gateway API reports, and where none was found",
        "/api/conformance",
        schema="conformance",
    ),
    File(
        "Retired and managed", "what ended, and what vendors run", "/api/retired", schema="retired"
    ),
    File("Decision graph", "questions, answers and their effects", "/api/graph"),
    File("Changes", "versions of the catalogue, field by field", "/api/changes"),
)


@router.get("/downloads")
def show_downloads(
    request: Request,
    content: CurrentContent,
    since: Text = "",
    option: Text = "",
    feature: Text = "",
) -> HTMLResponse:
    """List files and feeds, and the changes since a version, of one option and one feature."""
    catalogue, publications = content.catalogue, content.history.publications
    check_known("since", [since] * bool(since), [one.version for one in publications])
    check_known("option", [option] * bool(option), tuple(catalogue.option_by_id))
    check_known("feature", [feature] * bool(feature), tuple(catalogue.feature_by_id))
    found = select_changes(
        content.changelogs,
        since=since,
        options=[option] * bool(option),
        features=[feature] * bool(feature),
    )
    return page(
        request,
        "downloads.html",
        part="_change_list.html",
        catalogue=catalogue,
        files=FILES,
        publications=publications,
        changes={past.version: past.changes for past in found},
        since=since,
        option=option,
        feature=feature,
    )
