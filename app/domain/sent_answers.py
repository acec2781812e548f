"""Answers as a client sent them, read and checked."""

from collections.abc import Iterator, Mapping

from app.domain.errors import InvalidInput, Problem
from app.domain.graph import Accepted, Graph
from app.domain.questions import NOT_SURE, Answers, Question, is_id


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
    known = graph.accepted
    if type(value) is str:
        return known.get((question, value))
    if type(value) is not list or not value:
        return None
    if len(value) == 1:
        return known.get((question, value[0])) if type(value[0]) is str else None
    return _several(graph, question, value)


def _several(graph: Graph, question: str, values: list[object]) -> Accepted | None:
    asked = graph.question_by_id.get(question)
    if asked is None or not asked.multi or not asked.together.issuperset(map(_as_text, values)):
        return None
    place, _, _ = graph.accepted[question, NOT_SURE]
    return place, question, tuple([answer for answer in asked.answer_by_id if answer in values])


def _as_text(value: object) -> str:
    return value if isinstance(value, str) else ""


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
