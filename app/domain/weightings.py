"""Weightings around a given one: a fixed sample, so the same input always gives the same share.

By how much each criterion outweighs the next lower one is multiplied by a factor; criteria of
equal points each by their own. So every weighting keeps the order of importance, and every
weight stays within the factor. The factors are a Kronecker sequence (Roberts 2018).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import mul, sub

from app.domain.columns import Spread
from app.domain.scales import Scales

Values = tuple[float, ...]
Places = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Level:
    """Criteria of equal points, and by how many points they outweigh the next lower ones."""

    step: float
    places: Places


@dataclass(frozen=True)
class Sample:
    """So many weightings around given points by criterion; what it holds is made when asked for.

    `luck` (0 to 1) says for each weighting where in its range an unknown cell is.
    """

    weights: Values
    samples: int
    factor: float

    @cached_property
    def levels(self) -> tuple[Level, ...]:
        """The criteria by points, lowest first."""
        return _levels(self.weights)

    @cached_property
    def shared(self) -> tuple[Places, ...]:
        """The criteria of each level that has several."""
        return tuple([level.places for level in self.levels if len(level.places) > 1])

    @property
    def luck(self) -> Values:
        """Where in its range an unknown cell is, in each weighting."""
        return factors_of(len(self.weights), self.samples, self.factor)[1]

    def coefficients(self, values: Values) -> Values:
        """Return what turns factors into the weighted sum of `values`, not normalised.

        First that of each criterion's factor, then, for each level of several criteria, that of
        their largest factor, which is what the next higher level stands on.
        """
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

    def never_above(self, parts: Iterable[float]) -> bool:
        """Tell whether a sum stays at 0 or below while a factor moves each of its parts."""
        most, least = self.factor, 1 / self.factor
        return sum([part * (most if part > 0 else least) for part in parts]) <= 0

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
        return self._sums(self.coefficients(gaps_of(one, other)))

    def _sums(self, coefficients: Values) -> list[float]:
        """Return the weighted sum in each weighting; a row stops at its last criterion."""
        size = len(self.weights)
        factors, _ = factors_of(size, self.samples, self.factor)
        sums = [sum(map(mul, row, coefficients)) for row in factors]
        for places, weight in zip(self.shared, coefficients[size:], strict=True):
            column = largest_of(places, size, self.samples, self.factor)
            sums = [before + weight * factor for before, factor in zip(sums, column, strict=True)]
        return sums


def sample_of(scales: Scales, weights: Iterable[float]) -> Sample:
    """Return the published sample around some points by criterion."""
    limits = scales.robustness
    return Sample(tuple(weights), round(limits.samples.value), limits.factor.value)


def gaps_of(one: Values, other: Values) -> Values:
    """Return by how much one is ahead of another on each criterion."""
    return tuple(map(sub, one, other))


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
def factors_of(criteria: int, samples: int, factor: float) -> tuple[tuple[Values, ...], Values]:
    """Return the rows of factors, drawn evenly on a logarithmic scale, and the luck of each."""
    points = _kronecker(criteria + 1, samples)
    rows = (tuple([factor ** (2 * part - 1) for part in point[:-1]]) for point in points)
    return tuple(rows), tuple(point[-1] for point in points)


@lru_cache(maxsize=512)
def largest_of(places: Places, criteria: int, samples: int, factor: float) -> Values:
    """Return the largest factor of some criteria in each weighting."""
    rows, _ = factors_of(criteria, samples, factor)
    return tuple([max([row[place] for place in places]) for row in rows])


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
