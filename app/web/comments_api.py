"""Comment on decisions, and say who agrees, over REST."""

from dataclasses import asdict
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Body, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from app.domain.comments import CommentRequest, OpinionRequest, Stance, newest_of
from app.domain.links import LinkKind
from app.domain.proposal import AuthorName
from app.store import comments, opinions
from app.web.access import PRIVATE, enter
from app.web.commenting import comment_on, delete_comment, resolve_comment, take_stance
from app.web.dependencies import Reading, Writing
from app.web.described import described
from app.web.idempotency import Key, again, once
from app.web.preconditions import READS, WRITES, Optional, Required

router = APIRouter(prefix="/api/decisions", tags=["comments"])

Sent = Annotated[dict[str, Any], Body()]
SAID: Final = {"about": "question:goals", "author": "Kim", "text": "Is it only mutual TLS?"}
STANDS: Final = {"stance": "object", "author": "Kim", "reason": "We cannot patch it in time."}


class CommentBody(BaseModel):
    """A comment; it is open while `resolved_at` is null."""

    id: str
    about: str = Field(description="Empty, or `question:` or `option:` and an id.")
    author: str
    text: str
    revision: int = Field(description="The newest when it was said.")
    created_at: datetime
    resolved_at: datetime | None
    resolved_by: str


class CommentsBody(BaseModel):
    """All comments, the oldest first."""

    comments: list[CommentBody]


class OpinionBody(BaseModel):
    """How somebody stands to a decision."""

    id: str
    stance: Stance
    author: str
    reason: str
    revision: int = Field(description="The newest when it was said.")
    created_at: datetime


class OpinionsBody(BaseModel):
    """What each said last; `counts` by stance."""

    opinions: list[OpinionBody]
    counts: dict[Stance, int]


class ResolveRequest(BaseModel):
    """Whether a comment is settled, and who says so."""

    model_config = ConfigDict(extra="forbid")

    resolved: bool
    author: AuthorName = ""


@router.get("/{decision_id}/comments", responses=READS)
def get_comments(
    response: Response, session: Reading, secrets: Optional, decision_id: str
) -> CommentsBody:
    """Return the comments on a decision."""
    response.headers.update(PRIVATE)
    decision = enter(session, decision_id, secrets).decision
    said = comments.of_decision(session, decision.id)
    return CommentsBody(comments=[CommentBody(**asdict(each)) for each in said])


@router.post(
    "/{decision_id}/comments",
    status_code=HTTPStatus.CREATED,
    responses=WRITES,
    openapi_extra=described(CommentRequest, SAID),
)
def post_comment(
    *,
    request: Request,
    response: Response,
    session: Writing,
    secrets: Required,
    decision_id: str,
    sent: Sent,
    key: Key = "",
) -> CommentBody:
    """Comment on a decision, or on a question or an option in it."""
    response.headers.update(PRIVATE)
    decision = enter(session, decision_id, secrets, LinkKind.COMMENT).decision
    doing = once(session, request, key, sent)
    if doing.made:
        return CommentBody(**asdict(again(lambda: comments.find(session, decision.id, doing.made))))
    comment = comment_on(session, decision, sent)
    doing.finish(session, comment.id)
    return CommentBody(**asdict(comment))


@router.patch("/{decision_id}/comments/{comment_id}", responses=WRITES)
def patch_comment(
    *,
    response: Response,
    session: Writing,
    secrets: Required,
    decision_id: str,
    comment_id: str,
    sent: ResolveRequest,
) -> CommentBody:
    """Mark a comment as resolved, or open it again."""
    response.headers.update(PRIVATE)
    decision = enter(session, decision_id, secrets, LinkKind.COMMENT).decision
    comment = resolve_comment(
        session, decision, comment_id, resolved=sent.resolved, author=sent.author
    )
    return CommentBody(**asdict(comment))


@router.delete(
    "/{decision_id}/comments/{comment_id}",
    status_code=HTTPStatus.NO_CONTENT,
    responses=WRITES,
)
def remove_comment(
    session: Writing, secrets: Required, decision_id: str, comment_id: str
) -> Response:
    """Delete a comment, with an edit link."""
    decision = enter(session, decision_id, secrets, LinkKind.EDIT).decision
    delete_comment(session, decision, comment_id)
    return Response(status_code=HTTPStatus.NO_CONTENT, headers=PRIVATE)


@router.get("/{decision_id}/opinions", responses=READS)
def get_opinions(
    response: Response, session: Reading, secrets: Optional, decision_id: str
) -> OpinionsBody:
    """Return who agrees with a decision, who can live with it and who objects."""
    response.headers.update(PRIVATE)
    decision = enter(session, decision_id, secrets).decision
    newest = newest_of(opinions.of_decision(session, decision.id))
    return OpinionsBody(
        opinions=[OpinionBody(**asdict(each)) for each in newest],
        counts={stance: sum(each.stance is stance for each in newest) for stance in Stance},
    )


@router.post(
    "/{decision_id}/opinions",
    status_code=HTTPStatus.CREATED,
    responses=WRITES,
    openapi_extra=described(OpinionRequest, STANDS),
)
def post_opinion(
    *,
    request: Request,
    response: Response,
    session: Writing,
    secrets: Required,
    decision_id: str,
    sent: Sent,
    key: Key = "",
) -> OpinionBody:
    """Agree, object, or say that one can live with it; it replaces what the author said before."""
    response.headers.update(PRIVATE)
    decision = enter(session, decision_id, secrets, LinkKind.COMMENT).decision
    doing = once(session, request, key, sent)
    if doing.made:
        said = opinions.of_decision(session, decision.id)
        found = again(lambda: next((each for each in said if each.id == doing.made), None))
        return OpinionBody(**asdict(found))
    opinion = take_stance(session, decision, sent)
    doing.finish(session, opinion.id)
    return OpinionBody(**asdict(opinion))
