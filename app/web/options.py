"""Show all that is known about one option or add-on."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from app.domain.citations import citations_of
from app.domain.errors import NotFound
from app.web.dependencies import CurrentContent
from app.web.render import page

router = APIRouter(include_in_schema=False)


@router.get("/options/{option_id}")
def show_option(request: Request, content: CurrentContent, option_id: str) -> HTMLResponse:
    """Show an option's release, its cells in groups, what else was found, and its sources."""
    catalogue = content.catalogue
    option = catalogue.option_by_id.get(option_id)
    if option is None:
        raise NotFound(f"There is no option called “{option_id}”.")
    cited = [
        catalogue.sources[source_id]
        for source_id, citations in citations_of(catalogue).items()
        if any(citation.option == option_id for citation in citations)
    ]
    return page(request, "option.html", catalogue=catalogue, option=option, sources=cited)
