"""Linters for claims that contradict themselves or each other."""

import re
from collections.abc import Iterator

from app.content.claim_places import claims_of, graded_claims_of
from app.domain.catalogue import Catalogue
from app.domain.claims import FeatureKind, Maturity, Rank, Support

# If the first is none, the second cannot be had either, unless another project supplies it.
DEPENDS_ON = (
    ("mtls", "mtls_default"),
    ("multicluster", "multicluster_failover"),
    ("multicluster", "multicluster_network"),
    ("golden_metrics", "l7_metrics"),
    ("encryption_in_transit", "mtls"),
)


def since_comes_before_until(catalogue: Catalogue) -> Iterator[str]:
    """Find claims that end before they begin."""
    for place, _, claim in claims_of(catalogue):
        if claim.since and claim.until and _numbers(claim.since) > _numbers(claim.until):
            yield f"{place}: since: {claim.since} is after until {claim.until}"


def disputes_are_about_something(catalogue: Catalogue) -> Iterator[str]:
    """Find disputed claims that say the same as ours."""
    for option in (*catalogue.options, *catalogue.add_ons):
        for cell in option.cells:
            for number, claim in enumerate(cell.claims):
                same = claim.support is cell.claim.support and claim.value is None
                if claim.rank is Rank.DISPUTED and same:
                    place = f"{option.id}.yaml: cells[{cell.feature}].claims[{number}]"
                    yield f"{place}: rank: disputed, but it says what we say"


def only_graded_rows_have_a_grade(catalogue: Catalogue) -> Iterator[str]:
    """Find levels of support where the row is only described or measured."""
    for option in (*catalogue.options, *catalogue.add_ons):
        for cell in option.cells:
            feature = catalogue.feature_by_id.get(cell.feature)
            support = cell.claim.support
            shown = support in {Support.NOT_APPLICABLE, Support.UNKNOWN}
            if feature is not None and feature.kind is not FeatureKind.GRADED and not shown:
                place = f"{option.id}.yaml: cells[{cell.feature}].claims[0]"
                yield f"{place}: support: {support}, but a {feature.kind} row is not graded"


def one_fact_is_not_told_two_ways(catalogue: Catalogue) -> Iterator[str]:
    """Find options that lack a feature but have one that needs it."""
    for option in catalogue.options:
        cells = option.cell_by_feature
        for needed, needing in DEPENDS_ON:
            if needed not in cells or needing not in cells:
                continue
            has = cells[needing].claim.support in {Support.FULL, Support.PARTIAL}
            if cells[needed].claim.support is Support.NONE and has:
                yield f"{option.id}.yaml: cells[{needing}]: cannot be had while {needed} is none"


def add_on_grades_name_the_add_on(catalogue: Catalogue) -> Iterator[str]:
    """Find grades of add-on that do not say which."""
    for place, _, claim in graded_claims_of(catalogue):
        if claim.support is Support.ADDON and claim.addon is None:
            yield f"{place}: addon: name the add-on and its cost"


def what_is_not_there_has_no_maturity(catalogue: Catalogue) -> Iterator[str]:
    """Find a maturity for what is none or unknown."""
    for place, _, claim in graded_claims_of(catalogue):
        absent = claim.support in {Support.NONE, Support.UNKNOWN}
        if absent and claim.maturity is not Maturity.NOT_APPLICABLE:
            yield f"{place}: maturity: {claim.support} has none, write n/a"


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version))
