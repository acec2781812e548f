"""Which options one more answer can still put first, and by how many answers."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from app.content.load import Content
from app.domain.catalogue import Option
from app.domain.explanation import OpenQuestion
from app.domain.robustness import explain
from app.web.answers import Asked


@dataclass(frozen=True, slots=True)
class Reach:
    """An option, None where nothing would fit, with how many open answers lead to it."""

    option: Option | None
    answers: int


def open_questions_for(content: Content, asked: Asked) -> tuple[OpenQuestion, ...]:
    """Return the open questions that can change the first place, with the winner of each answer."""
    parts = content.catalogue, content.graph, content.scales
    told = explain(*parts, asked.answers, asked.weights or None, include={"next_questions"})
    return told.open_questions or ()


def within_reach(
    content: Content, questions: Iterable[OpenQuestion], winner: str | None
) -> tuple[Reach, ...]:
    """Return what else can come first with one more answer, what most answers lead to first."""
    winners = [each for question in questions for each in question.winners.values()]
    counted = Counter(each for each in winners if each != winner)
    found = [
        Reach(content.catalogue.option(option) if option else None, count)
        for option, count in counted.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.answers, one.option.id if one.option else "")))
