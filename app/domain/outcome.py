"""What a recommendation is made of, in the shape that clients read."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from pydantic_core import to_json


class Outcome(StrEnum):
    """What the model says of one option."""

    RECOMMENDED = "recommended"
    VIABLE = "viable"
    CONDITIONAL = "conditional"
    RULED_OUT = "ruled_out"


class Settled(StrEnum):
    """How firm the first place is; the thresholds stand with the scales."""

    SETTLED = "settled"
    LEANING = "leaning"
    OPEN = "open"


class ReasonKind(StrEnum):
    """What a reason says: a must-have met, failed or to be checked, or an edge in points."""

    MEETS = "meets"
    FAILS = "fails"
    CHECK = "check"
    AHEAD = "ahead"
    BEHIND = "behind"
    CAVEAT = "caveat"


class Remembered:
    """Something that is told again and again, with its fields as a JSON object, made once."""

    json: bytes

    def __post_init__(self) -> None:
        object.__setattr__(self, "json", to_json(self))


@dataclass(frozen=True)
class Reason(Remembered):
    """A sentence about one cell (`option.feature`) with the ids of the sources it rests on."""

    kind: ReasonKind
    text: str
    cell: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RankedOption:
    """One option's place. `score`, `range` and `values` run from 0 to 100.

    `contributions` are points of the score by criterion, and add up to it: a contribution is
    the criterion's share of all weights times the option's value on it.
    """

    option: str
    outcome: Outcome
    score: float
    range: tuple[float, float]
    contributions: Mapping[str, float]
    values: Mapping[str, float]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class PathStep(Remembered):
    """A question that was seen, the answers (none: not sure) and what each did, in words."""

    question: str
    answer: tuple[str, ...]
    effects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnusedAnswer:
    """An answer to a question that is not asked on this path."""

    question: str
    answer: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """An option named beside the winner by a rule, whatever its score."""

    option: str
    add_ons: tuple[str, ...]
    because: str


@dataclass(frozen=True)
class MustHave(Remembered):
    """A must-have, by the answer that asked for it."""

    question: str
    answer: str
    feature: str
    text: str


@dataclass(frozen=True, slots=True)
class Concession:
    """What would have to be given up so that an option fits."""

    option: str
    give_up: tuple[MustHave, ...]


@dataclass(frozen=True, slots=True)
class Margin:
    """By how many points of score a criterion puts the winner before the runner-up."""

    criterion: str
    points: float


@dataclass(frozen=True, slots=True)
class TooClose:
    """Why the winner and its rivals cannot be told apart, and what would settle it.

    `cells` are unknown cells, the weightiest first; `questions` are open ones.
    """

    rivals: tuple[str, ...]
    because: str
    cells: tuple[str, ...]
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recommendation:
    """The advice for some answers, with everything it rests on.

    `winner` is None when nothing fits; then `concessions` lists the way out, shortest first.
    `first_rank_share` is the share of sampled weightings in which the winner comes first.
    `weights` are points by criterion. `caveat_reasons` are the caveats with their cells.
    """

    winner: str | None
    add_ons: tuple[str, ...]
    settled: Settled
    first_rank_share: float
    too_close_to_call: TooClose | None
    alternative: Alternative | None
    ranking: tuple[RankedOption, ...]
    margins: tuple[Margin, ...]
    weights: Mapping[str, float]
    path: tuple[PathStep, ...]
    unused_answers: tuple[UnusedAnswer, ...]
    next_questions: tuple[str, ...]
    caveats: tuple[str, ...]
    caveat_reasons: tuple[Reason, ...]
    concessions: tuple[Concession, ...]
    vector: str
    versions: Mapping[str, str]
    links: Mapping[str, str]
