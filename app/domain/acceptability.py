"""How often each option comes first when the weights are only roughly right.

A small SMAA (Lahdelma, Hokkanen and Salminen 1998) over a fixed sample: a Kronecker sequence
(Roberts 2018), so the same input always gives the same share. By how much each criterion
outweighs the next lower one is multiplied by a factor; criteria of equal points each by their
own. So every weighting keeps the order of importance, and every weight stays within the factor.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter, mul
from typing import Self

from app.domain.scales import Scales
from app.domain.scoring import Spread

Values = tuple[float, ...]
Places = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Level:
    """Criteria of equal points, and by how many points they outweigh the next lower ones."""

    step: float
    places: Places


@dataclass(frozen=True, slots=True)
class Sample:
    """Weightings around the given one.

    Each row of `factors` holds a factor for each criterion; `largest` holds, for each level of
    several criteria, the largest of theirs in each weighting, which is what the next higher
    level stands on. `luck` (0 to 1) says where in its range an unknown cell is.
    """

    levels: tuple[Level, ...]
    factors: tuple[Values, ...]
    largest: tuple[Values, ...]
    luck: Values
    factor: float

    @classmethod
    def around(cls, weights: Values, samples: int, factor: float) -> Self:
        """Return the sample for these points by criterion."""
        levels = _levels(weights)
        shared = tuple(level.places for level in levels if len(level.places) > 1)
        factors, luck = _factors(len(weights), samples, factor)
        largest = tuple([_largest(places, len(weights), samples, factor) for places in shared])
        return cls(levels, factors, largest, luck, factor)

    def coefficients(self, values: Values) -> Values:
        """Return what turns a row of factors into the weighted sum of `values`."""
        own, shared = [0.0] * len(values), []
        above = sum(values)
        for level in self.levels:
            above -= sum([values[place] for place in level.places])
            for place in level.places:
                own[place] = level.step * values[place]
            if len(level.places) > 1:
                shared.append(level.step * above)
            else:
                own[level.places[0]] += level.step * above
        return (*own, *shared)

    def leads(self, one: Spread, other: Spread) -> list[float]:
        """Return by how much `one` is ahead of `other` in each weighting, not normalised."""
        worst = self._lead(one.worst, other.worst)
        if one.worst == one.best and other.worst == other.best:
            return worst
        best = self._lead(one.best, other.best)
        return [low + u * (high - low) for u, low, high in zip(self.luck, worst, best, strict=True)]

    def never_ahead(self, one: Spread, other: Spread) -> bool:
        """Tell whether `one` is ahead of `other` in no weighting within the bounds."""
        gaps = tuple([high - low for high, low in zip(one.best, other.worst, strict=True)])
        most, least = self.factor, 1 / self.factor
        return sum([c * (most if c > 0 else least) for c in self.coefficients(gaps)]) <= 0

    def weightings(self) -> list[Values]:
        """Return each weighting, as shares by criterion that add up to 1."""
        size = sum(len(level.places) for level in self.levels)
        units = [tuple(float(place == own) for place in range(size)) for own in range(size)]
        turned = [self.coefficients(unit) for unit in units]
        found = []
        columns = [self._sums(coefficients) for coefficients in turned]
        for weights in zip(*columns, strict=True):
            total = sum(weights) or 1.0
            found.append(tuple(weight / total for weight in weights))
        return found

    def _lead(self, one: Values, other: Values) -> list[float]:
        gaps = tuple([mine - theirs for mine, theirs in zip(one, other, strict=True)])
        return self._sums(self.coefficients(gaps))

    def _sums(self, coefficients: Values) -> list[float]:
        """Return the weighted sum in each weighting; a row stops at its last criterion."""
        sums = [sum(map(mul, row, coefficients)) for row in self.factors]
        size = len(self.factors[0])
        for column, weight in zip(self.largest, coefficients[size:], strict=True):
            sums = [before + weight * factor for before, factor in zip(sums, column, strict=True)]
        return sums


def sample_of(scales: Scales, weights: Mapping[str, float]) -> Sample:
    """Return the published sample around some points by criterion."""
    limits = scales.robustness
    return Sample.around(tuple(weights.values()), round(limits.samples.value), limits.factor.value)


def first_rank_share(leader: Spread, rivals: Iterable[Spread], sample: Sample) -> float:
    """Return the share (0 to 1) of weightings in which no rival is ahead of the leader."""
    lost = [False] * len(sample.luck)
    for rival in rivals:
        if not sample.never_ahead(rival, leader):
            behind = sample.leads(rival, leader)
            lost = [before or lead > 0 for before, lead in zip(lost, behind, strict=True)]
    return 1 - sum(lost) / len(lost)


def ranks_of(spreads: Sequence[Spread], sample: Sample) -> list[list[int]]:
    """Return for each weighting the options' places, best first; ties keep their order."""
    leads = [sample.leads(spread, spreads[0]) for spread in spreads]
    return [
        sorted(range(len(spreads)), key=lambda place: -scores[place])
        for scores in zip(*leads, strict=True)
    ]


def _levels(weights: Values) -> tuple[Level, ...]:
    """Return the criteria by points, lowest first."""
    levels: list[Level] = []
    below = 0.0
    for points in sorted(set(weights)):
        places = tuple([place for place, own in enumerate(weights) if own == points])
        levels.append(Level(points - below, places))
        below = points
    return tuple(levels)


@lru_cache(maxsize=4)
def _factors(criteria: int, samples: int, factor: float) -> tuple[tuple[Values, ...], Values]:
    """Return the rows of factors, drawn evenly on a logarithmic scale, and the luck of each."""
    points = _kronecker(criteria + 1, samples)
    rows = (tuple([factor ** (2 * part - 1) for part in point[:-1]]) for point in points)
    return tuple(rows), tuple(point[-1] for point in points)


@lru_cache(maxsize=512)
def _largest(places: Places, criteria: int, samples: int, factor: float) -> Values:
    """Return the largest factor of some criteria in each weighting."""
    rows, _ = _factors(criteria, samples, factor)
    chosen = itemgetter(*places)
    return tuple([max(chosen(row)) for row in rows])


@lru_cache(maxsize=4)
def _kronecker(dimensions: int, samples: int) -> tuple[Values, ...]:
    """Return evenly spread points of the unit cube: multiples of powers of 1/phi, modulo 1."""
    phi = 2.0
    for _ in range(64):
        phi = (1 + phi) ** (1 / (dimensions + 1))
    steps = [phi ** -(power + 1) for power in range(dimensions)]
    return tuple(
        tuple((0.5 + index * step) % 1 for step in steps) for index in range(1, samples + 1)
    )
