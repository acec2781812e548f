"""The weighted sum: from values on the criteria and their weights to a score and its range.

An additive multi-attribute value function. Main manual: Multi-criteria analysis, UK Department
for Communities and Local Government, 2009.
"""

from collections.abc import Iterable, Mapping, Sequence
from operator import mul
from typing import NamedTuple

from app.domain.columns import SHARE, Column
from app.domain.hundredths import HUNDREDTHS, Rounding
from app.domain.lanes import marked
from app.domain.needs import Needs
from app.domain.scales import Scales


class Score(NamedTuple):
    """A score from 0 to 100, the contributions that add up to it, and the values behind them.

    Both stand in the order of the criteria; a value runs from 0 to 100.
    """

    points: float
    contributions: tuple[float, ...]
    values: tuple[float, ...]


class Weighed(NamedTuple):
    """Each option's score, and its range: with all values at their low, and at their high ends."""

    scores: list[Score]
    ranges: list[tuple[float, float]]


def weights_of(
    scales: Scales, asked: Iterable[Needs], given: Mapping[str, float] | None = None
) -> dict[str, float]:
    """Return points by criterion: the standing ones plus the answers', or what was `given`."""
    points = dict(scales.standing_points)
    for needs in asked:
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


def weigh(columns: Sequence[Column], shares: tuple[float, ...]) -> Weighed:
    """Return what `score` gives for each option, and its range; all are rounded at once."""
    size = len(columns[0].points)
    packed = sum(map(mul, [int(SHARE * share) for share in shares], [c.lanes for c in columns]))
    found, unclear = Rounding.of(size * (len(columns) + 2)).rounded(packed)
    if unclear:
        found = _cleared(found, unclear, columns, shares)
    told = [HUNDREDTHS[number] for number in found]
    lows, highs, *parts = zip(*[iter(told)] * size, strict=True)
    _, _, *numbers = zip(*[iter(found)] * size, strict=True)
    totals = map(sum, zip(*numbers, strict=True))
    values = zip(*[column.points for column in columns], strict=True)
    points = [total / 100 for total in totals]
    scores = list(map(Score, points, zip(*parts, strict=True), values))
    return Weighed(scores, list(zip(lows, highs, strict=True)))


def _cleared(
    found: Sequence[int], unclear: int, columns: Sequence[Column], shares: tuple[float, ...]
) -> tuple[int, ...]:
    """Round alone what could be rounded either way."""
    numbers = list(found)
    for _, place in marked(unclear):
        group, option = divmod(place, len(columns[0].points))
        if group > 1:
            own = shares[group - 2] * columns[group - 2].points[option]
        else:
            ends = [column.high[option] if group else column.low[option] for column in columns]
            own = sum(map(mul, shares, ends))
        numbers[place] = round(100 * round(own, 2))
    return tuple(numbers)


def weighted(values: tuple[float, ...], shares: tuple[float, ...]) -> float:
    """Return the weighted sum, not rounded."""
    return sum([share * value for share, value in zip(shares, values, strict=True)])
