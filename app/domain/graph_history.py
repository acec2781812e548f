"""What the decision graph was like before: its versions, and which questions changed with each."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Annotated, Final

from pydantic import Field, StringConstraints

from app.domain.published import Frozen, Published, Text
from app.domain.questions import Name, Question, Version

FIRST: Final = "1.0.0"
"""The version a question has until one is written down."""

GraphNumber = Annotated[str, StringConstraints(pattern=r"^\d+\.\d+$")]


class QuestionChange(Published):
    """The version a question got, 1.0.0 where it is new, and what changed."""

    version: Version
    because: Text


class GraphVersion(Published):
    """A version of the graph, what is new in it, and the questions that changed or are gone."""

    version: GraphNumber
    because: Text
    questions: Frozen[Name, QuestionChange] = Field(default_factory=dict)
    gone: Frozen[Name, Text] = Field(default_factory=dict)


def order_of(version: str) -> tuple[int, ...]:
    """Return a version as numbers, which compare as versions do."""
    return tuple(int(part) for part in version.split("."))


def versions_at(
    history: Sequence[GraphVersion], version: str, questions: Sequence[Question]
) -> Mapping[str, str]:
    """Return the version that each of today's questions had at a version of the graph.

    Left out are those that came later.
    """
    found = {question.id: question.version for question in questions}
    for entry in history:  # Newest first: each is undone until that version is reached.
        if order_of(entry.version) <= order_of(version):
            break
        for question, change in entry.questions.items():
            found.pop(question, None)
            if change.version != FIRST:
                found[question] = _before(history, entry, question)
    return found


def _before(history: Sequence[GraphVersion], entry: GraphVersion, question: str) -> str:
    older = history[history.index(entry) + 1 :]
    changes = (each.questions[question] for each in older if question in each.questions)
    return next((change.version for change in changes), FIRST)


def faults_of(
    history: Sequence[GraphVersion], version: str, questions: Sequence[Question]
) -> Iterator[str]:
    """Yield what does not fit: the order of versions, and questions whose change is not told."""
    if not history or history[0].version != version:
        yield f"versions: the first must be {version}, the version of the graph"
    for newer, older in pairwise(history):
        if order_of(newer.version) <= order_of(older.version):
            yield f"versions: {older.version}: must be older than the entry above it"
    told = {
        name: change.version
        for entry in reversed(history)
        for name, change in entry.questions.items()
    }
    for question in questions:
        if told.get(question.id, FIRST) != question.version:
            yield f"versions: no entry says what changed in {question.id} {question.version}"
        for answer in question.answers:
            if order_of(answer.since) > order_of(question.version):
                yield f"{question.id}: {answer.id}: since: is newer than the question"
    for entry in history:
        for name in sorted({question.id for question in questions} & set(entry.gone)):
            yield f"versions: {entry.version}: gone: {name} is still asked"
