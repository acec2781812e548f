"""Save and find who agrees with a decision and who does not. The caller owns the transaction."""

from sqlmodel import Session, col, select

from app.domain.comments import Opinion, Stance
from app.store.tables import StanceRow


def add(session: Session, decision_id: str, opinion: Opinion) -> None:
    """Save an opinion; what the author said before stays and is outdated."""
    session.add(
        StanceRow(
            id=opinion.id,
            decision_id=decision_id,
            revision=opinion.revision,
            author=opinion.author,
            stance=opinion.stance,
            reason=opinion.reason,
            created_at=opinion.created_at,
        )
    )
    session.flush()


def of_decision(session: Session, decision_id: str) -> tuple[Opinion, ...]:
    """Return all that was said on a decision, oldest first."""
    rows = session.exec(
        select(StanceRow)
        .where(StanceRow.decision_id == decision_id)
        .order_by(col(StanceRow.created_at), col(StanceRow.id))
    )
    return tuple(
        Opinion(
            id=row.id,
            stance=Stance(row.stance),
            author=row.author,
            reason=row.reason,
            revision=row.revision,
            created_at=row.created_at,
        )
        for row in rows
    )
