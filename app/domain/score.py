"""The weighted sum: from values on the criteria and their weights to a score and its range.

An additive multi-attribute value function. Main manual: Multi-criteria analysis, UK Department
for Communities and Local Government, 2009.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.needs import Needs
from app.domain.scales import Scales
from app.domain.scoring import Spread


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
    return {
        criterion.id: (given or {}).get(
            criterion.id, criterion.points + needs.points.get(criterion.id, 0.0)
        )
        for criterion in scales.criteria
    }


def shares_of(weights: Mapping[str, float]) -> tuple[float, ...]:
    """Return each criterion's share of all points."""
    total = sum(weights.values()) or 1.0
    return tuple([points / total for points in weights.values()])


def score(values: tuple[float, ...], shares: tuple[float, ...]) -> Score:
    """Return the weighted sum, in hundredths: what is shown is what is ranked."""
    contributions = [round(share * value, 2) for share, value in zip(shares, values, strict=True)]
    return Score(round(sum(contributions), 2), tuple(contributions), values)


def range_of(spread: Spread, shares: tuple[float, ...]) -> tuple[float, float]:
    """Return the score with every figure and unknown cell at its worst, and at its best."""
    return round(weighted(spread.low, shares), 2), round(weighted(spread.high, shares), 2)


def weighted(values: tuple[float, ...], shares: tuple[float, ...]) -> float:
    """Return the weighted sum, not rounded."""
    return sum([share * value for share, value in zip(shares, values, strict=True)])
