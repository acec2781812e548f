"""Save, read, change and delete decisions over REST."""

from dataclasses import replace
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Body, Header, Response
from fastapi.responses import JSONResponse

from app.domain.decisions import Decision
from app.domain.errors import InvalidInput, Problem
from app.domain.links import LinkKind
from app.domain.proposal import Amendment, Proposal, parse_amendment, parse_proposal
from app.store import decisions
from app.web.access import PRIVATE, Bearer, enter, secrets_of
from app.web.decision_bodies import (
    DecisionBody,
    HistoryBody,
    RevisionBody,
    SavedBody,
    body_of,
    fields_of,
    headers_of,
    saved_body_of,
    tag_of,
)
from app.web.dependencies import CurrentContent, Reading, Writing
from app.web.problems import MEDIA_TYPE, Answer
from app.web.saving import draw_up, save

EXAMPLE: Final = {
    "team": "Payments platform",
    "title": "Mesh for production",
    "author": "Kim",
    "answers": {"goals": ["mtls"], "services": "from_20_to_100", "priority": "simplicity"},
    "chosen_option": "linkerd",
    "reason": "",
}


def _documented(model: type[Amendment]) -> dict[str, Any]:
    schema = model.model_json_schema()
    return {
        "requestBody": {"content": {"application/json": {"schema": schema, "example": EXAMPLE}}}
    }


def _problem(description: str) -> dict[str, Any]:
    return {"description": description, "content": {MEDIA_TYPE: {}}}


UNKNOWN: Final = _problem("There is no decision behind this id, or not for this secret.")
INVALID: Final = _problem("The fields that are wrong, and what each allows.")
EDIT: Final = LinkKind.EDIT
NO_SECRET: Final = _problem("The edit link's secret is missing.")
Sent = Annotated[dict[str, Any], Body()]
router = APIRouter(prefix="/api/decisions", tags=["decisions"])


@router.post(
    "",
    status_code=HTTPStatus.CREATED,
    responses={422: INVALID},
    openapi_extra=_documented(Proposal),
)
def post_decision(
    response: Response, content: CurrentContent, session: Writing, sent: Sent
) -> SavedBody:
    """Save a decision, and with it a team."""
    proposal = parse_proposal(sent)
    saved = save(session, proposal, draw_up(content, proposal))
    response.headers.update(headers_of(saved.decision))
    response.headers["Location"] = f"/api{saved.view_path}"
    return saved_body_of(saved)


@router.get("/{decision_id}", responses={404: UNKNOWN})
def get_decision(
    response: Response, session: Reading, secret: Bearer, decision_id: str
) -> DecisionBody:
    """Return a decision in its newest revision."""
    decision = enter(session, decision_id, secrets_of(secret)).decision
    response.headers.update(headers_of(decision))
    return body_of(decision, decision_id)


@router.get("/{decision_id}/revisions", responses={404: UNKNOWN})
def get_revisions(
    response: Response, session: Reading, secret: Bearer, decision_id: str
) -> HistoryBody:
    """Return every revision of a decision, newest first."""
    decision = enter(session, decision_id, secrets_of(secret)).decision
    response.headers.update(headers_of(decision))
    history = decisions.revisions(session, decision.id)
    return HistoryBody(revisions=[RevisionBody(**fields_of(each)) for each in history])


@router.put(
    "/{decision_id}",
    response_model=DecisionBody,
    responses={
        401: NO_SECRET,
        404: UNKNOWN,
        412: _problem("Someone else came first; `current` is the newest revision."),
        422: INVALID,
        428: _problem("If-Match is missing."),
    },
    openapi_extra=_documented(Amendment),
)
def put_decision(
    *,
    content: CurrentContent,
    session: Writing,
    secret: Bearer,
    decision_id: str,
    sent: Sent,
    if_match: Annotated[str, Header(description="The ETag of the revision you read.")] = "",
) -> Response:
    """Add a revision: what is sent replaces title, answers, choice and reason."""
    if secret is None:
        return _ask_for_secret()
    if not if_match:
        return _refuse(428, "If-Match is missing", "Send the ETag of the revision that you read.")
    amendment = parse_amendment(sent)
    revision = draw_up(content, amendment)
    decision = enter(session, decision_id, secrets_of(secret), EDIT).decision
    _check_team(amendment, decision)
    revision = replace(revision, number=decision.revision.number + 1)
    if not _matches(if_match, decision) or not decisions.revise(session, decision.id, revision):
        newest = enter(session, decision_id, secrets_of(secret), EDIT).decision
        return _outdated(newest, decision_id)
    revised = replace(decision, revision=revision)
    body = body_of(revised, decision_id).model_dump(mode="json")
    return JSONResponse(body, headers=headers_of(revised))


@router.delete(
    "/{decision_id}",
    status_code=HTTPStatus.NO_CONTENT,
    responses={401: NO_SECRET, 404: UNKNOWN},
)
def delete_decision(session: Writing, secret: Bearer, decision_id: str) -> Response:
    """Delete a decision with its revisions and links."""
    if secret is None:
        return _ask_for_secret()
    decisions.delete(session, enter(session, decision_id, secrets_of(secret), EDIT).decision.id)
    return Response(status_code=HTTPStatus.NO_CONTENT, headers=PRIVATE)


def _check_team(amendment: Amendment, decision: Decision) -> None:
    if amendment.team not in {None, decision.team.name}:
        raise InvalidInput([Problem("team", "May not change.", (decision.team.name,))])


def _matches(if_match: str, decision: Decision) -> bool:
    """Compare tags. Weak ones too: proxies that compress weaken ours, and it names a revision."""
    tags = {tag.strip().removeprefix("W/") for tag in if_match.split(",")}
    return bool(tags & {"*", tag_of(decision)})


def _outdated(current: Decision, address: str) -> Response:
    title, detail = "Someone else came first", "Look at `current`, then send your change again."
    current_body = body_of(current, address).model_dump(mode="json")
    return _refuse(412, title, detail, {"current": current_body}, headers_of(current))


def _ask_for_secret() -> Response:
    title, detail = "Edit link required", "Send the edit link's secret as a bearer token."
    return _refuse(401, title, detail, headers={"WWW-Authenticate": "Bearer"})


def _refuse(
    status: int,
    title: str,
    detail: str,
    more: dict[str, Any] | None = None,
    headers: dict[str, str] | None = None,
) -> Response:
    document = Answer(status, "about:blank", title, detail).document() | (more or {})
    return JSONResponse(document, status, PRIVATE | (headers or {}), media_type=MEDIA_TYPE)
