"""Read a team's decisions, compare two and add to them, over REST."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Body, Query, Request, Response
from pydantic import BaseModel, Field

from app.domain.divergence import Divergence, Position, diverge
from app.domain.errors import InvalidInput, NotFound, Problem
from app.domain.links import LinkKind
from app.domain.proposal import Amendment
from app.domain.scoring import model_of
from app.store import decisions, teams
from app.web.access import GONE, PRIVATE, enter_team
from app.web.decision_bodies import SavedBody, headers_of, saved_body_of
from app.web.decisions_api import EXAMPLE
from app.web.dependencies import CurrentContent, Reading, Writing
from app.web.described import described
from app.web.idempotency import Key, again, once
from app.web.preconditions import WRITES, Required
from app.web.saving import amended, save_in, saved_again
from app.web.team_list import PAGE, page_of

router = APIRouter(prefix="/api/teams", tags=["teams"])

TWO: Final = 2


class TeamBody(BaseModel):
    """A team, and what your link to it allows."""

    id: str
    name: str
    allows: LinkKind


class ListedBody(BaseModel):
    """A decision in a list. Send your team link's secret along to open it by its id."""

    id: str
    title: str
    author: str
    chosen_option: str
    recommended_option: str | None
    revision: int
    created_at: datetime


class TeamDecisionsBody(BaseModel):
    """A page of decisions, the newest first; send `after` to get the next one."""

    decisions: list[ListedBody]
    after: str | None = Field(description="Null on the last page.")


@router.get("/{team_id}", responses=WRITES)
def get_team(response: Response, session: Reading, secrets: Required, team_id: str) -> TeamBody:
    """Return a team."""
    response.headers.update(PRIVATE)
    entry = enter_team(session, team_id, secrets)
    return TeamBody(id=entry.team.id, name=entry.team.name, allows=entry.kind)


@router.delete("/{team_id}", status_code=HTTPStatus.NO_CONTENT, responses=WRITES)
def delete_team(session: Writing, secrets: Required, team_id: str) -> Response:
    """Delete a team with all its decisions, links and rounds."""
    enter_team(session, team_id, secrets, LinkKind.EDIT)
    teams.delete(session, team_id)
    return Response(status_code=HTTPStatus.NO_CONTENT, headers=PRIVATE)


@router.get("/{team_id}/decisions", responses=WRITES)
def get_team_decisions(
    *,
    response: Response,
    session: Reading,
    secrets: Required,
    team_id: str,
    search: Annotated[str, Query(description="Words in title, author or choice.")] = "",
    after: str = "",
    limit: int = PAGE,
) -> TeamDecisionsBody:
    """Return a team's decisions, a page at a time."""
    response.headers.update(PRIVATE)
    enter_team(session, team_id, secrets)
    found = page_of(session, team_id, search=search, after=after, limit=limit)
    return TeamDecisionsBody(
        decisions=[
            ListedBody(
                id=each.id,
                title=each.title,
                author=each.author,
                chosen_option=each.chosen_option,
                recommended_option=each.recommended_option,
                revision=each.revision,
                created_at=each.created_at,
            )
            for each in found.decisions
        ],
        after=found.after or None,
    )


@router.post(
    "/{team_id}/decisions",
    status_code=HTTPStatus.CREATED,
    responses=WRITES,
    openapi_extra=described(Amendment, EXAMPLE),
)
def post_team_decision(
    *,
    request: Request,
    response: Response,
    content: CurrentContent,
    session: Writing,
    secrets: Required,
    team_id: str,
    sent: Annotated[dict[str, Any], Body()],
    key: Key = "",
) -> SavedBody:
    """Save a decision in a team that is there."""
    enter_team(session, team_id, secrets, LinkKind.EDIT)
    doing = once(session, request, key, sent)
    if doing.made:
        saved = again(lambda: saved_again(session, doing.made, doing.mint, with_team=False))
    else:
        amendment, revision = amended(content, sent)
        team = teams.find(session, team_id, hold=True)
        if team is None:
            raise NotFound(GONE)
        if amendment.team not in {None, team.name}:
            raise InvalidInput([Problem("team", "Is another team.", (team.name,))])
        saved = save_in(session, team, revision, doing.mint)
        doing.finish(session, saved.decision.id)
    response.headers.update(headers_of(saved.decision))
    response.headers["Location"] = f"/api{saved.view_path}"
    return saved_body_of(saved)


@router.get("/{team_id}/beside", responses=WRITES)
def get_two_decisions(
    *,
    response: Response,
    content: CurrentContent,
    session: Reading,
    secrets: Required,
    team_id: str,
    decision: Annotated[list[str], Query(description="Two ids.", max_length=50)],
) -> Divergence:
    """Return what was answered differently in two decisions, and what of it changes who wins."""
    response.headers.update(PRIVATE)
    enter_team(session, team_id, secrets)
    if len(decision) != TWO:
        raise InvalidInput([Problem("decision", "Name two decisions.")])
    pair = [decisions.find(session, each) for each in decision]
    sides = [
        Position(each.revision.answers, each.revision.weights)
        for each in pair
        if each is not None and each.team.id == team_id
    ]
    if len(sides) != TWO:
        raise NotFound(GONE)
    model = model_of(content.catalogue, content.graph, content.scales)
    return diverge(model, content.graph, *sides)
