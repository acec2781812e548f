"""Ask a team's members and merge their answers, over REST."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Body, Request, Response
from pydantic import BaseModel, Field
from sqlmodel import Session

from app.content.load import Content
from app.domain.links import LinkKind
from app.domain.rounds import Merge, Round, RoundRequest, SheetRequest, newest_sheets
from app.store import rounds
from app.web.access import PRIVATE, enter_team
from app.web.asking import ask, close_round, found_round, hand_in, merged
from app.web.dependencies import CurrentContent, Reading, Writing
from app.web.described import described
from app.web.idempotency import Key, once
from app.web.preconditions import WRITES, Required

router = APIRouter(prefix="/api/teams", tags=["teams"])

Sent = Annotated[dict[str, Any], Body()]
SHEET: Final = {"author": "Kim", "answers": {"goals": ["mtls"], "priority": "simplicity"}}


class RoundBody(BaseModel):
    """A round; who answered what is told once it is closed."""

    id: str
    title: str
    created_at: datetime
    closed_at: datetime | None
    authors: list[str] = Field(description="Who has handed in answers.")
    merge: Merge | None = Field(description="Null while the round is open.")


class RoundsBody(BaseModel):
    """A team's rounds, the newest first."""

    rounds: list[RoundBody]


@router.get("/{team_id}/rounds", responses=WRITES)
def get_rounds(
    response: Response,
    content: CurrentContent,
    session: Reading,
    secrets: Required,
    team_id: str,
) -> RoundsBody:
    """Return a team's rounds."""
    response.headers.update(PRIVATE)
    enter_team(session, team_id, secrets)
    found = rounds.of_teams(session, [team_id])
    return RoundsBody(rounds=[_body(session, content, each) for each in found])


@router.post(
    "/{team_id}/rounds",
    status_code=HTTPStatus.CREATED,
    responses=WRITES,
    openapi_extra=described(RoundRequest, {"title": "Mesh for production"}),
)
def post_round(
    *,
    request: Request,
    response: Response,
    content: CurrentContent,
    session: Writing,
    secrets: Required,
    team_id: str,
    sent: Sent,
    key: Key = "",
) -> RoundBody:
    """Ask the members of a team."""
    response.headers.update(PRIVATE)
    enter_team(session, team_id, secrets, LinkKind.EDIT)
    doing = once(session, request, key, sent)
    if doing.made:
        asked = found_round(session, team_id, doing.made)
    else:
        asked = ask(session, team_id, sent)
        doing.finish(session, asked.id)
    return _body(session, content, asked)


@router.get("/{team_id}/rounds/{round_id}", responses=WRITES)
def get_round(
    *,
    response: Response,
    content: CurrentContent,
    session: Reading,
    secrets: Required,
    team_id: str,
    round_id: str,
) -> RoundBody:
    """Return a round; once it is closed, where the members differ and whether it matters."""
    response.headers.update(PRIVATE)
    enter_team(session, team_id, secrets)
    return _body(session, content, found_round(session, team_id, round_id))


@router.post(
    "/{team_id}/rounds/{round_id}/sheets",
    status_code=HTTPStatus.CREATED,
    responses=WRITES,
    openapi_extra=described(SheetRequest, SHEET),
)
def post_sheet(
    *,
    request: Request,
    response: Response,
    content: CurrentContent,
    session: Writing,
    secrets: Required,
    team_id: str,
    round_id: str,
    sent: Sent,
    key: Key = "",
) -> RoundBody:
    """Hand in a member's answers, with a comment link of the team."""
    response.headers.update(PRIVATE)
    enter_team(session, team_id, secrets, LinkKind.COMMENT)
    asked = found_round(session, team_id, round_id, hold=True)
    doing = once(session, request, key, sent)
    if not doing.made:
        doing.finish(session, hand_in(session, content, asked, sent).id)
    return _body(session, content, asked)


@router.post("/{team_id}/rounds/{round_id}/close", responses=WRITES)
def post_close(
    *,
    response: Response,
    content: CurrentContent,
    session: Writing,
    secrets: Required,
    team_id: str,
    round_id: str,
) -> RoundBody:
    """Close a round and merge the answers."""
    response.headers.update(PRIVATE)
    enter_team(session, team_id, secrets, LinkKind.EDIT)
    close_round(session, found_round(session, team_id, round_id, hold=True))
    return _body(session, content, found_round(session, team_id, round_id))


def _body(session: Session, content: Content, asked: Round) -> RoundBody:
    handed_in = newest_sheets(rounds.sheets(session, asked.id))
    return RoundBody(
        id=asked.id,
        title=asked.title,
        created_at=asked.created_at,
        closed_at=asked.closed_at,
        authors=[sheet.author for sheet in handed_in],
        merge=merged(session, content, asked),
    )
