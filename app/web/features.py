"""Show the features by group, and one of them in depth across all options."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from app.domain.baseline import reach_of
from app.domain.catalogue import Feature
from app.domain.comparison import Reader, detail_of
from app.domain.demands import demands_for, weighing_of
from app.domain.errors import NotFound
from app.domain.measures import ruler_of
from app.domain.standing import standings_of
from app.domain.tallies import spread_of
from app.web.as_of import DayHere
from app.web.dependencies import CurrentContent
from app.web.render import page

router = APIRouter(include_in_schema=False)


@router.get("/features")
def show_features(
    request: Request,
    content: CurrentContent,
    today: DayHere,
    q: Annotated[str, Query(max_length=200)] = "",
) -> HTMLResponse:
    """List the features whose name, question or synonyms hold every word of `q`."""
    catalogue = content.catalogue
    found = [feature for feature in catalogue.features if _mentions(feature, q)]
    return page(
        request,
        "features.html",
        part="_feature_list.html",
        catalogue=catalogue,
        features=found,
        reaches={one.id: reach_of(one, catalogue.options, today) for one in found},
        spreads={one.id: spread_of(catalogue.options, one.id) for one in found},
        q=q,
    )


@router.get("/features/{feature_id}")
def show_feature(
    request: Request, content: CurrentContent, today: DayHere, feature_id: str
) -> HTMLResponse:
    """Show what a feature means and every claim that is made about it."""
    catalogue = content.catalogue
    feature = catalogue.feature_by_id.get(feature_id)
    if feature is None:
        raise NotFound(f"There is no feature called “{feature_id}”.")
    everybody = [
        option
        for option in (*catalogue.options, *catalogue.add_ons)
        if feature_id in option.cell_by_feature
    ]
    return page(
        request,
        "feature.html",
        catalogue=catalogue,
        feature=feature,
        group=next(group for group in catalogue.groups if group.id == feature.group),
        details=[
            detail_of(catalogue, f"{option.id}.{feature_id}", Reader(today)) for option in everybody
        ],
        reach=reach_of(feature, catalogue.options, today),
        ruler=ruler_of(feature, catalogue.options),
        conformance=content.conformance,
        standings=standings_of(content.conformance, catalogue.options, feature_id),
        demands=demands_for(content.graph, feature_id),
        weighing=weighing_of(content.scales, feature_id),
    )


def _mentions(feature: Feature, text: str) -> bool:
    texts = (feature.name, feature.id, feature.question, *feature.synonyms)
    haystack = "\n".join(texts).casefold()
    return all(word in haystack for word in text.casefold().split())
