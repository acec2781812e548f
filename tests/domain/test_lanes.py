"""Whole numbers side by side in one integer."""

from hypothesis import given
from hypothesis import strategies as st

from app.domain.lanes import LARGEST, WIDTH, Lanes, marked, pack

numbers = st.lists(st.integers(-(LARGEST // 8), LARGEST // 8), min_size=1, max_size=9)


def places(marks: int, count: int) -> list[bool]:
    found = [place for _, place in marked(marks)]
    return [place in found for place in range(count)]


@given(numbers=numbers, limit=st.integers(-1000, 1000))
def test_each_lane_is_compared_alone(numbers: list[int], limit: int) -> None:
    above = Lanes.of(len(numbers)).above(pack(numbers), limit)

    assert places(above, len(numbers)) == [number > limit for number in numbers]
    assert above.bit_count() == sum(number > limit for number in numbers)


@given(numbers=numbers, factor=st.integers(-7, 7))
def test_sums_and_products_are_those_of_each_lane(numbers: list[int], factor: int) -> None:
    assert pack(numbers) * factor == pack([factor * number for number in numbers])
    assert pack(numbers) + pack(numbers) == pack([2 * number for number in numbers])


@given(chosen=st.lists(st.booleans(), max_size=9))
def test_lanes_are_marked_by_place(chosen: list[bool]) -> None:
    marks = Lanes.mark(chosen)

    assert marks == pack(chosen) << (WIDTH - 1)
    assert places(marks, len(chosen)) == chosen
    assert sum(mark for mark, _ in marked(marks)) == marks
