"""Which statements rest on a source: the question behind "what if this page is wrong?"."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from app.domain.benchmarks import Benchmarks
from app.domain.catalogue import Catalogue, Option
from app.domain.conformance import Conformance
from app.domain.overhead_model import OverheadModel


class Place(StrEnum):
    """What kind of statement cites a source."""

    CELL = "cell"
    RELEASE = "release"
    NOTE = "note"
    FIGURE = "figure"
    REPORT = "report"
    OVERHEAD = "overhead model"


@dataclass(frozen=True, slots=True)
class Citation:
    """A place that cites, by ids.

    `item` is the feature of a cell, the id of a note, a figure, a report or a coefficient, and
    empty for a release. `option` is empty for what belongs to no single option.
    """

    place: Place
    option: str = ""
    item: str = ""


Citations = Mapping[str, tuple[Citation, ...]]
"""Source id to the places that cite it, once each, in the order of the files."""


GUIDES = "guides"
"""The namespace of sources that came with no option's facts."""


def namespace_of(source_id: str) -> str:
    """Return what the part of a source's id before the slash says: whose facts it came with."""
    return source_id.partition("/")[0] if "/" in source_id else GUIDES


def citations_of(
    catalogue: Catalogue,
    benchmarks: Benchmarks,
    conformance: Conformance,
    overhead: OverheadModel,
) -> Citations:
    """Return for each source id the places that cite it; a source nobody cites is absent."""
    found: defaultdict[str, dict[Citation, None]] = defaultdict(dict)
    pairs = chain(
        *(_cited_by_option(option) for option in (*catalogue.options, *catalogue.add_ons)),
        _cited_by_figures(benchmarks),
        _cited_by_reports(conformance),
        _cited_by_overhead(overhead),
    )
    for source_id, citation in pairs:
        if source_id in catalogue.sources:  # The basis of a quantity may be words.
            found[source_id][citation] = None
    return {source_id: tuple(citations) for source_id, citations in found.items()}


def _cited_by_option(option: Option) -> Iterator[tuple[str, Citation]]:
    for cell in option.cells:
        for claim in cell.claims:
            basis = claim.quantity.basis if claim.quantity else ()
            for source_id in (*claim.evidence, *basis):
                yield source_id, Citation(Place.CELL, option.id, cell.feature)
    others = (source_id for other in option.release.others for source_id in other.evidence)
    for source_id in (*option.release.evidence, *others):
        yield source_id, Citation(Place.RELEASE, option.id)
    for note in option.notes:
        for source_id in note.claim.evidence:
            yield source_id, Citation(Place.NOTE, option.id, note.id)


def _cited_by_figures(benchmarks: Benchmarks) -> Iterator[tuple[str, Citation]]:
    for one in benchmarks.measurements:
        for source_id in (one.source, *one.also_sources):
            yield source_id, Citation(Place.FIGURE, one.option, one.id)


def _cited_by_reports(conformance: Conformance) -> Iterator[tuple[str, Citation]]:
    for report in conformance.reports:
        if report.source is not None:
            for option in report.options:
                yield report.source, Citation(Place.REPORT, option, report.id)
    for search in conformance.searches:
        if search.source is not None:
            yield search.source, Citation(Place.REPORT, search.option)


def _cited_by_overhead(overhead: OverheadModel) -> Iterator[tuple[str, Citation]]:
    for source_id in overhead.prices.sources:
        yield source_id, Citation(Place.OVERHEAD, item="prices")
    entries = (
        *((one.id, one.sources) for one in overhead.coefficients),
        *((one.id, one.sources) for one in overhead.requests),
        *((one.id, one.sources) for one in overhead.warnings),
    )
    for entry_id, sources in entries:
        for source_id in sources:
            yield source_id, Citation(Place.OVERHEAD, item=entry_id)
