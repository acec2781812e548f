"""The published constants of the model: scales, criteria, standing weights and thresholds."""

import math
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal, Self, get_args

from pydantic import Field, model_validator

from app.domain.errors import InvalidInput, Problem
from app.domain.published import Id, Published, Sequence, Text
from app.domain.questions import Name, is_id

MOST_POINTS = 1000.0
"""The most points a client may give to one criterion."""

Points = Annotated[float, Field(ge=0, le=100)]


Grade = Literal["full", "partial", "addon_free", "addon_paid", "none"]


class SupportScale(Published):
    """Points of one level of support, by the maturity of what it rests on."""

    support: Grade
    stable: Points
    beta: Points
    alpha: Points
    because: Text


class UnknownScale(Published):
    """What an unknown cell counts as, and the range it leaves open."""

    low: Points
    point: Points
    high: Points
    because: Text


class StandingRow(Published):
    """A feature of a criterion. With `weight` 0 it counts only when an answer emphasises it."""

    feature: Id
    weight: float = Field(ge=0)
    because: Text | None = None


class Criterion(Published):
    """A group of features that weigh together. `points` is its weight before any answer."""

    id: Name
    name: Text
    measures: Text
    points: float = Field(ge=0)
    because: Text
    rows: Annotated[tuple[StandingRow, ...], Sequence] = Field(min_length=1)

    @model_validator(mode="after")
    def _always_measurable(self) -> Self:
        if not any(row.weight for row in self.rows):
            raise ValueError("at least one row needs a standing weight")
        return self


class Threshold(Published):
    """A constant of the robustness check with its reason."""

    value: float = Field(gt=0)
    because: Text


class Robustness(Published):
    """How many weightings are sampled, how far from the given one, and what a share means.

    From `settled` and from `leaning` the winner is called so; below `too_close` nobody is.
    """

    samples: Threshold
    factor: Threshold
    settled: Threshold
    leaning: Threshold
    too_close: Threshold


class LightAlternative(Published):
    """The rule that names an option with this feature in full beside the winner.

    It applies when nothing rules the option out and an add-on of ours gives what was asked.
    """

    feature: Id
    because: Text
    otherwise: Text = Field(description="Said of the runner-up when the light option wins.")


class Scales(Published):
    """Every constant of the model, each with the reason for it."""

    version: Text
    support: Annotated[tuple[SupportScale, ...], Sequence]
    unknown: UnknownScale
    criteria: Annotated[tuple[Criterion, ...], Sequence] = Field(min_length=1)
    robustness: Robustness
    alternative: LightAlternative

    @model_validator(mode="after")
    def _each_feature_once(self) -> Self:
        features = [row.feature for criterion in self.criteria for row in criterion.rows]
        twice = sorted({feature for feature in features if features.count(feature) > 1})
        if twice:
            raise ValueError(f"in two criteria or twice in one: {', '.join(twice)}")
        if sorted(scale.support for scale in self.support) != sorted(get_args(Grade)):
            raise ValueError("support needs each of its levels once")
        return self

    @cached_property
    def criterion_by_id(self) -> Mapping[str, Criterion]:
        """The criteria by id."""
        return {criterion.id: criterion for criterion in self.criteria}

    @cached_property
    def standing_points(self) -> Mapping[str, float]:
        """The points of each criterion before any answer."""
        return {criterion.id: criterion.points for criterion in self.criteria}

    @cached_property
    def criterion_of(self) -> Mapping[str, str]:
        """The id of the criterion each scored feature belongs to."""
        return {row.feature: crit.id for crit in self.criteria for row in crit.rows}

    @cached_property
    def support_points(self) -> Mapping[str, Mapping[str, float]]:
        """Points by level of support, then by maturity; n/a counts as stable."""
        return {
            scale.support: {
                "stable": scale.stable,
                "beta": scale.beta,
                "alpha": scale.alpha,
                "n/a": scale.stable,
            }
            for scale in self.support
        }


def parse_weights(scales: Scales, raw: Mapping[str, object]) -> Mapping[str, float]:
    """Return points by criterion as a client sent them: numbers, or texts of numbers.

    A criterion that is not named keeps what the answers collected. Raises InvalidInput with
    a problem per field: unknown criteria, and points that are not from 0 to MOST_POINTS.
    """
    problems = []
    weights = {}
    for key, value in raw.items():
        if key not in scales.criterion_by_id:
            field = f"weights.{key}" if is_id(key) else "weights"
            allowed = tuple(scales.criterion_by_id)
            problems.append(Problem(field, "There is no such criterion.", allowed))
            continue
        points = _number(value)
        if points is None or not 0 <= points <= MOST_POINTS:
            said = f"Points must be a number from 0 to {MOST_POINTS:g}."
            problems.append(Problem(f"weights.{key}", said))
        else:
            weights[key] = points + 0.0  # There is no point below nothing: -0 is 0.
    if not problems and set(weights) == set(scales.criterion_by_id) and not any(weights.values()):
        problems.append(Problem("weights", "At least one criterion needs points above 0."))
    if problems:
        raise InvalidInput(problems)
    return {key: weights[key] for key in scales.criterion_by_id if key in weights}


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None
