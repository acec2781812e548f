"""Recommend over HTTP: the same model as the pages, as JSON for programs."""

import json
from typing import Annotated, Any, Final

from fastapi import APIRouter, Body, Request, Response
from fastapi.responses import PlainTextResponse
from pydantic import ValidationError

from app.content.load import Content
from app.domain.answers_schema import answers_schema
from app.domain.errors import InvalidInput, Problem
from app.domain.graph import Graph
from app.domain.overhead_sizing import Sizing
from app.domain.scales import parse_weights
from app.domain.sent_answers import parse_answers
from app.formats.graph_text import dot_of, mermaid_of
from app.web.answers import parse_asked
from app.web.dependencies import CurrentContent
from app.web.examples import ANSWER, BATCH, BATCHES, PROBLEM, REQUESTS
from app.web.printed import Wanted, printed, sizing_of
from app.web.problems import describe, problems_of
from app.web.quick_body import QuickBody
from app.web.recommendation_bodies import (
    EXTRAS,
    MOST_CHARACTERS,
    AnswerSet,
    BatchBody,
    BatchRequest,
    RecommendationBody,
    RecommendationRequest,
)
from app.web.reopened import VECTOR, open_vector, printed_again

router = APIRouter(tags=["recommend"], route_class=QuickBody)

_IN_LINKS: Final = tuple(extra for extra in EXTRAS if extra != "overhead")
"""What a link may include: it has no place for the sizes of a cluster."""

_PROBLEMS: Final[dict[int | str, dict[str, Any]]] = {
    422: {
        "description": "Something is wrong with the input; each field is named with what it takes.",
        "content": {"application/problem+json": {"example": PROBLEM}},
    }
}
_ANSWERS: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {"application/json": {"example": ANSWER}}},
    **_PROBLEMS,
}
_BATCHES: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {"application/json": {"example": BATCH}}},
    **_PROBLEMS,
}
_QUERY: Final[list[dict[str, Any]]] = [
    {
        "name": "answers",
        "in": "query",
        "description": "Each question is a parameter of its own, repeated for several answers.",
        "style": "form",
        "explode": True,
        "schema": {
            "type": "object",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
        "example": {"goals": ["mtls"], "services": ["under_20"]},
    },
    {
        "name": "weights",
        "in": "query",
        "description": "Each criterion is a parameter `weights.<criterion>`, in points.",
        "style": "form",
        "explode": True,
        "schema": {"type": "object", "additionalProperties": {"type": "number", "minimum": 0}},
        "example": {"weights.security": 30},
    },
    {
        "name": "vector",
        "in": "query",
        "description": "A decision vector instead of answers and weights; adds `reopened`.",
        "schema": {"type": "string", "maxLength": MOST_CHARACTERS},
    },
    {
        "name": "include",
        "in": "query",
        "description": "More to be told.",
        "schema": {"type": "array", "items": {"enum": list(_IN_LINKS)}},
    },
]


@router.post("/recommend", response_model=RecommendationBody, responses=_ANSWERS)
async def post_recommendation(
    content: CurrentContent,
    wanted: Annotated[RecommendationRequest, Body(openapi_examples=REQUESTS)],
) -> Response:
    """Return the recommendation for answers.

    No answers at all are allowed: the model then ranks on the standing weights and says how
    open that is. The same answers, catalogue, graph and engine always give the same bytes.
    """
    include = frozenset(wanted.include)
    sizing = sizing_of(include, wanted.cluster)
    if wanted.vector is not None:
        besides = {"answers": wanted.answers, "weights": wanted.weights}
        opened = open_vector(content, wanted.vector, besides=besides)
        return _json(printed_again(content, opened, include, sizing))
    return _json(printed(content, _wanted(content, wanted, include, sizing)))


@router.get(
    "/recommend",
    response_model=RecommendationBody,
    responses=_ANSWERS,
    openapi_extra={"parameters": _QUERY},
)
async def get_recommendation(request: Request, content: CurrentContent) -> Response:
    """Return the recommendation for the answers in the query, with an ETag."""
    query = request.query_params
    include = frozenset(query.getlist("include"))
    if include - set(_IN_LINKS):
        raise InvalidInput([Problem("include", "There is no such thing to include.", _IN_LINKS)])
    if line := query.get(VECTOR):
        besides = {key: given for key, given in query.items() if key not in {VECTOR, "include"}}
        opened = open_vector(content, line[:MOST_CHARACTERS], besides=besides)
        return _json(printed_again(content, opened, include))
    asked = parse_asked(content, query, besides=("include", VECTOR))
    return _json(printed(content, Wanted(asked.answers, asked.weights, include)))


@router.post("/recommend/batch", response_model=BatchBody, responses=_BATCHES)
def post_batch(
    content: CurrentContent, wanted: Annotated[BatchRequest, Body(openapi_examples=BATCHES)]
) -> Response:
    """Return a recommendation or a problem document for each of up to 100 sets of answers."""
    results = (
        b'{"index":%d,%s}' % (index, _entry(content, raw))
        for index, raw in enumerate(wanted.requests)
    )
    return _json(b'{"results":[%s]}' % b",".join(results))


@router.get("/api/graph", response_model=Graph, responses={304: {"description": "Not changed."}})
async def show_graph(content: CurrentContent) -> Response:
    """Return the decision graph: questions, when each is asked, answers and their effects."""
    return _json(content.graph.model_dump_json().encode())


@router.get("/api/graph.dot", response_class=PlainTextResponse)
async def show_graph_for_graphviz(content: CurrentContent) -> str:
    """Return the decision graph in the dot language of Graphviz."""
    return dot_of(content.graph)


@router.get("/api/graph.mmd", response_class=PlainTextResponse)
async def show_graph_as_mermaid(content: CurrentContent) -> str:
    """Return the decision graph as a Mermaid flow chart."""
    return mermaid_of(content.graph)


@router.get("/api/graph/answers.schema.json")
async def show_answers_schema(content: CurrentContent) -> dict[str, Any]:
    """Return the JSON Schema of `answers`, generated from the graph."""
    return answers_schema(content.graph)


def _entry(content: Content, raw: dict[str, Any]) -> bytes:
    try:
        wanted = _wanted(content, AnswerSet.model_validate(raw))
    except ValidationError as error:
        return _problem(InvalidInput(problems_of(error.errors())))
    except InvalidInput as error:
        return _problem(error)
    return b'"recommendation":%s' % printed(content, wanted)


def _problem(error: InvalidInput) -> bytes:
    return b'"problem":%s' % json.dumps(describe(error).document()).encode()


def _wanted(
    content: Content,
    sent: AnswerSet,
    include: frozenset[str] = frozenset(),
    sizing: Sizing | None = None,
) -> Wanted:
    answers = parse_answers(content.graph, sent.answers)
    return Wanted(answers, parse_weights(content.scales, sent.weights or {}), include, sizing)


def _json(text: bytes) -> Response:
    return Response(text, media_type="application/json")
