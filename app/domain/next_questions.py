"""Which unanswered questions could still change the winner, and how often."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.questions import NOT_SURE, Answers, Question
from app.domain.ranking import Ranking, winner_of
from app.domain.scoring import Model


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """An unanswered question with the winner that each of its answers would give, if any."""

    question: Question
    winners: Mapping[str, str | None]
    changes: int

    @property
    def share(self) -> float:
        """The share (0 to 1) of its answers that change the winner."""
        return self.changes / len(self.winners)


def open_questions(
    model: Model, answers: Answers, ranking: Ranking, weights: Mapping[str, float] | None = None
) -> tuple[OpenQuestion, ...]:
    """Return the asked and unanswered questions that could change the winner of `ranking`.

    Each single answer is tried by ranking again. The question whose answers change the
    winner most often comes first; ties keep the graph's order.
    """
    now = ranking.winner.option if ranking.winner else None
    found = []
    for question in ranking.path.asked:
        if answers.get(question.id, (NOT_SURE,)) != (NOT_SURE,):
            continue
        winners = {
            answer.id: winner_of(model, {**answers, question.id: (answer.id,)}, weights)
            for answer in question.answers
        }
        changes = sum(winner != now for winner in winners.values())
        if changes:
            found.append(OpenQuestion(question, winners, changes))
    return tuple(sorted(found, key=lambda candidate: -candidate.share))
