"""A page of a team's decisions, as pages and programs ask for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlmodel import Session

from app.domain.errors import InvalidInput, Problem
from app.store.team_decisions import Listed, Place, listed

PAGE: Final = 50  # decisions
MOST: Final = 200  # decisions that a program may ask for at once
LONGEST: Final = 200  # characters of a search
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_TICK: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class TeamPage:
    """Some of a team's decisions, newest first; `after` leads to the next, empty at the end."""

    decisions: tuple[Listed, ...]
    search: str
    after: str


def page_of(
    session: Session, team_id: str, *, search: str = "", after: str = "", limit: int = PAGE
) -> TeamPage:
    """Return the decisions that hold every word of `search`, from a place on.

    InvalidInput names `search`, `after` or `limit`.
    """
    problems = tuple(_problems(search, limit))
    if problems:
        raise InvalidInput(problems)
    place = _place(after) if after else None
    found = listed(session, team_id, search=search, after=place, limit=limit + 1)
    shown = found[:limit]
    return TeamPage(shown, search, _written(shown[-1].place) if len(found) > limit else "")


def _problems(search: str, limit: int) -> Iterator[Problem]:
    if len(search) > LONGEST:
        yield Problem("search", f"May have at most {LONGEST} characters.")
    if "\0" in search:
        yield Problem("search", "May not hold control characters.")
    if not 1 <= limit <= MOST:
        yield Problem("limit", f"Must be a number from 1 to {MOST}.")


def _written(place: Place) -> str:
    return f"{(place.created_at - _EPOCH) // _TICK}-{place.decision_id}"


def _place(text: str) -> Place:
    ticks, _, decision_id = text.partition("-")
    try:
        if ticks.isascii() and ticks.isdigit() and decision_id.isascii() and decision_id:
            return Place(_EPOCH + int(ticks) * _TICK, decision_id.replace("\0", ""))
    except (OverflowError, ValueError):
        pass
    raise InvalidInput([Problem("after", "This is no place in the list: take `after` as given.")])
