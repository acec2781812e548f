"""How often each option comes first when the weights are only roughly right.

A small SMAA (Lahdelma, Hokkanen and Salminen 1998) over the weightings of a Sample.
"""

from collections.abc import Iterable, Sequence
from operator import mul

from app.domain.columns import Spread
from app.domain.weightings import Sample, gaps_of


def lost_to(leader: Spread, rivals: Iterable[Spread], sample: Sample) -> int:
    """Return in how many weightings a rival is ahead of the leader."""
    lost = [False] * sample.samples
    for rival in rivals:
        most = gaps_of(rival.best, leader.worst)
        # Of most it is told by each weight on its own; only the levels keep them in order.
        if sample.never_above(map(mul, sample.weights, most)):
            continue
        if not sample.never_above(sample.coefficients(most)):
            leads = sample.leads(rival, leader)
            lost = [before or lead > 0 for before, lead in zip(lost, leads, strict=True)]
    return sum(lost)


def ranks_of(spreads: Sequence[Spread], sample: Sample) -> list[list[int]]:
    """Return for each weighting the options' places, best first; ties keep their order."""
    leads = [sample.leads(spread, spreads[0]) for spread in spreads]
    return [
        sorted(range(len(spreads)), key=lambda place: -scores[place])
        for scores in zip(*leads, strict=True)
    ]
