"""Show all that is known about one option or add-on."""

from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from app.content.load import Content
from app.domain.citations import Place, citations_of
from app.domain.comparison import Reader, rows_of
from app.domain.errors import NotFound
from app.domain.figures import interest_of, key_figures
from app.domain.questions import Answers
from app.domain.sources import Source
from app.domain.standing import standing_of
from app.domain.support_on import support_on
from app.domain.tallies import tallies_of
from app.web.as_of import DayHere
from app.web.dependencies import CurrentContent
from app.web.effort import effort_table
from app.web.render import page

router = APIRouter(include_in_schema=False)

NO_ANSWERS: Final[Answers] = {}


@router.get("/options/{option_id}")
def show_option(
    request: Request, content: CurrentContent, today: DayHere, option_id: str
) -> HTMLResponse:
    """Show when to pick an option, its release, its cells, figures, surroundings and sources."""
    catalogue = content.catalogue
    option = catalogue.option_by_id.get(option_id)
    if option is None:
        raise NotFound(f"There is no option called “{option_id}”.")
    own = [feature for feature in catalogue.features if feature.id in option.cell_by_feature]
    rows = rows_of(catalogue, own, (option,), Reader(today))
    return page(
        request,
        "option.html",
        catalogue=catalogue,
        option=option,
        is_add_on=option in catalogue.add_ons,
        today=today,
        support=support_on(option, today),
        has_runbook=option_id in content.runbooks.options,
        entries={row.feature.id: row.entries[0] for row in rows},
        tallies=tallies_of(catalogue, option),
        effort=None
        if option in catalogue.add_ons
        else effort_table(content, [option_id], NO_ANSWERS),
        figures=[(one, interest_of(one)) for one in key_figures(content.benchmarks, option_id)],
        figure_count=len(content.benchmarks.by_option.get(option_id, ())),
        standing=standing_of(content.conformance, option),
        conformance=content.conformance,
        managed=content.market.managed_offerings(option_id),
        retired=content.market.retired_relatives(option_id),
        sources=_sources_of(content, option_id),
    )


def _sources_of(content: Content, option_id: str) -> list[Source]:
    """Return what the option's facts and reports rest on; its figures name their own sources."""
    citations = citations_of(
        content.catalogue, content.benchmarks, content.conformance, content.overhead
    )
    return [
        content.catalogue.sources[source_id]
        for source_id, cited in citations.items()
        if any(one.option == option_id and one.place is not Place.FIGURE for one in cited)
    ]
