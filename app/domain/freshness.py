"""How old a cell's check is, by a written rule: by days, and by releases that came since."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.catalogue import Release
from app.domain.claims import Claim

FRESH_DAYS = 180  # A mesh brings out one or two minor releases in this time.
STALE_DAYS = 365
STALE_MINORS = 2  # MDN's readers asked for the last version verified; two minors change behaviour.


class Age(StrEnum):
    """How far a check may be trusted without looking again."""

    FRESH = "fresh"
    AGEING = "ageing"
    STALE = "stale"
    LATER = "checked later"
    NEVER = "never checked"


@dataclass(frozen=True, slots=True)
class Freshness:
    """The age of a check and the reason in words."""

    age: Age
    because: str


def freshness(claim: Claim, release: Release, *, today: date) -> Freshness:
    """Judge the check of `claim` on the day `today`.

    Fresh for 180 days, ageing until 365, stale after that; stale at once when the option's
    release is two minor versions or a major version ahead of the one that was read. A claim
    without evidence was never checked. Seen from a day before the check, it was checked later.
    """
    verified = claim.verified
    if verified is None:
        return Freshness(Age.NEVER, "No primary source was found.")
    days = (today - date.fromisoformat(verified.on)).days
    if days < 0:
        return Freshness(Age.LATER, f"Checked against {verified.against}, {-days} days later.")
    read, newest = _minor(verified.against), _minor(release.version)
    if read and newest and (newest[0] > read[0] or newest[1] - read[1] >= STALE_MINORS):
        return Freshness(Age.STALE, f"Read at {verified.against}, {release.version} is out.")
    because = f"Checked against {verified.against}, {days} days ago."
    if days > STALE_DAYS:
        return Freshness(Age.STALE, because)
    return Freshness(Age.AGEING if days > FRESH_DAYS else Age.FRESH, because)


def _minor(version: str) -> tuple[int, int] | None:
    """Return major and minor; None for versions that count otherwise, as Linkerd's edges do."""
    found = re.search(r"(?<![\w.-])v?(\d+)\.(\d+)", version)
    return (int(found[1]), int(found[2])) if found else None
