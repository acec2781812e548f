"""Show what ended but lives on in old tables, and what vendors run around the options."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from app.web.dependencies import CurrentContent
from app.web.render import page

router = APIRouter(include_in_schema=False)


@router.get("/retired")
def show_retired(request: Request, content: CurrentContent) -> HTMLResponse:
    """List retired meshes and APIs, managed offerings and the newest releases that are proved."""
    return page(request, "retired.html", catalogue=content.catalogue, market=content.market)
