"""Try single answers more beside those that are used, by the weighted sums alone."""

from collections.abc import Sequence
from operator import mul
from typing import TYPE_CHECKING, Final

from app.domain.bits import numbers
from app.domain.circuit import circuit_of
from app.domain.columns import Column
from app.domain.given import Emphasis, Given
from app.domain.single_answers import single_answers_of

if TYPE_CHECKING:
    from app.domain.sums import Sums

ROUNDED: Final = 0.01
"""What rounding to hundredths can move in a lead by criterion, and once more in its sum."""


def single_trials(sums: "Sums", winner: int | None, among: int) -> tuple[int, int]:
    """Return the answers that change the winner, and those of which only a ranking can tell.

    Answers are bits: each of those `among` these is tried as one more. The winner is None where
    nothing fits.
    """
    givens = circuit_of(sums.model).singles
    changing = unclear = 0
    found: dict[int, tuple[int, int]] = {}
    for number in numbers(among):
        own = givens[number]
        if own.paid != "ask" and sums.paid != "ask":
            unclear |= own.bits
            continue
        contenders = _contenders(sums, own)
        if winner is None or not contenders >> winner & 1:
            changing |= own.bits if contenders or winner is not None else 0
            continue
        ahead = near = 0
        for rival in numbers(contenders ^ 1 << winner):
            if rival not in found:
                found[rival] = _overtaking(sums, winner, rival, among)
            ahead |= found[rival][0]
            near |= found[rival][1]
        changing |= ahead & own.bits
        unclear |= near & ~ahead & own.bits
    return changing, unclear


def _contenders(sums: "Sums", more: Given) -> int:
    """Return as bits the options that only points would keep from the first place."""
    paid = sums.paid if more.paid == "ask" else more.paid
    failing, checking = sums.screened[paid]
    fitting = circuit_of(sums.model).everyone & ~(failing | more.failing[paid])
    return fitting & ~(checking | more.checking[paid]) or fitting


def _overtaking(sums: "Sums", winner: int, rival: int, among: int) -> tuple[int, int]:
    """Return the answers with which a rival is ahead, and those where rounding decides."""
    columns, weights, model = sums.columns, sums.weights, sums.model
    tables = [column.table for column in columns], model.tables[True]
    gaps = [[table.gaps(winner, rival) for table in own] for own in tables]
    leads = [
        [sum(map(mul, column.counts, own)) for column, own in zip(columns, part, strict=True)]
        for part in gaps
    ]
    nows = [own / column.whole for own, column in zip(leads[0], columns, strict=True)]
    lead, total = sum(map(mul, weights, nows)), sum(weights)
    if total < 1:  # Of less than a point in all, rounding can make anything.
        return 0, among
    near = ROUNDED * (len(weights) + 1)
    ahead = unclear = 0
    touches = single_answers_of(model).touches
    fixed = [place for place, own in enumerate(model.scales.criteria) if own.id in sums.given]
    for number in numbers(among):
        own, whole = lead, total
        for place, accepts, more, emphases in touches[number]:
            points = more if place not in fixed else 0.0
            before = gaps[accepts][place], leads[accepts][place]
            now = _mean(columns[place], *before, emphases)
            own += weights[place] * (now - nows[place]) + points * now
            whole += points
        if own < -near * whole:
            ahead |= 1 << number
        elif own <= near * whole:
            unclear |= 1 << number
    return ahead, unclear


def _mean(
    column: Column, gaps: Sequence[float], lead: float, emphases: Sequence[Emphasis]
) -> float:
    """Return the lead on a criterion when some rows count for more than they do."""
    whole = column.whole
    for row, factor in emphases:
        more = factor - column.counts[row]
        if more > 0:
            lead += more * gaps[row]
            whole += more
    return lead / whole
