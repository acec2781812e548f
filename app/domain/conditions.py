"""Say in words when a question is asked, and what leads to it."""

from collections.abc import Iterator
from itertools import combinations

from app.domain.graph import Graph, walk
from app.domain.questions import Answers, Condition, Question


def asked_when(graph: Graph, question: Question) -> str:
    """Return the condition of a question as a sentence without its end."""
    if question.asked_when is None:
        return "Always, unless an earlier answer ended the walk"
    said = _said(graph, question.asked_when)
    return f"When {said}"


def way_to(graph: Graph, question: Question) -> Answers:
    """Return the fewest answers with which a question is asked; of several, the first.

    KeyError where none lead there, which the lint of the graph refuses.
    """
    for answers in _ways(question):
        if question in walk(graph, answers).asked:
            return answers
    raise KeyError(question.id)


def _ways(question: Question) -> Iterator[Answers]:
    leaves = question.asked_when.leaves() if question.asked_when else ()
    for size in range(len(leaves) + 1):
        for chosen in combinations(leaves, size):
            if len({name for name, _ in chosen}) == size:
                yield {name: (answer,) for name, answer in chosen}


def _said(graph: Graph, condition: Condition) -> str:
    if condition.question is not None:
        question = graph.question(condition.question)
        answers = " or ".join(f"“{question.answer(each).text}”" for each in condition.has)
        verb = "includes" if question.multi else "is"
        return f"the answer to “{question.text}” {verb} {answers}"
    if condition.none:
        return "it is not so that " + ", or that ".join(_said(graph, c) for c in condition.none)
    if condition.any:
        return ", or when ".join(_said(graph, part) for part in condition.any)
    return ", and ".join(_said(graph, part) for part in condition.all)
