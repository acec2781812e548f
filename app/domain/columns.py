"""All options' values on one criterion, for any emphasis on its features."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import mul
from typing import Final, NamedTuple

from app.domain.hundredths import HUNDREDTH
from app.domain.lanes import WIDTH, pack
from app.domain.value_tables import Points, Table

SHARE: Final = 1 << 30
"""Into how many parts a share of all weights is divided to count whole numbers."""

EDGES: Final = 3
"""How many features are named that put one option before another."""


class Spread(NamedTuple):
    """An option's values on the criteria, 0 to 100 each, with unknown cells at either end."""

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


class Shift(NamedTuple):
    """What each answer of the graph does to a lead on one criterion, as lanes by its number.

    The lead is `now` units. An answer moves it by so many for each point that the criterion
    has already (`moved`), and brings points of its own (`added`).
    """

    now: int
    moved: int
    added: int


class Column:
    """All options' values on one criterion, each in the order of the model's options.

    `place` is that of the criterion. `counts` says by row as how many ordinary rows it counts,
    `whole` is the sum. `low` and `high` have
    figures and unknown cells at their ends, `worst` and `best` unknown cells only. `shown` are
    the values in hundredths. `shifts` are what was found out about the lead of one option over
    another.
    """

    def __init__(self, place: int, table: Table, counts: Points) -> None:
        self.place = place
        self.table = table
        self.counts = counts
        self.whole = sum(counts)
        self.points = self._means(table.points)
        ends = (table.low, table.high, table.worst, table.best)
        self.low, self.high, self.worst, self.best = (
            self.points if end is table.points else self._means(end) for end in ends
        )
        self.shown = tuple([round(value, 2) for value in self.points])
        self.lanes = self._lanes()
        self.shifts: dict[tuple[int, int], Shift] = {}
        self._losses: dict[tuple[int, int], Losses] = {}

    def _means(self, rows: Sequence[Points]) -> Points:
        counts, whole = self.counts, self.whole
        return tuple([sum(map(mul, counts, own)) / whole for own in rows])

    @cached_property
    def weights(self) -> Mapping[str, float]:
        """As how many ordinary rows a feature counts, for those that do."""
        both = zip(self.table.criterion.rows, self.counts, strict=True)
        return {row.feature: weight for row, weight in both if weight}

    def _lanes(self) -> int:
        """Return all values, for a share of 1 / SHARE: low ends, high ends, then the points.

        The points of each criterion have lanes of their own, so that sums keep them apart.
        """
        points = _fine(self.points)
        low, high = (
            points if ends is self.points else _fine(ends) for ends in (self.low, self.high)
        )
        size = WIDTH * len(self.points)
        return low + (high << size) + (points << size * (2 + self.place))

    def losses(self, pair: tuple[int, int]) -> Losses:
        """Return where an option is most behind a rival."""
        found = self._losses.get(pair)
        if found is None:
            found = self._losses[pair] = self._most(pair)
        return found

    def _most(self, pair: tuple[int, int]) -> Losses:
        counts = self.counts
        found = [
            (counts[row], gap, feature)
            for gap, row, feature in self.table.behind(*pair)
            if counts[row]
        ]
        if not found:
            return Losses(0.0, ())
        found.sort(key=_points_lost)
        limit = _points_lost(found[min(EDGES, len(found)) - 1]) * (1 - 1e-9)
        entries = tuple([loss for loss in found if _points_lost(loss) <= limit])
        return Losses(_points_lost(found[0]) / self.whole, entries)


def _fine(values: Points) -> int:
    """Return values as lanes in which a hundredth, times SHARE, is HUNDREDTH."""
    parts = 100 * HUNDREDTH // SHARE
    return pack([round(parts * value) for value in values])


def _points_lost(loss: tuple[float, float, str]) -> float:
    weight, gap, _ = loss
    return weight * gap


def spread_of(columns: Sequence[Column], option: int) -> Spread:
    """Return one option's values on the criteria."""
    worst = tuple([column.worst[option] for column in columns])
    return Spread(worst, tuple([column.best[option] for column in columns]))
