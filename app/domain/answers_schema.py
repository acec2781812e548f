"""The JSON Schema of a set of answers, generated from the graph."""

from typing import Any

from app.domain.graph import Graph
from app.domain.questions import NOT_SURE, Question


def answers_schema(graph: Graph) -> dict[str, Any]:
    """Return the schema; parse_answers takes whatever it accepts."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Answers to the decision graph {graph.version}",
        "type": "object",
        "properties": {question.id: _schema(question) for question in graph.questions},
        "additionalProperties": False,
    }


def _schema(question: Question) -> dict[str, Any]:
    """Return what one question takes: an answer, or a list of one, or of several."""
    alone = {"enum": [*(answer.id for answer in question.answers), NOT_SURE]}
    forms: list[dict[str, Any]] = [
        alone,
        {"type": "array", "items": alone, "minItems": 1, "maxItems": 1},
    ]
    together = [answer.id for answer in question.answers if not answer.excludes_others]
    if question.multi:
        forms.append({"type": "array", "items": {"enum": together}, "minItems": 1})
    meanings = "\n".join(f"{answer.id}: {answer.text}" for answer in question.answers)
    return {
        "title": question.text,
        "description": f"{question.why}\n\n{meanings}\n{NOT_SURE}: narrows nothing",
        "$comment": f"version {question.version}",
        "anyOf": forms,
    }
