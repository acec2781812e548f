"""Show a small part of the comparison on other sites: as a frame, a picture, or HTML to paste."""

from html import escape
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse

from app.domain.comparison import Comparison
from app.domain.errors import InvalidInput, Problem
from app.formats import table_svg
from app.formats.markdown_text import destination
from app.formats.table_origin import TableOrigin
from app.web.exports import View
from app.web.guard import POLICY
from app.web.render import environment, page

router = APIRouter(include_in_schema=False)

MOST_ROWS: Final = 24
HEADERS: Final = {
    # Only to be looked at: nothing in it can be pressed to change anything here.
    "Content-Security-Policy": POLICY["Content-Security-Policy"].replace(
        "frame-ancestors 'none'", "frame-ancestors *"
    ),
    "Cross-Origin-Resource-Policy": "cross-origin",
}


async def _small_view(view: View) -> tuple[Comparison, TableOrigin]:
    """Return the view of the query; InvalidInput for one that is too long to stand elsewhere."""
    count = view[0].feature_count
    if not 0 < count <= MOST_ROWS:
        message = f"1 to {MOST_ROWS} rows can be embedded; this view has {count}."
        raise InvalidInput([Problem("feature", message)])
    return view


SmallView = Annotated[tuple[Comparison, TableOrigin], Depends(_small_view)]


@router.get("/embed")
def show_embedded_table(request: Request, view: SmallView) -> HTMLResponse:
    """Show a view as a page without our frame, which other sites may put into theirs."""
    answer = page(request, "embed.html", **_shown(view))
    answer.headers.update(HEADERS)
    return answer


@router.get("/embed.svg")
def show_embedded_picture(view: SmallView) -> Response:
    """Show a view as a picture, for a README or a slide."""
    return Response(table_svg.render(*view), media_type="image/svg+xml", headers=HEADERS)


@router.get("/embed/code")
def show_embed_code(request: Request, view: SmallView) -> HTMLResponse:
    """Show what to copy, to have a view on another site."""
    table, origin = view
    state = origin.view.partition("?")[2]
    frame, picture = (f"{origin.server}/embed{end}?{state}" for end in ("", ".svg"))
    title = f"Service meshes compared: {', '.join(each.short_name for each in table.columns)}"
    size = f'width="100%" height="{120 + 90 * table.feature_count}"'
    said, to = escape(title), escape(origin.view)
    return page(
        request,
        "embed_code.html",
        state=state,
        title=title,
        view=origin.view,
        snippets=(
            (
                "A frame, always as the catalogue stands",
                f'<iframe src="{escape(frame)}" {size} loading="lazy" title="{said}"></iframe>',
            ),
            (
                "A picture, for HTML",
                f'<a href="{to}"><img src="{escape(picture)}" alt="{said}"></a>',
            ),
            (
                "A picture, for Markdown",
                f"[![{title}]({destination(picture)})]({destination(origin.view)})",
            ),
            (
                "A table to paste, as it stands today",
                environment().get_template("_embed_table.html").render(_shown(view)),
            ),
        ),
    )


def _shown(view: tuple[Comparison, TableOrigin]) -> dict[str, Any]:
    table, origin = view
    rows = [row for section in table.sections for row in section.rows]
    return {"table": table, "rows": rows, "origin": origin}
