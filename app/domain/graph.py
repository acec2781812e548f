"""The decision graph: which questions are asked, in which order, for the answers so far."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Final, Self

from pydantic import Field, model_validator

from app.domain.errors import InvalidInput, Problem
from app.domain.graph_history import GraphVersion
from app.domain.published import Published, Sequence, Text
from app.domain.questions import NOT_SURE, Answer, Answers, Effect, Express, Question, is_id

__all__ = [
    "NOT_SURE",
    "Answer",
    "Answers",
    "Graph",
    "Path",
    "Question",
    "Step",
    "parse_answers",
    "walk",
]

REMEMBERED: Final = 4096
"""For how many ways to send several answers to a question it is remembered what they are."""

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
    def accepted(self) -> dict[tuple[str, ...], Accepted]:
        """What a question and its answers, as they were sent, are: the single ones, and more.

        More are added by parse_answers as they come.
        """
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


def parse_answers(graph: Graph, raw: Mapping[str, object]) -> Answers:
    """Return the answers a client sent: texts or lists of texts by question id.

    Nothing, an empty text and an empty list mean that the question was not seen. Raises
    InvalidInput with one problem per wrong field, each with what is allowed there.
    """
    found = []
    for question, value in raw.items():
        item = _accepted(graph, question, value)
        if item is None:
            return _parse_carefully(graph, raw)
        found.append(item)
    found.sort()
    return {question: answers for _, question, answers in found}


def _accepted(graph: Graph, question: str, value: object) -> Accepted | None:
    """Tell quickly of most values that are right what they are; None of all others."""
    if type(value) is str:
        return graph.accepted.get((question, value))
    if type(value) is not list or not value:
        return None
    try:
        item = graph.accepted.get((question, *value))
    except TypeError:  # Something in it is no text, and cannot even be looked up.
        return None
    if item is not None:
        return item
    known = graph.question_by_id.get(question)
    if known and known.multi and known.together.issuperset(value):
        place = graph.questions.index(known)
        item = place, question, tuple([answer for answer in known.answer_by_id if answer in value])
        if len(graph.accepted) < REMEMBERED and len(value) <= len(known.answers):
            graph.accepted[question, *value] = item
        return item
    return None


def _parse_carefully(graph: Graph, raw: Mapping[str, object]) -> Answers:
    problems: list[Problem] = []
    answers: dict[str, tuple[str, ...]] = {}
    for question_id in raw:
        if question_id not in graph.question_by_id:
            field = f"answers.{question_id}" if is_id(question_id) else "answers"
            allowed = tuple(graph.question_by_id)
            problems.append(Problem(field, "There is no such question.", allowed))
    for question in graph.questions:
        given = _as_list(raw.get(question.id))
        faults = tuple(_faults(question, given))
        allowed = (*(answer.id for answer in question.answers), NOT_SURE)
        problems += [Problem(f"answers.{question.id}", fault, allowed) for fault in faults]
        if given and not faults:
            answers[question.id] = tuple(a for a in allowed if a in given)
    if problems:
        raise InvalidInput(problems)
    return answers


def _as_list(value: object) -> tuple[object, ...]:
    if value is None or value == "":
        return ()
    return tuple(value) if isinstance(value, (list, tuple)) else (value,)


def _faults(question: Question, given: tuple[object, ...]) -> Iterator[str]:
    known = {answer.id: answer for answer in question.answers}
    allowed = {*known, NOT_SURE}
    unknown = [item for item in given if not isinstance(item, str) or item not in allowed]
    if unknown:
        named = f" {unknown[0]}" if is_id(unknown[0]) else ""
        yield f"There is no such answer{named}."
        return
    distinct = {str(item) for item in given}
    if len(distinct) > 1 and NOT_SURE in distinct:
        yield f"{NOT_SURE} cannot be given together with an answer."
    elif len(distinct) > 1 and not question.multi:
        yield "Only one answer can be given."
    elif len(distinct) > 1 and any(known[item].excludes_others for item in distinct):
        alone = next(item for item in known if item in distinct and known[item].excludes_others)
        yield f"{alone} cannot be given together with other answers."
