"""Answers that were given once, in today's words."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.content.load import Content
from app.domain.divergence import WEIGHTS, Difference, Divergence, Position, diverge
from app.domain.graph import NOT_SURE, Graph
from app.domain.scoring import model_of


@dataclass(frozen=True, slots=True)
class ToldDifference:
    """A difference with its question and both sides in words."""

    question: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    found: Difference


@dataclass(frozen=True, slots=True)
class ToldDivergence:
    """Where two sides differ, in words; `turning` are the questions that make up for it."""

    found: Divergence
    differences: tuple[ToldDifference, ...]
    turning: tuple[str, ...]


def question_in_words(graph: Graph, question_id: str) -> str:
    """Return the question's text; its id when it is gone."""
    if question_id == WEIGHTS:
        return "Weights given directly"
    question = graph.question_by_id.get(question_id)
    return question.text if question else question_id


def answers_in_words(graph: Graph, question_id: str, given: tuple[str, ...]) -> tuple[str, ...]:
    """Return the texts of answers to a question; the id of one that is gone."""
    question = graph.question_by_id.get(question_id)
    texts = {NOT_SURE: "Not sure"}
    texts |= {answer.id: answer.text for answer in question.answers} if question else {}
    return tuple(texts.get(answer, answer) for answer in given)


def told_divergence(content: Content, left: Position, right: Position) -> ToldDivergence:
    """Return where two sides differ by today's catalogue, in words."""
    graph = content.graph
    found = diverge(model_of(content.catalogue, graph, content.scales), graph, left, right)
    return ToldDivergence(
        found=found,
        differences=tuple(
            ToldDifference(
                question=question_in_words(graph, each.question),
                left=answers_in_words(graph, each.question, each.left),
                right=answers_in_words(graph, each.question, each.right),
                found=each,
            )
            for each in found.differences
        ),
        turning=tuple(question_in_words(graph, name) for name in found.turning),
    )


def names_of(content: Content) -> Mapping[str, str]:
    """Return the options' short names by id."""
    return {key: option.short_name for key, option in content.catalogue.option_by_id.items()}
