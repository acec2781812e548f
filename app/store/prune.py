"""Forget links that open nothing any more. The caller owns the transaction."""

from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col

from app.store.tables import LinkRow


def prune(session: Session, before: datetime) -> int:
    """Delete the links that were revoked before a moment; return how many there were.

    Decisions stay, also those that nobody can change any more: their view links still open them.
    """
    pruned = session.exec(delete(LinkRow).where(col(LinkRow.revoked_at) < before))
    return pruned.rowcount
