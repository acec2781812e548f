"""Save and find rounds and the sheets handed in to them. The caller owns the transaction."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from app.domain.rounds import Round, Sheet
from app.store.tables import RoundRow, SheetRow


def add(session: Session, asked: Round) -> None:
    """Save a new round; its team must be there already."""
    session.add(
        RoundRow(id=asked.id, team_id=asked.team_id, title=asked.title, created_at=asked.created_at)
    )
    session.flush()


def of_teams(session: Session, team_ids: Sequence[str]) -> tuple[Round, ...]:
    """Return the rounds of some teams, newest first."""
    rows = session.exec(
        select(RoundRow)
        .where(col(RoundRow.team_id).in_(team_ids))
        .order_by(col(RoundRow.created_at).desc(), col(RoundRow.id))
    )
    return tuple(_to_round(row) for row in rows)


def find(session: Session, team_id: str, round_id: str, *, hold: bool = False) -> Round | None:
    """Return a round of a team, or None; `hold` keeps others from closing it meanwhile."""
    wanted = select(RoundRow).where(RoundRow.id == round_id, RoundRow.team_id == team_id)
    row = session.exec(wanted.with_for_update() if hold else wanted).first()
    return None if row is None else _to_round(row)


def close(session: Session, round_id: str, moment: datetime) -> None:
    """Close a round: nobody can hand in any more."""
    row = session.get_one(RoundRow, round_id)
    row.closed_at = moment
    session.flush()


def add_sheet(session: Session, round_id: str, sheet: Sheet) -> None:
    """Save what a member answered."""
    session.add(
        SheetRow(
            id=sheet.id,
            round_id=round_id,
            author=sheet.author,
            answers={question: list(given) for question, given in sheet.answers.items()},
            question_versions=dict(sheet.question_versions),
            weights=None if sheet.weights is None else dict(sheet.weights),
            created_at=sheet.created_at,
        )
    )
    session.flush()


def sheets(session: Session, round_id: str) -> tuple[Sheet, ...]:
    """Return all that was handed in to a round, oldest first."""
    rows = session.exec(
        select(SheetRow)
        .where(SheetRow.round_id == round_id)
        .order_by(col(SheetRow.created_at), col(SheetRow.id))
    )
    return tuple(
        Sheet(
            id=row.id,
            author=row.author,
            answers={question: tuple(given) for question, given in row.answers.items()},
            question_versions=row.question_versions,
            weights=row.weights,
            created_at=row.created_at,
        )
        for row in rows
    )


def _to_round(row: RoundRow) -> Round:
    return Round(row.id, row.team_id, row.title, row.created_at, row.closed_at)
