"""Make, list, rotate and end the links of decisions and teams over REST."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Body, Request, Response
from pydantic import BaseModel, Field
from sqlmodel import Session

from app.domain.links import Link, LinkKind, LinkRequest
from app.web.access import PRIVATE, enter, enter_team
from app.web.dependencies import Reading, Writing
from app.web.described import described
from app.web.idempotency import Key, again, once
from app.web.linking import (
    MadeLink,
    Subject,
    end_link,
    links_of,
    made_again,
    make_link,
    rotate_link,
)
from app.web.preconditions import WRITES, Required

router = APIRouter(prefix="/api", tags=["links"])

EDIT: Final = LinkKind.EDIT
Sent = Annotated[dict[str, Any], Body()]
EXAMPLE: Final[dict[str, Any]] = {
    "kind": "comment",
    "name": "Security review",
    "expires_in_days": 30,
}
BODY: Final = described(LinkRequest, EXAMPLE)


class LinkBody(BaseModel):
    """A link without its secret. Times are in UTC; null is never."""

    id: str
    kind: LinkKind
    says: str = Field(description="What it allows, in a sentence.")
    name: str
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None


class MadeLinkBody(LinkBody):
    """A new link with its address, which is told this once."""

    url: str


class LinksBody(BaseModel):
    """All links, those that ended too, the oldest first."""

    links: list[LinkBody]


@router.get("/decisions/{decision_id}/links", responses=WRITES)
def get_decision_links(
    response: Response, session: Reading, secrets: Required, decision_id: str
) -> LinksBody:
    """Return the links to a decision."""
    response.headers.update(PRIVATE)
    return _listed(session, _decision(session, decision_id, secrets))


@router.post(
    "/decisions/{decision_id}/links",
    status_code=HTTPStatus.CREATED,
    responses=WRITES,
    openapi_extra=BODY,
)
def post_decision_link(
    *,
    request: Request,
    response: Response,
    session: Writing,
    secrets: Required,
    decision_id: str,
    sent: Sent,
    key: Key = "",
) -> MadeLinkBody:
    """Make a link to a decision."""
    response.headers.update(PRIVATE)
    return _made(session, _decision(session, decision_id, secrets), request, key, sent)


@router.post("/decisions/{decision_id}/links/{link_id}/rotate", responses=WRITES)
def rotate_decision_link(
    *, response: Response, session: Writing, secrets: Required, decision_id: str, link_id: str
) -> MadeLinkBody:
    """Give a link to a decision a new secret; the old one opens nothing from now on."""
    response.headers.update(PRIVATE)
    return _told(rotate_link(session, _decision(session, decision_id, secrets), link_id))


@router.delete(
    "/decisions/{decision_id}/links/{link_id}",
    status_code=HTTPStatus.NO_CONTENT,
    responses=WRITES,
)
def delete_decision_link(
    session: Writing, secrets: Required, decision_id: str, link_id: str
) -> Response:
    """End a link to a decision."""
    end_link(session, _decision(session, decision_id, secrets), link_id)
    return Response(status_code=HTTPStatus.NO_CONTENT, headers=PRIVATE)


@router.get("/teams/{team_id}/links", responses=WRITES)
def get_team_links(
    response: Response, session: Reading, secrets: Required, team_id: str
) -> LinksBody:
    """Return the links to a team as a whole."""
    response.headers.update(PRIVATE)
    return _listed(session, _team(session, team_id, secrets))


@router.post(
    "/teams/{team_id}/links",
    status_code=HTTPStatus.CREATED,
    responses=WRITES,
    openapi_extra=BODY,
)
def post_team_link(
    *,
    request: Request,
    response: Response,
    session: Writing,
    secrets: Required,
    team_id: str,
    sent: Sent,
    key: Key = "",
) -> MadeLinkBody:
    """Make a link to a team and all its decisions."""
    response.headers.update(PRIVATE)
    return _made(session, _team(session, team_id, secrets), request, key, sent)


@router.post("/teams/{team_id}/links/{link_id}/rotate", responses=WRITES)
def rotate_team_link(
    *, response: Response, session: Writing, secrets: Required, team_id: str, link_id: str
) -> MadeLinkBody:
    """Give a link to a team a new secret; the old one opens nothing from now on."""
    response.headers.update(PRIVATE)
    return _told(rotate_link(session, _team(session, team_id, secrets), link_id))


@router.delete(
    "/teams/{team_id}/links/{link_id}", status_code=HTTPStatus.NO_CONTENT, responses=WRITES
)
def delete_team_link(session: Writing, secrets: Required, team_id: str, link_id: str) -> Response:
    """End a link to a team."""
    end_link(session, _team(session, team_id, secrets), link_id)
    return Response(status_code=HTTPStatus.NO_CONTENT, headers=PRIVATE)


def _decision(session: Session, decision_id: str, secrets: tuple[str, ...]) -> Subject:
    decision = enter(session, decision_id, secrets, EDIT).decision
    return Subject(decision.team.id, decision.id)


def _team(session: Session, team_id: str, secrets: tuple[str, ...]) -> Subject:
    return Subject(enter_team(session, team_id, secrets, EDIT).team.id)


def _listed(session: Session, subject: Subject) -> LinksBody:
    return LinksBody(links=[LinkBody(**_fields(link)) for link in links_of(session, subject)])


def _made(
    session: Session, subject: Subject, request: Request, key: str, sent: dict[str, Any]
) -> MadeLinkBody:
    doing = once(session, request, key, sent)
    if doing.made:
        return _told(again(lambda: made_again(session, subject, doing.made, doing.mint)))
    made = make_link(session, subject, sent, doing.mint)
    doing.finish(session, made.link.id)
    return _told(made)


def _told(made: MadeLink) -> MadeLinkBody:
    return MadeLinkBody(**_fields(made.link), url=made.path)


def _fields(link: Link) -> dict[str, Any]:
    return {
        "id": link.id,
        "kind": link.kind,
        "says": link.says,
        "name": link.name,
        "created_at": link.created_at,
        "expires_at": link.expires_at,
        "revoked_at": link.revoked_at,
    }
