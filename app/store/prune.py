"""Forget what has ended. The caller owns the transaction."""

from datetime import datetime

from sqlmodel import Session

from app.store import links


def prune(session: Session, before: datetime) -> int:
    """Delete the links that ended before a moment; return how many there were."""
    return links.prune(session, before)
