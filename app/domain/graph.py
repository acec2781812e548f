"""The decision graph: which questions are asked, in which order, for the answers so far."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Self

from pydantic import Field, model_validator

from app.domain.graph_history import GraphVersion
from app.domain.published import Published, Sequence, Text
from app.domain.questions import NOT_SURE, Answer, Answers, Effect, Express, Question

__all__ = [
    "NOT_SURE",
    "Answer",
    "Answers",
    "Graph",
    "Path",
    "Question",
    "Step",
    "walk",
]

Accepted = tuple[int, str, tuple[str, ...]]
"""The place of a question among all, the question, and answers to it in its order."""


class Graph(Published):
    """All questions, in the order in which they are asked."""

    version: Text
    versions: Annotated[tuple[GraphVersion, ...], Sequence] = ()
    questions: Annotated[tuple[Question, ...], Sequence] = Field(min_length=1)
    express: Annotated[tuple[Express, ...], Sequence] = ()

    @model_validator(mode="after")
    def _conditions_look_back(self) -> Self:
        known: dict[str, Question] = {}
        for question in self.questions:
            leaves = question.asked_when.leaves() if question.asked_when else ()
            _refuse_unknown(known, leaves, f"{question.id} is asked when")
            if question.id in known:
                raise ValueError(f"question {question.id} stands twice")
            known[question.id] = question
        for short_cut in self.express:
            leaves = tuple((q, a) for q, chosen in short_cut.answers.items() for a in chosen)
            _refuse_unknown(known, leaves, f"short cut {short_cut.id}")
        return self

    @cached_property
    def question_by_id(self) -> Mapping[str, Question]:
        """The questions by id."""
        return {question.id: question for question in self.questions}

    @cached_property
    def accepted(self) -> Mapping[tuple[str, str], Accepted]:
        """What a question and one answer, or NOT_SURE, stand for."""
        return {
            (question.id, answer): (place, question.id, (answer,))
            for place, question in enumerate(self.questions)
            for answer in (*question.answer_by_id, NOT_SURE)
        }

    def question(self, question_id: str) -> Question:
        """Return a question; KeyError when there is none."""
        return self.question_by_id[question_id]


def _refuse_unknown(
    known: Mapping[str, Question], leaves: Iterable[tuple[str, str]], where: str
) -> None:
    for question_id, answer_id in leaves:
        answers = known[question_id].answers if question_id in known else ()
        if answer_id not in {answer.id for answer in answers}:
            raise ValueError(f"{where}: no earlier {question_id} with answer {answer_id}")


@dataclass(frozen=True, slots=True)
class Step:
    """A question that was seen, and what its answers do; no answers means not sure."""

    question: Question
    answers: tuple[Answer, ...]

    @property
    def effects(self) -> tuple[Effect, ...]:
        """What the answers do, in their order."""
        return tuple(effect for answer in self.answers for effect in answer.effects)


@dataclass(frozen=True, slots=True)
class Path:
    """The way through the graph that the answers take.

    `asked` holds every question on the way, seen or not; `steps` those that were answered or
    left as not sure; `unused` the answers to questions that are not asked on this way.
    """

    asked: tuple[Question, ...]
    steps: tuple[Step, ...]
    unused: Answers
    stopped: bool

    @property
    def next_question(self) -> Question | None:
        """The first question that is asked and was not seen yet."""
        seen = {step.question.id for step in self.steps}
        return next((question for question in self.asked if question.id not in seen), None)


def walk(graph: Graph, answers: Answers) -> Path:
    """Follow the graph with the answers; those to questions that are not asked do nothing."""
    asked: list[Question] = []
    steps: list[Step] = []
    given: dict[str, tuple[str, ...]] = {}
    stopped = False
    for question in graph.questions:
        if stopped or (question.asked_when and not question.asked_when.holds(given)):
            continue
        asked.append(question)
        if question.id in answers:
            given[question.id] = answers[question.id]
            chosen = [a for a in question.answers if a.id in given[question.id]]
            steps.append(Step(question, tuple(chosen)))
            stopped = any(answer.stops for answer in chosen)
    unused = {key: value for key, value in answers.items() if key not in given}
    return Path(tuple(asked), tuple(steps), unused, stopped)
