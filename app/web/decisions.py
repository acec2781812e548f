"""Save a decision, show it to whoever has its link, and let its editors change it."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated, Final

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, Response
from sqlmodel import Session

from app.domain.errors import InvalidInput, NotFound
from app.domain.links import LinkKind
from app.domain.next_revision import restated
from app.domain.proposal import parse_amendment
from app.domain.vector import query_of
from app.settings import Settings
from app.store import decisions, teams
from app.web.access import Entry, enter, lead_to, opened_by
from app.web.cookies import COOKIES, forget_changing, remember, remember_changing
from app.web.decision_forms import EditForm
from app.web.decision_page import Typed, decision_page
from app.web.dependencies import CurrentSettings, Reading
from app.web.saving import amended
from app.web.small_forms import CommentForm
from app.web.visits import ReadingVisit, Visit, WritingVisit
from app.web.walked import CHECK

router = APIRouter(include_in_schema=False)

EDIT: Final = LinkKind.EDIT


@router.get("/decisions/{address}")
def show_decision(
    visit: ReadingVisit, address: str, about: str = "", answers: str = ""
) -> HTMLResponse:
    """Show a decision to whoever has a link.

    `about` is what a comment would be about; `answers` the query of a result to change it to.
    """
    entry = enter(visit.session, address, visit.secrets)
    edit = EditForm.of(entry.decision.revision)
    edit.answers = f"/result?{answers}" if answers else ""
    comment = CommentForm(comment_about=about)
    return decision_page(visit, entry, Typed(edit=edit, comment=comment))


@router.post("/decisions/{address}/change-answers")
def change_answers(visit: ReadingVisit, address: str) -> Response:
    """Lead to the answers in the wizard; from there the save page leads back to the decision."""
    revision = enter(visit.session, address, visit.secrets, EDIT).decision.revision
    response = lead_to(f"/wizard?{query_of(revision.answers, revision.weights)}&at={CHECK}")
    remember_changing(response, visit.settings, address)
    return response


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
    visit: WritingVisit, address: str, form: Annotated[EditForm, Form()]
) -> Response:
    """Add a revision; whoever comes too late sees all versions, and nothing is lost."""
    content, session = visit.content, visit.session
    entry = enter(session, address, visit.secrets, EDIT)
    newest = entry.decision.revision
    if form.revision != str(newest.number):
        return _late(visit, entry, form)
    try:
        if form.is_new_advice:
            _, revision = amended(content, form.sent(content, newest))
            revision = replace(revision, number=newest.number + 1)
        else:
            amendment = parse_amendment(form.sent(content, newest))
            now = datetime.now(UTC)
            revision = restated(newest, amendment, catalogue=content.catalogue, created_at=now)
    except InvalidInput as error:
        return decision_page(visit, entry, Typed(edit=form, problems=error.problems))
    if not decisions.revise(session, entry.decision.id, revision):
        return _late(visit, enter(session, address, visit.secrets, EDIT), form)
    response = lead_to(f"/decisions/{address}")
    forget_changing(response)
    return response


@router.post("/decisions/{address}/delete")
def delete_decision(visit: WritingVisit, address: str) -> Response:
    """Delete a decision with its revisions, links and comments, and lead home or to its team."""
    entry = enter(visit.session, address, visit.secrets, EDIT)
    decisions.delete(visit.session, entry.decision.id)
    team = teams.find(visit.session, entry.decision.team.id) if entry.opens_team else None
    response = lead_to(f"/teams/{team.id}" if team else "/")
    for name in COOKIES.values():
        response.delete_cookie(name, path=f"/decisions/{address}")
    forget_changing(response)
    return response


def _late(visit: Visit, entry: Entry, form: EditForm) -> Response:
    """Show what the editor had read, what was saved since, and what they typed."""
    read = decisions.find_revision(visit.session, entry.decision.id, form.revision)
    base = EditForm.of(read) if read else EditForm.of(entry.decision.revision)
    return decision_page(visit, entry, Typed(edit=form, base=base))


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
    remember(response, settings, COOKIES[kind], secret, path=path)
    return response
