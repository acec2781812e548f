"""Save and find comments on decisions. The caller owns the transaction."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.domain.comments import Comment
from app.store.tables import CommentRow


def add(session: Session, decision_id: str, comment: Comment) -> None:
    """Save a comment."""
    session.add(
        CommentRow(
            id=comment.id,
            decision_id=decision_id,
            revision=comment.revision,
            about=comment.about,
            author=comment.author,
            text=comment.text,
            created_at=comment.created_at,
        )
    )
    session.flush()


def of_decision(session: Session, decision_id: str) -> tuple[Comment, ...]:
    """Return a decision's comments, oldest first."""
    rows = session.exec(
        select(CommentRow)
        .where(CommentRow.decision_id == decision_id)
        .order_by(col(CommentRow.created_at), col(CommentRow.id))
        .execution_options(populate_existing=True)
    )
    return tuple(_to_domain(row) for row in rows)


def find(session: Session, decision_id: str, comment_id: str) -> Comment | None:
    """Return a comment on a decision, or None."""
    row = _row(session, decision_id, comment_id)
    return None if row is None else _to_domain(row)


def count(session: Session, decision_id: str) -> int:
    """Return how many comments a decision has."""
    of_this = CommentRow.decision_id == decision_id
    return session.exec(select(func.count()).select_from(CommentRow).where(of_this)).one()


def resolve(
    session: Session, decision_id: str, comment_id: str, moment: datetime | None, author: str = ""
) -> Comment | None:
    """Mark a comment as resolved at a moment, or open it again (None); None if it is gone."""
    row = _row(session, decision_id, comment_id)
    if row is None:
        return None
    row.resolved_at, row.resolved_by = moment, author
    session.flush()
    return replace(_to_domain(row), resolved_at=moment)


def delete(session: Session, decision_id: str, comment_id: str) -> bool:
    """Delete a comment; False when it is gone already."""
    row = _row(session, decision_id, comment_id)
    if row is None:
        return False
    session.delete(row)
    session.flush()
    return True


def _row(session: Session, decision_id: str, comment_id: str) -> CommentRow | None:
    wanted = select(CommentRow).where(
        CommentRow.id == comment_id, CommentRow.decision_id == decision_id
    )
    return session.exec(wanted.with_for_update()).first()


def _to_domain(row: CommentRow) -> Comment:
    return Comment(
        id=row.id,
        about=row.about,
        author=row.author,
        text=row.text,
        revision=row.revision,
        created_at=row.created_at,
        resolved_at=row.resolved_at,
        resolved_by=row.resolved_by,
    )
