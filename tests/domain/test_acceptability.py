"""The share of weightings in which an option comes first, and the weightings themselves."""

from itertools import pairwise
from operator import mul

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.acceptability import lost_to, ranks_of
from app.domain.columns import Spread
from app.domain.weightings import Sample, gaps_of

points = st.sampled_from([0.0, 5.0, 10.0, 35.0]) | st.floats(0, 1000)
some_points = st.lists(points, min_size=4, max_size=4).filter(any).map(tuple)
some_values = st.tuples(*[st.floats(0, 100)] * 4)


def spread(*values: float, best: tuple[float, ...] | None = None) -> Spread:
    return Spread(worst=values, best=best or values)


def sample(*weights: float, samples: int = 256) -> Sample:
    return Sample(weights, samples, 2)


def share(leader: Spread, rival: Spread, *weights: float, samples: int = 256) -> float:
    return 1 - lost_to(leader, [rival], sample(*weights, samples=samples)) / samples


def test_an_option_that_is_best_at_everything_always_comes_first() -> None:
    assert share(spread(90, 80), spread(80, 70), 10, 10) == 1
    assert share(spread(80, 70), spread(90, 80), 10, 10) == 0


def test_mirror_images_share_the_first_place_where_nothing_comes_first() -> None:
    assert share(spread(90, 10), spread(10, 90), 10, 10) == pytest.approx(0.5, abs=0.05)


def test_the_order_of_importance_is_kept() -> None:
    assert share(spread(90, 10), spread(10, 90), 11, 10) == 1


def test_weights_move_by_no_more_than_the_factor() -> None:
    leader = spread(100, 0)

    assert share(leader, spread(0, 100), 40, 10) == 1
    assert 0 < share(leader, spread(0, 401), 40, 10) < 1


def test_a_criterion_without_points_stays_without() -> None:
    assert share(spread(50, 0), spread(49, 100), 10, 0) == 1


def test_unknown_cells_take_any_value_in_their_range() -> None:
    found = share(spread(50), spread(0, best=(100,)), 10)

    assert found == pytest.approx(0.5, abs=0.02)


def test_the_sample_is_large_enough() -> None:
    published, larger = (
        share(spread(80, 40, 55), spread(60, 65, 50), 10, 10, 10, samples=size)
        for size in (256, 8192)
    )

    assert published == pytest.approx(larger, abs=0.03)


def test_options_that_tie_leave_the_first_place_to_the_leader() -> None:
    twin = spread(60, 40)

    assert lost_to(twin, [twin], sample(10, 20)) == 0
    assert {tuple(places) for places in ranks_of([twin, twin], sample(10, 20))} == {(0, 1)}


@settings(max_examples=60, deadline=None)
@given(weights=some_points)
def test_every_weighting_keeps_the_order_and_stays_within_the_factor(
    weights: tuple[float, ...],
) -> None:
    for weighting in sample(*weights, samples=64).weightings():
        assert sum(weighting) == pytest.approx(1)
        for one, points_of_one in zip(weighting, weights, strict=True):
            for other, points_of_other in zip(weighting, weights, strict=True):
                if points_of_one > points_of_other:
                    assert one >= other * (1 - 1e-9)
                assert one * points_of_other <= 4 * other * points_of_one * (1 + 1e-9) + 1e-12


@settings(max_examples=60, deadline=None)
@given(weights=some_points, options=st.lists(some_values, min_size=2, max_size=4))
def test_places_and_shares_are_those_of_weighing_each_option_in_each_weighting(
    weights: tuple[float, ...], options: list[tuple[float, ...]]
) -> None:
    spreads = [spread(*values) for values in options]
    drawn = sample(*weights, samples=64)
    clear = 0
    for weighting, places in zip(drawn.weightings(), ranks_of(spreads, drawn), strict=True):
        scores = [sum(w * v for w, v in zip(weighting, values, strict=True)) for values in options]
        assert sorted(places) == list(range(len(options)))
        for better, worse in pairwise(places):
            assert scores[better] >= scores[worse] - 1e-9
        clear += max(scores[1:]) < scores[0] - 1e-9

    found = 1 - lost_to(spreads[0], spreads[1:], drawn) / 64

    assert found >= clear / 64
    assert found == sum(places[0] == 0 for places in ranks_of(spreads, drawn)) / 64


@settings(max_examples=60, deadline=None)
@given(weights=some_points, one=some_values, other=some_values)
def test_what_is_never_above_0_leads_in_no_weighting(
    weights: tuple[float, ...], one: tuple[float, ...], other: tuple[float, ...]
) -> None:
    drawn = sample(*weights, samples=64)
    gaps = gaps_of(one, other)

    for parts in (map(mul, weights, gaps), drawn.coefficients(gaps)):
        if drawn.never_above(parts):
            assert max(drawn.leads(spread(*one), spread(*other))) <= 1e-9
