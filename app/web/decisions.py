"""Save a decision, show it to whoever has its link, and let its editors change it."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated, Final

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response
from sqlmodel import Session

from app.content.load import Content
from app.domain.decisions import restated
from app.domain.errors import InvalidInput, NotFound, Problem
from app.domain.links import LinkKind
from app.domain.proposal import parse_amendment, parse_proposal
from app.settings import Settings
from app.store import decisions
from app.web.access import (
    COOKIES,
    PRIVATE,
    TEAM_COOKIE,
    Entry,
    Secrets,
    enter,
    held_secret,
    lead_to,
    opened_by,
    remember,
)
from app.web.answers import read_asked
from app.web.decision_forms import EditForm, SaveForm
from app.web.decision_view import DecisionView, view_of
from app.web.dependencies import CurrentContent, CurrentSettings, Reading, Writing
from app.web.render import page
from app.web.saving import draw_up, save
from app.web.wizard import advice_for

router = APIRouter(include_in_schema=False)

EDIT: Final = LinkKind.EDIT


@router.get("/decisions/new")
def show_save_form(request: Request, content: CurrentContent) -> HTMLResponse:
    """Ask for what has to be known to save the recommendation for the answers in the URL."""
    asked = read_asked(content, request.query_params)
    form = SaveForm(answers=asked.query, chosen_option=advice_for(content, asked).winner or "")
    return _save_page(request, content, form, asked.problems)


@router.post("/decisions")
def save_decision(
    request: Request,
    content: CurrentContent,
    settings: CurrentSettings,
    session: Writing,
    form: Annotated[SaveForm, Form()],
) -> Response:
    """Save a decision and lead to it; what is wrong is said beside the field."""
    try:
        proposal = parse_proposal(form.sent(content))
        revision = draw_up(content, proposal)
    except InvalidInput as error:
        return _save_page(request, content, form, error.problems)
    saved = save(session, proposal, revision)
    response = lead_to(saved.view_path)
    remember(response, settings, COOKIES[EDIT], saved.edit, saved.view_path)
    remember(response, settings, f"{TEAM_COOKIE}{saved.decision.team.id}", saved.team_edit)
    return response


@router.get("/decisions/{address}")
def show_decision(
    *,
    request: Request,
    content: CurrentContent,
    settings: CurrentSettings,
    session: Reading,
    secrets: Secrets,
    address: str,
) -> HTMLResponse:
    """Show a decision to whoever has a link, and what else their link allows."""
    entry = enter(session, address, secrets)
    view = _view(request, content, settings, session, entry)
    form = EditForm.of(entry.decision.revision) if entry.allows(EDIT) else None
    return _decision_page(request, view, form)


@router.get("/decisions/{address}/comment/{secret}")
def open_comment_link(
    settings: CurrentSettings, session: Reading, address: str, secret: str
) -> Response:
    """Move a comment link's secret from the address into a cookie, then show the decision."""
    return _open_link(settings, session, address, LinkKind.COMMENT, secret)


@router.get("/decisions/{address}/edit/{secret}")
def open_edit_link(
    settings: CurrentSettings, session: Reading, address: str, secret: str
) -> Response:
    """Move an edit link's secret from the address into a cookie, then show the decision."""
    return _open_link(settings, session, address, EDIT, secret)


@router.post("/decisions/{address}")
def revise_decision(
    *,
    request: Request,
    content: CurrentContent,
    settings: CurrentSettings,
    session: Writing,
    secrets: Secrets,
    address: str,
    form: Annotated[EditForm, Form()],
) -> Response:
    """Add a revision; whoever comes too late sees both versions, and nothing is lost."""
    entry = enter(session, address, secrets, EDIT)
    newest = entry.decision.revision
    view = _view(request, content, settings, session, entry)
    if form.revision != str(newest.number):
        return _decision_page(request, view, form, is_late=True)
    try:
        amendment = parse_amendment(form.sent(newest))
        if form.today:
            revision = replace(draw_up(content, amendment), number=newest.number + 1)
        else:
            now = datetime.now(UTC)
            revision = restated(newest, amendment, catalogue=content.catalogue, created_at=now)
    except InvalidInput as error:
        return _decision_page(request, view, form, error.problems)
    if not decisions.revise(session, entry.decision.id, revision):
        late = enter(session, address, secrets, EDIT)
        view = _view(request, content, settings, session, late)
        return _decision_page(request, view, form, is_late=True)
    return lead_to(f"/decisions/{address}")


@router.post("/decisions/{address}/delete")
def delete_decision(session: Writing, secrets: Secrets, address: str) -> Response:
    """Delete a decision with its revisions and links, and lead home."""
    decisions.delete(session, enter(session, address, secrets, EDIT).decision.id)
    response = lead_to("/")
    for name in COOKIES.values():
        response.delete_cookie(name, path=f"/decisions/{address}")
    return response


def _open_link(
    settings: Settings, session: Session, address: str, kind: LinkKind, secret: str
) -> Response:
    """Lead to the decision; where the address opens nothing any more, under the decision's id."""
    decision_id = opened_by(session, secret, kind)
    try:
        is_known = enter(session, address, (secret,)).decision.id == decision_id
    except NotFound:
        is_known = False
    path = f"/decisions/{address if is_known else decision_id}"
    response = lead_to(path)
    response.headers["Referrer-Policy"] = "no-referrer"
    remember(response, settings, COOKIES[kind], secret, path)
    return response


def _view(
    request: Request, content: Content, settings: Settings, session: Session, entry: Entry
) -> DecisionView:
    history = decisions.revisions(session, entry.decision.id)
    secret = held_secret(request.cookies, EDIT) if entry.allows(EDIT) else ""
    return view_of(content, settings, entry, history, secret)


def _save_page(
    request: Request, content: Content, form: SaveForm, problems: tuple[Problem, ...] = ()
) -> HTMLResponse:
    return page(
        request,
        "save.html",
        status=422 if problems else 200,
        options=content.catalogue.options,
        form=form,
        problems=problems,
        errors={problem.field: problem.message for problem in problems},
    )


def _decision_page(
    request: Request,
    view: DecisionView,
    form: EditForm | None,
    problems: tuple[Problem, ...] = (),
    *,
    is_late: bool = False,
) -> HTMLResponse:
    """Show a decision; `form` holds what its editor typed, for none if it is only read."""
    newest = EditForm.of(view.revision)
    answer = page(
        request,
        "decision.html",
        status=409 if is_late else 422 if problems else 200,
        view=view,
        revision=view.revision,
        form=form.model_copy(update={"revision": newest.revision}) if form else None,
        differences=form.differences(newest) if form and is_late else (),
        is_late=is_late,
        problems=problems,
        errors={problem.field: problem.message for problem in problems},
    )
    answer.headers.update(PRIVATE)
    return answer
