"""All options' values on one criterion, for any emphasis on its features."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import mul
from typing import Final, Self

from app.domain.lanes import pack
from app.domain.scales import Criterion
from app.domain.value import Value

Rows = tuple[tuple[str, float], ...]
"""Features of one criterion, each with as how many ordinary rows it counts."""

Points = tuple[float, ...]

EDGES: Final = 3
"""How many features are named that put one option before another."""

FINE: Final = 1 << 20
PARTS: Final = 1 << 8
"""Into how many parts a point and a row of a criterion are divided to count whole numbers."""


@dataclass(frozen=True, slots=True)
class Spread:
    """An option's values on the criteria at their ends, 0 to 100 each.

    `low` and `high` span figures and unknown cells; `worst` and `best` unknown cells only.
    """

    low: Points
    high: Points
    worst: Points
    best: Points


@dataclass(frozen=True, slots=True)
class Losses:
    """Where an option is behind a rival in one criterion, worst first: EDGES, more if they tie.

    An entry holds the weight of a feature, by how many points the option is behind there, and
    the feature. `worst` is the first as points of the criterion, 0 when there is none.
    """

    worst: float
    entries: tuple[tuple[float, float, str], ...]


class Column:
    """All options' values on one criterion, each in the order of the model's options.

    `rows` are the features that count, `whole` their weights together; the other ends are
    those of Spread.
    """

    def __init__(self, table: "Table", emphasis: Mapping[str, float]) -> None:
        self.rows = rows_of(table.criterion, emphasis)
        self.whole = sum(weight for _, weight in self.rows)
        self.weights = dict(self.rows)
        self.table = table
        weights = tuple([self.weights.get(row.feature, 0.0) for row in table.criterion.rows])
        self.points = self._means(weights, table.points)
        ends = (table.low, table.high, table.worst, table.best)
        self.low, self.high, self.worst, self.best = (
            self.points if end is table.points else self._means(weights, end) for end in ends
        )
        self._leads: dict[int, int] = {}
        self._losses: dict[tuple[int, int], Losses] = {}

    def _means(self, weights: Points, rows: Sequence[Points]) -> Points:
        whole = self.whole
        return tuple([sum(map(mul, weights, own)) / whole for own in rows])

    @cached_property
    def shown(self) -> Points:
        """The values in hundredths, as they are told."""
        return tuple([round(value, 2) for value in self.points])

    def leads(self, option: int) -> int:
        """Return as lanes how far an option is ahead of each, as Table.leads for these rows."""
        found = self._leads.get(option)
        if found is None:
            found = self._leads[option] = self.table.leads(option, self.rows)
        return found

    def losses(self, option: int, rival: int) -> Losses:
        """Return where an option is most behind a rival."""
        found = self._losses.get((option, rival))
        if found is None:
            found = self._losses[option, rival] = self._most(option, rival)
        return found

    def _most(self, option: int, rival: int) -> Losses:
        weights = self.weights
        found = [
            (weights[feature], gap, feature)
            for gap, feature in self.table.gaps(option, rival)
            if feature in weights
        ]
        if not found:
            return Losses(0.0, ())
        found.sort(key=_points_lost)
        limit = _points_lost(found[min(EDGES, len(found)) - 1]) * (1 - 1e-9)
        entries = tuple([loss for loss in found if _points_lost(loss) <= limit])
        return Losses(_points_lost(found[0]) / self.whole, entries)


def _points_lost(loss: tuple[float, float, str]) -> float:
    weight, gap, _ = loss
    return weight * gap


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The cells of one criterion as points, by option and row; ends as in Spread."""

    criterion: Criterion
    points: Sequence[Points]
    low: Sequence[Points]
    high: Sequence[Points]
    worst: Sequence[Points]
    best: Sequence[Points]
    _leads: dict[int, Mapping[str, int]]
    _deficits: dict[int, Mapping[str, float]]
    _gaps: dict[tuple[int, int], tuple[tuple[float, str], ...]]

    @classmethod
    def of(cls, criterion: Criterion, options: Sequence[Mapping[str, Value]]) -> Self:
        """Gather a criterion's cells from each option's values by feature."""
        cells = [[own[row.feature] for row in criterion.rows] for own in options]
        points = [tuple(cell.point for cell in own) for own in cells]
        ends = (
            [tuple(cell.low for cell in own) for own in cells],
            [tuple(cell.high for cell in own) for own in cells],
            [tuple(cell.low if cell.is_unknown else cell.point for cell in own) for own in cells],
            [tuple(cell.high if cell.is_unknown else cell.point for cell in own) for own in cells],
        )
        # What has no range is one object, so that it is computed once.
        low, high, worst, best = (points if end == points else end for end in ends)
        return cls(criterion, points, low, high, worst, best, {}, {}, {})

    def leads(self, option: int, rows: Rows) -> int:
        """Return as lanes by how much an option is ahead of each other in some rows.

        The unit is a point in one row, divided by FINE and PARTS.
        """
        cells = self.cell_leads(option)
        return sum([round(weight * PARTS) * cells[feature] for feature, weight in rows])

    def cell_leads(self, option: int) -> Mapping[str, int]:
        """Return by feature as lanes by how many points, times FINE, an option is ahead."""
        found = self._leads.get(option)
        if found is None:
            fine = [[round(cell * FINE) for cell in own] for own in self.points]
            leads = (
                pack([mine - theirs for theirs in others])
                for mine, others in zip(fine[option], zip(*fine, strict=True), strict=True)
            )
            names = (row.feature for row in self.criterion.rows)
            found = self._leads[option] = dict(zip(names, leads, strict=True))
        return found

    def deficits(self, option: int) -> Mapping[str, float]:
        """Return by feature by how many points an option is behind the best."""
        found = self._deficits.get(option)
        if found is None:
            cells = zip(*self.points, strict=True)
            both = zip(self.criterion.rows, cells, strict=True)
            found = {row.feature: max(own) - own[option] for row, own in both}
            self._deficits[option] = found
        return found

    def gaps(self, option: int, rival: int) -> tuple[tuple[float, str], ...]:
        """Return the features where an option is behind a rival, and by how many points."""
        found = self._gaps.get((option, rival))
        if found is None:
            found = self._gaps[option, rival] = tuple(self._behind(option, rival))
        return found

    def _behind(self, option: int, rival: int) -> Iterator[tuple[float, str]]:
        both = zip(self.criterion.rows, self.points[option], self.points[rival], strict=True)
        for row, mine, theirs in both:
            if mine < theirs:
                yield mine - theirs, row.feature


def rows_of(criterion: Criterion, emphasis: Mapping[str, float]) -> Rows:
    """Return the features that count in a criterion; an emphasised one counts as asked for."""
    counting = (
        (row.feature, max(row.weight, emphasis.get(row.feature, 0.0))) for row in criterion.rows
    )
    return tuple((feature, weight) for feature, weight in counting if weight)


def mean_of(row: Mapping[str, Value], rows: Rows) -> float:
    """Return an option's value on a criterion: the mean of its rows by their weights."""
    whole = sum(weight for _, weight in rows)
    return sum(weight * row[feature].point for feature, weight in rows) / whole


def spread_of(columns: Sequence[Column], option: int) -> Spread:
    """Return the ends of one option's values on the criteria."""
    return Spread(
        low=tuple([column.low[option] for column in columns]),
        high=tuple([column.high[option] for column in columns]),
        worst=tuple([column.worst[option] for column in columns]),
        best=tuple([column.best[option] for column in columns]),
    )
