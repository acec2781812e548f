"""The weightings of a sample side by side, to compare two options in all of them at once."""

from functools import lru_cache
from typing import Final

from app.domain.columns import Spread
from app.domain.lanes import Lanes, pack
from app.domain.weightings import Places, Sample, Values, factors_of, largest_of

_FACTOR: Final = 1 << 24
_POINT: Final = 1 << 20
"""Into how many parts a factor, and a point of the score, are divided."""

_DOUBT: Final = round(1e-4 * _FACTOR * _POINT)
"""A lead below this, in points, could have its sign from the rounding to parts."""


def lanes_ahead(sample: Sample, one: Spread, other: Spread) -> int:
    """Return a mark in the lane of each weighting in which `one` is ahead of `other`."""
    if sample.never_ahead(one, other):
        return 0
    worst = _gaps(one.worst, other.worst)
    leads = _sum(sample, worst, by_luck=False)
    if one.worst != one.best or other.worst != other.best:
        more = _gaps(_gaps(one.best, other.best), worst)
        leads += _sum(sample, more, by_luck=True)
    lanes = Lanes.of(sample.samples)
    surely = lanes.above(leads, _DOUBT)
    if surely == lanes.above(leads, -_DOUBT):
        return surely
    return Lanes.mark(lead > 0 for lead in sample.leads(one, other))


def _gaps(one: Values, other: Values) -> Values:
    return tuple([mine - theirs for mine, theirs in zip(one, other, strict=True)])


def _sum(sample: Sample, values: Values, *, by_luck: bool) -> int:
    """Return the weighted sum of values in each weighting, of shares and not of points."""
    scale = _POINT / sum(sample.weights)
    sizes = len(sample.weights), sample.samples, sample.factor
    columns = [*_singles(*sizes, by_luck)]
    columns += [_packed(places, *sizes, by_luck) for places in sample.shared]
    coefficients = sample.coefficients(values)
    return sum(
        [round(scale * own) * column for own, column in zip(coefficients, columns, strict=True)]
    )


@lru_cache(maxsize=16)
def _singles(criteria: int, samples: int, factor: float, by_luck: bool) -> tuple[int, ...]:  # noqa: FBT001
    return tuple(_packed((place,), criteria, samples, factor, by_luck) for place in range(criteria))


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
