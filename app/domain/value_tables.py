"""The cells of one criterion as points, and how far each option is ahead or behind in each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from operator import sub
from typing import Self

from app.domain.in_order import in_order
from app.domain.scales import Criterion
from app.domain.value import Value

Rows = tuple[tuple[str, float], ...]
"""Features of one criterion, each with as how many ordinary rows it counts."""

Points = tuple[float, ...]

Behind = tuple[float, int, str]


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The cells of one criterion as points, by option and row; ends as in Column."""

    criterion: Criterion
    points: Sequence[Points]
    low: Sequence[Points]
    high: Sequence[Points]
    worst: Sequence[Points]
    best: Sequence[Points]
    _gaps: dict[tuple[int, int], Points]
    _behind: dict[tuple[int, int], tuple[Behind, ...]]

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
        return cls(criterion, points, low, high, worst, best, {}, {})

    def gaps(self, option: int, rival: int) -> Points:
        """Return by row how many points an option is ahead of a rival."""
        found = self._gaps.get((option, rival))
        if found is None:
            found = tuple(map(sub, self.points[option], self.points[rival]))
            self._gaps[option, rival] = found
        return found

    def behind(self, option: int, rival: int) -> tuple[Behind, ...]:
        """Return where an option is behind a rival: by how many points, the row, its feature."""
        found = self._behind.get((option, rival))
        if found is None:
            gaps = zip(self.gaps(option, rival), count(), self.criterion.rows, strict=False)
            found = tuple([(gap, place, row.feature) for gap, place, row in gaps if gap < 0])
            self._behind[option, rival] = found
        return found


def rows_of(criterion: Criterion, emphasis: Mapping[str, float]) -> Rows:
    """Return the features that count in a criterion; an emphasised one counts as asked for."""
    counting = (
        (row.feature, max(row.weight, emphasis.get(row.feature, 0.0))) for row in criterion.rows
    )
    return tuple((feature, weight) for feature, weight in counting if weight)


def mean_of(row: Mapping[str, Value], rows: Rows) -> float:
    """Return an option's value on a criterion: the mean of its rows by their weights."""
    whole = in_order(weight for _, weight in rows)
    return in_order(weight * row[feature].point for feature, weight in rows) / whole
