"""Every option's values on the criteria, computed once from the facts and the scales."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from app.domain.catalogue import Catalogue, Claim
from app.domain.graph import Graph
from app.domain.needs import Needs
from app.domain.scales import Criterion, Scales
from app.domain.value import Value, value_of


@dataclass(frozen=True, slots=True)
class Spread:
    """An option's values on the criteria at their ends, 0 to 100 each.

    `low` and `high` span figures and unknown cells; `worst` and `best` unknown cells only.
    """

    low: tuple[float, ...]
    high: tuple[float, ...]
    worst: tuple[float, ...]
    best: tuple[float, ...]


Rows = tuple[tuple[str, float], ...]
"""Features of one criterion, each with as how many ordinary rows it counts."""


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """The facts, the graph and the scales, with every value computed once.

    `values[paid][option][feature]`; `standing[paid][option]` holds by criterion the sum of
    weighted points before any answer, and the sum of weights; `weight_of[feature]` is the
    standing weight; `claims[option][feature]` is our reading of a cell.
    """

    catalogue: Catalogue
    graph: Graph
    scales: Scales
    values: Mapping[bool, Mapping[str, Mapping[str, Value]]]
    standing: Mapping[bool, Mapping[str, tuple[tuple[float, float], ...]]]
    weight_of: Mapping[str, float]
    claims: Mapping[str, Mapping[str, Claim]]

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
        counted = [rows_of(criterion, {}) for criterion in scales.criteria]
        standing = {
            paid: {
                option: tuple(_sums(row, counting) for counting in counted)
                for option, row in rows.items()
            }
            for paid, rows in values.items()
        }
        return cls(
            catalogue=catalogue,
            graph=graph,
            scales=scales,
            values=values,
            standing=standing,
            weight_of={row.feature: row.weight for crit in scales.criteria for row in crit.rows},
            claims={
                option.id: {cell.feature: cell.claim for cell in option.cells}
                for option in catalogue.options
            },
        )

    def criterion(self, feature: str) -> Criterion:
        """Return the criterion a scored feature belongs to."""
        return self.scales.criterion_by_id[self.scales.criterion_of[feature]]

    def row(self, option: str, needs: Needs) -> Mapping[str, Value]:
        """Return the option's values by feature."""
        return self.values[needs.paid == "accept"][option]

    def extras(self, needs: Needs) -> tuple[Rows, ...]:
        """Return by criterion what the emphasis asked for adds to the standing rows."""
        found: dict[str, list[tuple[str, float]]] = {}
        for feature, weight in needs.emphasis.items():
            extra = weight - self.weight_of[feature]
            if extra > 0:
                found.setdefault(self.scales.criterion_of[feature], []).append((feature, extra))
        return tuple(tuple(found.get(criterion.id, ())) for criterion in self.scales.criteria)

    def points(self, option: str, needs: Needs, extras: tuple[Rows, ...]) -> tuple[float, ...]:
        """Return the option's values on the criteria, with the emphasis asked for."""
        row = self.row(option, needs)
        standing = self.standing[needs.paid == "accept"][option]
        return tuple(
            [
                _mean(row, rows, points, weight) if rows else points / weight
                for rows, (points, weight) in zip(extras, standing, strict=True)
            ]
        )

    def spread(self, option: str, needs: Needs) -> Spread:
        """Return the ends of the option's values on the criteria."""
        row = self.row(option, needs)
        ends = [_ends(row, rows_of(crit, needs.emphasis)) for crit in self.scales.criteria]
        return Spread(*(tuple(view) for view in zip(*ends, strict=True)))


def rows_of(criterion: Criterion, emphasis: Mapping[str, float]) -> Rows:
    """Return the features that count in a criterion; an emphasised one counts as asked for."""
    counting = (
        (row.feature, max(row.weight, emphasis.get(row.feature, 0.0))) for row in criterion.rows
    )
    return tuple((feature, weight) for feature, weight in counting if weight)


def _sums(row: Mapping[str, Value], rows: Rows) -> tuple[float, float]:
    return sum(weight * row[f].point for f, weight in rows), sum(weight for _, weight in rows)


def _mean(row: Mapping[str, Value], extra: Rows, points: float, total: float) -> float:
    for feature, weight in extra:
        points += weight * row[feature].point
        total += weight
    return points / total


def _ends(row: Mapping[str, Value], rows: Rows) -> tuple[float, float, float, float]:
    low = high = worst = best = total = 0.0
    for feature, weight in rows:
        value = row[feature]
        low += weight * value.low
        high += weight * value.high
        worst += weight * (value.low if value.is_unknown else value.point)
        best += weight * (value.high if value.is_unknown else value.point)
        total += weight
    return low / total, high / total, worst / total, best / total


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
