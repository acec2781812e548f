"""Placeholders are filled once, one argument at a time, and patterns stay patterns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.filling import fill, fill_data, fill_pattern, holds, merge, placeholders_in


@given(value=st.text())
def test_what_is_put_in_is_never_read_again(value: str) -> None:
    assert fill("a{x}b", {"x": value}) == f"a{value}b"
    assert fill("{x}", {"x": "{y}", "y": "no"}) == "{y}"


@pytest.mark.parametrize("text", ["%{http_code}", "${HOME}", "{.items[*].name}", "{}", "{A}"])
def test_the_braces_of_others_are_left_alone(text: str) -> None:
    assert fill(text, {}) == text
    assert placeholders_in(text) == set()


def test_a_lone_placeholder_keeps_its_type() -> None:
    data = {"port": "{port}", "name": "web-{port}", "{port}": ["{port}", True, None]}

    assert fill_data(data, {"port": 80}) == {"port": 80, "name": "web-80", "80": [80, True, None]}


def test_a_pattern_takes_plain_values_only() -> None:
    assert fill_pattern("^v{x}$", {"x": "1.2-3"}) == r"^v1\.2-3$"
    with pytest.raises(ValueError, match="cannot stand in a pattern"):
        fill_pattern("{x}", {"x": "a|b"})


def test_conditions_compare_texts() -> None:
    assert holds({"tool": ("cli",), "port": ("80",)}, {"tool": "cli", "port": 80})
    assert not holds({"tool": ("cli",)}, {"tool": "helm"})
    assert holds({}, {})


def test_an_addition_wins_mapping_by_mapping() -> None:
    base = {"a": {"b": 1, "c": 2}, "d": [1]}

    assert merge(base, {"a": {"c": 3}, "d": [2]}) == {"a": {"b": 1, "c": 3}, "d": [2]}
    assert base["a"] == {"b": 1, "c": 2}
