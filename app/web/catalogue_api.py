"""Give the facts to programs: whole or filtered, typed, tagged with the catalogue's version."""

from collections.abc import Callable, Iterable
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from app.content.json_schemas import TYPES, schema_text
from app.content.load import Content
from app.domain.catalogue import Catalogue
from app.domain.citations import citations_of
from app.domain.errors import NotFound
from app.domain.selection import (
    Wanted,
    refuse_unknown,
    select,
    select_benchmarks,
    select_conformance,
    select_market,
    select_sources,
    sources_of,
)
from app.web.catalogue_bodies import (
    BenchmarkBody,
    CitedSource,
    ConformanceBody,
    FeatureBody,
    FeatureList,
    OptionBody,
    OptionList,
    RetiredBody,
    SourceList,
)
from app.web.catalogue_examples import CALLS, PROBLEMS, parameters
from app.web.dependencies import CurrentContent
from app.web.filters import wanted_in
from app.web.prepared import Prepared, kept, prepare, send

router = APIRouter(prefix="/api", tags=["facts"])

CELLS: Final = ("option", "group", "feature", "kind", "support", "maturity", "contested")


def _described(name: str, *filters: str) -> dict[str, Any]:
    """Return what the description of a call says beside its model."""
    answers: dict[int | str, dict[str, Any]] = {
        200: {"content": {"application/json": {"example": CALLS[name]}}},
        304: {"description": "The client's copy is what would be sent."},
        **PROBLEMS,
    }
    return {"responses": answers, "openapi_extra": {"parameters": parameters(*filters)}}


@router.get("/catalog", response_model=Catalogue, **_described("catalog", *CELLS))
async def give_catalogue(request: Request, content: CurrentContent) -> Response:
    """Return everything: features, options with a claim for every cell, and sources.

    A filter that names several values takes any of them; several filters must all pass.
    """
    return _answer(request, content, lambda wanted: select(content.catalogue, wanted))


@router.get("/options", response_model=OptionList, **_described("options", *CELLS))
async def give_options(request: Request, content: CurrentContent) -> Response:
    """Return options and add-ons with those cells that pass the filters."""

    def body(wanted: Wanted) -> OptionList:
        part = select(content.catalogue, wanted)
        return OptionList.model_construct(
            version=part.version, options=part.options, add_ons=part.add_ons, sources=part.sources
        )

    return _answer(request, content, body)


@router.get("/options/{option}", response_model=OptionBody, **_described("options/linkerd"))
async def give_option(request: Request, content: CurrentContent, option: str) -> Response:
    """Return one option or add-on with all its cells."""
    catalogue = content.catalogue
    found = catalogue.option_by_id.get(option)
    if found is None:
        raise _missing("option", option, catalogue.option_by_id)

    def body(wanted: Wanted) -> OptionBody:
        refuse_unknown(wanted, {})
        return OptionBody.model_construct(
            version=catalogue.version, option=found, sources=sources_of(catalogue, [found])
        )

    return _answer(request, content, body)


@router.get("/features", response_model=FeatureList, **_described("features", *CELLS))
async def give_features(request: Request, content: CurrentContent) -> Response:
    """Return the features for which a cell passes the filters, and their groups.

    So `?option=linkerd&support=none` lists what Linkerd does not do.
    """

    def body(wanted: Wanted) -> FeatureList:
        part = select(content.catalogue, wanted)
        return FeatureList.model_construct(
            version=part.version, groups=part.groups, features=part.features
        )

    return _answer(request, content, body)


@router.get("/features/{feature}", response_model=FeatureBody, **_described("features/mtls"))
async def give_feature(request: Request, content: CurrentContent, feature: str) -> Response:
    """Return one feature with its cell for each option that has one."""
    catalogue = content.catalogue
    if feature not in catalogue.feature_by_id:
        raise _missing("feature", feature, catalogue.feature_by_id)

    def body(wanted: Wanted) -> FeatureBody:
        refuse_unknown(wanted, {})
        part = select(catalogue, {"feature": (feature,)})
        return FeatureBody.model_construct(
            version=part.version,
            feature=part.feature(feature),
            cells={option.id: option.cell(feature) for option in part.option_by_id.values()},
            sources=part.sources,
        )

    return _answer(request, content, body)


@router.get(
    "/sources",
    response_model=SourceList,
    **_described("sources", "option", "feature", "source_kind"),
)
async def give_sources(request: Request, content: CurrentContent) -> Response:
    """Return sources with the places that cite them: cells, releases, notes, figures, reports.

    So `?option=linkerd&feature=mtls` lists what one cell rests on.
    """
    catalogue = content.catalogue

    def body(wanted: Wanted) -> SourceList:
        cited = citations_of(catalogue, content.benchmarks, content.conformance, content.overhead)
        sources = tuple(
            CitedSource.model_construct(**dict(source), cited_by=cited.get(source.id, ()))
            for source in select_sources(catalogue, cited, wanted)
        )
        return SourceList.model_construct(version=catalogue.version, sources=sources)

    return _answer(request, content, body)


@router.get(
    "/benchmarks",
    response_model=BenchmarkBody,
    **_described("benchmarks", "option", "metric", "statistic", "stake"),
)
async def give_measurements(request: Request, content: CurrentContent) -> Response:
    """Return published measurements with their conditions and the tester's stake."""
    return _answer(
        request,
        content,
        lambda wanted: _versioned(
            BenchmarkBody, content, select_benchmarks(content.benchmarks, wanted)
        ),
    )


@router.get("/conformance", response_model=ConformanceBody, **_described("conformance", "option"))
async def give_conformance(request: Request, content: CurrentContent) -> Response:
    """Return the Gateway API conformance reports, and for which options none was found."""
    return _answer(
        request,
        content,
        lambda wanted: _versioned(
            ConformanceBody, content, select_conformance(content.conformance, wanted)
        ),
    )


@router.get("/retired", response_model=RetiredBody, **_described("retired", "option"))
async def give_retired(request: Request, content: CurrentContent) -> Response:
    """Return meshes and interfaces that ended, and managed offerings of those that live."""
    return _answer(
        request,
        content,
        lambda wanted: _versioned(
            RetiredBody, content, select_market(content.catalogue, content.market, wanted)
        ),
    )


@router.get("/schemas/{name}", responses=PROBLEMS)
async def give_schema(request: Request, content: CurrentContent, name: str) -> Response:
    """Return the JSON Schema of a content file, or under `catalogue` of GET /api/catalog."""
    if name not in TYPES:
        raise _missing("schema", name, TYPES)
    made = kept(
        request,
        request.url.path,
        lambda: prepare(schema_text(name), content.catalogue.version, "application/schema+json"),
    )
    return send(request, made)


def _answer(request: Request, content: Content, body: Callable[[Wanted], BaseModel]) -> Response:
    """Send the body for the filters in the query; without any it is made once and kept."""
    wanted = wanted_in(request)

    def made() -> Prepared:
        return prepare(body(wanted).model_dump_json(), content.catalogue.version)

    return send(request, made() if wanted else kept(request, request.url.path, made))


def _versioned(kind: type[BaseModel], content: Content, part: BaseModel) -> BaseModel:
    """Return a part of the content with the catalogue's version beside its own fields."""
    fields = {name: getattr(part, name) for name in type(part).model_fields}
    return kind.model_construct(**fields, version=content.catalogue.version)


def _missing(what: str, name: str, there_are: Iterable[str]) -> NotFound:
    return NotFound(f"There is no {what} called “{name}”. There are: {', '.join(there_are)}.")
