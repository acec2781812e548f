"""Look at a saved decision with today's content, and remember what was found."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Final

from sqlmodel import Session

from app.content.load import Content
from app.domain.decisions import Decision, Revision
from app.domain.graph import Answers
from app.domain.grounds import Grounds, grounds_of
from app.domain.notice import Notice, notice_of
from app.domain.reevaluation import Reevaluation, reevaluate
from app.domain.undoing import Basis
from app.store import grounds, watches

REMEMBERED: Final = 2048
"""How many comparisons are kept; each takes some kilobytes."""


def basis_of(content: Content) -> Basis:
    """Return what recommendations are computed from."""
    return Basis(content.catalogue, content.graph, content.scales)


def today() -> date:
    """Return the day it is, in UTC."""
    return datetime.now(UTC).date()


def notice_for(
    content: Content,
    session: Session,
    decision: Decision,
    *,
    on: date | None = None,
    shows: Answers | None = None,
) -> Notice:
    """Return what there is to say about a decision, today unless a day is given.

    `shows` are answers that a cluster has shown, beside those that the decision has kept.
    """
    revision = decision.revision
    kept = (revision.cluster or {}).get("answers") or {}
    seen = {question: tuple(given) for question, given in kept.items()}
    return notice_of(
        basis_of(content),
        revision,
        watches.find(session, decision.id),
        reevaluated(content, session, decision),
        on=on or today(),
        shows={**seen, **(shows or {})},
    )


def reevaluated(content: Content, session: Session, decision: Decision) -> Reevaluation:
    """Compare a decision's recommendation with today's.

    A revision never changes, so what was found once holds until the content is another.
    """
    now, then = grounds_of(*basis_of(content)), decision.revision.advice.grounds
    if then == now.id:
        return reevaluate(basis_of(content), decision.revision, now)

    def read() -> Grounds | None:
        return None if then is None else grounds.find(session, then)

    return _remembered(_Asked(now.id, decision.id, decision.revision, content, read))


@dataclass(frozen=True, slots=True)
class _Asked:
    """A comparison to be made; equal for one revision and the same content."""

    grounds: str
    decision_id: str
    revision: Revision = field(compare=False)
    content: Content = field(compare=False)
    then: Callable[[], Grounds | None] = field(compare=False)
    number: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "number", self.revision.number)


@lru_cache(maxsize=REMEMBERED)
def _remembered(asked: _Asked) -> Reevaluation:
    return reevaluate(basis_of(asked.content), asked.revision, asked.then())


def releases_then(content: Content, session: Session, revision: Revision) -> Mapping[str, str]:
    """Return by option the release that was read when a revision was made, as far as known."""
    now, then = grounds_of(*basis_of(content)), revision.advice.grounds
    known = now if then == now.id else grounds.find(session, then) if then else None
    return known.releases if known else {}
