"""Shifts are undone one by one to find those responsible."""

from collections.abc import Collection

from hypothesis import given
from hypothesis import strategies as st

from app.domain.blame import MOST, Blame, Restores, blame
from app.domain.shifts import Kind, Shift


def shift(place: str, *, is_gone: bool = False) -> Shift:
    return Shift(Kind.CELL, place, {}, None if is_gone else {"support": "full"})


def needing(*sets: set[str]) -> Restores:
    """All is as it was once every shift of one of the sets is undone."""

    def restores(shifts: Collection[Shift]) -> bool:
        places = {each.place for each in shifts}
        return any(one <= places for one in sets)

    return restores


def named(found: Blame) -> list[str]:
    return [each.place for each in found.shifts]


SHIFTS = [shift(place) for place in "abcd"]


def test_each_shift_that_decides_alone_is_named_the_likeliest_first() -> None:
    found = blame(SHIFTS, needing({"b"}, {"d"}, {"a", "c"}))

    assert (named(found), found.alone, found.is_proven) == (["d", "b"], True, True)


def test_shifts_that_decide_together_are_named_together() -> None:
    found = blame(SHIFTS, needing({"a", "b"}, {"b", "c", "d"}))

    assert (named(found), found.alone, found.is_proven) == (["d", "c", "b"], False, True)


def test_where_undoing_all_brings_nothing_back_nothing_is_proven() -> None:
    found = blame(SHIFTS, needing({"elsewhere"}))

    assert (named(found), found.is_proven) == (["d", "c", "b", "a"], False)


def test_what_is_gone_is_not_tried_but_the_others_are() -> None:
    shifts = [*SHIFTS, shift("gone", is_gone=True)]

    assert named(blame(shifts, needing({"a"}))) == ["a"]
    assert not blame(shifts, needing({"gone"})).is_proven


def test_too_many_shifts_are_not_tried() -> None:
    many = [shift(str(number)) for number in range(MOST + 1)]

    assert not blame(many, needing({"0"})).is_proven


@given(needed=st.sets(st.sampled_from("abcd"), min_size=1))
def test_of_one_needed_set_exactly_its_members_are_named(needed: set[str]) -> None:
    found = blame(SHIFTS, needing(needed))

    assert set(named(found)) == needed
    assert found.alone is (len(needed) == 1)
