"""The cells of one criterion as points, and how far each option is ahead or behind in each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self

from app.domain.lanes import pack
from app.domain.scales import Criterion
from app.domain.value import Value

Rows = tuple[tuple[str, float], ...]
"""Features of one criterion, each with as how many ordinary rows it counts."""

Points = tuple[float, ...]

FINE: Final = 1 << 20
PARTS: Final = 1 << 8
"""Into how many parts a point and a row of a criterion are divided to count whole numbers."""


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
