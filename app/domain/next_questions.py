"""Which unanswered questions could still change the winner, and how often."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.graph import Path
from app.domain.questions import NOT_SURE, Question
from app.domain.trials import Trials


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


def open_questions(trials: Trials, path: Path) -> tuple[OpenQuestion, ...]:
    """Return the asked and unanswered questions of a path that could change the winner.

    Each single answer is tried. The question whose answers change the winner most often
    comes first; ties keep the graph's order.
    """
    now = trials.winner()
    found = []
    for question in path.asked:
        if trials.answers.get(question.id, (NOT_SURE,)) != (NOT_SURE,):
            continue
        winners = {
            answer.id: trials.winner_with(question.id, (answer.id,)) for answer in question.answers
        }
        changes = sum(winner != now for winner in winners.values())
        if changes:
            found.append(OpenQuestion(question, winners, changes))
    return tuple(sorted(found, key=lambda candidate: -candidate.share))
