"""Show how answers become a ranking: formulas, constants, an example and what is tested."""

from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from app.domain.claims import FeatureKind
from app.domain.pair_flips import MOST_TRIED
from app.domain.questions import Answers
from app.domain.ranking import rank
from app.domain.scoring import model_of
from app.domain.vector import query_of
from app.domain.workings import workings_of
from app.web.dependencies import CurrentContent
from app.web.properties import PROPERTIES
from app.web.render import page

router = APIRouter(include_in_schema=False)

EXAMPLE: Final[Answers] = {"goals": ("mtls",), "priority": ("simplicity",)}
"""The answers of the worked example."""


@router.get("/method")
def show_method(request: Request, content: CurrentContent) -> HTMLResponse:
    """Show every rule and constant of the model with its reason, and one score worked out."""
    model = model_of(content.catalogue, content.graph, content.scales)
    ranking = rank(model, EXAMPLE)
    first, second = ranking.contenders[:2]
    return page(
        request,
        "method.html",
        content=content,
        scales=content.scales,
        measured=[f for f in content.catalogue.features if f.kind is FeatureKind.NUMERIC],
        ranking=ranking,
        example=[(step.question, step.answers) for step in ranking.path.steps],
        example_query=query_of(EXAMPLE),
        total=sum(ranking.weights.values()),
        worked=[
            (
                content.catalogue.option(place.option),
                place,
                tuple(workings_of(model, ranking, place.option)),
            )
            for place in (first, second)
        ],
        constants=tuple(content.scales.robustness),
        most_pairs=MOST_TRIED,
        properties=PROPERTIES,
    )
