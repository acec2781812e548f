"""What can be told besides a recommendation: what would change it, how surely, and what to check.

None of it decides anything; docs/method.md says how each part is computed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class AnswerFlip:
    """One given answer changed, all else the same, and another winner (None: nothing fits).

    `instead` is empty where the answer would be left out.
    """

    question: str
    given: tuple[str, ...]
    instead: tuple[str, ...]
    winner: str | None


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """Other answers to a question that was answered; `instead` is empty where left out."""

    question: str
    given: tuple[str, ...]
    instead: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PairFlip:
    """Two changes that bring another winner (None: nothing fits) only together."""

    changes: tuple[AnswerChange, AnswerChange]
    winner: str | None


@dataclass(frozen=True, slots=True)
class PairFlips:
    """All such pairs; `tried` is how many pairs were, `untried` how many were beyond the bound."""

    pairs: tuple[PairFlip, ...]
    tried: int
    untried: int


class Direction(StrEnum):
    """Whether a criterion would have to count for less or for more."""

    LESS = "less"
    MORE = "more"


@dataclass(frozen=True, slots=True)
class WeightFlip:
    """The weight of a criterion beyond which `winner` comes first, others in proportion.

    Shares are of all points, 0 to 1. `at_points` says the same while the other criteria keep
    their points; None where nothing else may count at all.
    """

    criterion: str
    direction: Direction
    points: float
    share: float
    at_share: float
    at_points: float | None
    winner: str


@dataclass(frozen=True, slots=True)
class Flips:
    """What would change the winner: answers in the order of the path, weights nearest first."""

    by_answer: tuple[AnswerFlip, ...]
    by_weight: tuple[WeightFlip, ...]


@dataclass(frozen=True, slots=True)
class Acceptance:
    """How often an option takes each place when the weights are only roughly right.

    `share` is that of first places, `ranks` that of each place, 0 to 1. `central_weights` are
    the mean shares by criterion where it comes first; None where that never happens.
    """

    option: str
    share: float
    ranks: tuple[float, ...]
    central_weights: Mapping[str, float] | None
    in_words: str


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question whose answer could change the winner: who would win with each answer.

    `share` (0 to 1) is that of the answers that change it.
    """

    question: str
    share: float
    winners: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class FactChange:
    """Another level of a cell, and who would win (None: nothing would fit)."""

    level: str
    winner: str | None


@dataclass(frozen=True, slots=True)
class CriticalFact:
    """A cell whose change to another level would change the winner: verify it first.

    `verified` is the day of the last check and `against` the release it was checked against;
    both are None for what nobody documents.
    """

    cell: str
    option: str
    feature: str
    level: str
    changes: tuple[FactChange, ...]
    sources: tuple[str, ...]
    verified: str | None
    against: str | None
    is_contested: bool
    because: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """The parts that were asked for; the others are None."""

    flips: Flips | None = None
    acceptability: tuple[Acceptance, ...] | None = None
    open_questions: tuple[OpenQuestion, ...] | None = None
    critical_facts: tuple[CriticalFact, ...] | None = None
    pair_flips: PairFlips | None = None
