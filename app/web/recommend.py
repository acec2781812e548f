"""Recommend over HTTP: the same model as the pages, as JSON for programs."""

from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Body, Request, Response
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter

from app.content.load import Content
from app.domain.errors import InvalidInput, Problem
from app.domain.graph import Graph, parse_answers
from app.domain.outcome import Recommendation
from app.domain.scales import parse_weights
from app.web.answers import Asked, parse_asked
from app.web.dependencies import CurrentContent
from app.web.examples import ANSWER, PROBLEM, REQUESTS
from app.web.wizard import advice_for

router = APIRouter(tags=["recommend"])

Extra = Literal["next_questions"]
EXTRAS: Final[tuple[str, ...]] = ("next_questions",)
"""What `include` may name. The next questions come with every answer."""

_WRITER = TypeAdapter(Recommendation)
_PROBLEMS: Final[dict[int | str, dict[str, Any]]] = {
    422: {
        "description": "Something is wrong with the input; each field is named with what it takes.",
        "content": {"application/problem+json": {"example": PROBLEM}},
    }
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
        "name": "include",
        "in": "query",
        "description": "More to be told.",
        "schema": {"type": "array", "items": {"enum": list(EXTRAS)}},
    },
]


def _texts(value: object) -> object:
    """Leave texts and lists of texts; anything else becomes no answer of any question."""
    if value is None or isinstance(value, str):
        return value
    items = value if isinstance(value, list) else [value]
    return [item if isinstance(item, str) else "?" for item in items]


Given = Annotated[str | list[str] | None, BeforeValidator(_texts)]


class RecommendationRequest(BaseModel):
    """Answers by question, and weights by criterion where they replace what answers collect."""

    model_config = ConfigDict(extra="forbid")

    answers: dict[str, Given] = Field(
        default_factory=dict,
        max_length=100,
        description="Question id to an answer id or a list of them. `not_sure` narrows nothing.",
    )
    weights: dict[str, float] | None = Field(
        None, max_length=100, description="Criterion to points, 0 to 1000."
    )
    include: list[Extra] = Field(default_factory=list, max_length=20)


@router.post(
    "/recommend",
    response_model=Recommendation,
    responses={200: {"content": {"application/json": {"example": ANSWER}}}, **_PROBLEMS},
)
async def post_recommendation(
    content: CurrentContent,
    wanted: Annotated[RecommendationRequest, Body(openapi_examples=REQUESTS)],
) -> Response:
    """Return the recommendation for answers.

    No answers at all are allowed: the model then ranks on the standing weights and says how
    open that is. The same answers, catalogue, graph and engine always give the same bytes.
    """
    answers = parse_answers(content.graph, wanted.answers)
    weights = parse_weights(content.scales, wanted.weights or {})
    return _written(content, Asked(answers, weights))


@router.get(
    "/recommend",
    response_model=Recommendation,
    responses={200: {"content": {"application/json": {"example": ANSWER}}}, **_PROBLEMS},
    openapi_extra={"parameters": _QUERY},
)
async def get_recommendation(request: Request, content: CurrentContent) -> Response:
    """Return the recommendation for the answers in the query, with an ETag."""
    query = request.query_params
    if set(query.getlist("include")) - set(EXTRAS):
        raise InvalidInput([Problem("include", "There is no such thing to include.", EXTRAS)])
    return _written(content, parse_asked(content, query, besides=("include",)))


@router.get("/api/graph", response_model=Graph, responses={304: {"description": "Not changed."}})
async def show_graph(content: CurrentContent) -> Response:
    """Return the decision graph: questions, when each is asked, answers and their effects."""
    return Response(content.graph.model_dump_json(), media_type="application/json")


def _written(content: Content, asked: Asked) -> Response:
    return Response(_WRITER.dump_json(advice_for(content, asked)), media_type="application/json")
