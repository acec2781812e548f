"""Hand a decision over as a record: a page to print, Markdown and JSON."""

from enum import StrEnum
from typing import Final

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from app.content.load import Content
from app.domain.decision_file import file_of
from app.domain.decisions import Decision
from app.domain.proofs import proofs_of
from app.domain.record import Record
from app.domain.record_drawing import record_of
from app.domain.revisits import revisits_of
from app.formats import madr, nygard
from app.formats.record_text import FIRMNESS, OUTCOMES, percent, points, standing
from app.settings import Settings
from app.store import decisions, watches
from app.web.access import PRIVATE, Bearer, enter, secrets_of
from app.web.dependencies import CurrentContent, CurrentSettings, Reading
from app.web.preconditions import READS
from app.web.reevaluating import basis_of, reevaluated, releases_then
from app.web.render import page
from app.web.visits import ReadingVisit

pages = APIRouter(include_in_schema=False)
router = APIRouter(prefix="/api/decisions", tags=["decisions"])

CITED: Final = 2
"""So many sources stand beside an argument on the page, as in the Markdown."""


class Format(StrEnum):
    """What a record is written as."""

    MADR = "madr"
    NYGARD = "nygard"
    JSON = "json"


MEDIA: Final = {
    Format.MADR: "text/markdown",
    Format.NYGARD: "text/markdown",
    Format.JSON: "application/json",
}
FILES: Final = {
    Format.MADR: "decision-record.md",
    Format.NYGARD: "decision-record-short.md",
    Format.JSON: "decision.json",
}

EXAMPLE: Final = """\
---
status: accepted
date: "2026-11-27"
decision-makers:
- Kim
- "Payments platform"
---

# Mesh for production

## Context and Problem Statement
"""


@pages.get("/decisions/{address}/record")
def show_record(visit: ReadingVisit, address: str) -> HTMLResponse:
    """Show a decision as a record to read and to print."""
    entry = enter(visit.session, address, visit.secrets)
    record = record_for(visit.content, visit.session, entry.decision)
    sources = record.sources(CITED)
    answer = page(
        visit.request,
        "record.html",
        entry=entry,
        record=record,
        sources=sources,
        numbers={source.id: number for number, source in enumerate(sources, 1)},
        cited=CITED,
        words={"outcome": OUTCOMES, "firmness": FIRMNESS},
        percent=percent,
        points=points,
        standing=standing,
    )
    answer.headers.update(PRIVATE)
    return answer


@pages.get("/decisions/{address}/record.{form}")
def download_record(visit: ReadingVisit, address: str, form: Format) -> Response:
    """Hand a decision over as a file."""
    entry = enter(visit.session, address, visit.secrets)
    text = written(visit.content, visit.settings, visit.session, entry.decision, form)
    name = f'attachment; filename="{FILES[form]}"'
    return Response(text, headers={**PRIVATE, "Content-Disposition": name}, media_type=MEDIA[form])


@router.get(
    "/{decision_id}/record",
    response_class=Response,
    responses={
        **READS,
        200: {
            "description": "The record.",
            "content": {"text/markdown": {"example": EXAMPLE}, "application/json": {}},
        },
    },
)
def get_record(
    *,
    content: CurrentContent,
    settings: CurrentSettings,
    session: Reading,
    secret: Bearer,
    decision_id: str,
    format: Format = Format.MADR,  # noqa: A002  It is the parameter's name.
) -> Response:
    """Return a decision as an architecture decision record (`madr`, `nygard`) or a file (`json`).

    The file holds every revision, and `POST /api/decisions` takes it back; `/api/schemas/decision`
    describes it. The Markdown holds drivers, options with their evidence, consequences, checks
    that confirm the decision, and when to revisit it.
    """
    decision = enter(session, decision_id, secrets_of(secret)).decision
    text = written(content, settings, session, decision, format)
    return Response(text, headers=PRIVATE, media_type=MEDIA[format])


def written(
    content: Content, settings: Settings, session: Session, decision: Decision, form: Format
) -> str:
    """Return a decision as a text of this form."""
    if form is Format.JSON:
        schema = f"{str(settings.public_url).rstrip('/')}/api/schemas/decision"
        history = decisions.revisions(session, decision.id)
        return file_of(decision, history, watches.find(session, decision.id), schema).text
    record = record_for(content, session, decision)
    return madr.render(record) if form is Format.MADR else nygard.render(record)


def record_for(content: Content, session: Session, decision: Decision) -> Record:
    """Return the record of a decision's newest revision."""
    revision, basis = decision.revision, basis_of(content)
    watch, found = watches.find(session, decision.id), reevaluated(content, session, decision)
    return record_of(
        decision,
        decisions.revisions(session, decision.id),
        catalogue=content.catalogue,
        graph=content.graph,
        scales=content.scales,
        releases=releases_then(content, session, revision),
        proofs=proofs_of(content.runbooks, revision),
        revisit=revisits_of(basis, revision, watch, found),
    )
