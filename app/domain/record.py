"""A decision as a record that is read without Meshwise: what was weighed, chosen and why."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.decisions import Revision, Versions
from app.domain.outcome import Outcome
from app.domain.sources import Source


class Side(StrEnum):
    """What an argument does for its option, in the words of decision records."""

    GOOD = "Good"
    NEUTRAL = "Neutral"
    BAD = "Bad"


@dataclass(frozen=True, slots=True)
class Given:
    """A question and what the team answered, in words."""

    question: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Argument:
    """A sentence for or against an option, with what it rests on as far as it is known today.

    `is_must_have` marks one that only says that a must-have is met.
    """

    side: Side
    text: str
    sources: tuple[Source, ...]
    is_must_have: bool = False


@dataclass(frozen=True, slots=True)
class Considered:
    """An option as it stood when the recommendation was made. Points run from 0 to 100."""

    id: str
    name: str
    release: str
    outcome: Outcome
    score: float
    low: float
    high: float
    arguments: tuple[Argument, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """How to see that what was decided is in force: what to do, a command, and what it shows."""

    title: str
    command: str
    shows: str


@dataclass(frozen=True, slots=True)
class Weight:
    """How much a criterion counted: its share of all points, 0 to 1."""

    criterion: str
    share: float


@dataclass(frozen=True, slots=True)
class Record:
    """One decision, all in words. What a team typed (title, team, reason, ...) stands as typed.

    `drivers` say what each answer asked for. `recommended` is None when nothing fitted.
    `first_rank_share` is that of the weightings, 0 to 1. `revisit` are sentences on when to
    look again; `history` are the revisions, newest first.
    """

    title: str
    team: str
    author: str
    decided_at: datetime
    revised_at: datetime
    given: tuple[Given, ...]
    drivers: tuple[str, ...]
    weights: tuple[Weight, ...]
    options: tuple[Considered, ...]
    chosen: Considered
    recommended: Considered | None
    add_ons: tuple[str, ...]
    reason: str
    settled: str
    first_rank_share: float
    caveats: tuple[Argument, ...]
    proofs: tuple[Proof, ...]
    revisit: tuple[str, ...]
    vector: str
    versions: Versions
    history: tuple[Revision, ...]

    @property
    def to_check(self) -> tuple[Argument, ...]:
        """What nobody knows yet of the chosen option's must-haves."""
        return tuple(one for one in self.chosen.arguments if one.side is Side.NEUTRAL)

    @property
    def is_against_must_haves(self) -> bool:
        """Whether the team chose what its own answers rule out."""
        return self.chosen.outcome is Outcome.RULED_OUT

    @property
    def consequences(self) -> tuple[Argument, ...]:
        """What the choice brings beyond what was asked for, and the doubts about it.

        Caveats are known of the recommended option only.
        """
        own = tuple(one for one in self.chosen.arguments if not one.is_must_have)
        caveats = self.caveats if self.recommended is self.chosen else ()
        told = {one.text for one in own}
        return (*own, *(one for one in caveats if one.text not in told))

    def sources(self, most: int) -> tuple[Source, ...]:
        """Return the sources of all arguments, of each the first ones, by their first mention."""
        arguments = [one for option in self.options for one in option.arguments]
        found = {s.id: s for one in (*self.caveats, *arguments) for s in one.sources[:most]}
        return tuple(found.values())
