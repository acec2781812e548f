"""Remember what a creation made, so that asking again makes nothing twice.

The caller owns the transaction. Of two that use a key at once, the second waits for the first.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from app.store.tables import IdempotencyKeyRow

KEPT: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Creation:
    """A creation by its key: what was asked for, and what it made, empty while it is going on."""

    hash: str
    fingerprint: str
    salt: str
    made: str
    created_at: datetime


def claim(session: Session, creation: Creation) -> Creation | None:
    """Save that a creation begins; return the earlier one of the same key, if it is remembered."""
    _forget(session, creation.created_at - KEPT, creation.hash)
    try:
        with session.begin_nested():
            session.add(
                IdempotencyKeyRow(
                    hash=creation.hash,
                    fingerprint=creation.fingerprint,
                    salt=creation.salt,
                    made="",
                    created_at=creation.created_at,
                )
            )
    except IntegrityError:
        wanted = select(IdempotencyKeyRow).where(IdempotencyKeyRow.hash == creation.hash)
        row = session.exec(wanted).one()
        return Creation(row.hash, row.fingerprint, row.salt, row.made, row.created_at)
    return None


def finish(session: Session, key_hash: str, made: str) -> None:
    """Save the id of what a creation made."""
    row = session.get_one(IdempotencyKeyRow, key_hash)
    row.made = made
    session.flush()


def prune(session: Session, now: datetime) -> int:
    """Delete the keys that are remembered no more; return how many."""
    kept = col(IdempotencyKeyRow.created_at) >= now - KEPT
    return session.exec(delete(IdempotencyKeyRow).where(~kept)).rowcount


def _forget(session: Session, before: datetime, key_hash: str) -> None:
    outdated = (col(IdempotencyKeyRow.hash) == key_hash) & (
        col(IdempotencyKeyRow.created_at) < before
    )
    session.exec(delete(IdempotencyKeyRow).where(outdated))
