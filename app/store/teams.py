"""Save, find and delete teams. The caller owns the transaction."""

from datetime import datetime

from sqlalchemy import delete as sql_delete
from sqlmodel import Session, col, select

from app.domain.decisions import Team
from app.store.tables import TeamRow


def add(session: Session, team: Team, created_at: datetime) -> None:
    """Save a new team. Two teams may have one name: a name is no proof of belonging."""
    session.add(TeamRow(id=team.id, name=team.name, created_at=created_at))
    session.flush()


def find(session: Session, team_id: str, *, hold: bool = False) -> Team | None:
    """Return a team, or None; `hold` keeps others from deleting it until the transaction ends."""
    wanted = select(TeamRow).where(TeamRow.id == team_id)
    if hold:
        wanted = wanted.with_for_update(read=True, key_share=True)
    row = session.exec(wanted).first()
    return None if row is None else Team(row.id, row.name)


def delete(session: Session, team_id: str) -> None:
    """Delete a team with its decisions, links and rounds."""
    session.exec(sql_delete(TeamRow).where(col(TeamRow.id) == team_id))
