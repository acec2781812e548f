"""The way through the questions so far: what was seen, is left or unused, and the picture of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.content.load import Content
from app.domain.drawing import Drawing, draw
from app.domain.graph import walk
from app.domain.outcome import Recommendation
from app.domain.questions import NOT_SURE, Question
from app.domain.recommend import recommend
from app.domain.successors import ADVICE
from app.web.answers import Asked

AT = "at"
"""The question to show, where it is not the next one."""
THEN = "then"
"""Where a changed answer leads back to, once what is newly asked was asked."""
CHECK = "check"
RESULT = "result"


@dataclass(frozen=True, slots=True)
class Seen:
    """A question that was seen, its answers in words (none: not sure) and the way back to it."""

    question: Question
    words: tuple[str, ...]
    change: str


def seen_of(content: Content, asked: Asked, then: str = "") -> Iterator[Seen]:
    """Return the questions on the path that were seen, in order.

    A changed answer leads back to `then`, CHECK or RESULT, else to the next question.
    """
    more = {THEN: then} if then else {}
    for step in walk(content.graph, asked.answers).steps:
        yield Seen(
            question=step.question,
            words=tuple(answer.text for answer in step.answers),
            change=f"/wizard?{asked.query_with(at=step.question.id, **more)}",
        )


def left_of(content: Content, asked: Asked) -> Iterator[Seen]:
    """Return the questions that these answers lead to and that were not seen yet."""
    for question in walk(content.graph, asked.answers).asked:
        if question.id not in asked.answers:
            change = f"/wizard?{asked.query_with(at=question.id, then=CHECK)}"
            yield Seen(question=question, words=(), change=change)


def picture_of(content: Content, asked: Asked, now: str | None) -> tuple[Drawing, dict[str, str]]:
    """Return the graph with the path so far, and where each box leads."""
    graph = content.graph
    on_path = {question.id for question in walk(graph, asked.answers).asked}
    links = {
        question.id: f"/wizard?{asked.query_with(at=question.id)}"
        if question.id in on_path
        else f"/graph#{question.id}"
        for question in graph.questions
        if question.id != now
    }
    links[ADVICE] = f"/result?{asked.query}" if asked.query else "/result"
    return draw(graph, content.layout, asked.answers, now), links


def unused_of(content: Content, asked: Asked) -> Iterator[Seen]:
    """Return the answers to questions that these answers do not lead to."""
    for question_id, given in walk(content.graph, asked.answers).unused.items():
        question = content.graph.question(question_id)
        words = tuple(question.answer(each).text for each in given if each != NOT_SURE)
        rest = replace(asked, answers=asked.without(question_id))
        yield Seen(question=question, words=words, change=f"/wizard?{rest.query}")


def advice_for(content: Content, asked: Asked) -> Recommendation:
    """Return the recommendation for the answers and weights of a link."""
    return recommend(
        content.catalogue, content.graph, content.scales, asked.answers, asked.weights or None
    )
