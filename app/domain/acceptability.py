"""How often each option comes first when the weights are only roughly right.

A small SMAA (Lahdelma, Hokkanen and Salminen 1998) over the weightings of a Sample.
"""

from collections.abc import Iterable, Sequence

from app.domain.columns import Spread
from app.domain.weighting_lanes import lanes_ahead
from app.domain.weightings import Sample


def first_rank_share(leader: Spread, rivals: Iterable[Spread], sample: Sample) -> float:
    """Return the share (0 to 1) of weightings in which no rival is ahead of the leader."""
    lost = 0
    for rival in rivals:
        lost |= lanes_ahead(sample, rival, leader)
    return 1 - lost.bit_count() / sample.samples


def ranks_of(spreads: Sequence[Spread], sample: Sample) -> list[list[int]]:
    """Return for each weighting the options' places, best first; ties keep their order."""
    leads = [sample.leads(spread, spreads[0]) for spread in spreads]
    return [
        sorted(range(len(spreads)), key=lambda place: -scores[place])
        for scores in zip(*leads, strict=True)
    ]
