"""How many questions can still come, whatever is answered from here on.

All ways on are followed side by side. Two that hold the same answers among those on which a
later question depends are one, so there are few of them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, combinations
from typing import Final

from app.domain.graph import Graph
from app.domain.questions import Answer, Answers, Question

Held = frozenset[tuple[str, str]]
"""The answers of a way on which a later question depends, each as question and answer."""

Counts = tuple[int, int]
"""The fewest and the most questions that were asked on the ways that hold the same."""

STOPPED: Final[Held] = frozenset({("", "")})
"""What every way holds that has stopped."""


class Prospect(StrEnum):
    """What becomes of a question: it was answered, will come, can still come, or cannot."""

    SEEN = "seen"
    COMES = "comes"
    MAY_COME = "may_come"
    OUT = "out"


def questions_left(graph: Graph, answers: Answers) -> tuple[int, int]:
    """Return the fewest and the most questions that can still be asked; each can happen."""
    *_, last = stages(graph, answers)
    fewest, most = zip(*last.after.values(), strict=True)
    return min(fewest), max(most)


def prospects(graph: Graph, answers: Answers) -> Mapping[str, Prospect]:
    """Return what becomes of each question, whatever is answered from here on."""
    return {
        stage.question.id: _prospect(stage, is_seen=stage.question.id in answers)
        for stage in stages(graph, answers)
    }


@dataclass(frozen=True, slots=True)
class Stage:
    """A question with the ways that lead to it, and those that lead on from it."""

    question: Question
    before: Mapping[Held, Counts]
    after: Mapping[Held, Counts]

    @property
    def asked(self) -> tuple[bool, ...]:
        """Whether it is asked on each of the ways that lead to it."""
        return tuple(_is_asked(self.question, held) for held in self.before)


def _prospect(stage: Stage, *, is_seen: bool) -> Prospect:
    asked = stage.asked
    if not any(asked):
        return Prospect.OUT
    if is_seen:
        return Prospect.SEEN
    return Prospect.COMES if all(asked) else Prospect.MAY_COME


def stages(graph: Graph, answers: Answers) -> Iterator[Stage]:
    """Yield every question in its order with all ways on from these answers."""
    ways: Mapping[Held, Counts] = {frozenset(): (0, 0)}
    conditions = [question.asked_when for question in graph.questions]
    needed = [condition.leaves() if condition else () for condition in conditions]
    for number, question in enumerate(graph.questions):
        later = frozenset(chain(*needed[number + 1 :]))
        on = _onward(question, answers, ways, later)
        yield Stage(question, ways, on)
        ways = on


def _onward(
    question: Question, answers: Answers, ways: Mapping[Held, Counts], later: Held
) -> Mapping[Held, Counts]:
    on: dict[Held, Counts] = {}
    for held, (fewest, most) in ways.items():
        is_asked = _is_asked(question, held)
        outcomes: Iterable[tuple[Answer, ...]] = [()]
        if is_asked:
            outcomes = _outcomes(question, answers.get(question.id), later)
        more = int(is_asked and question.id not in answers)
        for chosen in outcomes:
            now = held if held is STOPPED else _holding(held, question, chosen, later)
            low, high = on.get(now, (fewest + more, most + more))
            on[now] = min(low, fewest + more), max(high, most + more)
    return on


def _is_asked(question: Question, held: Held) -> bool:
    if held is STOPPED:
        return False
    given: dict[str, tuple[str, ...]] = {}
    for name, answer in held:
        given[name] = (*given.get(name, ()), answer)
    return question.asked_when is None or question.asked_when.holds(given)


def _outcomes(
    question: Question, given: tuple[str, ...] | None, later: Held
) -> Iterator[tuple[Answer, ...]]:
    """Yield the answers given, or all that can be, each once that tells what comes."""
    if given is not None:
        yield tuple(answer for answer in question.answers if answer.id in given)
        return
    telling = [
        answer for answer in question.answers if answer.stops or (question.id, answer.id) in later
    ]
    together = [answer for answer in telling if question.multi and not answer.excludes_others]
    yield ()
    yield from ((answer,) for answer in telling if answer not in together)
    for size in range(1, len(together) + 1):
        yield from combinations(together, size)


def _holding(held: Held, question: Question, chosen: tuple[Answer, ...], later: Held) -> Held:
    if any(answer.stops for answer in chosen):
        return STOPPED
    return (held | {(question.id, answer.id) for answer in chosen}) & later
