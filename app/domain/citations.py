"""Which claims rest on a source: the question behind "what if this page is wrong?"."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.domain.catalogue import Catalogue, Option


@dataclass(frozen=True, slots=True)
class Citation:
    """A place that cites, by ids: a cell, or without a feature the option's release or notes."""

    option: str
    feature: str | None = None


def citations_of(catalogue: Catalogue) -> Mapping[str, tuple[Citation, ...]]:
    """Return for each source id the places that cite it, once each, in the catalogue's order.

    A source that only measurements cite is absent.
    """
    found: defaultdict[str, dict[Citation, None]] = defaultdict(dict)
    for option in (*catalogue.options, *catalogue.add_ons):
        for source_id, citation in _cited_by(option):
            found[source_id][citation] = None
    return {source_id: tuple(citations) for source_id, citations in found.items()}


def _cited_by(option: Option) -> Iterator[tuple[str, Citation]]:
    for cell in option.cells:
        for claim in cell.claims:
            for source_id in claim.evidence:
                yield source_id, Citation(option.id, cell.feature)
    for evidence in (option.release.evidence, *(note.claim.evidence for note in option.notes)):
        for source_id in evidence:
            yield source_id, Citation(option.id)
