"""Show every source with what rests on it, and what has ended but lives on in old tables."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from app.domain.catalogue import Source, SourceKind
from app.domain.citations import citations_of
from app.web.dependencies import CurrentContent
from app.web.render import page

router = APIRouter(include_in_schema=False)


@router.get("/sources")
def show_sources(
    request: Request,
    content: CurrentContent,
    q: Annotated[str, Query(max_length=200)] = "",
    kind: str = "",
) -> HTMLResponse:
    """List the sources of one kind, or all, whose title or address holds every word of `q`."""
    catalogue = content.catalogue
    wanted = [
        source
        for source in catalogue.sources.values()
        if kind in {"", source.kind} and _mentions(source, q)
    ]
    return page(
        request,
        "sources.html",
        part="_source_list.html",
        catalogue=catalogue,
        market=content.market,
        sources=wanted,
        citations=citations_of(catalogue),
        kinds=list(SourceKind),
        q=q,
        kind=kind,
    )


def _mentions(source: Source, text: str) -> bool:
    haystack = f"{source.title} {source.url} {source.id}".casefold()
    return all(word in haystack for word in text.casefold().split())
