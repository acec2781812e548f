"""Offer situations to start from, each with what it assumes and what it points to today."""

from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from app.content.load import Content
from app.domain.add_ons import add_ons_of
from app.domain.catalogue import Option
from app.domain.ranking import rank
from app.domain.scoring import model_of
from app.domain.starting_points import StartingPoint
from app.domain.vector import query_of
from app.web.answer_words import answers_in_words, question_in_words
from app.web.dependencies import CurrentContent
from app.web.render import page

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Offer:
    """A starting point with its answers in words, its link, and the options it points to."""

    point: StartingPoint
    query: str
    answers: tuple[tuple[str, tuple[str, ...]], ...]
    leads_to: tuple[Option, ...]


@router.get("/starting-points")
def show_starting_points(request: Request, content: CurrentContent) -> HTMLResponse:
    """Show every starting point: why these answers, and when they do not fit."""
    return page(request, "starting_points.html", offers=tuple(offers_of(content)))


def offers_of(content: Content) -> Iterator[Offer]:
    """Yield the starting points; where each leads follows from the facts."""
    model = model_of(content.catalogue, content.graph, content.scales)
    for point in content.starting_points.starting_points:
        ranking = rank(model, point.answers)
        winner = ranking.winner.option if ranking.winner else None
        ids = (winner, *add_ons_of(ranking, winner)) if winner else ()
        yield Offer(
            point=point,
            query=query_of(point.answers),
            answers=tuple(
                (
                    question_in_words(content.graph, question),
                    answers_in_words(content.graph, question, given),
                )
                for question, given in point.answers.items()
            ),
            leads_to=tuple(content.catalogue.option(each) for each in ids),
        )
