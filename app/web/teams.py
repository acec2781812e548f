"""Show a team's decisions to whoever has one of its links, and two of them side by side."""

from typing import Annotated, Final

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, Response

from app.domain.divergence import Position
from app.domain.errors import NotFound
from app.domain.links import LinkKind
from app.store import decisions, teams
from app.web.access import GONE, PRIVATE, enter_team, lead_to, team_opened_by
from app.web.answer_words import names_of, told_divergence
from app.web.cookies import TEAM_COOKIE, remember
from app.web.dependencies import CurrentSettings, Reading
from app.web.render import page
from app.web.team_page import team_page
from app.web.visits import ReadingVisit, WritingVisit

router = APIRouter(prefix="/teams", include_in_schema=False)

TWO: Final = 2


@router.get("/{team_id}/{kind}/{secret}")
def open_team_link(
    settings: CurrentSettings, session: Reading, team_id: str, kind: str, secret: str
) -> Response:
    """Move a team link's secret from the address into a cookie, then show the team."""
    team_opened_by(session, team_id, secret, kind)
    response = lead_to(f"/teams/{team_id}")
    response.headers["Referrer-Policy"] = "no-referrer"
    remember(response, settings, f"{TEAM_COOKIE}{team_id}", secret)
    return response


@router.get("/{team_id}")
def show_team(visit: ReadingVisit, team_id: str, search: str = "", after: str = "") -> HTMLResponse:
    """Show a page of the team's decisions, newest first."""
    entry = enter_team(visit.session, team_id, visit.secrets)
    return team_page(visit, entry, search=search, after=after)


@router.post("/{team_id}/delete")
def delete_team(visit: WritingVisit, team_id: str) -> Response:
    """Delete a team with its decisions, links and rounds, and lead home."""
    enter_team(visit.session, team_id, visit.secrets, LinkKind.EDIT)
    teams.delete(visit.session, team_id)
    response = lead_to("/")
    response.delete_cookie(f"{TEAM_COOKIE}{team_id}")
    return response


@router.get("/{team_id}/beside")
def show_two_decisions(
    visit: ReadingVisit,
    team_id: str,
    decision: Annotated[list[str] | None, Query(max_length=50)] = None,
) -> HTMLResponse:
    """Show two of the team's decisions side by side, and what makes the difference."""
    entry = enter_team(visit.session, team_id, visit.secrets)
    chosen = decision or []
    found = [decisions.find(visit.session, one) for one in chosen] if len(chosen) == TWO else []
    pair = [each for each in found if each is not None and each.team.id == team_id]
    if len(pair) != len(found):
        raise NotFound(GONE)
    sides = [Position(each.revision.answers, each.revision.weights) for each in pair]
    answer = page(
        visit.request,
        "team_pair.html",
        status=200 if pair else 422,
        entry=entry,
        pair=pair,
        addresses=[each.id for each in pair],
        names=names_of(visit.content),
        divergence=told_divergence(visit.content, *sides) if pair else None,
    )
    answer.headers.update(PRIVATE)
    return answer
