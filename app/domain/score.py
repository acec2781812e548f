"""The weighted sum: from values on the criteria and their weights to a score and its range.

An additive multi-attribute value function. Main manual: Multi-criteria analysis, UK Department
for Communities and Local Government, 2009.
"""

from collections.abc import Iterable, Mapping, Sequence
from operator import mul
from typing import NamedTuple

from app.domain.in_order import in_order
from app.domain.scales import Scales


class Score(NamedTuple):
    """A score from 0 to 100, the contributions that add up to it, and the values behind them.

    Both stand in the order of the criteria; a value runs from 0 to 100.
    """

    points: float
    contributions: tuple[float, ...]
    values: tuple[float, ...]


def weights_of(
    scales: Scales, added: Iterable[Mapping[str, float]], given: Mapping[str, float]
) -> dict[str, float]:
    """Return points by criterion: the standing ones plus those added, or what was `given`."""
    points = dict(scales.standing_points)
    for own in added:
        for criterion, more in own.items():
            points[criterion] += more
    return {**points, **given}


def shares_of(weights: Sequence[float]) -> tuple[float, ...]:
    """Return each criterion's share of all points."""
    total = in_order(weights) or 1.0
    return tuple([points / total for points in weights])


def score(values: tuple[float, ...], shares: tuple[float, ...]) -> Score:
    """Return the weighted sum, in hundredths: what is shown is what is ranked."""
    contributions = [round(share * value, 2) for share, value in zip(shares, values, strict=True)]
    return Score(round(sum(contributions), 2), tuple(contributions), values)


def weighted(values: tuple[float, ...], shares: tuple[float, ...]) -> float:
    """Return the weighted sum, not rounded."""
    return in_order(map(mul, shares, values))
