"""Save teams. The caller owns the transaction."""

from datetime import datetime

from sqlmodel import Session

from app.domain.decisions import Team
from app.store.tables import TeamRow


def add(session: Session, team: Team, created_at: datetime) -> None:
    """Save a new team. Two teams may have one name: a name is no proof of belonging."""
    session.add(TeamRow(id=team.id, name=team.name, created_at=created_at))
    session.flush()
