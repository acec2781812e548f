"""Save, read, change and delete decisions over REST."""

from dataclasses import replace
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Body, Request, Response
from fastapi.responses import JSONResponse
from sqlmodel import Session

from app.content.load import Content
from app.domain.decision_file import is_file, parse_file
from app.domain.decisions import Decision
from app.domain.errors import InvalidInput, Problem
from app.domain.links import LinkKind
from app.domain.proposal import Amendment, Proposal
from app.store import decisions
from app.web.access import PRIVATE, enter
from app.web.decision_bodies import (
    DecisionBody,
    HistoryBody,
    RevisionBody,
    SavedBody,
    body_of,
    fields_of,
    headers_of,
    saved_body_of,
)
from app.web.dependencies import CurrentContent, Reading, Writing
from app.web.described import described
from app.web.idempotency import Key, again, once
from app.web.importing import import_file
from app.web.preconditions import (
    INVALID,
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
from app.web.saving import Mint, Saved, amended, proposed, save, saved_again

EXAMPLE: Final = {
    "team": "Payments platform",
    "title": "Mesh for production",
    "author": "Kim",
    "answers": {"goals": ["mtls"], "services": "from_20_to_100", "priority": "simplicity"},
    "chosen_option": "linkerd",
    "reason": "",
}
EDIT: Final = LinkKind.EDIT
LARGEST: Final = 4 * 1024 * 1024  # bytes; a revision has about 16 kB in a file
Sent = Annotated[dict[str, Any], Body()]
router = APIRouter(prefix="/api/decisions", tags=["decisions"])


@router.post(
    "",
    status_code=HTTPStatus.CREATED,
    responses={422: INVALID},
    openapi_extra=described(Proposal, EXAMPLE),
    max_body_size=LARGEST,
)
def post_decision(
    *,
    request: Request,
    response: Response,
    content: CurrentContent,
    session: Writing,
    sent: Sent,
    key: Key = "",
) -> SavedBody:
    """Save a decision, and with it a team.

    Also takes a decision as `GET /api/decisions/{id}/record?format=json` gave it, with every
    revision; `/api/schemas/decision` describes that file.
    """
    doing = once(session, request, key, sent)
    if doing.made:
        saved = again(lambda: saved_again(session, doing.made, doing.mint, with_team=True))
    else:
        saved = _saved(content, session, sent, doing.mint)
        doing.finish(session, saved.decision.id)
    response.headers.update(headers_of(saved.decision))
    response.headers["Location"] = f"/api{saved.view_path}"
    return saved_body_of(saved)


def _saved(content: Content, session: Session, sent: dict[str, Any], mint: Mint) -> Saved:
    if is_file(sent):
        return import_file(session, parse_file(sent), mint)
    return save(session, *proposed(content, sent), mint)


@router.get("/{decision_id}", responses=READS)
def get_decision(
    response: Response, session: Reading, secrets: Optional, decision_id: str
) -> DecisionBody:
    """Return a decision in its newest revision."""
    decision = enter(session, decision_id, secrets).decision
    response.headers.update(headers_of(decision))
    return body_of(decision, decision_id)


@router.get("/{decision_id}/revisions", responses=READS)
def get_revisions(
    response: Response, session: Reading, secrets: Optional, decision_id: str
) -> HistoryBody:
    """Return every revision of a decision, newest first."""
    decision = enter(session, decision_id, secrets).decision
    response.headers.update(headers_of(decision))
    history = decisions.revisions(session, decision.id)
    return HistoryBody(revisions=[RevisionBody(**fields_of(each)) for each in history])


@router.put(
    "/{decision_id}",
    response_model=DecisionBody,
    responses={
        **WRITES,
        412: problem("Someone else came first: `current` is the newest revision, `base` yours."),
        428: problem("If-Match is missing."),
    },
    openapi_extra=described(Amendment, EXAMPLE),
)
def put_decision(
    *,
    content: CurrentContent,
    session: Writing,
    secrets: Required,
    decision_id: str,
    sent: Sent,
    if_match: IfMatch = "",
) -> Response:
    """Add a revision: what is sent replaces title, answers, choice and reason."""
    if not if_match:
        return no_precondition()
    amendment, revision = amended(content, sent)
    decision = enter(session, decision_id, secrets, EDIT).decision
    _check_team(amendment, decision)
    revision = replace(revision, number=decision.revision.number + 1)
    if not matches(if_match, decision) or not decisions.revise(session, decision.id, revision):
        newest = enter(session, decision_id, secrets, EDIT).decision
        return outdated(session, newest, decision_id, if_match)
    revised = replace(decision, revision=revision)
    body = body_of(revised, decision_id).model_dump(mode="json")
    return JSONResponse(body, headers=headers_of(revised))


@router.delete("/{decision_id}", status_code=HTTPStatus.NO_CONTENT, responses=WRITES)
def delete_decision(session: Writing, secrets: Required, decision_id: str) -> Response:
    """Delete a decision with its revisions, links and comments."""
    decisions.delete(session, enter(session, decision_id, secrets, EDIT).decision.id)
    return Response(status_code=HTTPStatus.NO_CONTENT, headers=PRIVATE)


def _check_team(amendment: Amendment, decision: Decision) -> None:
    if amendment.team not in {None, decision.team.name}:
        raise InvalidInput([Problem("team", "May not change.", (decision.team.name,))])
