"""A question as bits: one an answer, and whether it is asked as a function of the bits so far."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.domain.questions import Condition, Question

Holds = Callable[[int], bool]


@dataclass(frozen=True, slots=True)
class Asking:
    """A question as bits: `holds` tells of the bits so far whether it is asked.

    `mask` is the question itself as a bit among questions.
    """

    question: Question
    mask: int
    bits: Mapping[str, int]
    holds: Holds | None
    stops: int


def asking_of(question: Question, mask: int, bits: Mapping[tuple[str, str], int]) -> Asking:
    """Translate a question whose answers, and those of all before it, have their bits."""
    own = {answer.id: bits[question.id, answer.id] for answer in question.answers}
    stops = sum(own[answer.id] for answer in question.answers if answer.stops)
    holds = _translated(question.asked_when, bits) if question.asked_when else None
    return Asking(question, mask, own, holds, stops)


def _translated(condition: Condition, bits: Mapping[tuple[str, str], int]) -> Holds:
    """Return a condition as a function of the bits given so far."""
    if condition.question is not None:
        wanted = sum(bits[leaf] for leaf in condition.leaves())
        return lambda given: given & wanted != 0
    parts = [_translated(part, bits) for part in (*condition.all, *condition.any, *condition.none)]
    if condition.all:
        return lambda given: all(part(given) for part in parts)
    if condition.any:
        return lambda given: any(part(given) for part in parts)
    return lambda given: not any(part(given) for part in parts)
