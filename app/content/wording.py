"""Linters for the words of the catalogue: short, plain, and a reason where one is owed."""

import re
from collections.abc import Iterator

from app.content.claim_places import claims_of, graded_claims_of
from app.domain.catalogue import Catalogue
from app.domain.claims import Rank, Support

LONGEST_SUMMARY = 140  # characters: two lines of a table cell
PRAISE = re.compile(
    r"\b(best-in-class|blazing|comprehensive|cutting-edge|easily|elegant|enterprise-grade|excellent"
    r"|extremely|flexible|great|heavy|highly|leading|light|lightweight|mature|modern|poor|powerful"
    r"|robust|seamless|simply|smooth|state-of-the-art|superior|ultra|unfortunately|very|weak"
    r"|world-class)\b",
    re.IGNORECASE,
)


def summaries_fit_their_cell(catalogue: Catalogue) -> Iterator[str]:
    """Find summaries too long for a table cell."""
    for place, _, claim in claims_of(catalogue):
        if len(claim.summary) > LONGEST_SUMMARY:
            yield f"{place}: summary: {len(claim.summary)} characters, at most {LONGEST_SUMMARY}"


def summaries_end_alike(catalogue: Catalogue) -> Iterator[str]:
    """Find summaries with a full stop at the end; they stand in table cells and headings."""
    for place, _, claim in claims_of(catalogue):
        if claim.summary.endswith("."):
            yield f"{place}: summary: leave out the full stop at its end"


def cells_hold_no_praise(catalogue: Catalogue) -> Iterator[str]:
    """Find judging words in our own claims; a guide may be quoted with its words."""
    for place, _, claim in claims_of(catalogue):
        if claim.rank is not Rank.PREFERRED:
            continue
        for name in ("summary", "why", "detail"):
            if word := PRAISE.search(getattr(claim, name) or ""):
                yield f"{place}: {name}: say what is there instead of “{word.group()}”"


def lower_grades_say_why(catalogue: Catalogue) -> Iterator[str]:
    """Find graded cells below full whose reason is not in words."""
    for place, option, claim in graded_claims_of(catalogue):
        words = len(f"{claim.summary} {claim.why or ''} {claim.detail or ''}".split())
        if claim.support in {Support.PARTIAL, Support.ADDON} and words < 3:  # noqa: PLR2004
            yield f"{place}: why: a grade of {claim.support} for {option.id} needs a reason"


def other_claims_say_why_they_differ(catalogue: Catalogue) -> Iterator[str]:
    """Find claims beside ours that come without our reason for ranking them so."""
    for place, _, claim in claims_of(catalogue):
        if claim.rank is not Rank.PREFERRED and not claim.why:
            yield f"{place}: why: say how this claim stands to ours"


def synonyms_add_something(catalogue: Catalogue) -> Iterator[str]:
    """Find synonyms that repeat the feature's own name."""
    for feature in catalogue.features:
        for synonym in feature.synonyms:
            if synonym.casefold() == feature.name.casefold():
                yield f"features.yaml: {feature.id}: synonyms: {synonym} is the name itself"
