"""What POST /recommend is measured against: an endpoint that does nothing, and a rule engine."""

from typing import Any

from fastapi import FastAPI

from app.content.load import Content
from app.domain.outcome import Recommendation
from app.domain.questions import Answers
from app.domain.recommend import recommend
from app.web.recommendation_bodies import RecommendationRequest
from tests.benchmarks.rule_engine import document


def idle(content: Content, answers: Answers) -> FastAPI:
    """Return an application that reads the request, and answers always as to these answers."""
    app = FastAPI()
    parts = content.catalogue, content.graph, content.scales
    always = recommend(*parts, answers)

    @app.post("/recommend")
    async def answer(wanted: RecommendationRequest) -> Recommendation:  # noqa: ARG001
        return always

    return app


def engine(content: Content) -> FastAPI:
    """Return an application that lets zen-engine evaluate the same questions and rules."""
    import zen  # noqa: PLC0415  Only this process needs it.

    app = FastAPI()
    decision = zen.ZenEngine().create_decision(document(content))

    @app.post("/recommend")
    async def answer(wanted: RecommendationRequest) -> dict[str, Any]:
        given = {
            question: [value] if isinstance(value, str) else value or []
            for question, value in wanted.answers.items()
        }
        result: dict[str, Any] = decision.evaluate({"answers": given})["result"]
        return result

    return app
