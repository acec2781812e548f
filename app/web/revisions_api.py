"""Read one revision of a decision, compare two and restore one, over REST."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated, Final

from fastapi import APIRouter, Query, Response
from fastapi.responses import JSONResponse
from sqlmodel import Session

from app.domain.decisions import Revision
from app.domain.divergence import Divergence, Position, diverge
from app.domain.errors import NotFound
from app.domain.links import LinkKind
from app.domain.next_revision import restored
from app.domain.scoring import model_of
from app.store import decisions
from app.web.access import PRIVATE, enter
from app.web.decision_bodies import DecisionBody, RevisionBody, body_of, fields_of, headers_of
from app.web.dependencies import CurrentContent, Reading, Writing
from app.web.preconditions import (
    READS,
    WRITES,
    IfMatch,
    Optional,
    Required,
    matches,
    no_precondition,
    outdated,
    problem,
)
from app.web.revisions import NO_REVISION

router = APIRouter(prefix="/api/decisions", tags=["decisions"])

NEWEST: Final = ""


@router.get("/{decision_id}/revisions/{number}", responses=READS)
def get_revision(
    response: Response, session: Reading, secrets: Optional, decision_id: str, number: str
) -> RevisionBody:
    """Return one revision of a decision."""
    response.headers.update(PRIVATE)
    decision = enter(session, decision_id, secrets).decision
    return RevisionBody(**fields_of(_revision(session, decision.id, number)))


@router.get("/{decision_id}/changes", responses=READS)
def get_changes(
    *,
    response: Response,
    content: CurrentContent,
    session: Reading,
    secrets: Optional,
    decision_id: str,
    old: Annotated[str, Query(alias="from", description="A revision's number.")] = "1",
    new: Annotated[str, Query(alias="to", description="A revision's number, or the newest.")] = "",
) -> Divergence:
    """Return what was answered differently in two revisions, and what of it changes who wins."""
    response.headers.update(PRIVATE)
    decision = enter(session, decision_id, secrets).decision
    sides = [
        _revision(session, decision.id, number)
        for number in (old, new or str(decision.revision.number))
    ]
    model = model_of(content.catalogue, content.graph, content.scales)
    positions = [Position(each.answers, each.weights) for each in sides]
    return diverge(model, content.graph, *positions)


@router.post(
    "/{decision_id}/revisions/{number}/restore",
    response_model=DecisionBody,
    responses={
        **WRITES,
        412: problem("Someone else came first: `current` is the newest revision, `base` yours."),
        428: problem("If-Match is missing."),
    },
)
def post_restore(
    *,
    session: Writing,
    secrets: Required,
    decision_id: str,
    number: str,
    if_match: IfMatch = "",
) -> Response:
    """Add a revision that says all that an earlier one said."""
    if not if_match:
        return no_precondition()
    decision = enter(session, decision_id, secrets, LinkKind.EDIT).decision
    revision = restored(
        _revision(session, decision.id, number),
        newest=decision.revision.number,
        author=decision.revision.author,
        created_at=datetime.now(UTC),
    )
    if not matches(if_match, decision) or not decisions.revise(session, decision.id, revision):
        newest = enter(session, decision_id, secrets, LinkKind.EDIT).decision
        return outdated(session, newest, decision_id, if_match)
    revised = replace(decision, revision=revision)
    body = body_of(revised, decision_id).model_dump(mode="json")
    return JSONResponse(body, headers=headers_of(revised))


def _revision(session: Session, decision_id: str, number: str) -> Revision:
    revision = decisions.find_revision(session, decision_id, number)
    if revision is None:
        raise NotFound(NO_REVISION)
    return revision
