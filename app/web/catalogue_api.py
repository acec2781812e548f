"""Give the facts to programs: whole or filtered, typed, tagged with the catalogue's version."""

from typing import Final

from fastapi import APIRouter, Request, Response

from app.content.json_schemas import TYPES, schema_text
from app.domain.catalogue import Catalogue
from app.domain.selection import (
    Wanted,
    refuse_unknown,
    select,
    sources_of,
)
from app.web.catalogue_answers import answer, described, missing
from app.web.catalogue_bodies import (
    FeatureBody,
    FeatureList,
    OptionBody,
    OptionList,
)
from app.web.catalogue_examples import PROBLEMS
from app.web.dependencies import CurrentContent
from app.web.prepared import kept, prepare, send

router = APIRouter(prefix="/api", tags=["facts"])

CELLS: Final = ("option", "group", "feature", "kind", "support", "maturity", "contested")


@router.get("/catalog", response_model=Catalogue, **described("catalog", *CELLS))
async def give_catalogue(request: Request, content: CurrentContent) -> Response:
    """Return everything: features, options with a claim for every cell, and sources.

    A filter that names several values takes any of them; several filters must all pass.
    """
    return answer(request, content, lambda wanted: select(content.catalogue, wanted))


@router.get("/options", response_model=OptionList, **described("options", *CELLS))
async def give_options(request: Request, content: CurrentContent) -> Response:
    """Return options and add-ons with those cells that pass the filters."""

    def body(wanted: Wanted) -> OptionList:
        part = select(content.catalogue, wanted)
        return OptionList.model_construct(
            version=part.version, options=part.options, add_ons=part.add_ons, sources=part.sources
        )

    return answer(request, content, body)


@router.get("/options/{option}", response_model=OptionBody, **described("options/linkerd"))
async def give_option(request: Request, content: CurrentContent, option: str) -> Response:
    """Return one option or add-on with all its cells."""
    catalogue = content.catalogue
    found = catalogue.option_by_id.get(option)
    if found is None:
        raise missing("option", option, catalogue.option_by_id)

    def body(wanted: Wanted) -> OptionBody:
        refuse_unknown(wanted, {})
        return OptionBody.model_construct(
            version=catalogue.version, option=found, sources=sources_of(catalogue, [found])
        )

    return answer(request, content, body)


@router.get("/features", response_model=FeatureList, **described("features", *CELLS))
async def give_features(request: Request, content: CurrentContent) -> Response:
    """Return the features for which a cell passes the filters, and their groups.

    So `?option=linkerd&support=none` lists what Linkerd does not do.
    """

    def body(wanted: Wanted) -> FeatureList:
        part = select(content.catalogue, wanted)
        return FeatureList.model_construct(
            version=part.version, groups=part.groups, features=part.features
        )

    return answer(request, content, body)


@router.get("/features/{feature}", response_model=FeatureBody, **described("features/mtls"))
async def give_feature(request: Request, content: CurrentContent, feature: str) -> Response:
    """Return one feature with its cell for each option that has one."""
    catalogue = content.catalogue
    if feature not in catalogue.feature_by_id:
        raise missing("feature", feature, catalogue.feature_by_id)

    def body(wanted: Wanted) -> FeatureBody:
        refuse_unknown(wanted, {})
        part = select(catalogue, {"feature": (feature,)})
        return FeatureBody.model_construct(
            version=part.version,
            feature=part.feature(feature),
            cells={option.id: option.cell(feature) for option in part.option_by_id.values()},
            sources=part.sources,
        )

    return answer(request, content, body)


@router.get("/schemas/{name}", responses=PROBLEMS)
async def give_schema(request: Request, content: CurrentContent, name: str) -> Response:
    """Return the JSON Schema of a content file, or under `catalogue` of GET /api/catalog."""
    if name not in TYPES:
        raise missing("schema", name, TYPES)
    made = kept(
        request,
        request.url.path,
        lambda: prepare(schema_text(name), content.catalogue.version, "application/schema+json"),
    )
    return send(request, made)
