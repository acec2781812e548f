"""How often each option comes first when the weights are only roughly right.

A small SMAA (Lahdelma, Hokkanen and Salminen 1998): weightings are drawn around the given one,
in the same order of importance, and unknown cells over their range. The sample is a Kronecker
sequence (Roberts 2018), so the same input always gives the same share.
"""

from collections.abc import Mapping
from functools import lru_cache
from operator import mul

from app.domain.scoring import Spread


def first_rank_shares(
    spreads: Mapping[str, Spread], weights: tuple[float, ...], samples: int, factor: float
) -> dict[str, float]:
    """Return the share (0 to 1) of weightings in which each option comes first.

    Each weighting gives a criterion between 1/factor and factor times its points, and ranks
    the criteria as given; equal points may come in any order. Options tied for a first place
    give it to the one that stands first in `spreads`.
    """
    leader = next(iter(spreads.values()))
    rivals = {
        option: spread
        for option, spread in spreads.items()
        if spread is leader or _may_overtake(spread, leader, weights, factor)
    }
    weightings = _weightings(weights, samples, factor)
    luck = [point[-1] for point in _kronecker(len(weights) + 1, samples)]
    totals = []
    for spread in rivals.values():
        worst = [sum(map(mul, weighting, spread.worst)) for weighting in weightings]
        if spread.worst != spread.best:
            best = [sum(map(mul, weighting, spread.best)) for weighting in weightings]
            worst = [
                low + share * (high - low)
                for share, low, high in zip(luck, worst, best, strict=True)
            ]
        totals.append(worst)
    wins = [0] * len(totals)
    for scores in zip(*totals, strict=True):
        wins[scores.index(max(scores))] += 1
    won = dict(zip(rivals, wins, strict=True))
    return {option: won.get(option, 0) / samples for option in spreads}


def _may_overtake(rival: Spread, leader: Spread, weights: tuple[float, ...], factor: float) -> bool:
    """Tell whether any weighting within the bounds could put the rival first, for speed."""
    lead = 0.0
    for weight, best, worst in zip(weights, rival.best, leader.worst, strict=True):
        lead += weight * (best - worst) * (factor if best > worst else 1 / factor)
    return lead > 0


@lru_cache(maxsize=128)
def _weightings(
    weights: tuple[float, ...], samples: int, factor: float
) -> tuple[tuple[float, ...], ...]:
    """Return the sample, each weighting in the order of the criteria.

    Points are drawn evenly on a logarithmic scale. Sorting those of different criteria into
    the given order keeps each within its own bounds, because the bounds have that order too.
    """
    return tuple(
        _in_order(
            [
                weight * factor ** (2 * part - 1)
                for weight, part in zip(weights, point, strict=False)
            ],
            weights,
        )
        for point in _kronecker(len(weights) + 1, samples)
    )


def _in_order(drawn: list[float], weights: tuple[float, ...]) -> tuple[float, ...]:
    places = sorted(range(len(weights)), key=lambda place: (-weights[place], -drawn[place]))
    weighting = [0.0] * len(weights)
    for place, points in zip(places, sorted(drawn, reverse=True), strict=True):
        weighting[place] = points
    return tuple(weighting)


@lru_cache(maxsize=4)
def _kronecker(dimensions: int, samples: int) -> tuple[tuple[float, ...], ...]:
    """Return evenly spread points of the unit cube: multiples of powers of 1/phi, modulo 1."""
    phi = 2.0
    for _ in range(64):
        phi = (1 + phi) ** (1 / (dimensions + 1))
    steps = [phi ** -(power + 1) for power in range(dimensions)]
    return tuple(
        tuple((0.5 + index * step) % 1 for step in steps) for index in range(1, samples + 1)
    )
