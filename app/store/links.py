"""Save and find links by their secrets. The caller owns the transaction.

A secret is stored as its SHA-256. A slow, salted hash protects what people choose, because it
can be guessed; a secret of 128 random bits or more cannot, so one plain hash is enough to make a
stolen database open nothing.
"""

import hmac
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import Final

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from app.domain.links import Link, LinkKind
from app.store.tables import LinkRow

NAMED_BY: Final = 16  # digits of the hash, 64 bits: enough to tell the links of one decision apart


def id_of(secret: str) -> str:
    """Return the id of the link with this secret; it gives nothing of the secret away."""
    return _hash(secret)[:NAMED_BY]


def add(session: Session, link: Link, secret: str) -> None:
    """Save a link by the hash of its secret; its team and decision must be there already."""
    session.add(
        LinkRow(
            hash=_hash(secret),
            decision_id=link.decision_id,
            team_id=link.team_id,
            kind=link.kind,
            name=link.name,
            created_at=link.created_at,
            expires_at=link.expires_at,
            revoked_at=link.revoked_at,
        )
    )
    session.flush()


def live(session: Session, secrets: Iterable[str], now: datetime) -> dict[str, Link]:
    """Return the links that these secrets open at a moment, by secret.

    Wrong, expired and revoked ones are left out alike. Hashes are compared in constant time.
    """
    hashes = {secret: _hash(secret) for secret in secrets}
    rows = session.exec(select(LinkRow).where(col(LinkRow.hash).in_(hashes.values()))).all()
    found = {
        secret: _to_domain(row)
        for row in rows
        for secret, given in hashes.items()
        if hmac.compare_digest(given, row.hash)
    }
    return {secret: link for secret, link in found.items() if link.is_live(now)}


def of_decision(session: Session, decision_id: str) -> tuple[Link, ...]:
    """Return a decision's own links, those that ended too, oldest first."""
    return _listed(session, col(LinkRow.decision_id) == decision_id)


def of_team(session: Session, team_id: str) -> tuple[Link, ...]:
    """Return the links to a team as a whole, those that ended too, oldest first."""
    return _listed(session, col(LinkRow.team_id) == team_id, col(LinkRow.decision_id).is_(None))


def revoke(session: Session, link: Link, moment: datetime) -> None:
    """End a link for good."""
    session.exec(
        update(LinkRow)
        .where(
            col(LinkRow.hash).startswith(link.id, autoescape=True),
            col(LinkRow.team_id) == link.team_id,
        )
        .values(revoked_at=moment)
        .execution_options(synchronize_session=False)
    )


def prune(session: Session, before: datetime) -> int:
    """Delete the links that were revoked or expired before a moment; return how many.

    Decisions stay, also those that no link opens any more.
    """
    ended = (col(LinkRow.revoked_at) < before) | (col(LinkRow.expires_at) < before)
    return session.exec(delete(LinkRow).where(ended)).rowcount


def _hash(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def _listed(session: Session, *conditions: object) -> tuple[Link, ...]:
    rows = session.exec(
        select(LinkRow)
        .where(*conditions)  # type: ignore[arg-type]
        .order_by(col(LinkRow.created_at), col(LinkRow.kind).desc(), col(LinkRow.hash))
        .execution_options(populate_existing=True)
    )
    return tuple(_to_domain(row) for row in rows)


def _to_domain(row: LinkRow) -> Link:
    return Link(
        id=row.hash[:NAMED_BY],
        kind=LinkKind(row.kind),
        team_id=row.team_id,
        decision_id=row.decision_id,
        name=row.name,
        created_at=row.created_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
    )
