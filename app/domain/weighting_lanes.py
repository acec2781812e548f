"""The weightings of a sample side by side, to compare two options in all of them at once."""

from functools import lru_cache
from operator import mul
from typing import Final

from app.domain.columns import Spread
from app.domain.lanes import Lanes, pack
from app.domain.weightings import Places, Sample, Values, factors_of, gaps_of, largest_of

_FACTOR: Final = 1 << 24
_POINT: Final = 1 << 20
"""Into how many parts a factor, and a point of the score, are divided."""

_DOUBT: Final = round(1e-4 * _FACTOR * _POINT)
"""A lead below this, in points, could have its sign from the rounding to parts."""


def lanes_ahead(sample: Sample, one: Spread, other: Spread) -> int:
    """Return a mark in the lane of each weighting in which `one` is ahead of `other`."""
    most = gaps_of(one.best, other.worst)
    # Of most it is told by each weight on its own; only the levels keep them in order.
    if sample.never_above(map(mul, sample.weights, most)):
        return 0
    turned = sample.coefficients(most)
    if sample.never_above(turned):
        return 0
    if one.worst == one.best and other.worst == other.best:
        leads = _sum(sample, turned, by_luck=False)
    else:
        least = gaps_of(one.worst, other.worst)
        more = gaps_of(gaps_of(one.best, other.best), least)
        leads = _sum(sample, sample.coefficients(least), by_luck=False)
        leads += _sum(sample, sample.coefficients(more), by_luck=True)
    lanes = Lanes.of(sample.samples)
    surely = lanes.above(leads, _DOUBT)
    if surely == lanes.above(leads, -_DOUBT):
        return surely
    return Lanes.mark(lead > 0 for lead in sample.leads(one, other))


def _sum(sample: Sample, coefficients: Values, *, by_luck: bool) -> int:
    """Return the weighted sum in each weighting, of shares and not of points."""
    scale = _POINT / sum(sample.weights)
    sizes = len(sample.weights), sample.samples, sample.factor
    columns = _columns(sample.shared, *sizes, by_luck)
    return sum(map(mul, [round(scale * own) for own in coefficients], columns))


@lru_cache(maxsize=1024)
def _columns(
    shared: tuple[Places, ...],
    criteria: int,
    samples: int,
    factor: float,
    by_luck: bool,  # noqa: FBT001
) -> tuple[int, ...]:
    """Return the lanes of each coefficient: of the criteria, then of those of equal points."""
    places = (*[(place,) for place in range(criteria)], *shared)
    return tuple([_packed(own, criteria, samples, factor, by_luck) for own in places])


@lru_cache(maxsize=1024)
def _packed(
    places: Places,
    criteria: int,
    samples: int,
    factor: float,
    by_luck: bool,  # noqa: FBT001
) -> int:
    """Return the largest factor of some criteria in each weighting, perhaps times the luck."""
    largest = largest_of(places, criteria, samples, factor)
    if by_luck:
        _, luck = factors_of(criteria, samples, factor)
        largest = tuple([own * part for own, part in zip(largest, luck, strict=True)])
    return pack(round(_FACTOR * own) for own in largest)
