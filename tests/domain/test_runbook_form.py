"""A visitor's parameters are read strictly, and every refusal names the field and its rule."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import InvalidInput
from app.domain.parameter_types import RESERVED_NAMESPACES
from app.domain.runbook import parameter_fields, parse_parameters
from app.domain.runbook_choices import Cni, Platform, Tool

HOSTILE = (
    "$(touch x)",
    "`touch x`",
    "a;touch x",
    "a|b",
    "a&b",
    "a>b",
    "'",
    '"',
    "a'b",
    "a\nb",
    "a\r\nb",
    "shop\n",
    "a\tb",
    "a b",
    "../etc/passwd",
    "/",
    "a/b",
    "a.b",
    "~",
    "{{ 7 * 7 }}",
    "{namespace}",
    "${HOME}",
    "%s",
    "a: b",
    "- a",
    "&a",
    "*a",
    "!!python/object",
    "<script>",
    "</pre>",
    "[a](b)",
    "# a",
    "**a**",
    "```",
    "| a |",
    "\x00",
    "a\x00b",
    "\x1b[31m",
    "\u202ea",
    "\u0430",
    "\uff0e",
    "\uff41",
    "\ud800",
    "é",
    "A",
    "-a",
    "a-",
    "--dry-run",
    "END_OF_FILE\n",
    "a" * 64,
)
TYPED = ("kubernetes_version", "cluster_name", "namespaces", "canary_service", "canary_port")


def problems(raw: dict[str, object]) -> dict[str, tuple[str, ...]]:
    with pytest.raises(InvalidInput) as refused:
        parse_parameters("linkerd", raw)
    return {problem.field: problem.allowed for problem in refused.value.problems}


def test_nothing_given_is_enough() -> None:
    parameters = parse_parameters("linkerd", {})

    assert parameters.tool is Tool.HELM
    assert parameters.platform is Platform.OTHER
    assert parameters.namespaces == ("meshwise-demo",)
    assert not parameters.strict_mtls


def test_a_form_and_json_give_the_same() -> None:
    form = {"namespaces": "shop, pay", "strict_mtls": "true", "canary_port": "80", "tool": ""}
    body = {"namespaces": ["shop", "pay"], "strict_mtls": True, "canary_port": 80}

    assert parse_parameters("linkerd", form) == parse_parameters("linkerd", body)


@pytest.mark.parametrize("field", TYPED)
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_refused_by_name_of_the_field(field: str, text: str) -> None:
    value: object = [text] if field == "namespaces" else text

    assert field in problems({field: value})


@pytest.mark.parametrize(
    "field",
    [field.name for field in parameter_fields() if field.choices],
)
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_for_a_choice_is_refused_with_the_choices(field: str, text: str) -> None:
    (known,) = [one for one in parameter_fields() if one.name == field]

    assert problems({field: text}) == {field: known.choices}


@given(text=st.text(max_size=70), field=st.sampled_from(("cluster_name", "canary_service")))
def test_any_text_is_a_kubernetes_name_or_refused(text: str, field: str) -> None:
    try:
        parameters = parse_parameters("linkerd", {"namespaces": "shop", field: text})
    except InvalidInput as refused:
        named = {problem.field for problem in refused.problems}
    else:
        named = {field}
        value = getattr(parameters, field)
        assert value is None or re.fullmatch(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?", value)
    assert named == {field}


@given(texts=st.lists(st.text(max_size=70), max_size=22))
def test_any_list_is_kubernetes_names_or_refused(texts: list[str]) -> None:
    try:
        parameters = parse_parameters("linkerd", {"namespaces": texts})
    except InvalidInput as refused:
        named = {problem.field for problem in refused.problems}
    else:
        named = {"namespaces"}
        for name in parameters.namespaces:
            assert re.fullmatch(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", name)
    assert named == {"namespaces"}


@pytest.mark.parametrize("name", sorted(RESERVED_NAMESPACES))
def test_a_namespace_that_must_stay_outside_is_refused(name: str) -> None:
    with pytest.raises(InvalidInput, match=f"{name} must stay outside the mesh"):
        parse_parameters("linkerd", {"namespaces": ["shop", name]})


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        ({"namespaces": []}, "namespaces"),
        ({"namespaces": ["a"] * 21}, "namespaces"),
        ({"namespaces": [1]}, "namespaces"),
        ({"canary_port": 0}, "canary_port"),
        ({"canary_port": 65536}, "canary_port"),
        ({"canary_weight": 51}, "canary_weight"),
        ({"canary_weight": 0.5}, "canary_weight"),
        ({"canary_weight": 10.0}, "canary_weight"),
        ({"canary_port": True}, "canary_port"),
        ({"canary_port": ["80"]}, "canary_port"),
        ({"strict_mtls": 1}, "strict_mtls"),
        ({"strict_mtls": "yes"}, "strict_mtls"),
        ({"strict_mtls": ["true"]}, "strict_mtls"),
        ({"namespaces": {"shop": 1}}, "namespaces"),
        ({"namespaces": "shop\npay"}, "namespaces"),
        ({"namespaces": "shop\tpay"}, "namespaces"),
        ({"namespaces": "shop\u00a0pay"}, "namespaces"),
        ({"namespaces": True}, "namespaces"),
        ({"kubernetes_version": "1.35.1.2"}, "kubernetes_version"),
        ({"kubernetes_version": 1.35}, "kubernetes_version"),
        ({"kubernetes_version": "2.0"}, "kubernetes_version"),
        ({"canary_service": "1a"}, "canary_service"),
        ({"canary_service": "a" * 61}, "canary_service"),
        ({"canary_service": "orders"}, "canary_service"),
        ({"colour": "red"}, "colour"),
        ({"\ud800": "x"}, "?"),
        ({"option": "kuma"}, "option"),
        ({"cluster_name": {"a": 1}}, "cluster_name"),
        ({"tool": ["cli"]}, "tool"),
    ],
)
def test_a_value_out_of_bounds_is_refused(raw: dict[str, object], field: str) -> None:
    assert list(problems(raw)) == [field]


def test_every_wrong_field_is_named_at_once() -> None:
    assert set(problems({"tool": "argo", "canary_port": "x", "cluster_name": "_"})) == {
        "tool",
        "canary_port",
        "cluster_name",
    }


def test_the_form_describes_every_parameter_with_its_default() -> None:
    fields = {field.name: field for field in parameter_fields()}

    assert fields["platform"].choices == tuple(Platform)
    assert fields["strict_mtls"].choices == ("true", "false")
    assert fields["strict_mtls"].default == "false"
    assert all(field.description.endswith(".") for field in fields.values())
    defaults = {name: field.default for name, field in fields.items()}
    assert parse_parameters("linkerd", defaults) == parse_parameters("linkerd", {})


def test_every_network_of_the_questions_is_one_of_the_runbook() -> None:
    assert {"cilium", "cilium_managed", "platform_default"} <= set(Cni)


def test_the_second_cluster_needs_a_name_of_its_own() -> None:
    same = {"cluster_name": "east", "peer_name": "east"}

    assert parse_parameters("linkerd", same).peer_name == "east"
    with pytest.raises(InvalidInput) as refused:
        parse_parameters("linkerd", {**same, "multicluster": "mirrored_services"})
    assert [problem.field for problem in refused.value.problems] == ["peer_name"]
