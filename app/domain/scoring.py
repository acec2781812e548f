"""The additive value model: an option's value on each criterion, its score and its range.

A weighted sum (MAVT): the share of a criterion's weight times the option's value on it.
Main manual: Multi-criteria analysis, UK Department for Communities and Local Government, 2009.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from app.domain.catalogue import Catalogue
from app.domain.graph import Graph
from app.domain.needs import Needs
from app.domain.scales import Criterion, Scales
from app.domain.value import Value, value_of

Column = tuple[float, float, float, float, float]
"""A value as point, low, high, worst and best."""


@dataclass(frozen=True, slots=True)
class Profile:
    """An option's values on the criteria in their order, 0 to 100 each.

    `low` and `high` span figures and unknown cells; `worst` and `best` unknown cells only.
    """

    columns: tuple[Column, ...]
    point: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    worst: tuple[float, ...]
    best: tuple[float, ...]

    @classmethod
    def of(cls, columns: Iterable[Column]) -> Self:
        """Turn the columns, one a criterion, into a profile."""
        kept = tuple(columns)
        return cls(kept, *zip(*kept, strict=True))


def _views(value: Value) -> Column:
    worst, best = (value.low, value.high) if value.is_unknown else (value.point, value.point)
    return (value.point, value.low, value.high, worst, best)


@dataclass(frozen=True, slots=True)
class Score:
    """A score from 0 to 100 with its contributions by criterion, which add up to it."""

    points: float
    contributions: Mapping[str, float]
    values: Mapping[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """The facts, the graph and the scales, with every value computed once.

    `values[paid][option][feature]`; `profiles[paid][option]` are profiles before any answer.
    """

    catalogue: Catalogue
    graph: Graph
    scales: Scales
    values: Mapping[bool, Mapping[str, Mapping[str, Value]]]
    profiles: Mapping[bool, Mapping[str, Profile]]

    @classmethod
    def of(cls, catalogue: Catalogue, graph: Graph, scales: Scales) -> Self:
        """Compute the tables."""
        values = {
            paid: {
                option.id: {
                    feature: value_of(catalogue, scales, option, feature, accept_paid=paid)
                    for feature in scales.criterion_of
                }
                for option in catalogue.options
            }
            for paid in (False, True)
        }
        profiles = {
            paid: {
                option: Profile.of(_column(row, row_weights(crit, {})) for crit in scales.criteria)
                for option, row in rows.items()
            }
            for paid, rows in values.items()
        }
        return cls(catalogue, graph, scales, values, profiles)

    def criterion(self, feature: str) -> Criterion:
        """Return the criterion a scored feature belongs to."""
        return self.scales.criterion_by_id[self.scales.criterion_of[feature]]

    def row(self, option: str, needs: Needs) -> Mapping[str, Value]:
        """Return the option's values by feature."""
        return self.values[needs.paid == "accept"][option]

    def profile(self, option: str, needs: Needs) -> Profile:
        """Return the option's values on the criteria, with the emphasis asked for."""
        paid = needs.paid == "accept"
        standing = self.profiles[paid][option]
        if not needs.emphasis:
            return standing
        touched = {self.scales.criterion_of[feature] for feature in needs.emphasis}
        row = self.values[paid][option]
        return Profile.of(
            _column(row, row_weights(criterion, needs.emphasis))
            if criterion.id in touched
            else before
            for criterion, before in zip(self.scales.criteria, standing.columns, strict=True)
        )


def row_weights(criterion: Criterion, emphasis: Mapping[str, float]) -> dict[str, float]:
    """Return as how many ordinary rows each feature of a criterion counts."""
    return {row.feature: max(row.weight, emphasis.get(row.feature, 0.0)) for row in criterion.rows}


def _column(row: Mapping[str, Value], weights: Mapping[str, float]) -> Column:
    total = sum(weights.values())
    weighted = [(weight, _views(row[feature])) for feature, weight in weights.items() if weight]
    point, low, high, worst, best = (
        sum(weight * views[view] for weight, views in weighted) / total for view in range(5)
    )
    return (point, low, high, worst, best)


def weights_of(
    scales: Scales, needs: Needs, given: Mapping[str, float] | None = None
) -> dict[str, float]:
    """Return points by criterion: the standing ones plus the answers', or what was `given`."""
    return {
        criterion.id: (given or {}).get(
            criterion.id, criterion.points + needs.points.get(criterion.id, 0.0)
        )
        for criterion in scales.criteria
    }


def score(profile: Profile, weights: Mapping[str, float]) -> Score:
    """Return the weighted sum, in hundredths: what is shown is what is ranked."""
    total = sum(weights.values()) or 1.0
    contributions = {
        criterion: round(points / total * value, 2)
        for (criterion, points), value in zip(weights.items(), profile.point, strict=True)
    }
    values = {
        criterion: round(value, 2) for criterion, value in zip(weights, profile.point, strict=True)
    }
    return Score(round(sum(contributions.values()), 2), contributions, values)


def range_of(profile: Profile, weights: Mapping[str, float]) -> tuple[float, float]:
    """Return the score with every figure and unknown cell at its worst, and at its best."""
    total = sum(weights.values()) or 1.0
    low, high = (
        sum(points / total * value for points, value in zip(weights.values(), view, strict=True))
        for view in (profile.low, profile.high)
    )
    return round(low, 2), round(high, 2)


@dataclass(frozen=True, slots=True, eq=False)
class _Same:
    """Content as a key: equal only to itself, so that nothing large is compared."""

    parts: tuple[Catalogue, Graph, Scales]

    def __hash__(self) -> int:
        return hash(tuple(map(id, self.parts)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and all(
            mine is theirs for mine, theirs in zip(self.parts, other.parts, strict=True)
        )


def model_of(catalogue: Catalogue, graph: Graph, scales: Scales) -> Model:
    """Return the model of some content, computed at the first call and then remembered."""
    return _remembered(_Same((catalogue, graph, scales)))


@lru_cache(maxsize=8)
def _remembered(content: _Same) -> Model:
    return Model.of(*content.parts)
