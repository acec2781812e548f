"""Answers to an older graph opened again: which still count, and what has changed since.

The rule of versions: major, the answers can no longer be used; minor, answers were added; patch,
wording.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.domain.errors import InvalidInput, Problem
from app.domain.graph import Graph
from app.domain.graph_history import GraphVersion, order_of, versions_at
from app.domain.questions import Question, is_id

RawAnswers = Mapping[str, Sequence[str]]


class Turn(StrEnum):
    """What happened to a question since it was answered."""

    OTHER_MEANING = "other_meaning"
    MORE_ANSWERS = "more_answers"
    OTHER_WORDS = "other_words"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class ChangedQuestion:
    """An answered question that has changed. `now` is None where it is gone.

    `new_answers` can be given since; `because` says what changed, newest first.
    """

    question: str
    given: tuple[str, ...]
    turn: Turn
    then: str | None
    now: str | None
    new_answers: tuple[str, ...]
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reopened:
    """Answers made with `then`, a version of the graph, as they stand with `now`.

    `answers` are those that still count; `answer_again` names questions whose answers do not.
    `changes` says what each version of the graph since brought, newest first.
    """

    then: str
    now: str
    answers: RawAnswers
    answer_again: tuple[str, ...]
    questions: tuple[ChangedQuestion, ...]
    changes: tuple[str, ...]


def reopen(graph: Graph, version: str, answers: RawAnswers) -> Reopened:
    """Return how answers given to a version of the graph stand today.

    Raises InvalidInput, field `vector`, for a version that never was: what such answers mean
    is not known. What still counts has to pass parse_answers.
    """
    known = [entry.version for entry in graph.versions]
    if version not in known:
        said = "There is no such version of the graph here."
        raise InvalidInput([Problem("vector", said, tuple(known))])
    since = [each for each in graph.versions if order_of(each.version) > order_of(version)]
    changed = tuple(_changed(graph, version, since, answers))
    lost = {each.question for each in changed if each.turn in {Turn.OTHER_MEANING, Turn.GONE}}
    return Reopened(
        then=version,
        now=graph.version,
        answers={name: given for name, given in answers.items() if name not in lost},
        answer_again=tuple(e.question for e in changed if e.turn is Turn.OTHER_MEANING),
        questions=changed,
        changes=tuple(f"{each.version}: {each.because}" for each in since),
    )


def _changed(
    graph: Graph, version: str, since: Sequence[GraphVersion], answers: RawAnswers
) -> Iterator[ChangedQuestion]:
    versions = versions_at(graph.versions, version, graph.questions)
    for name, given in answers.items():
        question = graph.question_by_id.get(name)
        then = versions.get(name)
        told = tuple(answer for answer in given if is_id(answer))
        because = [each.questions[name].because for each in since if name in each.questions]
        gone = [each.gone[name] for each in since if name in each.gone]
        if gone:
            yield ChangedQuestion(name, told, Turn.GONE, None, None, (), tuple(gone))
        elif question and then and then != question.version:
            yield ChangedQuestion(
                question=name,
                given=told,
                turn=_turn(then, question.version),
                then=then,
                now=question.version,
                new_answers=_added(question, then),
                because=tuple(because),
            )


def _turn(then: str, now: str) -> Turn:
    (major, minor, _), (major_now, minor_now, _) = order_of(then), order_of(now)
    if major != major_now:
        return Turn.OTHER_MEANING
    return Turn.MORE_ANSWERS if minor != minor_now else Turn.OTHER_WORDS


def _added(question: Question, then: str) -> tuple[str, ...]:
    return tuple(a.id for a in question.answers if order_of(a.since) > order_of(then))
