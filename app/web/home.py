"""Show what Meshwise does, and open a saved decision from a pasted link."""

import re
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode, urlsplit

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.content.load import Content
from app.domain.add_ons import add_ons_of
from app.domain.catalogue import Option
from app.domain.comparison import rows_of
from app.domain.drawing import draw
from app.domain.errors import InvalidInput, Problem
from app.domain.questions import Express
from app.domain.ranking import rank
from app.domain.scoring import model_of
from app.domain.successors import ADVICE
from app.domain.vector import is_vector, parse_vector, query_of
from app.web.dependencies import CurrentContent
from app.web.render import page

router = APIRouter(include_in_schema=False)

STRIP = ("mtls", "traffic_split", "sidecarless", "any_cni", "memory_per_pod", "learning_curve")
MOST_CHARACTERS = 2000
PART = r"[A-Za-z0-9_-]{8,100}"
LINK = re.compile(
    rf"/(?:decisions/{PART}(?:/(?:comment|edit)/{PART})?"
    rf"|teams/{PART}(?:/(?:view|comment|edit)/{PART})?)"
)


@dataclass(frozen=True, slots=True)
class Entrance:
    """A way in with its first answers given, and the options that those alone point to."""

    way: Express
    query: str
    leads_to: tuple[Option, ...]


@router.get("/")
def show_home(request: Request, content: CurrentContent) -> HTMLResponse:
    """Show the decision in short, a strip of the comparison and the ways in."""
    return _home(request, content)


@router.post("/open")
def open_decision(
    request: Request,
    content: CurrentContent,
    link: Annotated[str, Form(max_length=MOST_CHARACTERS)] = "",
) -> Response:
    """Lead a pasted link to its decision or team here, whatever host it names; or a vector."""
    try:
        path = path_of(link)
    except InvalidInput as error:
        return _home(request, content, link=link, problem=error.problems[0], status=422)
    return RedirectResponse(path, 303, {"Referrer-Policy": "no-referrer"})


def path_of(link: str) -> str:
    """Return the path of a link of any kind, or of a vector's result; else InvalidInput: `link`."""
    if is_vector(link):
        parse_vector(link)
        return f"/result?{urlencode({'vector': link.strip()})}"
    try:
        path = urlsplit(link.strip()).path
    except ValueError:
        path = ""
    path = path.rstrip("/")
    if LINK.fullmatch(path):
        return path
    message = (
        "Paste the whole link, which holds /decisions/ or /teams/ and more after it, "
        "or a decision vector."
    )
    raise InvalidInput([Problem("link", message)])


def _home(
    request: Request,
    content: CurrentContent,
    *,
    link: str = "",
    problem: Problem | None = None,
    status: int = 200,
) -> HTMLResponse:
    catalogue = content.catalogue
    features = [catalogue.feature(feature_id) for feature_id in STRIP]
    return page(
        request,
        "home.html",
        status=status,
        catalogue=catalogue,
        express=[_entrance(content, way) for way in content.graph.express],
        starting_points=content.starting_points.starting_points,
        rows=rows_of(catalogue, features, catalogue.options),
        state="",
        drawing=draw(content.graph, content.layout, {}),
        link_to=_entrances(content),
        link=link,
        problem=problem,
    )


def _entrances(content: Content) -> dict[str, str]:
    """Return where each box of the picture leads: the wizard where it is always asked."""
    links = {
        question.id: f"/graph#{question.id}" if question.asked_when else f"/wizard?at={question.id}"
        for question in content.graph.questions
    }
    return {**links, ADVICE: "/result"}


def _entrance(content: Content, way: Express) -> Entrance:
    model = model_of(content.catalogue, content.graph, content.scales)
    ranking = rank(model, way.answers)
    winner = ranking.winner.option if ranking.winner else None
    ids = (winner, *add_ons_of(ranking, winner)) if winner else ()
    leads_to = tuple(content.catalogue.option(each) for each in ids)
    return Entrance(way, query_of(way.answers), leads_to)
