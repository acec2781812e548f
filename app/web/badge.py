"""Show a recommendation as a badge: a small picture for a README."""

from html import escape
from typing import Final

from fastapi import APIRouter, Request, Response

from app.content.load import Content
from app.domain.assessment import Assessment
from app.domain.errors import InvalidInput
from app.domain.outcome import Settled
from app.web.answers import parse_asked
from app.web.dependencies import CurrentContent
from app.web.printed import assessed

router = APIRouter(tags=["recommend"])

LABEL: Final = "service mesh"
LETTER: Final = 6.6  # pixels a letter takes at size 11, on average
PADDING: Final = 12  # pixels on both sides of a text together
COLOURS: Final = {
    Settled.SETTLED: "#1a7f37",
    Settled.LEANING: "#0b5cad",
    Settled.OPEN: "#6e5494",
}
WRONG: Final = "#b42318"
HEADERS: Final = {
    "Cache-Control": "public, max-age=300",
    "Cross-Origin-Resource-Policy": "cross-origin",  # It is made to be shown on other sites.
}


@router.get(
    "/badge.svg",
    response_class=Response,
    responses={200: {"content": {"image/svg+xml": {}}}, 422: {"content": {"image/svg+xml": {}}}},
)
async def show_badge(request: Request, content: CurrentContent) -> Response:
    """Return the winner for the answers in the query, and how settled that is, as an SVG."""
    try:
        asked = parse_asked(content, request.query_params)
    except InvalidInput:
        return picture("answers are not valid", WRONG, status=422)
    assessment = assessed(content, asked.answers, asked.weights)
    return picture(_words(content, assessment), COLOURS[assessment.settled])


def _words(content: Content, assessment: Assessment) -> str:
    if assessment.winner is None:
        return "nothing fits"
    names = [content.catalogue.option(assessment.winner).short_name]
    names += [content.catalogue.option(add_on).short_name for add_on in assessment.add_ons]
    return f"{' + '.join(names)} ({assessment.settled})"


def picture(words: str, colour: str, status: int = 200) -> Response:
    """Return a badge with these words, as an SVG."""
    left, right = (round(len(text) * LETTER + PADDING) for text in (LABEL, words))
    said = escape(words)
    svg = f"""<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="20" role="img">
<title>{LABEL}: {said}</title>
<rect width="{left}" height="20" fill="#3d4451"/>
<rect x="{left}" width="{right}" height="20" fill="{colour}"/>
<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" text-anchor="middle">
<text x="{left / 2:g}" y="14">{LABEL}</text>
<text x="{left + right / 2:g}" y="14">{said}</text>
</g>
</svg>
"""
    return Response(svg, status, HEADERS, media_type="image/svg+xml")
