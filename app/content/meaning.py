"""Linters for what the catalogue says: one function each, a sentence for every fault."""

import re
from collections.abc import Iterator

from app.content.checks import Check
from app.domain.catalogue import Advice, Catalogue, Feature, Option
from app.domain.claims import Claim, FeatureKind, Maturity, Rank, Support
from app.domain.sources import Source, SourceKind

LONGEST_SUMMARY = 140  # characters: two lines of a table cell
AMONG = 3  # A figure among the three best or worst of the seven options is a reason.
PRIMARY = frozenset(
    {SourceKind.CONFORMANCE_REPORT, SourceKind.SOURCE, SourceKind.DOCS, SourceKind.RELEASE_NOTES}
)
PRAISE = re.compile(
    r"\b(best-in-class|blazing|comprehensive|cutting-edge|easily|elegant|enterprise-grade|excellent"
    r"|extremely|flexible|great|heavy|highly|leading|light|lightweight|mature|modern|poor|powerful"
    r"|robust|seamless|simply|smooth|state-of-the-art|superior|ultra|unfortunately|very|weak"
    r"|world-class)\b",
    re.IGNORECASE,
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


def summaries_fit_their_cell(catalogue: Catalogue) -> Iterator[str]:
    """Find summaries too long for a table cell."""
    for place, _, claim in _claims(catalogue):
        if len(claim.summary) > LONGEST_SUMMARY:
            yield f"{place}: summary: {len(claim.summary)} characters, at most {LONGEST_SUMMARY}"


def cells_hold_no_praise(catalogue: Catalogue) -> Iterator[str]:
    """Find judging words in our own claims; a guide may be quoted with its words."""
    for place, _, claim in _claims(catalogue):
        if claim.rank is not Rank.PREFERRED:
            continue
        for name in ("summary", "why", "detail"):
            if word := PRAISE.search(getattr(claim, name) or ""):
                yield f"{place}: {name}: say what is there instead of “{word.group()}”"


def lower_grades_say_why(catalogue: Catalogue) -> Iterator[str]:
    """Find graded cells below full whose reason is not in words."""
    for place, option, claim in _graded(catalogue):
        words = len(f"{claim.summary} {claim.why or ''} {claim.detail or ''}".split())
        if claim.support in {Support.PARTIAL, Support.ADDON} and words < 3:  # noqa: PLR2004
            yield f"{place}: why: a grade of {claim.support} for {option.id} needs a reason"


def grades_rest_on_a_primary_source(catalogue: Catalogue) -> Iterator[str]:
    """Find grades that rest on blogs, papers or benchmarks alone."""
    for place, _, claim in _graded(catalogue):
        kinds = {source.kind for source in _known(catalogue, claim)}
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
    for place, _, claim in _claims(catalogue):
        if claim.verified is not None and claim.verified.on > catalogue.version:
            yield f"{place}: verified.on: after the catalogue's {catalogue.version}"


def checks_name_the_kinds_they_read(catalogue: Catalogue) -> Iterator[str]:
    """Find claims whose `verified.how` is not the kinds of the sources they cite."""
    for place, _, claim in _claims(catalogue):
        kinds = {source.kind.value for source in _known(catalogue, claim)}
        if claim.verified is not None and set(claim.verified.how) != kinds:
            yield f"{place}: verified.how: the evidence is of kind {', '.join(sorted(kinds))}"


def since_comes_before_until(catalogue: Catalogue) -> Iterator[str]:
    """Find claims that end before they begin."""
    for place, _, claim in _claims(catalogue):
        if claim.since and claim.until and _numbers(claim.since) > _numbers(claim.until):
            yield f"{place}: since: {claim.since} is after until {claim.until}"


def other_claims_say_why_they_differ(catalogue: Catalogue) -> Iterator[str]:
    """Find claims beside ours that come without our reason for ranking them so."""
    for place, _, claim in _claims(catalogue):
        if claim.rank is not Rank.PREFERRED and not claim.why:
            yield f"{place}: why: say how this claim stands to ours"


def disputes_are_about_something(catalogue: Catalogue) -> Iterator[str]:
    """Find disputed claims that say the same as ours."""
    for option in (*catalogue.options, *catalogue.add_ons):
        for cell in option.cells:
            for number, claim in enumerate(cell.claims):
                same = claim.support is cell.claim.support and claim.value is None
                if claim.rank is Rank.DISPUTED and same:
                    place = f"{option.id}.yaml: cells[{cell.feature}].claims[{number}]"
                    yield f"{place}: rank: disputed, but it says what we say"


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
    for place, _, claim in _graded(catalogue):
        if claim.support is Support.ADDON and claim.addon is None:
            yield f"{place}: addon: name the add-on and its cost"


def what_is_not_there_has_no_maturity(catalogue: Catalogue) -> Iterator[str]:
    """Find a maturity for what is none or unknown."""
    for place, _, claim in _graded(catalogue):
        absent = claim.support in {Support.NONE, Support.UNKNOWN}
        if absent and claim.maturity is not Maturity.NOT_APPLICABLE:
            yield f"{place}: maturity: {claim.support} has none, write n/a"


def synonyms_add_something(catalogue: Catalogue) -> Iterator[str]:
    """Find synonyms that repeat the feature's own name."""
    for feature in catalogue.features:
        for synonym in feature.synonyms:
            if synonym.casefold() == feature.name.casefold():
                yield f"features.yaml: {feature.id}: synonyms: {synonym} is the name itself"


def advice_is_short_and_plain(catalogue: Catalogue) -> Iterator[str]:
    """Find options without three to six reasons for and against, and long or praising ones."""
    for option in catalogue.options:
        for name, sentences in _advice(option):
            if len(sentences) not in range(3, 7):
                yield f"{option.id}.yaml: {name}: {len(sentences)} sentences, three to six wanted"
            for number, advice in enumerate(sentences):
                place = f"{option.id}.yaml: {name}[{number}]: text"
                if len(advice.text) > LONGEST_SUMMARY:
                    yield f"{place}: {len(advice.text)} characters, at most {LONGEST_SUMMARY}"
                if word := PRAISE.search(advice.text):
                    yield f"{place}: say what is there instead of “{word.group()}”"


def advice_follows_from_its_cells(catalogue: Catalogue) -> Iterator[str]:
    """Find advice whose cells say otherwise, so that a corrected grade breaks the sentence.

    A reason to pick rests on full or partial support, or on a figure among the three best; a
    reason to avoid on anything less than full and stable, or on one among the three worst.
    """
    for option in catalogue.options:
        for name, sentences in _advice(option):
            for number, advice in enumerate(sentences):
                for feature_id in advice.cells:
                    if not _supports(catalogue, option, feature_id, pick=name == "pick_when"):
                        place = f"{option.id}.yaml: {name}[{number}]: cells"
                        yield f"{place}: {feature_id} does not say so"


MEANING_CHECKS: tuple[Check, ...] = (
    summaries_fit_their_cell,
    cells_hold_no_praise,
    lower_grades_say_why,
    grades_rest_on_a_primary_source,
    sources_are_pages_not_sites,
    source_dates_are_in_order,
    nothing_is_newer_than_the_catalogue,
    checks_name_the_kinds_they_read,
    since_comes_before_until,
    other_claims_say_why_they_differ,
    disputes_are_about_something,
    one_fact_is_not_told_two_ways,
    add_on_grades_name_the_add_on,
    what_is_not_there_has_no_maturity,
    synonyms_add_something,
    advice_is_short_and_plain,
    advice_follows_from_its_cells,
)


def _claims(catalogue: Catalogue) -> Iterator[tuple[str, Option, Claim]]:
    for option in (*catalogue.options, *catalogue.add_ons):
        for cell in option.cells:
            for number, claim in enumerate(cell.claims):
                yield f"{option.id}.yaml: cells[{cell.feature}].claims[{number}]", option, claim


def _graded(catalogue: Catalogue) -> Iterator[tuple[str, Option, Claim]]:
    """Yield our own claim of each graded cell of the options; add-ons are not graded."""
    for option in catalogue.options:
        for cell in option.cells:
            feature = catalogue.feature_by_id.get(cell.feature)
            if feature is not None and feature.kind is FeatureKind.GRADED:
                yield f"{option.id}.yaml: cells[{cell.feature}].claims[0]", option, cell.claim


def _known(catalogue: Catalogue, claim: Claim) -> list[Source]:
    return [catalogue.sources[one] for one in claim.evidence if one in catalogue.sources]


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version))


def _advice(option: Option) -> tuple[tuple[str, tuple[Advice, ...]], ...]:
    return (("pick_when", option.pick_when), ("avoid_when", option.avoid_when))


def _supports(catalogue: Catalogue, option: Option, feature_id: str, *, pick: bool) -> bool:
    """Whether a cell is a reason to pick the option, or to avoid it."""
    feature, cell = catalogue.feature_by_id.get(feature_id), option.cell_by_feature.get(feature_id)
    if feature is None or cell is None or feature.kind is FeatureKind.DESCRIPTIVE:
        return False
    if feature.kind is FeatureKind.NUMERIC:
        return _better_than(catalogue, option, feature, pick=pick) < AMONG
    claim = cell.claim
    if pick:
        return claim.support in {Support.FULL, Support.PARTIAL}
    unstable = claim.maturity in {Maturity.ALPHA, Maturity.BETA}
    return claim.support is not Support.FULL or unstable


def _better_than(catalogue: Catalogue, option: Option, feature: Feature, *, pick: bool) -> int:
    """Count the options whose typical figure is better, or, to avoid it, worse."""
    typical = {
        one.id: cell.claim.quantity.typical
        for one in catalogue.options
        if (cell := one.cell_by_feature.get(feature.id)) and cell.claim.quantity
    }
    own = typical[option.id]
    if (feature.better == "lower") == pick:
        return sum(other < own for other in typical.values())
    return sum(other > own for other in typical.values())
