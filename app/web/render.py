"""Turn a template and values into an answer, a whole page or only the part htmx asked for."""

from functools import cache
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.paths import TEMPLATES
from app.web import words
from app.web.assets import static_path


def page(
    request: Request,
    template: str,
    /,
    *,
    part: str | None = None,
    status: int = 200,
    **context: Any,
) -> HTMLResponse:
    """Render `template`, or only `part` of it when htmx will swap that in.

    `part` names a template file (`_like_this.html`) that `template` includes, so both get the
    same context. Every answer varies by the header that chose between them. Templates also see
    `path_for(route_name, **path_parameters)`, `static(name)`, `here` (this path) and `query`.
    """
    chosen = part if part and wants_part(request) else template
    html = (
        environment()
        .get_template(chosen)
        .render(
            context,
            path_for=request.app.url_path_for,
            here=request.url.path,
            query=request.url.query,
            catalogue_version=request.app.state.content.catalogue.version,
        )
    )
    return HTMLResponse(html, status_code=status, headers={"Vary": "HX-Request"})


def wants_part(request: Request) -> bool:
    """Tell an htmx swap from a visit, a boosted link and the back button."""
    wanted = request.headers.get("HX-Request") == "true"
    whole = "HX-Boosted" in request.headers or "HX-History-Restore-Request" in request.headers
    return wanted and not whole


@cache
def environment() -> Environment:
    """Return the one template environment: everything escaped, nothing undefined."""
    jinja = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    jinja.globals["static"] = static_path
    jinja.filters.update(day=words.day, figure=words.figure, host=words.host, release=words.release)
    return jinja
