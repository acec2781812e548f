"""Show every source, and for each of them all that rests on it."""

from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from app.content.load import Content
from app.domain.citations import Citations, citations_of, namespace_of
from app.domain.errors import InvalidInput, NotFound, Problem
from app.domain.sources import Source, SourceKind
from app.web.dependencies import CurrentContent
from app.web.render import page

router = APIRouter(include_in_schema=False)

Text = Annotated[str, Query(max_length=200)]


@router.get("/sources")
def show_sources(
    request: Request,
    content: CurrentContent,
    q: Text = "",
    kind: Text = "",
    namespace: Text = "",
) -> HTMLResponse:
    """List the sources of one kind or namespace, or all, that hold every word of `q`."""
    everything = content.catalogue.sources
    namespaces = list(dict.fromkeys(namespace_of(source_id) for source_id in sorted(everything)))
    _refuse_unknown("kind", kind, list(SourceKind))
    _refuse_unknown("namespace", namespace, namespaces)
    wanted = [
        source
        for _, source in sorted(everything.items(), key=lambda pair: namespace_of(pair[0]))
        if kind in {"", source.kind}
        and namespace in {"", namespace_of(source.id)}
        and _mentions(source, q)
    ]
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
        namespaces=namespaces,
        q=q,
        kind=kind,
        namespace=namespace,
    )


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
