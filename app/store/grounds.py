"""Keep and find the grounds of recommendations. The caller owns the transaction."""

from sqlalchemy import text
from sqlmodel import Session

from app.domain.grounds import Grounds, parse_grounds
from app.store.watch_tables import GroundsRow


def keep(session: Session, grounds: Grounds) -> None:
    """Save grounds, unless they are there already; several processes may do so at once."""
    statement = "INSERT INTO grounds (id, text) VALUES (:id, :text) ON CONFLICT DO NOTHING"
    session.execute(text(statement), {"id": grounds.id, "text": grounds.text})


def find(session: Session, grounds_id: str) -> Grounds | None:
    """Return the grounds with this id, or None."""
    row = session.get(GroundsRow, grounds_id)
    return None if row is None else parse_grounds(row.text)
