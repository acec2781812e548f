"""Give the facts to programs: whole or filtered, typed, tagged with the catalogue's version."""

from typing import Final

from fastapi import APIRouter, Request, Response

from app.content.json_schemas import TYPES, schema_text
from app.domain.catalogue import Catalogue
from app.domain.changelog import select_changes
from app.domain.selection import Wanted, catalogue_choices, refuse_unknown, select, sources_of
from app.formats.table_json import WrittenComparison
from app.web.catalogue_answers import answer, described, missing
from app.web.catalogue_bodies import (
    ChangesBody,
    FeatureBody,
    FeatureList,
    OptionBody,
    OptionList,
)
from app.web.catalogue_examples import PROBLEMS
from app.web.dependencies import CurrentContent
from app.web.prepared import Prepared, kept, prepare, send

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


@router.get(
    "/changes",
    response_model=ChangesBody,
    **described("changes", "option", "feature", "since"),
)
async def give_changes(request: Request, content: CurrentContent) -> Response:
    """Return the versions of the catalogue and what changed with each, newest first.

    So `?option=linkerd&feature=mtls` is the history of one cell, and `?since=` what is new.
    """

    def body(wanted: Wanted) -> ChangesBody:
        choices = catalogue_choices(content.catalogue)
        versions = tuple(one.version for one in content.history.publications)
        refuse_unknown(
            wanted,
            {"option": choices["option"], "feature": choices["feature"], "since": versions},
        )
        since = min(wanted.get("since", [""]))
        return ChangesBody.model_construct(
            version=content.catalogue.version,
            publications=tuple(p for p in content.history.publications if p.version > since),
            changes=select_changes(
                content.changelogs,
                since=since,
                options=wanted.get("option", ()),
                features=wanted.get("feature", ()),
            ),
        )

    return answer(request, content, body)


@router.get("/schemas/{name}", responses=PROBLEMS)
async def give_schema(request: Request, content: CurrentContent, name: str) -> Response:
    """Return the JSON Schema of a content file; `catalogue` and `comparison` are of answers.

    `catalogue` is what GET /api/catalog gives, and `comparison` what /compare.json does.
    """
    kinds = {**TYPES, "comparison": WrittenComparison}
    if name not in kinds:
        raise missing("schema", name, kinds)

    def made() -> Prepared:
        text = schema_text(kinds[name])
        return prepare(text, content.catalogue.version, "application/schema+json")

    return send(request, kept(request, request.url.path, made))
