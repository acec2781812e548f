"""How often each option comes first when only the order of importance is kept.

A small SMAA (Lahdelma, Hokkanen and Salminen 1998): weightings are drawn evenly from all
that rank the criteria as given, and unknown cells over their range. The sample is a
Kronecker sequence (Roberts 2018), so the same input always gives the same share.
"""

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from operator import mul

from app.domain.scoring import Profile


def first_rank_shares(
    profiles: Mapping[str, Profile], weights: Mapping[str, float], samples: int
) -> dict[str, float]:
    """Return the share (0 to 1) of weightings in which each option comes first.

    Options tied for a first place share it in favour of the one that stands first in
    `profiles`. A criterion without points stays without.
    """
    sample = _sample(_ranks(tuple(weights.values())), samples)
    totals = []
    for profile in profiles.values():
        worst = [sum(map(mul, weighting, profile.worst)) for _, weighting in sample]
        if profile.worst == profile.best:
            totals.append(worst)
            continue
        best = [sum(map(mul, weighting, profile.best)) for _, weighting in sample]
        totals.append(
            [
                low + luck * (top - low)
                for (luck, _), low, top in zip(sample, worst, best, strict=True)
            ]
        )
    wins = [0] * len(totals)
    for scores in zip(*totals, strict=True):
        wins[scores.index(max(scores))] += 1
    return {option: won / samples for option, won in zip(profiles, wins, strict=True)}


def _ranks(weights: tuple[float, ...]) -> tuple[int, ...]:
    """Return each criterion's group in the order of importance, 0 first; -1 without points."""
    order = sorted({weight for weight in weights if weight > 0}, reverse=True)
    return tuple(order.index(weight) if weight > 0 else -1 for weight in weights)


@lru_cache(maxsize=64)
def _sample(ranks: tuple[int, ...], samples: int) -> tuple[tuple[float, tuple[float, ...]], ...]:
    """Return weightings that keep the ranks, each with a number for the unknown cells.

    Exponential spacings make the weightings even over the simplex; the largest parts then go
    to the criteria ranked first, and within a rank stay where they fell.
    """
    size = len(ranks)
    return tuple(
        (point[size], _ordered([-math.log(1 - part) for part in point[:size]], ranks))
        for point in _kronecker(size + 1, samples)
    )


def _ordered(parts: Sequence[float], ranks: tuple[int, ...]) -> tuple[float, ...]:
    by_size = sorted(parts, reverse=True)
    places = sorted(
        (place for place, rank in enumerate(ranks) if rank >= 0),
        key=lambda place: (ranks[place], -parts[place]),
    )
    weighting = [0.0] * len(parts)
    for part, place in zip(by_size, places, strict=False):
        weighting[place] = part
    total = sum(weighting)
    return tuple(part / total for part in weighting)


def _kronecker(dimensions: int, samples: int) -> list[list[float]]:
    """Return evenly spread points of the unit cube: multiples of powers of 1/phi, modulo 1."""
    phi = 2.0
    for _ in range(64):
        phi = (1 + phi) ** (1 / (dimensions + 1))
    steps = [phi ** -(power + 1) for power in range(dimensions)]
    return [[(0.5 + index * step) % 1 for step in steps] for index in range(1, samples + 1)]
