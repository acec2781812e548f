"""One numeric feature drawn on one scale: every option's range, and the ends that count."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.catalogue import Feature, Option
from app.domain.comparison import Bar


@dataclass(frozen=True, slots=True)
class Ruler:
    """The scale of a numeric feature, from 0 to `top` in its unit.

    `zero_at` and `full_at` are where the points are 0 and 100, in percent of the length.
    `bars` stand by option id, in percent too; an option without a quantity has none.
    """

    top: float
    zero_at: float
    full_at: float
    bars: dict[str, Bar]


def ruler_of(feature: Feature, options: Sequence[Option]) -> Ruler | None:
    """Return the scale that holds every range and both ends; None if nothing is measured."""
    if feature.anchors is None:
        return None
    zero, full = feature.anchors.zero_points_at, feature.anchors.full_points_at
    quantities = {
        option.id: quantity
        for option in options
        if (quantity := option.cell(feature.id).claim.quantity)
    }
    top = max(zero, full, *(quantity.high for quantity in quantities.values()))

    def percent(value: float) -> float:
        return round(100 * value / top, 1)

    bars = {
        option_id: Bar(
            start=percent(quantity.low),
            width=round(percent(quantity.high) - percent(quantity.low), 1),
            mark=percent(quantity.typical),
        )
        for option_id, quantity in quantities.items()
    }
    return Ruler(top, percent(zero), percent(full), bars)
