"""The day from which a page is read: today, or the day that the address names."""

from datetime import UTC, date, datetime
from typing import Annotated, Final

from fastapi import Depends, Query

from app.content.load import Content
from app.domain.errors import InvalidInput, Problem
from app.web.dependencies import CurrentContent

FIELD: Final = "as_of"
YEARS_AHEAD: Final = 10  # Support is not announced for longer.


async def current_day() -> date:
    """Return the day by which the age of a check is judged."""
    return datetime.now(UTC).date()


Today = Annotated[date, Depends(current_day)]


def days_of(content: Content, today: date) -> tuple[date, date]:
    """Return the first and the last day that can be asked for.

    The catalogue begins with its first publication; before it, nothing was known.
    """
    first = date.fromisoformat(content.history.publications[-1].version)
    return first, date(today.year + YEARS_AHEAD, 12, 31)


def read_day(typed: str, content: Content, today: date) -> tuple[date, tuple[Problem, ...]]:
    """Return the day that was typed, or today with what is wrong; nothing typed is today."""
    if not typed:
        return today, ()
    first, last = days_of(content, today)
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        day = None
    if day is not None and first <= day <= last:
        return day, ()
    message = f"“{typed}” is no day from {first} to {last}. Write one as {today}."
    return today, (Problem(FIELD, message),)


async def _day_here(
    content: CurrentContent,
    today: Today,
    as_of: Annotated[str, Query(max_length=200)] = "",
) -> date:
    day, problems = read_day(as_of.strip(), content, today)
    if problems:
        raise InvalidInput(problems)
    return day


DayHere = Annotated[date, Depends(_day_here)]
"""The day from which a page is read; InvalidInput names `as_of`."""
