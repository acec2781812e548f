"""Save a first decision, for a new team or for one that the visitor may add to."""

from typing import Annotated, Final

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response

from app.content.load import Content
from app.domain.decisions import Team
from app.domain.errors import InvalidInput, Problem
from app.domain.links import LinkKind
from app.web.access import COOKIES, NEW_LINK, TEAM_COOKIE, Secrets, lead_to, remember, teams_held
from app.web.answers import read_asked
from app.web.decision_forms import SaveForm
from app.web.dependencies import CurrentContent, CurrentSettings, Reading, Writing
from app.web.render import page
from app.web.saving import proposed, save, save_in
from app.web.wizard import advice_for

router = APIRouter(include_in_schema=False)

EDIT: Final = LinkKind.EDIT


@router.get("/decisions/new")
def show_save_form(
    request: Request, content: CurrentContent, session: Reading, secrets: Secrets
) -> HTMLResponse:
    """Ask for what has to be known to save the recommendation for the answers in the URL."""
    asked = read_asked(content, request.query_params)
    held = teams_held(session, secrets)
    form = SaveForm(
        answers=asked.query,
        chosen_option=advice_for(content, asked).winner or "",
        team_id=held[0].id if held else "",
    )
    return _save_page(request, content, held, form, asked.problems)


@router.post("/decisions")
def save_decision(
    *,
    request: Request,
    content: CurrentContent,
    settings: CurrentSettings,
    session: Writing,
    secrets: Secrets,
    form: Annotated[SaveForm, Form()],
) -> Response:
    """Save a decision and lead to it; what is wrong is said beside the field."""
    held = teams_held(session, secrets)
    try:
        team = _chosen_team(held, form.team_id)
        sent = form.sent(content)
        proposal, revision = proposed(content, sent | {"team": team.name} if team else sent)
    except InvalidInput as error:
        return _save_page(request, content, held, form, error.problems)
    saved = save_in(session, team, revision) if team else save(session, proposal, revision)
    response = lead_to(saved.view_path)
    remember(response, settings, COOKIES[EDIT], saved.edit, path=saved.view_path)
    if saved.team_edit:
        team_id = saved.decision.team.id
        remember(response, settings, f"{TEAM_COOKIE}{team_id}", saved.team_edit)
        remember(response, settings, NEW_LINK, saved.team_view, path=f"/teams/{team_id}")
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
    request: Request,
    content: Content,
    held: tuple[Team, ...],
    form: SaveForm,
    problems: tuple[Problem, ...] = (),
) -> HTMLResponse:
    return page(
        request,
        "save.html",
        status=422 if problems else 200,
        options=content.catalogue.options,
        held=held,
        form=form,
        problems=problems,
        errors={problem.field: problem.message for problem in problems},
    )
