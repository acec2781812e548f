"""Comment on a decision and say whether one agrees, on its page."""

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import Response

from app.domain.errors import InvalidInput
from app.domain.links import LinkKind
from app.web.access import enter, lead_to
from app.web.commenting import comment_on, delete_comment, resolve_comment, take_stance
from app.web.decision_page import Typed, decision_page
from app.web.small_forms import CommentForm, OpinionForm, beside
from app.web.visits import WritingVisit

router = APIRouter(prefix="/decisions", include_in_schema=False)


@router.post("/{address}/comments")
def add_comment(
    visit: WritingVisit, address: str, form: Annotated[CommentForm, Form()]
) -> Response:
    """Add a comment and lead to it."""
    entry = enter(visit.session, address, visit.secrets, LinkKind.COMMENT)
    try:
        comment = comment_on(visit.session, entry.decision, form.sent())
    except InvalidInput as error:
        typed = Typed(comment=form, problems=beside("comment", error.problems))
        return decision_page(visit, entry, typed)
    return lead_to(f"/decisions/{address}#comment-{comment.id}")


@router.post("/{address}/comments/{comment_id}/resolve")
def resolve(visit: WritingVisit, address: str, comment_id: str) -> Response:
    """Mark a comment as resolved."""
    entry = enter(visit.session, address, visit.secrets, LinkKind.COMMENT)
    resolve_comment(visit.session, entry.decision, comment_id, resolved=True)
    return lead_to(f"/decisions/{address}#comments")


@router.post("/{address}/comments/{comment_id}/reopen")
def reopen(visit: WritingVisit, address: str, comment_id: str) -> Response:
    """Open a resolved comment again."""
    entry = enter(visit.session, address, visit.secrets, LinkKind.COMMENT)
    resolve_comment(visit.session, entry.decision, comment_id, resolved=False)
    return lead_to(f"/decisions/{address}#comment-{comment_id}")


@router.post("/{address}/comments/{comment_id}/delete")
def delete(visit: WritingVisit, address: str, comment_id: str) -> Response:
    """Delete a comment; its author cannot be known, so that editors do it."""
    entry = enter(visit.session, address, visit.secrets, LinkKind.EDIT)
    delete_comment(visit.session, entry.decision, comment_id)
    return lead_to(f"/decisions/{address}#comments")


@router.post("/{address}/opinions")
def add_opinion(
    visit: WritingVisit, address: str, form: Annotated[OpinionForm, Form()]
) -> Response:
    """Save how somebody stands to the decision."""
    entry = enter(visit.session, address, visit.secrets, LinkKind.COMMENT)
    try:
        take_stance(visit.session, entry.decision, form.sent())
    except InvalidInput as error:
        typed = Typed(opinion=form, problems=beside("opinion", error.problems))
        return decision_page(visit, entry, typed)
    return lead_to(f"/decisions/{address}#opinions")
