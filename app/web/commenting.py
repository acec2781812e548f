"""Comment on decisions and say who agrees, for pages and programs alike."""

from collections.abc import Mapping
from datetime import UTC, datetime
from secrets import token_hex
from typing import Any

from sqlmodel import Session

from app.domain.comments import (
    MOST_COMMENTS,
    MOST_OPINIONS,
    Comment,
    Opinion,
    parse_comment,
    parse_opinion,
)
from app.domain.decisions import Decision
from app.domain.errors import InvalidInput, NotFound, Problem
from app.store import comments, opinions
from app.web.saving import ID

NO_COMMENT = "There is no such comment."


def comment_on(session: Session, decision: Decision, sent: Mapping[str, Any]) -> Comment:
    """Save what was sent as a comment on the newest revision; InvalidInput names what is wrong."""
    request = parse_comment(sent, decision)
    if comments.count(session, decision.id) >= MOST_COMMENTS:
        said = f"The decision has {MOST_COMMENTS} comments: delete some first."
        raise InvalidInput([Problem("text", said)])
    comment = Comment(
        id=token_hex(ID),
        about=request.about,
        author=request.author,
        text=request.text,
        revision=decision.revision.number,
        created_at=datetime.now(UTC),
    )
    comments.add(session, decision.id, comment)
    return comment


def resolve_comment(
    session: Session, decision: Decision, comment_id: str, *, resolved: bool, author: str = ""
) -> Comment:
    """Mark a comment as resolved, or open it again; NotFound when it is gone."""
    moment = datetime.now(UTC) if resolved else None
    comment = comments.resolve(session, decision.id, comment_id, moment, author if resolved else "")
    if comment is None:
        raise NotFound(NO_COMMENT)
    return comment


def delete_comment(session: Session, decision: Decision, comment_id: str) -> None:
    """Delete a comment; NotFound when it is gone."""
    if not comments.delete(session, decision.id, comment_id):
        raise NotFound(NO_COMMENT)


def take_stance(session: Session, decision: Decision, sent: Mapping[str, Any]) -> Opinion:
    """Save how somebody stands to the newest revision; InvalidInput names what is wrong."""
    request = parse_opinion(sent)
    if len(opinions.of_decision(session, decision.id)) >= MOST_OPINIONS:
        raise InvalidInput([Problem("stance", f"At most {MOST_OPINIONS} can be kept.")])
    opinion = Opinion(
        id=token_hex(ID),
        stance=request.stance,
        author=request.author,
        reason=request.reason,
        revision=decision.revision.number,
        created_at=datetime.now(UTC),
    )
    opinions.add(session, decision.id, opinion)
    return opinion
