"""Show every source, and for each of them all that rests on it."""

from itertools import groupby
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import HTMLResponse

from app.content.load import Content
from app.domain.citations import Citations, citations_of, namespace_of
from app.domain.errors import InvalidInput, NotFound, Problem
from app.domain.sources import Source, SourceKind
from app.formats import sources_csv
from app.web.dependencies import CurrentContent
from app.web.render import page
from app.web.table_files import file_answer

router = APIRouter(include_in_schema=False)

Text = Annotated[str, Query(max_length=200)]


async def _sources(
    content: CurrentContent, q: Text = "", kind: Text = "", namespace: Text = ""
) -> list[Source]:
    """Return the sources of one kind or namespace, or all, that hold every word of `q`."""
    everything = content.catalogue.sources
    _refuse_unknown("kind", kind, list(SourceKind))
    _refuse_unknown("namespace", namespace, _namespaces(content))
    return [
        source
        for _, source in sorted(everything.items(), key=lambda pair: namespace_of(pair[0]))
        if kind in {"", source.kind}
        and namespace in {"", namespace_of(source.id)}
        and _mentions(source, q)
    ]


SourcesHere = Annotated[list[Source], Depends(_sources)]


@router.get("/sources")
def show_sources(  # noqa: PLR0917  One parameter for each thing the form asks.
    request: Request,
    content: CurrentContent,
    wanted: SourcesHere,
    q: Text = "",
    kind: Text = "",
    namespace: Text = "",
) -> HTMLResponse:
    """List the sources that were asked for, shelf by shelf."""
    asked = (("q", q), ("kind", kind), ("namespace", namespace))
    return page(
        request,
        "sources.html",
        part="_source_list.html",
        catalogue=content.catalogue,
        count=len(wanted),
        shelves=[
            (name, list(sources))
            for name, sources in groupby(wanted, key=lambda source: namespace_of(source.id))
        ],
        citations=_citations(content),
        kinds=list(SourceKind),
        namespaces=_namespaces(content),
        q=q,
        kind=kind,
        namespace=namespace,
        state=urlencode([pair for pair in asked if pair[1]]),
    )


@router.get("/sources.csv")
def show_sources_csv(content: CurrentContent, wanted: SourcesHere) -> Response:
    """Show the sources that were asked for, for spreadsheets and programs."""
    text = sources_csv.render(wanted, _citations(content), content.catalogue.version)
    return file_answer(text, "sources", "csv")


@router.get("/sources/{source_id:path}")
def show_source(request: Request, content: CurrentContent, source_id: str) -> HTMLResponse:
    """Show one source and every statement that would fall with it."""
    source = content.catalogue.sources.get(source_id)
    if source is None:
        raise NotFound(f"There is no source called “{source_id}”.")
    return page(
        request,
        "source.html",
        catalogue=content.catalogue,
        source=source,
        namespace=namespace_of(source_id),
        citations=_citations(content).get(source_id, ()),
        figures={one.id: one for one in content.benchmarks.measurements},
    )


def _namespaces(content: Content) -> list[str]:
    return list(dict.fromkeys(namespace_of(each) for each in sorted(content.catalogue.sources)))


def _citations(content: Content) -> Citations:
    return citations_of(
        content.catalogue, content.benchmarks, content.conformance, content.overhead
    )


def _refuse_unknown(field: str, value: str, allowed: list[str]) -> None:
    if value and value not in allowed:
        problem = Problem(field, f"There is no {field} “{value}”.", tuple(allowed))
        raise InvalidInput([problem])


def _mentions(source: Source, text: str) -> bool:
    haystack = f"{source.title} {source.url} {source.id}".casefold()
    return all(word in haystack for word in text.casefold().split())
