"""The fixed scales: what a grade or a figure is worth."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content.load import Content
from app.domain.catalogue import Anchors
from app.domain.claims import AddOnNeed, Claim, Cost, Maturity, Rank, Support
from app.domain.quantities import Confidence, Quantity
from app.domain.scales import Scales
from app.domain.value import Value, value_of, value_of_grade, value_of_quantity


def claim(support: Support, maturity: Maturity, cost: Cost | None = None) -> Claim:
    return Claim(
        rank=Rank.NORMAL,
        support=support,
        maturity=maturity,
        summary="Said in a test.",
        evidence=() if support is Support.UNKNOWN else ("a-source",),
        addon=AddOnNeed(name="an add-on", cost=cost) if cost else None,
    )


def quantity(low: float, typical: float, high: float) -> Quantity:
    return Quantity(
        low=low, typical=typical, high=high, confidence=Confidence.HIGH, basis=("a-source",)
    )


@pytest.mark.parametrize(
    ("support", "cost", "points"),
    [
        (Support.FULL, None, (100, 80, 50)),
        (Support.PARTIAL, None, (50, 40, 25)),
        (Support.ADDON, Cost.FREE, (50, 40, 25)),
        (Support.ADDON, Cost.PAID, (25, 20, 10)),
        (Support.NONE, None, (0, 0, 0)),
    ],
)
def test_a_grade_is_worth_what_the_table_says(
    content: Content, support: Support, cost: Cost | None, points: tuple[float, ...]
) -> None:
    stages = (Maturity.STABLE, Maturity.BETA, Maturity.ALPHA)

    worth = [value_of_grade(content.scales, claim(support, stage, cost)) for stage in stages]

    assert worth == [Value(worth, worth, worth) for worth in points]


def test_a_grade_without_a_stage_counts_as_stable(content: Content) -> None:
    graded = claim(Support.FULL, Maturity.NOT_APPLICABLE)

    assert value_of_grade(content.scales, graded).point == 100


def test_unknown_is_the_middle_of_all_that_is_possible(content: Content) -> None:
    unknown = claim(Support.UNKNOWN, Maturity.NOT_APPLICABLE)

    worth = value_of_grade(content.scales, unknown)

    assert worth == Value(0, 50, 100, is_unknown=True)


def test_a_paid_add_on_counts_as_a_free_one_for_those_who_want_a_contract(
    content: Content,
) -> None:
    paid = claim(Support.ADDON, Maturity.STABLE, Cost.PAID)

    assert value_of_grade(content.scales, paid, accept_paid=True).point == 50


@pytest.mark.parametrize(
    ("figures", "points"),
    [
        ((0, 0, 0), (100, 100, 100)),
        ((75, 75, 75), (50, 50, 50)),
        ((150, 150, 150), (0, 0, 0)),
        ((30, 60, 300), (0, 60, 80)),
    ],
)
def test_a_figure_lies_on_a_straight_line_between_the_anchors(
    figures: tuple[float, float, float], points: tuple[float, float, float]
) -> None:
    anchors = Anchors(zero_points_at=150, full_points_at=0)

    worth = value_of_quantity(quantity(*figures), anchors)

    assert (worth.low, worth.point, worth.high) == pytest.approx(points)


def test_the_scale_may_rise_with_the_figure() -> None:
    worth = value_of_quantity(quantity(20, 60, 70), Anchors(zero_points_at=0, full_points_at=100))

    assert (worth.low, worth.point, worth.high) == pytest.approx((20, 60, 70))


@given(figures=st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=3))
def test_a_value_never_leaves_the_scale(figures: list[float]) -> None:
    anchors = Anchors(zero_points_at=4, full_points_at=0)

    worth = value_of_quantity(quantity(*sorted(figures)), anchors)

    assert 0 <= worth.low <= worth.point <= worth.high <= 100


def test_raising_support_or_maturity_never_lowers_the_value(content: Content) -> None:
    grades = ["none", "addon_paid", "addon_free", "partial", "full"]
    points = content.scales.support_points

    for worse, better in pairwise(grades):
        for stage in ("alpha", "beta", "stable"):
            assert points[worse][stage] <= points[better][stage]
    for stages in points.values():
        assert stages["alpha"] <= stages["beta"] <= stages["stable"]


def test_every_scored_feature_of_every_option_has_a_value(content: Content) -> None:
    scales: Scales = content.scales
    for option in content.catalogue.options:
        for feature in scales.criterion_of:
            worth = value_of(content.catalogue, scales, option, feature, accept_paid=False)
            assert 0 <= worth.low <= worth.point <= worth.high <= 100


def test_a_described_feature_has_no_value(content: Content) -> None:
    linkerd = content.catalogue.option("linkerd")

    with pytest.raises(ValueError, match="proxy is described"):
        value_of(content.catalogue, content.scales, linkerd, "proxy", accept_paid=False)
