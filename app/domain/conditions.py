"""Say in words when a question is asked."""

from app.domain.graph import Graph
from app.domain.questions import Condition, Question


def asked_when(graph: Graph, question: Question) -> str:
    """Return the condition of a question as a sentence without its end."""
    if question.asked_when is None:
        return "Always, unless an earlier answer ended the walk"
    said = _said(graph, question.asked_when)
    return f"When {said}"


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
