"""Conjunctive screening: an option meets every must-have, fails one, or nobody knows."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

from app.domain.catalogue import Claim, Cost, Support
from app.domain.needs import Needs, Requirement
from app.domain.questions import Level


class Verdict(IntEnum):
    """How a must-have stands, best first."""

    MEETS = 0
    CHECK = 1
    FAILS = 2


@dataclass(frozen=True, slots=True)
class Screened:
    """An option with the verdict on each must-have, in the order of the questions.

    `verdict` is the worst of all: one failure rules the option out.
    """

    option: str
    verdict: Verdict
    verdicts: tuple[tuple[Requirement, Verdict], ...]

    def requirements(self, verdict: Verdict) -> tuple[Requirement, ...]:
        """Return the must-haves with this verdict."""
        return tuple(requirement for requirement, own in self.verdicts if own is verdict)


def screen(claims: Mapping[str, Mapping[str, Claim]], needs: Needs) -> tuple[Screened, ...]:
    """Check each option, given as its claims by feature, against all must-haves."""
    screened = []
    for option, row in claims.items():
        verdicts = [judge(row[must.feature], must, needs.paid) for must in needs.requirements]
        pairs = tuple(zip(needs.requirements, verdicts, strict=True))
        screened.append(Screened(option, max(verdicts, default=Verdict.MEETS), pairs))
    return tuple(screened)


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
    is_enough = claim.support is Support.FULL or (
        claim.support is Support.PARTIAL and requirement.level is Level.PARTIAL
    )
    return Verdict.MEETS if is_enough else Verdict.FAILS
