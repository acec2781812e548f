"""Which question can follow which, over all answers: the edges of the decision graph."""

from collections.abc import Iterator, Mapping
from itertools import combinations

from app.domain.graph import Graph
from app.domain.questions import Question

ADVICE = "advice"
"""Where every way through the graph ends."""

Edge = tuple[str, str]


def successors(graph: Graph) -> frozenset[Edge]:
    """Return (question, question that can come right after it); the last leads to ADVICE.

    Every walk is followed, with all answers that no condition tells apart taken as one.
    """
    edges: set[Edge] = set()
    _follow(graph.questions, _distinct_answers(graph), {}, None, edges)
    return frozenset(edges)


def _follow(
    questions: tuple[Question, ...],
    distinct: Mapping[str, tuple[tuple[str, ...], ...]],
    given: Mapping[str, tuple[str, ...]],
    last: str | None,
    edges: set[Edge],
) -> None:
    for index, question in enumerate(questions):
        if question.asked_when and not question.asked_when.holds(given):
            continue
        if last:
            edges.add((last, question.id))
        for answers in distinct[question.id]:
            if any(question.answer(each).stops for each in answers):
                edges.add((question.id, ADVICE))
            else:
                now = {**given, question.id: answers}
                _follow(questions[index + 1 :], distinct, now, question.id, edges)
        return
    if last:
        edges.add((last, ADVICE))


def _distinct_answers(graph: Graph) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    spoken = {
        leaf
        for question in graph.questions
        if question.asked_when
        for leaf in question.asked_when.leaves()
    }
    return {question.id: tuple(_choices(question, spoken)) for question in graph.questions}


def _choices(question: Question, spoken: set[Edge]) -> Iterator[tuple[str, ...]]:
    """Yield no answer, each one that matters alone, and for several answers every mix."""
    matters = [a for a in question.answers if a.stops or (question.id, a.id) in spoken]
    most = len(matters) if question.multi else min(len(matters), 1)
    for size in range(most + 1):
        for chosen in combinations(matters, size):
            if len(chosen) <= 1 or not any(answer.excludes_others for answer in chosen):
                yield tuple(answer.id for answer in chosen)
