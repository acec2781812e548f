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

# If the first is none, the second cannot be had either, unless another project supplies it.
DEPENDS_ON = (
    ("mtls", "mtls_default"),
    ("multicluster", "multicluster_failover"),
    ("multicluster", "multicluster_network"),
    ("golden_metrics", "l7_metrics"),
    ("encryption_in_transit", "mtls"),
)


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
