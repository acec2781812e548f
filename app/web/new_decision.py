"""Save a first decision, for a new team or for one that the visitor may add to."""

from typing import Annotated, Final

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, Response

from app.domain.decisions import Team
from app.domain.errors import InvalidInput, NotFound, Problem
from app.domain.links import LinkKind
from app.domain.rounds import Round
from app.store import rounds, teams
from app.web.access import NO_TEAM, PRIVATE, changing, lead_to, teams_held
from app.web.answers import read_asked
from app.web.cluster_link import CLUSTER
from app.web.cookies import COOKIES, NEW_LINK, TEAM_COOKIE, remember
from app.web.decision_forms import SaveForm
from app.web.render import page
from app.web.saving import proposed, save, save_in
from app.web.visits import ReadingVisit, Visit, WritingVisit
from app.web.walked import advice_for

router = APIRouter(include_in_schema=False)

EDIT: Final = LinkKind.EDIT


@router.get("/decisions/new")
def show_save_form(visit: ReadingVisit) -> HTMLResponse:
    """Ask for what has to be known to save the recommendation for the answers in the URL."""
    asked = read_asked(visit.content, visit.request.query_params, carried=CLUSTER)
    held = teams_held(visit.session, visit.secrets)
    form = SaveForm(
        answers=asked.query,
        chosen_option=advice_for(visit.content, asked).winner or "",
        team_id=held[0].id if held else "",
    )
    return _save_page(visit, held, form, asked.problems)


@router.post("/decisions")
def save_decision(visit: WritingVisit, form: Annotated[SaveForm, Form()]) -> Response:
    """Save a decision and lead to it; what is wrong is said beside the field."""
    content, session = visit.content, visit.session
    held = teams_held(session, visit.secrets)
    try:
        team = _chosen_team(held, form.team_id)
        sent = form.sent(content)
        proposal, revision = proposed(content, sent | {"team": team.name} if team else sent)
    except InvalidInput as error:
        return _save_page(visit, held, form, error.problems)
    if team and teams.find(session, team.id, hold=True) is None:
        raise NotFound(NO_TEAM)
    saved = save_in(session, team, revision) if team else save(session, proposal, revision)
    response = lead_to(saved.view_path)
    remember(response, visit.settings, COOKIES[EDIT], saved.edit, path=saved.view_path)
    if saved.team_edit:
        team_id = saved.decision.team.id
        remember(response, visit.settings, f"{TEAM_COOKIE}{team_id}", saved.team_edit)
        remember(response, visit.settings, NEW_LINK, saved.team_view, path=f"/teams/{team_id}")
    return response


def _chosen_team(held: tuple[Team, ...], team_id: str) -> Team | None:
    """Return the team to add to, or None for a new one."""
    if not team_id:
        return None
    for team in held:
        if team.id == team_id:
            return team
    allowed = tuple(team.name for team in held)
    raise InvalidInput([Problem("team_id", "This browser has no edit link of that team.", allowed)])


def _save_page(
    visit: Visit, held: tuple[Team, ...], form: SaveForm, problems: tuple[Problem, ...] = ()
) -> HTMLResponse:
    answer = page(
        visit.request,
        "save.html",
        status=422 if problems else 200,
        options=visit.content.catalogue.options,
        held=held,
        open_rounds=_open_rounds(visit),
        changing=changing(visit.request),
        form=form,
        problems=problems,
        errors={problem.field: problem.message for problem in problems},
    )
    answer.headers.update(PRIVATE)
    return answer


def _open_rounds(visit: Visit) -> tuple[Round, ...]:
    """Return the rounds to which the visitor may hand in answers."""
    members = teams_held(visit.session, visit.secrets, LinkKind.COMMENT)
    asked = rounds.of_teams(visit.session, [team.id for team in members]) if members else ()
    return tuple(each for each in asked if each.closed_at is None)
