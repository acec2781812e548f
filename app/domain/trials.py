"""Try other answers and learn the winner alone: the same as ranking again, much quicker."""

from collections.abc import Mapping
from typing import Self

from app.domain.bits import numbers, union
from app.domain.circuit import circuit_of
from app.domain.given import Given
from app.domain.questions import Answers
from app.domain.ranking import Ranking, rank
from app.domain.scoring import Model
from app.domain.single_answers import single_answers_of


class Trials:
    """A ranking from which other answers are tried."""

    def __init__(self, ranking: Ranking) -> None:
        self.ranking = ranking
        self._circuit = circuit_of(ranking.model)
        self._answers = single_answers_of(ranking.model)
        self._sure = union([given.sure for given in ranking.givens])
        unused = ranking.unused.items()
        self._unused = union([self._circuit.given(*item).sure for item in unused])

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
        for number in numbers(self._changing()):
            question = self._answers.givens[number].step.question.id
            found[question] = found.get(question, 0) + 1
        return found

    def _changing(self) -> int:
        """Return the answers to open questions that change the winner.

        Most only add points and must-haves, and are tried together. Ranked again is where other
        answers come into use or go, and what rounding could decide.
        """
        ranking, answers = self.ranking, self._answers
        _, asked = self._circuit.asked(ranking.used)
        tried = answers.answers_to(asked & ~self._sure)
        alone = 0
        for number in numbers(tried & answers.leading):
            if not self._only_adds(answers.givens[number]):
                alone |= answers.givens[number].bits
        winner = ranking.winner.number if ranking.winner else None
        changing, unclear = ranking.sums.changing(winner, tried & ~alone)
        for number in numbers(alone | unclear):
            own = answers.givens[number]
            if self.winner_with(own.step.question.id, own.answers) != self.winner():
                changing |= own.bits
        return changing

    def _only_adds(self, own: Given) -> bool:
        """Tell whether an answer leaves all others as they are, used or unused."""
        _, asked = self._circuit.asked(self.ranking.used | own.bits)
        return asked & self._sure == self._sure and not asked & self._unused
