"""Make, rotate and end links on the pages of a decision and a team."""

from typing import Annotated, Final

from fastapi import APIRouter, Form
from fastapi.responses import Response

from app.domain.errors import InvalidInput, NotFound
from app.domain.links import LinkKind
from app.settings import Settings
from app.store import links
from app.web.access import Entry, enter, enter_team, lead_to
from app.web.cookies import COOKIES, NEW_LINK, TEAM_COOKIE, held_secret, remember
from app.web.decision_page import Typed, decision_page
from app.web.linking import MadeLink, Subject, end_link, make_link, rotate_link
from app.web.small_forms import LinkForm, beside
from app.web.team_page import team_page
from app.web.visits import WritingVisit

router = APIRouter(include_in_schema=False)

EDIT: Final = LinkKind.EDIT
SHOWN: Final = 600  # seconds that a new link is shown


@router.post("/decisions/{address}/links")
def add_decision_link(
    visit: WritingVisit, address: str, form: Annotated[LinkForm, Form()]
) -> Response:
    """Make a link to a decision, and show it on its page."""
    entry = enter(visit.session, address, visit.secrets, EDIT)
    try:
        made = make_link(visit.session, _subject(entry), form.sent())
    except InvalidInput as error:
        return decision_page(
            visit, entry, Typed(link=form, problems=beside("link", error.problems))
        )
    return _shown(visit.settings, f"/decisions/{address}", made)


@router.post("/decisions/{address}/links/{link_id}/rotate")
def rotate_decision_link(visit: WritingVisit, address: str, link_id: str) -> Response:
    """Give a link to a decision a new secret, and show it on its page."""
    entry = enter(visit.session, address, visit.secrets, EDIT)
    made = rotate_link(visit.session, _subject(entry), link_id)
    path = _path_after(entry, link_id)
    response = _shown(visit.settings, path, made)
    own = held_secret(visit.request.cookies, EDIT)
    kept = made.secret if own and links.id_of(own) == link_id else own
    if kept:
        remember(response, visit.settings, COOKIES[EDIT], kept, path=path)
    return response


@router.post("/decisions/{address}/links/{link_id}/end")
def end_decision_link(visit: WritingVisit, address: str, link_id: str) -> Response:
    """End a link to a decision; the page stays, under the decision's id if that was its address."""
    entry = enter(visit.session, address, visit.secrets, EDIT)
    try:
        end_link(visit.session, _subject(entry), link_id)
    except InvalidInput as error:
        return decision_page(visit, entry, Typed(problems=error.problems))
    path = _path_after(entry, link_id)
    response = lead_to(f"{path}#links")
    if own := held_secret(visit.request.cookies, EDIT):
        remember(response, visit.settings, COOKIES[EDIT], own, path=path)
    return response


@router.post("/decisions/{address}/team")
def open_team(visit: WritingVisit, address: str) -> Response:
    """Make the first link to a team from the time before teams had links, and lead there."""
    entry = enter(visit.session, address, visit.secrets, EDIT)
    team_id = entry.decision.team.id
    if links.of_team(visit.session, team_id):
        raise NotFound("The team has links of its own: ask for one.")
    made = make_link(visit.session, Subject(team_id), {"kind": EDIT})
    response = _shown(visit.settings, f"/teams/{team_id}", made)
    remember(response, visit.settings, f"{TEAM_COOKIE}{team_id}", made.secret)
    return response


@router.post("/teams/{team_id}/links")
def add_team_link(visit: WritingVisit, team_id: str, form: Annotated[LinkForm, Form()]) -> Response:
    """Make a link to a team, and show it on its page."""
    entry = enter_team(visit.session, team_id, visit.secrets, EDIT)
    try:
        made = make_link(visit.session, Subject(team_id), form.sent())
    except InvalidInput as error:
        return team_page(visit, entry, link=form, problems=beside("link", error.problems))
    return _shown(visit.settings, f"/teams/{team_id}", made)


@router.post("/teams/{team_id}/links/{link_id}/rotate")
def rotate_team_link(visit: WritingVisit, team_id: str, link_id: str) -> Response:
    """Give a link to a team a new secret, and show it on its page."""
    enter_team(visit.session, team_id, visit.secrets, EDIT)
    made = rotate_link(visit.session, Subject(team_id), link_id)
    response = _shown(visit.settings, f"/teams/{team_id}", made)
    name = f"{TEAM_COOKIE}{team_id}"
    own = visit.request.cookies.get(name, "")
    if own and links.id_of(own) == link_id:
        remember(response, visit.settings, name, made.secret)
    return response


@router.post("/teams/{team_id}/links/{link_id}/end")
def end_team_link(visit: WritingVisit, team_id: str, link_id: str) -> Response:
    """End a link to a team."""
    entry = enter_team(visit.session, team_id, visit.secrets, EDIT)
    try:
        end_link(visit.session, Subject(team_id), link_id)
    except InvalidInput as error:
        return team_page(visit, entry, problems=error.problems)
    return lead_to(f"/teams/{team_id}#links")


def _subject(entry: Entry) -> Subject:
    return Subject(entry.decision.team.id, entry.decision.id)


def _path_after(entry: Entry, link_id: str) -> str:
    """Return where the page is once a link has ended: its secret may be the address now."""
    is_address = entry.by_address is not None and entry.by_address.id == link_id
    return f"/decisions/{entry.decision.id if is_address else entry.address}"


def _shown(settings: Settings, path: str, made: MadeLink) -> Response:
    """Lead to a page that shows a new link for a while, to this browser only."""
    response = lead_to(f"{path}#links")
    remember(response, settings, NEW_LINK, made.secret, path=path, seconds=SHOWN)
    return response
