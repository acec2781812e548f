"""The share of weightings in which an option comes first."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.acceptability import first_rank_shares
from app.domain.scoring import Spread


def spread(*values: float, best: tuple[float, ...] | None = None) -> Spread:
    return Spread(low=values, high=best or values, worst=values, best=best or values)


def shares(options: dict[str, Spread], *weights: float, samples: int = 256) -> dict[str, float]:
    return first_rank_shares(options, weights, samples, 2)


def test_an_option_that_is_best_at_everything_always_comes_first() -> None:
    found = shares({"best": spread(90, 80), "worse": spread(80, 70)}, 10, 10)

    assert found == {"best": 1, "worse": 0}


def test_mirror_images_share_the_first_place_where_nothing_comes_first() -> None:
    found = shares({"one": spread(90, 10), "other": spread(10, 90)}, 10, 10)

    assert found["one"] == pytest.approx(0.5, abs=0.05)


def test_the_order_of_importance_is_kept() -> None:
    found = shares({"one": spread(90, 10), "other": spread(10, 90)}, 11, 10)

    assert found == {"one": 1, "other": 0}


def test_weights_move_by_no_more_than_the_factor() -> None:
    options = {"leader": spread(100, 0), "rival": spread(0, 100)}

    at_the_edge = {"leader": spread(100, 0), "rival": spread(0, 401)}

    assert shares(options, 40, 10) == {"leader": 1, "rival": 0}
    assert 0 < shares(at_the_edge, 40, 10)["rival"] < 1


def test_a_criterion_without_points_stays_without() -> None:
    found = shares({"one": spread(50, 0), "other": spread(49, 100)}, 10, 0)

    assert found == {"one": 1, "other": 0}


def test_unknown_cells_take_any_value_in_their_range() -> None:
    options = {"known": spread(50), "doubtful": spread(0, best=(100,))}

    assert shares(options, 10)["doubtful"] == pytest.approx(0.5, abs=0.02)


def test_the_sample_is_large_enough() -> None:
    options = {"one": spread(80, 40, 55), "other": spread(60, 65, 50)}

    published, larger = (shares(options, 10, 10, 10, samples=size) for size in (256, 8192))

    assert published["one"] == pytest.approx(larger["one"], abs=0.03)


@settings(max_examples=30, deadline=None)
@given(weights=st.lists(st.floats(0, 1000), min_size=3, max_size=3).filter(any))
def test_shares_add_up_to_one(weights: list[float]) -> None:
    options = {name: spread(n * 7 % 10, n * 3 % 10, n) for n, name in enumerate("abcd", start=1)}

    assert sum(shares(options, *weights).values()) == pytest.approx(1)
