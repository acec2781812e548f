"""Lay a decision beside another one that the visitor has a link to, of any team."""

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse

from app.domain.decisions import Decision
from app.domain.divergence import Position
from app.domain.errors import InvalidInput, NotFound, Problem
from app.web.access import PRIVATE, enter
from app.web.answer_words import names_of, told_divergence
from app.web.decision_page import Typed, decision_page
from app.web.home import path_of
from app.web.render import page
from app.web.visits import ReadingVisit, Visit

router = APIRouter(prefix="/decisions", include_in_schema=False)


@router.post("/{address}/beside")
def show_beside(
    visit: ReadingVisit, address: str, link: Annotated[str, Form()] = ""
) -> HTMLResponse:
    """Show two decisions side by side; the link of the other one is sent and not in the address."""
    entry = enter(visit.session, address, visit.secrets)
    try:
        other = _other(visit, link)
    except InvalidInput as error:
        return decision_page(visit, entry, Typed(beside=link, problems=error.problems))
    return pair_page(visit, (entry.decision, other), (entry.address, ""))


def pair_page(
    visit: Visit, pair: tuple[Decision, Decision], addresses: tuple[str, str]
) -> HTMLResponse:
    """Show two decisions and what makes the difference; an empty address is not linked."""
    sides = [Position(each.revision.answers, each.revision.weights) for each in pair]
    answer = page(
        visit.request,
        "pair.html",
        pair=pair,
        addresses=addresses,
        names=names_of(visit.content),
        divergence=told_divergence(visit.content, *sides),
    )
    answer.headers.update(PRIVATE)
    return answer


def _other(visit: Visit, link: str) -> Decision:
    """Return the decision behind a pasted link; InvalidInput names the field `beside`."""
    try:
        kind, address, *rest = path_of(link).strip("/").split("/")
        wanted = address if kind == "decisions" else ""
        return enter(visit.session, wanted, (*visit.secrets, *rest[1:])).decision
    except (InvalidInput, NotFound) as error:
        said = "There is no decision behind this link. Paste the whole link."
        raise InvalidInput([Problem("beside", said)]) from error
