"""Forget what has ended. The caller owns the transaction."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from app.store import idempotency, links


@dataclass(frozen=True, slots=True)
class Pruned:
    """How many rows were forgotten."""

    links: int
    keys: int


def prune(session: Session, before: datetime, now: datetime) -> Pruned:
    """Delete the links that ended before a moment, and idempotency keys that are kept no more."""
    return Pruned(links.prune(session, before), idempotency.prune(session, now))
