"""Show what a decision said earlier, compare two of its revisions, and restore one."""

from datetime import UTC, datetime
from typing import Annotated, Final

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel

from app.domain.decisions import Revision
from app.domain.divergence import Position
from app.domain.errors import NotFound, Problem
from app.domain.links import LinkKind
from app.domain.next_revision import restored
from app.store import decisions
from app.web.access import PRIVATE, Entry, enter, lead_to
from app.web.answer_words import names_of, told_divergence
from app.web.decision_page import Typed, decision_page
from app.web.decision_view import answers_given
from app.web.render import page
from app.web.visits import ReadingVisit, Visit, WritingVisit

router = APIRouter(prefix="/decisions", include_in_schema=False)

NO_REVISION: Final = "The decision has no such revision."


class RestoreForm(BaseModel):
    """Which revision to restore; `revision` is the newest that was on the screen."""

    revision: str = ""


@router.get("/{address}/revisions/{number}")
def show_revision(visit: ReadingVisit, address: str, number: str) -> HTMLResponse:
    """Show a decision as it stood in one of its revisions."""
    entry = enter(visit.session, address, visit.secrets)
    revision = revision_of(visit, entry, number)
    answer = page(
        visit.request,
        "revision.html",
        entry=entry,
        revision=revision,
        answers=answers_given(visit.content.graph, revision),
        names=names_of(visit.content),
        is_editor=entry.allows(LinkKind.EDIT),
    )
    answer.headers.update(PRIVATE)
    return answer


@router.get("/{address}/changes")
def show_changes(
    visit: ReadingVisit,
    address: str,
    old: Annotated[str, Query(alias="from")] = "1",
    new: Annotated[str, Query(alias="to")] = "",
) -> HTMLResponse:
    """Show two revisions side by side, and which of the changed answers changes who wins."""
    entry = enter(visit.session, address, visit.secrets)
    pair = tuple(
        revision_of(visit, entry, number)
        for number in (old, new or str(entry.decision.revision.number))
    )
    sides = [Position(each.answers, each.weights) for each in pair]
    answer = page(
        visit.request,
        "changes.html",
        entry=entry,
        pair=pair,
        names=names_of(visit.content),
        divergence=told_divergence(visit.content, *sides),
    )
    answer.headers.update(PRIVATE)
    return answer


@router.post("/{address}/revisions/{number}/restore")
def restore_revision(
    visit: WritingVisit, address: str, number: str, form: Annotated[RestoreForm, Form()]
) -> Response:
    """Save what an earlier revision said as the newest; nothing is lost, also not if late."""
    entry = enter(visit.session, address, visit.secrets, LinkKind.EDIT)
    newest = entry.decision.revision.number
    revision = restored(
        revision_of(visit, entry, number),
        newest=newest,
        author=entry.decision.revision.author,
        created_at=datetime.now(UTC),
    )
    is_late = form.revision != str(newest)
    if is_late or not decisions.revise(visit.session, entry.decision.id, revision):
        said = "Somebody saved another revision meanwhile. Look at it, then restore again."
        typed = Typed(problems=(Problem("history", said),))
        late = decision_page(visit, enter(visit.session, address, visit.secrets), typed)
        late.status_code = 409
        return late
    return lead_to(f"/decisions/{address}")


def revision_of(visit: Visit, entry: Entry, number: str) -> Revision:
    """Return a revision by its number in an address; NotFound when there is none."""
    revision = decisions.find_revision(visit.session, entry.decision.id, number)
    if revision is None:
        raise NotFound(NO_REVISION)
    return revision
