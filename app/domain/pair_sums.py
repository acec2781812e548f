"""Whether the winner stays when two answers change: by the weighted sums alone, where they tell."""

from dataclasses import dataclass
from operator import mul
from typing import Final, Self

from app.domain.bits import union
from app.domain.circuit import circuit_of
from app.domain.given import Given
from app.domain.graph import Step
from app.domain.ranking import Ranking

_ROUNDED: Final = 0.2
"""More points of score than rounding to hundredths can move between two options."""


@dataclass(frozen=True, slots=True)
class Change:
    """Other answers to one question on the path; none: left out.

    `points` are what they add to each criterion, or take from it.
    """

    question: str
    given: tuple[str, ...]
    instead: tuple[str, ...]
    before: Given
    after: Given
    points: tuple[float, ...]

    @classmethod
    def of(cls, ranking: Ranking, step: Step, instead: tuple[str, ...]) -> Self:
        """Lay other answers beside those of a step."""
        circuit = circuit_of(ranking.model)
        question, given = step.question.id, tuple(answer.id for answer in step.answers)
        before, after = circuit.given(question, given), circuit.given(question, instead)
        old, new = before.needs.points, after.needs.points
        points = (
            0.0 if name in ranking.given_weights else new.get(name, 0.0) - old.get(name, 0.0)
            for name in ranking.weights
        )
        return cls(question, given, instead, before, after, tuple(points))

    @property
    def moves_paid(self) -> bool:
        """Whether they say something else about contracts, on which every must-have depends."""
        return self.before.needs.paid != self.after.needs.paid


class PairSums:
    """A ranking beside which pairs of changes are judged without ranking again."""

    def __init__(self, ranking: Ranking) -> None:
        self.ranking = ranking
        self._circuit = circuit_of(ranking.model)
        self._asked = self._circuit.asked(ranking.used)
        self._points = tuple(ranking.weights.values())
        self._winner = ranking.winner.number if ranking.winner else None
        self._others: dict[tuple[str, str], tuple[int, int]] = {}

    def stays(self, one: Change, other: Change) -> bool:
        """Tell whether both changes surely leave the winner; False where that takes a ranking."""
        changed = one.before.bits ^ one.after.bits ^ other.before.bits ^ other.after.bits
        used = self.ranking.used ^ changed
        if self._circuit.asked(used) != self._asked or one.moves_paid or other.moves_paid:
            return False
        contenders = self._contenders(one, other)
        if self._winner is None or not contenders >> self._winner & 1:
            return self._winner is None and not contenders
        points = [sum(own) for own in zip(self._points, one.points, other.points, strict=True)]
        values = zip(*[column.points for column in self._circuit.columns(used)], strict=True)
        scores = [sum(map(mul, points, own)) for own in values]
        lead = scores[self._winner] - _ROUNDED * sum(points)
        return all(
            score < lead
            for number, score in enumerate(scores)
            if contenders >> number & 1 and number != self._winner
        )

    def _contenders(self, one: Change, other: Change) -> int:
        """Return as bits the options that only points would keep from the first place."""
        paid = self.ranking.paid
        failing, checking = self._screened(one.question, other.question)
        failing |= one.after.failing[paid] | other.after.failing[paid]
        checking |= one.after.checking[paid] | other.after.checking[paid]
        fitting = self._circuit.everyone & ~failing
        return fitting & ~checking or fitting

    def _screened(self, *besides: str) -> tuple[int, int]:
        """Return the options that fail, and those to check, by the answers to other questions."""
        key = besides[0], besides[1]
        found = self._others.get(key)
        if found is None:
            paid = self.ranking.paid
            rest = [one for one in self.ranking.givens if one.step.question.id not in besides]
            failing = union(one.failing[paid] for one in rest)
            found = self._others[key] = failing, union(one.checking[paid] for one in rest)
        return found
