"""Conjunctive screening: an option meets every must-have, fails one, or nobody knows."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import repeat

from app.domain.claims import Claim, Cost, Support
from app.domain.needs import Paid, Requirement
from app.domain.questions import Level


class Verdict(IntEnum):
    """How a must-have stands, best first."""

    MEETS = 0
    CHECK = 1
    FAILS = 2


@dataclass(frozen=True, slots=True)
class Screened:
    """An option with how each must-have stands with it, in the order of the questions.

    `verdict` is the worst of all: one failure rules the option out.
    """

    option: str
    verdict: Verdict
    musts: tuple[Requirement, ...]
    judged: tuple[Verdict, ...]

    @property
    def verdicts(self) -> Iterator[tuple[Requirement, Verdict]]:
        """Each must-have with its verdict."""
        return zip(self.musts, self.judged, strict=True)

    def requirements(self, verdict: Verdict) -> tuple[Requirement, ...]:
        """Return the must-haves with this verdict."""
        return tuple([requirement for requirement, own in self.verdicts if own is verdict])


def screen(
    options: Iterable[str], musts: tuple[Requirement, ...], rows: Sequence[Sequence[Verdict]]
) -> list[Screened]:
    """Gather per option what `rows` say of each must-have, for the options in order."""
    columns: Iterable[tuple[Verdict, ...]] = zip(*rows, strict=True) if rows else repeat(())
    meets, check, fails = Verdict
    return [
        Screened(
            option, fails if fails in judged else check if check in judged else meets, musts, judged
        )
        for option, judged in zip(options, columns, strict=False)
    ]


def judge(claim: Claim, requirement: Requirement, paid: Paid) -> Verdict:
    """Judge one claim. An add-on counts only where the must-have lets one supply it.

    A paid add-on needs a contract: it meets the must-have for those who want one, fails it
    for those who refuse one, and is to be checked while nobody has said.
    """
    return judge_claim(claim, requirement.level, paid, add_on=requirement.add_on)


def judge_claim(claim: Claim, level: Level, paid: Paid, *, add_on: bool) -> Verdict:
    """Judge one claim against a level, as `judge` does."""
    if claim.support in {Support.UNKNOWN, Support.NOT_APPLICABLE}:
        return Verdict.CHECK
    if claim.support is Support.ADDON and add_on:
        if claim.addon is None or claim.addon.cost is Cost.FREE or paid == "accept":
            return Verdict.MEETS
        return Verdict.FAILS if paid == "refuse" else Verdict.CHECK
    is_enough = claim.support is Support.FULL or (
        claim.support is Support.PARTIAL and level is Level.PARTIAL
    )
    return Verdict.MEETS if is_enough else Verdict.FAILS
