"""The estimate of an option's effort and risk, from its cells and from its runbook."""

from collections.abc import Iterator, Mapping
from typing import Final

from app.domain.catalogue import Catalogue
from app.domain.claims import Claim, Support
from app.domain.effort import ITEMS, Effort, Entry
from app.domain.effort_figures import EffortFigure, EffortFigures, figure_for
from app.domain.effort_runbook import Counted, entries_of, runbook_for
from app.domain.errors import Unsupported
from app.domain.questions import Answers
from app.domain.recipe import RunbookLibrary

_CELLS: Final[Mapping[str, str]] = {
    "components": "low_moving_parts",
    "own_resource_kinds": "crd_count",
    "privileges": "node_privileges",
    "restricted_pods": "works_without_privileged_init",
    "restart_to_join": "no_pod_restart_to_join",
    "upgrade": "upgrade",
    "when_parts_stop": "ha",
    "uninstall": "uninstall",
}
"""The items that a cell answers as it stands, with its feature."""

UNKNOWN: Final = "unknown"


def effort_of(
    catalogue: Catalogue,
    figures: EffortFigures,
    library: RunbookLibrary,
    option: str,
    answers: Answers,
) -> Effort:
    """Return the estimate of an option of the catalogue for answers that passed parse_answers.

    Without answers it is that of the runbook as it comes, for production where it can be. Every
    item has an entry; where nothing is known it says so.
    """
    counted, refused = None, None
    try:
        counted = runbook_for(option, answers, library, catalogue.version)
    except Unsupported as error:
        refused = str(error)
    found = dict(_entries(catalogue, figures, option, counted))
    missing = Entry(UNKNOWN, is_unknown=True)
    return Effort(
        option=option,
        entries={item.id: found.get(item.id, missing) for item in ITEMS},
        runbook=counted.parameters if counted else None,
        refused=refused,
    )


def _entries(
    catalogue: Catalogue, figures: EffortFigures, option: str, counted: Counted | None
) -> Iterator[tuple[str, Entry]]:
    for item, feature in _CELLS.items():
        claim = catalogue.cell(option, feature).claim
        yield item, _from_cell(claim, f"{option}.{feature}")
    steps = dict(entries_of(counted.runbook)) if counted else {}
    yield from steps.items()
    releases = figure_for(figures.releases_a_year, option)
    months = figure_for(figures.fixed_months, option)
    for item, figure in (("releases_a_year", releases), ("fixed_months", months)):
        if figure:
            sources = catalogue.cell(option, figure.feature).claim.evidence
            yield item, _from_figure(figure, sources)
    window = catalogue.cell(option, "support_window").claim
    upgrades = _upgrades(option, releases, months, window)
    yield "upgrades_a_year", upgrades
    if steps:
        yield "restarts_a_year", _product(upgrades, steps["upgrade_restarts"], 1)
        yield "upgrade_hours_a_year", _product(upgrades, steps["upgrade_minutes"], 60)


def _from_cell(claim: Claim, cell: str) -> Entry:
    if quantity := claim.quantity:
        text = _range(quantity.low, quantity.high, quantity.typical)
        low, high = quantity.low, quantity.high
        return Entry(text, low=low, high=high, cells=(cell,), sources=claim.evidence)
    text = claim.summary or claim.value or UNKNOWN
    if claim.support in {Support.FULL, Support.PARTIAL, Support.NONE}:
        text = f"{claim.support.capitalize()}. {text}"
    more = (claim.why, claim.detail)
    return Entry(
        text,
        detail=" ".join(said for said in more if said and said != claim.summary),
        cells=(cell,),
        sources=claim.evidence,
        is_unknown=claim.support is Support.UNKNOWN,
    )


def _from_figure(figure: EffortFigure, sources: tuple[str, ...]) -> Entry:
    return Entry(
        _range(figure.low, figure.high),
        detail=" ".join((f"“{figure.quote}”.", figure.note or "")).strip(),
        low=figure.low,
        high=figure.high,
        cells=(f"{figure.option}.{figure.feature}",),
        sources=sources,
    )


def _upgrades(
    option: str, releases: EffortFigure | None, months: EffortFigure | None, window: Claim
) -> Entry:
    """Return how often a year one has to upgrade, from not more than needed to every release."""
    cells = (f"{option}.support_window", f"{option}.release_cadence")
    if months is None or releases is None:
        return Entry(UNKNOWN, detail=f"{window.summary}.", cells=cells, is_unknown=True)
    low = round(12 / months.high, 1)
    high = max(releases.high, low)
    return Entry(_range(low, high), low=low, high=high, cells=cells)


def _product(often: Entry, each: Entry, parts: int) -> Entry:
    """Multiply low with low and high with high; `parts` of the one unit are one of the other."""
    cells, phases = often.cells, each.phases
    if each.high == 0:
        return Entry("none", low=0.0, high=0.0, cells=cells, phases=phases)
    if often.low is None or often.high is None or each.low is None or each.high is None:
        return Entry(UNKNOWN, cells=cells, phases=phases, is_unknown=True)
    low, high = round(often.low * each.low / parts, 1), round(often.high * each.high / parts, 1)
    return Entry(_range(low, high), low=low, high=high, cells=cells, phases=phases)


def _range(low: float, high: float, typical: float | None = None) -> str:
    if low == high:
        return f"{low:g}"
    usual = f", usually {typical:g}" if typical is not None else ""
    return f"{low:g} to {high:g}{usual}"
