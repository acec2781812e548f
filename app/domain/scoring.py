"""Every option's values on the criteria, computed once from the facts and the scales."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from app.domain.catalogue import Catalogue
from app.domain.claims import Claim
from app.domain.graph import Graph
from app.domain.needs import Needs, Paid, Requirement
from app.domain.questions import Level
from app.domain.scales import Criterion, Scales
from app.domain.screening import Verdict, judge_claim
from app.domain.value import Value, value_of

REMEMBERED = 4096
"""How many columns and how many must-haves are remembered."""


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


@dataclass(frozen=True, slots=True)
class Column:
    """All options' values on one criterion, each in the order of the model's options."""

    points: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    worst: tuple[float, ...]
    best: tuple[float, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """The facts, the graph and the scales, with every value computed once.

    `values[paid][option][feature]`; `weight_of[feature]` is the standing weight;
    `claims[option][feature]` is our reading of a cell. `column` and `verdicts` remember what
    they computed; `columns` and `judge_all` are how to ask them.
    """

    catalogue: Catalogue
    graph: Graph
    scales: Scales
    options: tuple[str, ...]
    values: Mapping[bool, Mapping[str, Mapping[str, Value]]]
    weight_of: Mapping[str, float]
    claims: Mapping[str, Mapping[str, Claim]]
    column: Callable[[bool, str, Rows], Column]
    verdicts: Callable[[str, Level, bool, Paid], tuple[Verdict, ...]]

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
        claims = {
            option.id: {cell.feature: cell.claim for cell in option.cells}
            for option in catalogue.options
        }
        return cls(
            catalogue=catalogue,
            graph=graph,
            scales=scales,
            options=tuple(option.id for option in catalogue.options),
            values=values,
            weight_of={row.feature: row.weight for crit in scales.criteria for row in crit.rows},
            claims=claims,
            column=_columns_of(scales, values),
            verdicts=_verdicts_of(claims),
        )

    def criterion(self, feature: str) -> Criterion:
        """Return the criterion a scored feature belongs to."""
        return self.scales.criterion_by_id[self.scales.criterion_of[feature]]

    def row(self, option: str, needs: Needs) -> Mapping[str, Value]:
        """Return the option's values by feature."""
        return self.values[needs.paid == "accept"][option]

    def columns(self, needs: Needs) -> tuple[Column, ...]:
        """Return all values on each criterion, with the emphasis asked for."""
        found: dict[str, list[tuple[str, float]]] = {}
        for feature, weight in needs.emphasis.items():
            if weight > self.weight_of[feature]:
                found.setdefault(self.scales.criterion_of[feature], []).append((feature, weight))
        paid = needs.paid == "accept"
        return tuple(
            [
                self.column(paid, name, tuple(sorted(found[name])) if name in found else ())
                for name in self.scales.criterion_by_id
            ]
        )

    def judge_all(self, must: Requirement, paid: Paid) -> tuple[Verdict, ...]:
        """Return how a must-have stands with each option, in the order of the options."""
        return self.verdicts(must.feature, must.level, must.add_on, paid)


def spreads_of(columns: tuple[Column, ...]) -> tuple[Spread, ...]:
    """Return the ends of each option's values on the criteria, in the order of the options."""
    ends = (
        zip(*(getattr(column, end) for column in columns), strict=True)
        for end in ("low", "high", "worst", "best")
    )
    return tuple(Spread(*four) for four in zip(*ends, strict=True))


def rows_of(criterion: Criterion, emphasis: Mapping[str, float]) -> Rows:
    """Return the features that count in a criterion; an emphasised one counts as asked for."""
    counting = (
        (row.feature, max(row.weight, emphasis.get(row.feature, 0.0))) for row in criterion.rows
    )
    return tuple((feature, weight) for feature, weight in counting if weight)


def mean_of(row: Mapping[str, Value], rows: Rows) -> float:
    """Return an option's value on a criterion: the mean of its rows by their weights."""
    return sum(weight * row[feature].point for feature, weight in rows) / _weight(rows)


def _columns_of(
    scales: Scales, values: Mapping[bool, Mapping[str, Mapping[str, Value]]]
) -> Callable[[bool, str, Rows], Column]:
    """Return a function from (paid, criterion, emphasis) to a column; it remembers much."""

    @lru_cache(maxsize=REMEMBERED)
    def column(paid: bool, criterion: str, emphasis: Rows) -> Column:  # noqa: FBT001
        rows = rows_of(scales.criterion_by_id[criterion], dict(emphasis))
        table = values[paid].values()
        ends = zip(*(_ends(row, rows) for row in table), strict=True)
        return Column(tuple(mean_of(row, rows) for row in table), *ends)

    return column


def _verdicts_of(
    claims: Mapping[str, Mapping[str, Claim]],
) -> Callable[[str, Level, bool, Paid], tuple[Verdict, ...]]:
    """Return a function from a must-have to its verdict for each option; it remembers all."""

    @lru_cache(maxsize=REMEMBERED)
    def verdicts(feature: str, level: Level, add_on: bool, paid: Paid) -> tuple[Verdict, ...]:  # noqa: FBT001
        return tuple(
            judge_claim(row[feature], level, paid, add_on=add_on) for row in claims.values()
        )

    return verdicts


def _weight(rows: Rows) -> float:
    return sum(weight for _, weight in rows)


def _ends(row: Mapping[str, Value], rows: Rows) -> tuple[float, float, float, float]:
    low = high = worst = best = 0.0
    for feature, weight in rows:
        value = row[feature]
        low += weight * value.low
        high += weight * value.high
        worst += weight * (value.low if value.is_unknown else value.point)
        best += weight * (value.high if value.is_unknown else value.point)
    total = _weight(rows)
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
