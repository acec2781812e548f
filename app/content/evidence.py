"""Linters for what claims rest on: primary sources, read when and as the claim says."""

import re
from collections.abc import Iterator

from app.content.claim_places import claims_of, graded_claims_of, known_sources
from app.domain.catalogue import Catalogue
from app.domain.claims import Support
from app.domain.sources import SourceKind

PRIMARY = frozenset(
    {SourceKind.CONFORMANCE_REPORT, SourceKind.SOURCE, SourceKind.DOCS, SourceKind.RELEASE_NOTES}
)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def grades_rest_on_a_primary_source(catalogue: Catalogue) -> Iterator[str]:
    """Find grades that rest on blogs, papers or benchmarks alone."""
    for place, _, claim in graded_claims_of(catalogue):
        kinds = {source.kind for source in known_sources(catalogue, claim)}
        if claim.support is not Support.UNKNOWN and kinds and not kinds & PRIMARY:
            yield f"{place}: evidence: no primary source among {', '.join(sorted(kinds))}"


def sources_are_pages_not_sites(catalogue: Catalogue) -> Iterator[str]:
    """Find sources that point at a site's front page without saying why."""
    for source in catalogue.sources.values():
        if re.fullmatch(r"https?://[^/]+/?", source.url) and not source.note:
            yield f"sources: {source.id}: url: names a whole site, not the page that was read"


def every_page_is_one_source(catalogue: Catalogue) -> Iterator[str]:
    """Find a page that stands under two ids, unless two copies of it were read."""
    seen: dict[tuple[str, str | None], str] = {}
    for source in catalogue.sources.values():
        first = seen.setdefault((source.url.rstrip("/"), source.read_at), source.id)
        if first != source.id:
            yield f"sources: {source.id}: url: stands under {first} too, cite that"


def source_dates_are_in_order(catalogue: Catalogue) -> Iterator[str]:
    """Find sources read before they were published."""
    for source in catalogue.sources.values():
        if DAY.fullmatch(source.published) and source.published > source.retrieved:
            yield f"sources: {source.id}: published: {source.published} is after it was read"


def nothing_is_newer_than_the_catalogue(catalogue: Catalogue) -> Iterator[str]:
    """Find sources and checks dated after the catalogue's version."""
    for source in catalogue.sources.values():
        if source.retrieved > catalogue.version:
            yield f"sources: {source.id}: retrieved: after the catalogue's {catalogue.version}"
    for place, _, claim in claims_of(catalogue):
        if claim.verified is not None and claim.verified.on > catalogue.version:
            yield f"{place}: verified.on: after the catalogue's {catalogue.version}"


def checks_name_the_kinds_they_read(catalogue: Catalogue) -> Iterator[str]:
    """Find claims whose `verified.how` is not the kinds of the sources they cite."""
    for place, _, claim in claims_of(catalogue):
        kinds = {source.kind.value for source in known_sources(catalogue, claim)}
        if claim.verified is not None and set(claim.verified.how) != kinds:
            yield f"{place}: verified.how: the evidence is of kind {', '.join(sorted(kinds))}"
