"""Which unanswered questions could still change the winner, and how often."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.questions import Question
from app.domain.trials import Trials


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """An unanswered question, and how many of its answers change the winner."""

    trials: Trials
    question: Question
    changes: int

    @property
    def share(self) -> float:
        """The share (0 to 1) of its answers that change the winner."""
        return self.changes / len(self.question.answers)

    @property
    def winners(self) -> Mapping[str, str | None]:
        """The winner that each of its answers would give, if any."""
        name = self.question.id
        return {one.id: self.trials.winner_with(name, (one.id,)) for one in self.question.answers}


def open_questions(trials: Trials) -> tuple[OpenQuestion, ...]:
    """Return the asked and unanswered questions of a path that could change the winner.

    Each single answer is tried. The question whose answers change the winner most often
    comes first; ties keep the graph's order.
    """
    graph = trials.ranking.model.graph
    found = [
        OpenQuestion(trials, graph.question(name), changes)
        for name, changes in trials.changes().items()
    ]
    return tuple(sorted(found, key=lambda candidate: -candidate.share))
