"""Try other answers and learn the winner alone: the same as ranking again, much quicker."""

from collections.abc import Mapping
from operator import mul
from typing import Final, Self

from app.domain.answer_lanes import UNITS, answer_lanes_of
from app.domain.bits import union
from app.domain.circuit import circuit_of
from app.domain.given import POINTS, Given
from app.domain.lanes import marked
from app.domain.needs import Paid
from app.domain.questions import Answers
from app.domain.ranking import Ranking, rank
from app.domain.scoring import Model
from app.domain.screening import Verdict

_ROUNDED: Final = 0.01
"""What rounding to hundredths can move in a lead by criterion, and once more in its sum."""


class Trials:
    """A ranking from which other answers are tried.

    Leads are those of the winner over a rival with each answer more, as lanes: points of a
    criterion, times POINTS, by points of its value, times UNITS.
    """

    def __init__(self, ranking: Ranking) -> None:
        self.ranking = ranking
        self._circuit = circuit_of(ranking.model)
        self._answers = answer_lanes_of(ranking.model)
        self._points = [round(POINTS * points) for points in ranking.weights.values()]
        self._fixed = [n for n, name in enumerate(ranking.weights) if name in ranking.given_weights]
        self._sure = union(given.sure for given in ranking.givens)
        unused = ranking.unused.items()
        self._unused = union(self._circuit.given(*item).sure for item in unused)
        self._rivals: dict[int, tuple[int, int]] = {}

    @classmethod
    def of(cls, model: Model, answers: Answers, weights: Mapping[str, float] | None = None) -> Self:
        """Start from these answers."""
        return cls(rank(model, answers, weights))

    def winner(self) -> str | None:
        """Return the winner for the answers as they are; None when nothing fits."""
        winner = self.ranking.winner
        return winner.option if winner else None

    def winner_with(self, question: str, answers: tuple[str, ...]) -> str | None:
        """Return who would win if this question had these answers, none: left out."""
        changed = {**self.ranking.answers, question: answers}
        winner = rank(self.ranking.model, changed, self.ranking.given_weights).winner
        return winner.option if winner else None

    def changes(self) -> Mapping[str, int]:
        """Count the answers that change the winner, by question: those that are open, in order.

        Open is a question on the path that has no answer, or not sure.
        """
        found: dict[str, int] = {}
        for _, number in marked(self._changing()):
            question = self._answers.givens[number].step.question.id
            found[question] = found.get(question, 0) + 1
        return found

    def _changing(self) -> int:
        """Return the answers to open questions that change the winner.

        Most only add points and must-haves, and are tried together. The others are tried alone,
        and ranked again is what rounding could decide, and where other answers come into use.
        """
        answers = self._answers
        _, asked = self._circuit.asked(self.ranking.used)
        tried = answers.answers_to(asked & ~self._sure)
        alone = tried & answers.paying
        for mark, number in marked(tried & answers.leading):
            if not self._only_adds(answers.givens[number]):
                alone |= mark
        changing, unclear = self._together(tried & ~alone)
        for mark, number in marked(alone | unclear):
            own = answers.givens[number]
            is_changed = self._is_changed(own, mark)
            if is_changed is None:
                is_changed = self.winner_with(own.step.question.id, own.answers) != self.winner()
            if is_changed:
                changing |= mark
        return changing

    def _together(self, tried: int) -> tuple[int, int]:
        """Return those of the marked answers that change the winner, and those that might."""
        ranking, answers = self.ranking, self._answers
        if ranking.winner is None:
            return 0, 0
        paid, winner = ranking.paid, ranking.winner.number
        failing, checking = answers.failing[paid], answers.checking[paid]
        is_checked = ranking.winner.verdict is Verdict.CHECK
        changing, unclear = failing[winner], 0 if is_checked else checking[winner]
        for rival in ranking.contenders[1:]:
            ahead, near = self._overtaking(rival.number)
            out = failing[rival.number]
            if not is_checked:
                out |= checking[rival.number]
            changing |= ahead & ~out
            unclear |= near & ~out
        changing &= tried
        return changing, unclear & tried & ~changing

    def _overtaking(self, rival: int) -> tuple[int, int]:
        """Return the answers with which a rival is ahead, and those too near for rounding."""
        found = self._rivals.get(rival)
        if found is None:
            found = self._rivals[rival] = self._compared(rival)
        return found

    def _compared(self, rival: int) -> tuple[int, int]:
        ranking, answers, points = self.ranking, self._answers, self._points
        lanes, total = answers.lanes, sum(points)
        if total < POINTS:
            return 0, lanes.signs
        shifts = answers.shifts(ranking.columns, ranking.places[0].number, rival)
        nows, moved, added = zip(*shifts, strict=True)
        leads = sum(map(mul, points, moved), sum(added))
        leads -= sum([added[place] for place in self._fixed])
        lead = sum(map(mul, points, nows))
        near = int(_ROUNDED * UNITS) * (len(points) + 1)
        doubt = near * answers.all_points
        behind = lanes.above(leads - doubt, near * total - lead)
        not_ahead = lanes.above(leads + doubt, -near * total - lead)
        return lanes.signs & ~not_ahead, not_ahead & ~behind

    def _is_changed(self, own: Given, mark: int) -> bool | None:
        """Tell whether an answer changes the winner; None where that takes a ranking."""
        ranking, paid = self.ranking, self.ranking.paid
        if own.bits & self._circuit.leading and not self._only_adds(own):
            return None
        failing, checking = ranking.failing, ranking.checking
        if own.paid != "ask":
            if paid != "ask":
                return None
            paid = own.paid
            failing, checking = self._screened(paid)
        fitting = self._circuit.everyone & ~(failing | own.failing[paid])
        if ranking.winner is None:
            return fitting != 0
        contenders = fitting & ~(checking | own.checking[paid]) or fitting
        winner = ranking.winner.number
        if not contenders >> winner & 1:
            return True
        rivals = [one.number for one in ranking.places if contenders >> one.number & 1]
        found = [self._overtaking(rival) for rival in rivals if rival != winner]
        if any(ahead & mark for ahead, _ in found):
            return True
        return None if any(near & mark for _, near in found) else False

    def _only_adds(self, own: Given) -> bool:
        """Tell whether an answer leaves all others as they are, used or unused."""
        _, asked = self._circuit.asked(self.ranking.used | own.bits)
        return asked & self._sure == self._sure and not asked & self._unused

    def _screened(self, paid: Paid) -> tuple[int, int]:
        """Return the options that fail, and those to check, as bits."""
        failing = checking = 0
        for given in self.ranking.givens:
            failing |= given.failing[paid]
            checking |= given.checking[paid]
        return failing, checking
