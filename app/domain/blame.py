"""Which shifts are responsible for a difference: found by undoing them, one by one."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Final

from app.domain.shifts import Shift

MOST: Final = 150
"""With more shifts than this nothing is tried: somebody waits for the page."""

Restores = Callable[[Collection[Shift]], bool]
"""Whether all is as it was, had these shifts never happened."""


@dataclass(frozen=True, slots=True)
class Blame:
    """What is responsible. `is_proven`: undoing was tried, and brings back what was.

    `alone`: any one of the shifts undone brings it back; otherwise it takes all of them
    together. What is not proven is all that shifted and counts, and may be nothing.
    """

    shifts: tuple[Shift, ...]
    is_proven: bool
    alone: bool = False


def blame(shifts: Sequence[Shift], restores: Restores) -> Blame:
    """Return the shifts responsible; of the given ones those least likely come first.

    A single shift that decides alone is named before any set. A set is as small as leaving
    out one after the other makes it, so each of its members is needed.
    """
    there = [shift for shift in shifts if not shift.is_gone]
    if len(there) > MOST or not restores(there):
        return Blame(tuple(reversed(shifts)), is_proven=False)
    alone = tuple(shift for shift in reversed(there) if restores((shift,)))
    if alone:
        return Blame(alone, is_proven=True, alone=True)
    needed = there
    for shift in there:
        fewer = [each for each in needed if each is not shift]
        if restores(fewer):
            needed = fewer
    return Blame(tuple(reversed(needed)), is_proven=True)
