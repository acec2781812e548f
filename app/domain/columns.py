"""All options' values on one criterion, for any emphasis on its features."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from operator import mul
from typing import NamedTuple

from app.domain.in_order import in_order
from app.domain.value_tables import Points, Table


class Spread(NamedTuple):
    """An option's values on the criteria, 0 to 100 each, with unknown cells at either end."""

    worst: Points
    best: Points


class Column:
    """All options' values on one criterion, each in the order of the model's options.

    `place` is that of the criterion. `counts` says by row as how many ordinary rows it counts,
    `whole` is the sum. `low` and `high` have figures and unknown cells at their ends, `worst` and
    `best` unknown cells only. `shown` are the values in hundredths.
    """

    def __init__(self, place: int, table: Table, counts: Points) -> None:
        self.place = place
        self.table = table
        self.counts = counts
        self.whole = in_order(counts)
        self.points = self._means(table.points)
        ends = (table.low, table.high, table.worst, table.best)
        self.low, self.high, self.worst, self.best = (
            self.points if end is table.points else self._means(end) for end in ends
        )
        self.shown = tuple([round(value, 2) for value in self.points])

    def _means(self, rows: Sequence[Points]) -> Points:
        counts, whole = self.counts, self.whole
        return tuple([in_order(map(mul, counts, own)) / whole for own in rows])

    @cached_property
    def weights(self) -> Mapping[str, float]:
        """As how many ordinary rows a feature counts, for those that do."""
        both = zip(self.table.criterion.rows, self.counts, strict=True)
        return {row.feature: weight for row, weight in both if weight}


def spread_of(columns: Sequence[Column], option: int) -> Spread:
    """Return one option's values on the criteria."""
    worst = tuple([column.worst[option] for column in columns])
    return Spread(worst, tuple([column.best[option] for column in columns]))
