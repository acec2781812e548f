"""Which rows of the comparison a choice keeps: one function a filter."""

from collections.abc import Callable

from app.domain.baseline import Baseline
from app.domain.claims import Claim, FeatureKind, Maturity, Support
from app.domain.comparison_choice import Choice
from app.domain.comparison_rows import Row
from app.domain.needs import Needs
from app.domain.screening import Verdict

_GIVEN = {Support.FULL, Support.PARTIAL, Support.ADDON}


def is_wanted(row: Row, choice: Choice, needs: Needs | None) -> bool:
    """Tell whether a row of the chosen group passes every other filter of the choice."""
    return (
        mentions(row, choice.text)
        and (not choice.only_differences or differs(row))
        and (not choice.only_contested or any(entry.cell.is_contested for entry in row.entries))
        and (not choice.only_needed or row.feature.id in (needs.features if needs else ()))
        and (not choice.only_missed or is_missed(row))
        and (not choice.only_baseline or is_baseline(row))
        and (not choice.maturity or is_reached(row))
    )


def mentions(row: Row, text: str) -> bool:
    """Tell whether every word of `text` stands in what the row is called or says."""
    feature = row.feature
    claims = [entry.cell.claim for entry in row.entries]
    said = (text for claim in claims for text in (claim.summary, claim.value or ""))
    keys = (need.key for claim in claims for need in claim.needs)
    texts = (feature.name, feature.id, feature.question, *feature.synonyms, *said, *keys)
    haystack = "\n".join(texts).casefold()
    return all(word in haystack for word in text.casefold().split())


def differs(row: Row) -> bool:
    """Tell whether two shown options read unlike."""
    reading = READINGS[row.feature.kind]
    return len({reading(entry.cell.claim) for entry in row.entries}) > 1


def is_missed(row: Row) -> bool:
    """Tell whether a shown option does not surely meet a must-have on this row."""
    return any(entry.verdict in {Verdict.CHECK, Verdict.FAILS} for entry in row.entries)


def is_baseline(row: Row) -> bool:
    """Tell whether every mesh has the feature, stable and at least in part."""
    return row.reach is not None and row.reach.baseline is not Baseline.LIMITED


def is_reached(row: Row) -> bool:
    """Tell whether a shown option gives the feature at the stage asked for."""
    return any(
        entry.cell.claim.support in _GIVEN
        and entry.cell.claim.maturity is not Maturity.NOT_APPLICABLE
        and not entry.is_below
        for entry in row.entries
    )


READINGS: dict[FeatureKind, Callable[[Claim], object]] = {
    FeatureKind.GRADED: lambda claim: (claim.support, claim.maturity),
    FeatureKind.NUMERIC: lambda claim: claim.quantity and claim.quantity.typical,
    FeatureKind.DESCRIPTIVE: lambda claim: (claim.support, str(claim.value)),
}
"""What must be unlike in two cells of a row for the row to hold a difference."""
