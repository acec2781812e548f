"""Every answer of the graph side by side: what each of them more would do to a lead."""

from collections.abc import Sequence
from functools import lru_cache
from operator import mul
from typing import Final, NamedTuple

from app.domain.circuit import circuit_of
from app.domain.columns import Column, Shift
from app.domain.given import PAID, Emphasis
from app.domain.lanes import Lanes, pack
from app.domain.scoring import Model

REMEMBERED: Final = 4096
"""For how many sets of questions the answers are remembered."""

UNITS: Final = 1 << 16
"""Into how many units a point of a value is divided to count whole numbers."""


class Touch(NamedTuple):
    """What an answer, by its number, does to a criterion whose values it changes."""

    number: int
    accepts: bool
    points: int
    emphases: tuple[Emphasis, ...]


class AnswerLanes:
    """The answers of a graph as lanes, each in that of its number; marks choose among them.

    On the `leading` ones it depends what else is asked; the `paying` ones speak of contracts.
    `failing[paid][option]` are those with a must-have that the option fails, and `checking`
    those with one to be checked. `points` are added by the place of a criterion, times POINTS,
    and `all_points` to all together.
    """

    def __init__(self, model: Model) -> None:
        circuit = circuit_of(model)
        givens = circuit.singles
        options = range(len(model.options))
        places = range(len(model.scales.criteria))
        self.givens = givens
        self.lanes = Lanes.of(len(givens))
        self.leading = Lanes.mark(one.bits & circuit.leading != 0 for one in givens)
        self.paying = Lanes.mark(one.needs.paid != "ask" for one in givens)
        self.failing, self.checking = (
            {
                paid: [Lanes.mark(bits[paid] >> own & 1 != 0 for bits in found) for own in options]
                for paid in PAID
            }
            for found in ([one.failing for one in givens], [one.checking for one in givens])
        )
        self.points = [pack(one.points.get(place, 0) for one in givens) for place in places]
        self.all_points = sum(self.points)
        self._touching = [
            [
                Touch(
                    number,
                    one.needs.paid == "accept",
                    one.points.get(place, 0),
                    one.emphasises.get(place, ()),
                )
                for number, one in enumerate(givens)
                if place in one.touches
            ]
            for place in places
        ]
        self._accepting = model.tables[True]
        self._answers_to: dict[int, int] = {}

    def answers_to(self, questions: int) -> int:
        """Return the answers to some questions, which are bits."""
        found = self._answers_to.get(questions)
        if found is None:
            if len(self._answers_to) >= REMEMBERED:
                self._answers_to.clear()
            found = Lanes.mark(one.question & questions != 0 for one in self.givens)
            self._answers_to[questions] = found
        return found

    def shifts(self, columns: Sequence[Column], one: int, other: int) -> list[Shift]:
        """Return what the answers do to a lead on each criterion; columns remember it."""
        pair = one, other
        return [column.shifts.get(pair) or self._shift(column, pair) for column in columns]

    def _shift(self, column: Column, pair: tuple[int, int]) -> Shift:
        place = column.place
        now = round(UNITS * (column.points[pair[0]] - column.points[pair[1]]))
        moved, added = [0] * len(self.givens), [0] * len(self.givens)
        counts = column.counts
        by_table = [
            (gaps, sum(map(mul, counts, gaps)))
            for gaps in (column.table.gaps(*pair), self._accepting[place].gaps(*pair))
        ]
        for number, accepts, points, emphases in self._touching[place]:
            gaps, lead = by_table[accepts]
            whole = column.whole
            for row, factor in emphases:
                more = factor - counts[row]
                if more > 0:
                    lead += more * gaps[row]
                    whole += more
            step = moved[number] = round(UNITS * lead / whole) - now
            added[number] = step * points
        shift = Shift(now, pack(moved), pack(added) + now * self.points[place])
        column.shifts[pair] = shift
        return shift


@lru_cache(maxsize=8)
def answer_lanes_of(model: Model) -> AnswerLanes:
    """Return the answers of the model's graph as lanes, laid side by side at the first call."""
    return AnswerLanes(model)
