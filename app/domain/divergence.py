"""Where two sets of answers differ, and which of the differences change who wins."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from app.domain.graph import Graph
from app.domain.questions import NOT_SURE, Answers
from app.domain.scoring import Model
from app.domain.trials import Trials

WEIGHTS: Final = "weights"
"""Stands for the given weights where otherwise a question's id stands."""
MOST_TOGETHER: Final = 3
"""So many differences are tried together at most, to find what leads to the other winner."""
MOST_TRIED: Final = 600
"""So many sets of differences are tried at most."""

Weights = Mapping[str, float] | None


@dataclass(frozen=True, slots=True)
class Position:
    """What one side answered, and the weights that it gave itself."""

    answers: Answers
    weights: Weights = None


@dataclass(frozen=True, slots=True)
class Difference:
    """A question that two sides answered differently; empty for one that did not answer.

    `left_winner` would win on the left with the right's answer to this alone, and the other way
    round; `turns_left` and `turns_right` say that this is another winner than without.
    """

    question: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    left_winner: str | None
    right_winner: str | None
    turns_left: bool
    turns_right: bool

    @property
    def matters(self) -> bool:
        """Whether the difference alone changes the winner of a side."""
        return self.turns_left or self.turns_right


@dataclass(frozen=True, slots=True)
class Divergence:
    """Two sides with their winners by today's catalogue, and all that they answered differently.

    `turning` are the fewest differences that give the left the right's winner when they are
    changed together; empty when the winners are the same, or when no few suffice.
    """

    left_winner: str | None
    right_winner: str | None
    differences: tuple[Difference, ...]
    turning: tuple[str, ...]

    @property
    def is_same_winner(self) -> bool:
        """Whether both sides come to the same."""
        return self.left_winner == self.right_winner


def diverge(model: Model, graph: Graph, left: Position, right: Position) -> Divergence:
    """Return where two sides differ; answers that today's questions do not take are left out."""
    left, right = readable(graph, left), readable(graph, right)
    names = tuple(_differing(graph, left, right))
    left_winner, right_winner = winner_of(model, left), winner_of(model, right)
    differences = []
    for name in names:
        with_right = winner_of(model, _taking(left, right, (name,)))
        with_left = winner_of(model, _taking(right, left, (name,)))
        differences.append(
            Difference(
                question=name,
                left=_said(left, name),
                right=_said(right, name),
                left_winner=with_right,
                right_winner=with_left,
                turns_left=with_right != left_winner,
                turns_right=with_left != right_winner,
            )
        )
    turning = () if left_winner == right_winner else _turning(model, left, right, names)
    return Divergence(left_winner, right_winner, tuple(differences), turning)


def winner_of(model: Model, position: Position) -> str | None:
    """Return who wins by today's catalogue; None when nothing fits."""
    return Trials.of(model, position.answers, position.weights or None).winner()


def readable(graph: Graph, position: Position) -> Position:
    """Return what today's questions take of what was answered once."""
    kept = {
        question: given
        for question, given in position.answers.items()
        if question in graph.question_by_id
        and set(given) <= {NOT_SURE, *graph.question(question).answer_by_id}
    }
    return Position(kept, position.weights)


def _differing(graph: Graph, left: Position, right: Position) -> Iterator[str]:
    for question in graph.questions:
        if _said(left, question.id) != _said(right, question.id):
            yield question.id
    if (left.weights or {}) != (right.weights or {}):
        yield WEIGHTS


def _turning(
    model: Model, left: Position, right: Position, names: Sequence[str]
) -> tuple[str, ...]:
    wanted, tried = winner_of(model, right), 0
    for size in range(1, min(MOST_TOGETHER, len(names)) + 1):
        for together in combinations(names, size):
            if winner_of(model, _taking(left, right, together)) == wanted:
                return together
            tried += 1
            if tried == MOST_TRIED:
                return ()
    return tuple(names) if len(names) > MOST_TOGETHER else ()


def _taking(own: Position, other: Position, names: Sequence[str]) -> Position:
    """Return a side with what the other said to some questions, order included."""
    answers = {key: given for key, given in own.answers.items() if key not in names}
    answers |= {name: other.answers[name] for name in names if name in other.answers}
    return Position(answers, other.weights if WEIGHTS in names else own.weights)


def _said(position: Position, name: str) -> tuple[str, ...]:
    if name == WEIGHTS:
        return tuple(f"{key} {points:g}" for key, points in (position.weights or {}).items())
    return position.answers.get(name, ())
