"""What clients send to ask for recommendations, and what they get, as their reference shows it."""

from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, WithJsonSchema

from app.domain.explanation import Acceptance, CriticalFact, Flips, OpenQuestion, PairFlips
from app.domain.outcome import Recommendation
from app.domain.overhead_figures import Estimate
from app.domain.reopening import Reopened

Extra = Literal[
    "flips", "pair_flips", "acceptability", "next_questions", "critical_facts", "overhead"
]
EXTRAS: Final[tuple[Extra, ...]] = (
    "flips", "pair_flips", "acceptability", "next_questions", "critical_facts", "overhead",
)  # fmt: skip
"""What `include` may name."""

MOST_CHARACTERS: Final = 4000  # in a decision vector
MOST_AT_ONCE: Final = 100  # sets of answers in one batch


def _no_answers(value: object) -> list[str]:
    """Turn what is neither a text nor a list of texts into no answer of any question."""
    items = value if isinstance(value, list) else [value]
    return [item if isinstance(item, str) else "?" for item in items]


Given = Annotated[
    str | list[str] | Annotated[list[str], BeforeValidator(_no_answers)] | None,
    Field(union_mode="left_to_right"),
    WithJsonSchema(TypeAdapter(str | list[str] | None).json_schema()),
]


class AnswerSet(BaseModel):
    """Answers by question, and weights by criterion where they replace what answers collect."""

    model_config = ConfigDict(extra="forbid")

    answers: dict[str, Given] = Field(
        default_factory=dict,
        max_length=100,
        description="Question id to an answer id or a list of them. `not_sure` narrows nothing.",
    )
    weights: dict[str, float] | None = Field(
        None, max_length=100, description="Criterion to points, 0 to 1000."
    )


class RecommendationRequest(AnswerSet):
    """A set of answers, and what is to be told besides the recommendation."""

    include: list[Extra] = Field(
        default_factory=list,
        max_length=20,
        description="Each adds a key of its name to the answer; `next_questions` adds "
        "`open_questions`, which says who would win with each answer.",
    )
    cluster: dict[str, Any] | None = Field(
        None, max_length=100, description="Sizes of the cluster, for `overhead`."
    )
    vector: str | None = Field(
        None,
        max_length=MOST_CHARACTERS,
        description="A decision vector instead of answers and weights. Adds `reopened`: what has "
        "changed in the questions since, and which to answer again.",
    )


class BatchRequest(BaseModel):
    """Several sets of answers. A wrong one does not stop the others."""

    model_config = ConfigDict(extra="forbid")

    requests: list[dict[str, Any]] = Field(
        min_length=1,
        max_length=MOST_AT_ONCE,
        description="Each with `answers` and perhaps `weights`, as for one recommendation.",
    )


@dataclass(frozen=True, slots=True)
class RecommendationBody(Recommendation):
    """A recommendation, with what `include` asked for, and `reopened` where a vector was sent.

    `winner` is null when nothing fits; then `concessions` says what to give up for each option,
    shortest first. `settled` and `first_rank_share` (0 to 1) say how firm the first place is,
    `too_close_to_call` why it is none. `margins` compare the winner with the runner-up.
    `weights` are points by criterion. `path` tells each answer and what it did,
    `unused_answers` those off the path, `next_questions` what could still change the winner.
    `caveats` are the texts of `caveat_reasons`. `vector` opens the run again.
    """

    flips: Flips | None = None
    pair_flips: PairFlips | None = None
    acceptability: tuple[Acceptance, ...] | None = None
    open_questions: tuple[OpenQuestion, ...] | None = None
    critical_facts: tuple[CriticalFact, ...] | None = None
    overhead: Estimate | None = None
    reopened: Reopened | None = None


@dataclass(frozen=True, slots=True)
class BatchEntry:
    """One answer of a batch: the place of its request, and a recommendation or a problem."""

    index: int
    recommendation: Recommendation | None = None
    problem: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class BatchBody:
    """The answers of a batch, in the order of the requests."""

    results: tuple[BatchEntry, ...]
