"""What POST /recommend is measured against: an endpoint that does nothing, and a rule engine."""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI

from app.content.load import Content
from app.domain.graph import Question, walk
from app.domain.outcome import Recommendation
from app.domain.questions import NOT_SURE, Answers
from app.domain.recommend import recommend
from app.web.recommendation_bodies import RecommendationRequest
from tests.benchmarks.rule_engine import document

KEY = "mesh"


def idle(content: Content, answers: Answers) -> FastAPI:
    """Return an application that reads the request, and answers always as to these answers."""
    app = FastAPI()
    parts = content.catalogue, content.graph, content.scales
    always = recommend(*parts, answers)

    @app.post("/recommend")
    async def answer(wanted: RecommendationRequest) -> Recommendation:  # noqa: ARG001
        return always

    return app


def ranking_engine(content: Content) -> FastAPI:
    """Return an application that lets zen-engine evaluate the same questions and rules."""
    app = FastAPI()
    engine = _engine(content)

    @app.post("/recommend")
    async def answer(wanted: RecommendationRequest) -> dict[str, Any]:
        result: dict[str, Any] = engine.evaluate(KEY, {"answers": _given(wanted)})["result"]
        return result

    return app


def asking_engine(content: Content) -> FastAPI:
    """Return an application that lets zen-engine try the open answers, too, as we have to."""
    app = FastAPI()
    engine = _engine(content)

    @app.post("/recommend")
    async def answer(wanted: RecommendationRequest) -> dict[str, Any]:
        given = _given(wanted)
        result: dict[str, Any] = engine.evaluate(KEY, {"answers": given})["result"]
        tried = [
            (question, {**given, question.id: [one.id]})
            for question in _open(content, given)
            for one in question.answers
        ]
        batch = [{"key": KEY, "context": {"answers": answers}} for _, answers in tried]
        found = engine.evaluate_batch(batch)
        changes: dict[str, float] = {}
        for (question, _), one in zip(tried, found, strict=True):
            if one["data"]["result"]["winner"] != result["winner"]:
                share = 1 / len(question.answers)
                changes[question.id] = changes.get(question.id, 0.0) + share
        result["next_questions"] = sorted(changes, key=lambda name: -changes[name])
        return result

    return app


def _engine(content: Content) -> Any:
    """Return zen-engine with the rules compiled: four times as quick as a plain decision."""
    import zen  # noqa: PLC0415  Only these processes need it.

    return zen.ZenEngine({"loader": {"type": "static", "content": {KEY: document(content)}}})


def _given(wanted: RecommendationRequest) -> dict[str, list[str]]:
    return {
        question: [value] if isinstance(value, str) else value or []
        for question, value in wanted.answers.items()
    }


def _open(content: Content, given: dict[str, list[str]]) -> Iterator[Question]:
    answers = {question: tuple(chosen) for question, chosen in given.items()}
    for question in walk(content.graph, answers).asked:
        if answers.get(question.id, (NOT_SURE,)) == (NOT_SURE,):
            yield question
