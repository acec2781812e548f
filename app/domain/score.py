"""The weighted sum: from values on the criteria and their weights to a score and its range.

An additive multi-attribute value function. Main manual: Multi-criteria analysis, UK Department
for Communities and Local Government, 2009.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import mul

from app.domain.columns import Column
from app.domain.needs import Needs
from app.domain.scales import Scales


@dataclass(frozen=True, slots=True)
class Score:
    """A score from 0 to 100, the contributions that add up to it, and the values behind them.

    Both stand in the order of the criteria; a value runs from 0 to 100.
    """

    points: float
    contributions: tuple[float, ...]
    values: tuple[float, ...]


def weights_of(
    scales: Scales, needs: Needs, given: Mapping[str, float] | None = None
) -> dict[str, float]:
    """Return points by criterion: the standing ones plus the answers', or what was `given`."""
    points = dict(scales.standing_points)
    for criterion, more in needs.points.items():
        points[criterion] += more
    return {**points, **given} if given else points


def shares_of(weights: Mapping[str, float]) -> tuple[float, ...]:
    """Return each criterion's share of all points."""
    total = sum(weights.values()) or 1.0
    return tuple([points / total for points in weights.values()])


def score(values: tuple[float, ...], shares: tuple[float, ...]) -> Score:
    """Return the weighted sum, in hundredths: what is shown is what is ranked."""
    contributions = [round(share * value, 2) for share, value in zip(shares, values, strict=True)]
    return Score(round(sum(contributions), 2), tuple(contributions), values)


def scores_of(columns: Sequence[Column], shares: tuple[float, ...]) -> list[Score]:
    """Return the score of each option, as `score` does."""
    parts = [
        [round(share * value, 2) for value in column.points]
        for share, column in zip(shares, columns, strict=True)
    ]
    values = zip(*[column.points for column in columns], strict=True)
    return [
        Score(round(sum(contributions), 2), contributions, own)
        for contributions, own in zip(zip(*parts, strict=True), values, strict=True)
    ]


def ranges_of(columns: Sequence[Column], shares: tuple[float, ...]) -> list[tuple[float, float]]:
    """Return each option's score with all figures and unknown cells at their worst and best."""
    lows, highs = (
        [round(sum(map(mul, shares, values)), 2) for values in zip(*ends, strict=True)]
        for ends in ([one.low for one in columns], [one.high for one in columns])
    )
    return list(zip(lows, highs, strict=True))


def weighted(values: tuple[float, ...], shares: tuple[float, ...]) -> float:
    """Return the weighted sum, not rounded."""
    return sum([share * value for share, value in zip(shares, values, strict=True)])
