"""The sizing: what a form or a client may send, and how wrong fields are named."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import InvalidInput, Problem
from app.domain.overhead_sizing import CiliumEncryption, Sizing, parse_sizing, rule_of

LEAST = {"nodes": 3, "meshed_pods": 30, "rps": 50, "node_vcpu": 4, "node_gib": 16}


def problems(**changes: object) -> tuple[Problem, ...]:
    with pytest.raises(InvalidInput) as refusal:
        parse_sizing({**LEAST, **changes})
    return refusal.value.problems


def test_the_texts_of_a_form_and_json_say_the_same() -> None:
    form = {name: str(value) for name, value in LEAST.items()}

    assert parse_sizing({**form, "ha": "false", "hops": ""}) == parse_sizing({**LEAST, "ha": False})


def test_what_is_left_out_has_the_models_defaults() -> None:
    sizing = parse_sizing(LEAST)

    assert (sizing.hops, sizing.calls_in_series, sizing.l7_share, sizing.ha) == (3, 3, 0.5, True)
    assert sizing.meshed_namespaces == 2
    assert not sizing.cilium_is_cni
    assert sizing.cilium_encryption is CiliumEncryption.WIREGUARD


@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [
        ("nodes", 0, "must be a whole number from 1 to 65,000"),
        ("nodes", "3.5", "must be a whole number from 1 to 65,000"),
        ("nodes", True, "must be a whole number from 1 to 65,000"),
        ("nodes", ["3", "4"], "must be a whole number from 1 to 65,000"),
        ("meshed_pods", -1, "must be a whole number from 0 to 1,000,000"),
        ("rps", "NaN", "must be a number from 0 to 10,000,000"),
        ("rps", float("inf"), "must be a number from 0 to 10,000,000"),
        ("rps", "1e400", "must be a number from 0 to 10,000,000"),
        ("l7_share", "1.01", "must be a number from 0 to 1"),
        ("node_gib", "$(touch x)", "must be a number from 0.1 to 32,768"),
        ("serial_hops", 4, "must be a whole number from 1 to hops, which is 3"),
        ("usd_vcpu_hour", "-1", "must be a number from 0 to 1,000"),
    ],
)
def test_a_wrong_figure_names_its_field_and_range(field: str, value: Any, rule: str) -> None:
    assert problems(**{field: value}) == (Problem(field, rule),)


def test_a_wrong_choice_lists_the_choices() -> None:
    assert problems(cilium_encryption="rot13")[0].allowed == tuple(CiliumEncryption)
    assert problems(ha="perhaps")[0].allowed == ("true", "false")


def test_an_unknown_field_is_not_repeated() -> None:
    (problem,) = problems(**{"<script>": 1})

    assert "<script>" not in problem.field + problem.message
    assert "nodes" in problem.allowed


def test_everything_wrong_is_said_at_once() -> None:
    with pytest.raises(InvalidInput) as refusal:
        parse_sizing({"rps": "many"})

    fields = {problem.field for problem in refusal.value.problems}
    assert fields == {"nodes", "meshed_pods", "rps", "node_vcpu", "node_gib"}


def test_every_field_has_a_rule_in_words() -> None:
    assert all(rule_of(name) for name in Sizing.model_fields)


@given(st.dictionaries(st.sampled_from([*LEAST, "ha", "x"]), st.text() | st.floats() | st.none()))
def test_any_input_is_a_sizing_or_a_named_problem(raw: dict[str, object]) -> None:
    named: tuple[Problem, ...] = ()
    sizing = None
    try:
        sizing = parse_sizing(raw)
    except InvalidInput as refusal:
        named = refusal.problems

    assert (sizing is None) == bool(named)
