"""How many graded features of each group an option has in full, in part and not at all."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.catalogue import Catalogue, Group, Option
from app.domain.claims import FeatureKind, Support


@dataclass(frozen=True, slots=True)
class Stretch:
    """A level of support with its count, and its stretch of a bar in percent."""

    support: Support
    count: int
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class Tally:
    """The graded features of one group. Not applicable counts as no level."""

    group: Group
    stretches: tuple[Stretch, ...]


LEVELS = (Support.FULL, Support.PARTIAL, Support.ADDON, Support.NONE, Support.UNKNOWN)


def tallies_of(catalogue: Catalogue, option: Option) -> tuple[Tally, ...]:
    """Return a tally for each group that has graded features which apply to the option.

    Counts are no score: how much a feature matters is for the reader's answers to say.
    """
    tallies = []
    for group in catalogue.groups:
        counts = _counts(catalogue, option, group)
        if any(counts[level] for level in LEVELS):
            tallies.append(Tally(group, _stretches(counts)))
    return tuple(tallies)


def spread_of(options: Sequence[Option], feature_id: str) -> tuple[tuple[Support, int], ...]:
    """Return how many options have the feature at each level, best first, without empty ones."""
    counts = Counter(option.cell(feature_id).claim.support for option in options)
    return tuple((level, counts[level]) for level in LEVELS if counts[level])


def _counts(catalogue: Catalogue, option: Option, group: Group) -> Counter[Support]:
    return Counter(
        option.cell(feature.id).claim.support
        for feature in catalogue.features
        if feature.group == group.id
        and feature.kind is FeatureKind.GRADED
        and feature.id in option.cell_by_feature
    )


def _stretches(counts: Mapping[Support, int]) -> tuple[Stretch, ...]:
    total = sum(counts[level] for level in LEVELS)
    stretches: list[Stretch] = []
    before = 0
    for level in LEVELS:
        if counts[level]:
            start, width = 100 * before / total, 100 * counts[level] / total
            stretches.append(Stretch(level, counts[level], round(start, 2), round(width, 2)))
            before += counts[level]
    return tuple(stretches)
