"""Show the whole decision graph, as a list and as a picture."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from app.domain.conditions import asked_when, way_to
from app.domain.drawing import draw
from app.domain.graph import Graph
from app.domain.questions import Question
from app.domain.successors import ADVICE
from app.domain.vector import query_of
from app.web.dependencies import CurrentContent
from app.web.render import page

router = APIRouter(include_in_schema=False)


@router.get("/graph")
def show_graph(request: Request, content: CurrentContent) -> HTMLResponse:
    """Show every question with its condition, its answers and what each of them does."""
    graph = content.graph
    return page(
        request,
        "graph.html",
        content=content,
        graph=graph,
        drawing=draw(graph, content.layout, {}),
        link_to={question.id: f"#{question.id}" for question in graph.questions}
        | {ADVICE: "/result"},
        ways={question.id: ways_in(graph, question) for question in graph.questions},
        conditions={question.id: asked_when(graph, question) for question in graph.questions},
    )


def ways_in(graph: Graph, question: Question) -> tuple[str, tuple[str, ...]]:
    """Return the query that shows a question in the wizard, and in words what it answers."""
    given = way_to(graph, question)
    words = tuple(
        graph.question(name).answer(answer).text for name, own in given.items() for answer in own
    )
    return query_of({**given, "at": (question.id,)}), words
