"""The value of a cell on its fixed, published scale: points from 0 to 100 with a range.

The scale never looks at the other options, so adding or removing one reorders nothing.
"""

from dataclasses import dataclass

from app.domain.catalogue import Anchors, Catalogue, Feature, Option
from app.domain.claims import Claim, Cost, FeatureKind, Support
from app.domain.quantities import Quantity
from app.domain.scales import Scales


@dataclass(frozen=True, slots=True)
class Value:
    """Points from 0 to 100. `is_unknown`: nobody knows, so `low` to `high` is all there is."""

    low: float
    point: float
    high: float
    is_unknown: bool = False


def value_of(
    catalogue: Catalogue, scales: Scales, option: Option, feature_id: str, *, accept_paid: bool
) -> Value:
    """Return what the option's cell of a graded or numeric feature is worth.

    `accept_paid` lets a paid add-on count as a free one, for those who want a vendor's
    contract anyway. Raises ValueError for a feature that is only described.
    """
    feature = catalogue.feature(feature_id)
    return value_of_claim(scales, feature, option.cell(feature_id).claim, accept_paid=accept_paid)


def value_of_claim(scales: Scales, feature: Feature, claim: Claim, *, accept_paid: bool) -> Value:
    """Return what a claim of a graded or numeric feature is worth, as `value_of` does."""
    if feature.kind is FeatureKind.GRADED:
        return value_of_grade(scales, claim, accept_paid=accept_paid)
    if feature.anchors is None or claim.quantity is None:
        raise ValueError(f"{feature.id} is described, not measured, and has no value")
    return value_of_quantity(claim.quantity, feature.anchors)


def value_of_grade(scales: Scales, claim: Claim, *, accept_paid: bool = False) -> Value:
    """Return the points of a graded claim; unknown is the middle of its range."""
    points = scales.support_points.get(_level(claim, accept_paid=accept_paid))
    if points is None:
        unknown = scales.unknown
        return Value(unknown.low, unknown.point, unknown.high, is_unknown=True)
    worth = points[claim.maturity]
    return Value(worth, worth, worth)


def value_of_quantity(quantity: Quantity, anchors: Anchors) -> Value:
    """Return the points of a figure: a straight line between two anchors, flat beyond them."""
    zero, full = anchors.zero_points_at, anchors.full_points_at

    def points(figure: float) -> float:
        return min(max(100 * (figure - zero) / (full - zero), 0.0), 100.0)

    ends = sorted((points(quantity.low), points(quantity.high)))
    return Value(ends[0], points(quantity.typical), ends[1])


def _level(claim: Claim, *, accept_paid: bool) -> str:
    if claim.support is not Support.ADDON:
        return claim.support
    is_free = claim.addon is None or claim.addon.cost is Cost.FREE
    return "addon_free" if is_free or accept_paid else "addon_paid"
