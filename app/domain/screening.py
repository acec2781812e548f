"""Conjunctive screening: an option meets every must-have, fails one, or nobody knows."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

from app.domain.catalogue import Claim, Cost, Option, Support
from app.domain.needs import Needs, Requirement
from app.domain.questions import Level


class Verdict(IntEnum):
    """How a must-have stands, best first."""

    MEETS = 0
    CHECK = 1
    FAILS = 2


@dataclass(frozen=True, slots=True)
class Screened:
    """An option with the verdict on each must-have, in the order of the questions."""

    option: str
    verdicts: tuple[tuple[Requirement, Verdict], ...]

    @property
    def verdict(self) -> Verdict:
        """The worst of all: one failure rules the option out."""
        return max((verdict for _, verdict in self.verdicts), default=Verdict.MEETS)

    def requirements(self, verdict: Verdict) -> tuple[Requirement, ...]:
        """Return the must-haves with this verdict."""
        return tuple(requirement for requirement, own in self.verdicts if own is verdict)


def screen(options: Iterable[Option], needs: Needs) -> tuple[Screened, ...]:
    """Check each option against all must-haves."""
    return tuple(
        Screened(
            option.id,
            tuple(
                (
                    requirement,
                    judge(option.cell(requirement.feature).claim, requirement, needs.paid),
                )
                for requirement in needs.requirements
            ),
        )
        for option in options
    )


def judge(
    claim: Claim, requirement: Requirement, paid: Literal["accept", "refuse", "ask"]
) -> Verdict:
    """Judge one claim. An add-on counts only where the must-have lets one supply it.

    A paid add-on needs a contract: it meets the must-have for those who want one, fails it
    for those who refuse one, and is to be checked while nobody has said.
    """
    if claim.support in {Support.UNKNOWN, Support.NOT_APPLICABLE}:
        return Verdict.CHECK
    if claim.support is Support.ADDON and requirement.add_on:
        if claim.addon is None or claim.addon.cost is Cost.FREE or paid == "accept":
            return Verdict.MEETS
        return Verdict.FAILS if paid == "refuse" else Verdict.CHECK
    enough = (
        {Support.FULL, Support.PARTIAL} if requirement.level is Level.PARTIAL else {Support.FULL}
    )
    return Verdict.MEETS if claim.support in enough else Verdict.FAILS
