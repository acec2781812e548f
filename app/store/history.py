"""List a decision's revisions without what each rests on. The caller owns the transaction."""

from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy.orm import load_only
from sqlmodel import Session, col, select

from app.store.tables import RevisionRow


@dataclass(frozen=True, slots=True)
class Noted:
    """A revision as the history shows it. `created_at` is in UTC."""

    number: int
    author: str
    chosen_option: str
    note: str
    created_at: datetime


def history_of(session: Session, decision_id: str) -> tuple[Noted, ...]:
    """Return a decision's revisions, newest first."""
    shown = (getattr(RevisionRow, each.name) for each in fields(Noted))
    rows = session.exec(
        select(RevisionRow)
        .options(load_only(*shown))
        .where(RevisionRow.decision_id == decision_id)
        .order_by(col(RevisionRow.number).desc())
    )
    return tuple(
        Noted(row.number, row.author, row.chosen_option, row.note, row.created_at) for row in rows
    )
