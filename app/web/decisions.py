"""Save a decision, show it to whoever has its link, and let its editors change it."""

from dataclasses import replace
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Cookie, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.content.load import Content
from app.domain.decisions import restated
from app.domain.errors import InvalidInput, Problem
from app.domain.proposal import parse_amendment, parse_proposal
from app.settings import Settings
from app.store import decisions
from app.web.answers import read_asked
from app.web.decision_forms import EditForm, SaveForm
from app.web.decision_view import DecisionView, view_of
from app.web.dependencies import CurrentContent, CurrentSettings, Reading, Writing
from app.web.render import page
from app.web.saving import PRIVATE, draw_up, may_edit, opened, save, shown
from app.web.wizard import advice_for

router = APIRouter(include_in_schema=False)

COOKIE: Final = "meshwise_edit"
REMEMBERED: Final = 30 * 24 * 3600  # seconds

# Lax and not Strict: browsers withhold a Strict cookie from the page that an edit link in a
# chat leads to. Writes are POST, which neither kind of cookie accompanies from another site.
EditSecret = Annotated[str, Cookie(alias=COOKIE)]


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
    decision, secret = save(session, proposal, revision)
    return _remember(settings, decision.id, secret)


@router.get("/decisions/{decision_id}")
def show_decision(
    *,
    request: Request,
    content: CurrentContent,
    settings: CurrentSettings,
    session: Reading,
    decision_id: str,
    secret: EditSecret = "",
) -> HTMLResponse:
    """Show a decision to whoever has its link, and to its editors how to change it."""
    decision = shown(session, decision_id)
    history = decisions.revisions(session, decision_id)
    known = secret if may_edit(session, decision_id, secret) else ""
    form = EditForm.of(decision.revision) if known else None
    return _decision_page(request, view_of(content, settings, decision, history, known), form)


@router.get("/decisions/{decision_id}/edit/{secret}")
def open_edit_link(
    settings: CurrentSettings, session: Reading, decision_id: str, secret: str
) -> Response:
    """Move an edit link's secret from the address into a cookie, then show the decision."""
    opened(session, decision_id, secret)
    return _remember(settings, decision_id, secret)


@router.post("/decisions/{decision_id}")
def revise_decision(
    *,
    request: Request,
    content: CurrentContent,
    settings: CurrentSettings,
    session: Writing,
    decision_id: str,
    form: Annotated[EditForm, Form()],
    secret: EditSecret = "",
) -> Response:
    """Add a revision; whoever comes too late sees both versions, and nothing is lost."""
    decision = opened(session, decision_id, secret)
    history = decisions.revisions(session, decision_id)
    view = view_of(content, settings, decision, history, secret)
    newest = decision.revision
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
    if not decisions.revise(session, decision_id, revision):
        late = view_of(content, settings, shown(session, decision_id), history, secret)
        return _decision_page(request, late, form, is_late=True)
    return RedirectResponse(f"/decisions/{decision_id}", HTTPStatus.SEE_OTHER, PRIVATE)


@router.post("/decisions/{decision_id}/delete")
def delete_decision(session: Writing, decision_id: str, secret: EditSecret = "") -> Response:
    """Delete a decision with its revisions and links, and lead home."""
    opened(session, decision_id, secret)
    decisions.delete(session, decision_id)
    response = RedirectResponse("/", HTTPStatus.SEE_OTHER, PRIVATE)
    response.delete_cookie(COOKIE, path=f"/decisions/{decision_id}")
    return response


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


def _remember(settings: Settings, decision_id: str, secret: str) -> Response:
    """Lead to the decision, with the right to change it in a cookie that scripts cannot read."""
    path = f"/decisions/{decision_id}"
    headers = {**PRIVATE, "Referrer-Policy": "no-referrer"}
    response = RedirectResponse(path, HTTPStatus.SEE_OTHER, headers)
    response.set_cookie(
        COOKIE,
        secret,
        max_age=REMEMBERED,
        path=path,
        secure=settings.public_url.scheme == "https",
        httponly=True,
        samesite="lax",
    )
    return response
