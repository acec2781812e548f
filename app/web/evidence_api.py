"""Give what the facts rest on to programs: sources, measurements, conformance, what ended."""

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from app.content.load import Content
from app.domain.citations import citations_of
from app.domain.selection import (
    Wanted,
    select_benchmarks,
    select_conformance,
    select_market,
    select_sources,
)
from app.web.catalogue_answers import answer, described
from app.web.catalogue_bodies import (
    BenchmarkBody,
    CitedSource,
    ConformanceBody,
    RetiredBody,
    SourceList,
)
from app.web.dependencies import CurrentContent

router = APIRouter(prefix="/api", tags=["facts"])


@router.get(
    "/sources",
    response_model=SourceList,
    **described("sources", "option", "feature", "source_kind"),
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

    return answer(request, content, body)


@router.get(
    "/benchmarks",
    response_model=BenchmarkBody,
    **described("benchmarks", "option", "metric", "statistic", "stake"),
)
async def give_measurements(request: Request, content: CurrentContent) -> Response:
    """Return published measurements with their conditions and the tester's stake."""
    return answer(
        request,
        content,
        lambda wanted: _versioned(
            BenchmarkBody, content, select_benchmarks(content.benchmarks, wanted)
        ),
    )


@router.get("/conformance", response_model=ConformanceBody, **described("conformance", "option"))
async def give_conformance(request: Request, content: CurrentContent) -> Response:
    """Return the Gateway API conformance reports, and for which options none was found."""
    return answer(
        request,
        content,
        lambda wanted: _versioned(
            ConformanceBody, content, select_conformance(content.conformance, wanted)
        ),
    )


@router.get("/retired", response_model=RetiredBody, **described("retired", "option"))
async def give_retired(request: Request, content: CurrentContent) -> Response:
    """Return meshes and interfaces that ended, and managed offerings of those that live."""
    return answer(
        request,
        content,
        lambda wanted: _versioned(
            RetiredBody, content, select_market(content.catalogue, content.market, wanted)
        ),
    )


def _versioned(kind: type[BaseModel], content: Content, part: BaseModel) -> BaseModel:
    """Return a part of the content with the catalogue's version beside its own fields."""
    fields = {name: getattr(part, name) for name in type(part).model_fields}
    return kind.model_construct(**fields, version=content.catalogue.version)
