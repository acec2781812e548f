"""List the decisions of a team, newest first, a page at a time. The caller owns the transaction.

A page begins after the last row of the one before it and not after so many rows, so that the
last of thousands of pages is as quick as the first, and nothing is shown twice or left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, tuple_
from sqlmodel import Session, col, select

from app.store.decisions import words_of
from app.store.tables import DecisionRow

MOST_WORDS: Final = 8  # of a search; more are as good as none


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ends: the last decision on it."""

    created_at: datetime
    decision_id: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A decision as a list shows it: what stands in its newest revision. `created_at` is in UTC."""

    id: str
    title: str
    author: str
    chosen_option: str
    recommended_option: str | None
    revision: int
    created_at: datetime

    @property
    def place(self) -> Place:
        """Where a page that ends with this decision ends."""
        return Place(self.created_at, self.id)


def listed(
    session: Session, team_id: str, *, search: str = "", after: Place | None = None, limit: int
) -> tuple[Listed, ...]:
    """Return up to `limit` decisions that hold every word of `search`, newest first."""
    wanted = select(DecisionRow).where(DecisionRow.team_id == team_id)
    for word in words_of(search).split()[:MOST_WORDS]:
        wanted = wanted.where(col(DecisionRow.words).contains(word, autoescape=True))
    if after is not None:
        place = tuple_(col(DecisionRow.created_at), col(DecisionRow.id))
        wanted = wanted.where(place < tuple_(after.created_at, after.decision_id))
    newest_first = (col(DecisionRow.created_at).desc(), col(DecisionRow.id).desc())
    return _to_listed(session.exec(wanted.order_by(*newest_first).limit(limit)).all())


def count(session: Session, team_id: str, most: int) -> int:
    """Return how many decisions a team has; `most` for that many or more."""
    some = select(DecisionRow.id).where(DecisionRow.team_id == team_id).limit(most).subquery()
    return session.exec(select(func.count()).select_from(some)).one()


def _to_listed(rows: Sequence[DecisionRow]) -> tuple[Listed, ...]:
    return tuple(
        Listed(
            id=row.id,
            title=row.title,
            author=row.author,
            chosen_option=row.chosen_option,
            recommended_option=row.recommended_option,
            revision=row.revision,
            created_at=row.created_at,
        )
        for row in rows
    )
