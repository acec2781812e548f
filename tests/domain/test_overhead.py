"""The overhead of the options: the published worked examples, and what must always hold."""

import re
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.content.overhead import read_overhead
from app.domain.errors import InvalidInput
from app.domain.overhead import OPTIONS, estimate
from app.domain.overhead_figures import Count, Estimate, Overhead, Range
from app.domain.overhead_sizing import CiliumEncryption, Sizing
from app.domain.overhead_terms import Resource
from app.paths import CONTENT

MODEL = read_overhead(CONTENT)
EXAMPLES = Path(__file__).parents[1] / "fixtures" / "overhead_worked_examples.txt"
USED, RESERVED = (
    [line.split(" | ") for line in part.splitlines() if line and not line.startswith("#")]
    for part in EXAMPLES.read_text(encoding="utf-8").split("---\n")
)

sizings = st.builds(
    Sizing,
    nodes=st.integers(1, 5000),
    meshed_pods=st.integers(0, 150_000),
    rps=st.floats(0, 1_000_000),
    hops=st.integers(1, 20),
    l7_share=st.floats(0, 1),
    namespaces=st.none() | st.integers(1, 2000),
    ha=st.booleans(),
    cilium_is_cni=st.booleans(),
    cilium_encryption=st.sampled_from(CiliumEncryption),
    node_vcpu=st.floats(1, 256),
    node_gib=st.floats(1, 4096),
)


def changed(sizing: Sizing, **changes: Any) -> Sizing:
    return Sizing.model_validate({**sizing.model_dump(), **changes})


def shown(figure: float) -> str:
    """Three digits, two below 1, whole from 1000: as the worked examples are printed."""
    if figure == 0:
        return "0"
    if figure >= 1000:
        return f"{figure:,.0f}"
    return f"{figure:#.{3 if figure >= 1 else 2}g}".rstrip(".")


def whole(figure: float) -> str:
    return f"{figure:,.0f}"


def is_printed_as(text: str, figure: Range | float, show: Callable[[float], str] = shown) -> bool:
    """Tell whether a figure is printed so; where it lies on a tie, either way is right."""
    ends = [figure] if isinstance(figure, float | int) else in_printed_order(figure)
    texts = re.findall(r"[0-9.,]+", text)
    if texts == ["0"]:
        return not any(ends)
    return len(texts) == len(ends) and all(
        one in {show(end * (1 - 1e-12)), show(end * (1 + 1e-12))}
        for one, end in zip(texts, ends, strict=True)
    )


def in_printed_order(figure: Range) -> list[float]:
    return [figure.typical, figure.low, figure.high]


def in_gib(figure: Range) -> Range:
    return Range(figure.low / 1024, figure.typical / 1024, figure.high / 1024)


def example(preset: str, name: str) -> Overhead:
    sizing = MODEL.preset_by_id[preset].sizing
    if name.endswith("(not yet the CNI)"):
        sizing = changed(sizing, cilium_is_cni=False)
    return estimate(MODEL, sizing).of(name.split(" ", maxsplit=1)[0])


@pytest.mark.parametrize("row", USED, ids=" ".join)
def test_the_worked_examples_come_out_to_the_printed_digit(row: list[str]) -> None:
    preset, name, memory, cpu, p50, p99, money, share = row
    found = example(preset, name)

    assert is_printed_as(memory, in_gib(found.memory_mib))
    assert is_printed_as(cpu, found.cpu_cores)
    assert is_printed_as(p50, found.p50_ms)
    assert is_printed_as(p99, found.p99_ms)
    assert is_printed_as(money, found.usd_month, whole)
    assert is_printed_as(share, found.node_share.typical)


@pytest.mark.parametrize("row", RESERVED, ids=" ".join)
def test_what_the_charts_reserve_comes_out_to_the_printed_digit(row: list[str]) -> None:
    preset, name, cpu, memory, money, used = row
    found = example(preset, name)

    assert is_printed_as(cpu, found.requested.cpu_cores)
    assert is_printed_as(memory, found.requested.memory_mib / 1024)
    assert is_printed_as(money, found.requested.usd_month, whole)
    assert is_printed_as(used, found.usd_month.typical, whole)


def ranges_of(found: Overhead) -> Iterator[Range | Count]:
    for field in fields(found):
        value = getattr(found, field.name)
        if isinstance(value, (Range, Count)):
            yield value


@settings(max_examples=25, deadline=None)
@given(sizings)
def test_every_range_goes_from_low_over_typical_to_high(sizing: Sizing) -> None:
    for found in estimate(MODEL, sizing).options:
        for figure in ranges_of(found):
            assert 0 <= figure.low <= figure.typical <= figure.high


@settings(max_examples=25, deadline=None)
@given(sizings, st.integers(0, 50_000))
def test_more_pods_never_cost_less(sizing: Sizing, more: int) -> None:
    larger = changed(sizing, meshed_pods=sizing.meshed_pods + more)

    for before, after in pairs(estimate(MODEL, sizing), estimate(MODEL, larger)):
        assert after.usd_month.low >= before.usd_month.low
        assert after.usd_month.typical >= before.usd_month.typical
        assert after.usd_month.high >= before.usd_month.high
        assert after.requested.usd_month >= before.requested.usd_month


@settings(max_examples=25, deadline=None)
@given(sizings, st.sampled_from(["nodes", "rps"]), st.integers(1, 1000))
def test_more_nodes_or_requests_never_cost_less(sizing: Sizing, what: str, more: int) -> None:
    larger = changed(sizing, **{what: getattr(sizing, what) + more})

    for before, after in pairs(estimate(MODEL, sizing), estimate(MODEL, larger)):
        assert after.usd_month.typical >= before.usd_month.typical


@settings(max_examples=25, deadline=None)
@given(sizings)
def test_no_mesh_is_zero(sizing: Sizing) -> None:
    nothing = estimate(MODEL, sizing).of("no-mesh")

    assert all(figure.high == 0 for figure in ranges_of(nothing))
    assert nothing.requested.usd_month == 0
    assert nothing.parts == ()


@settings(max_examples=25, deadline=None)
@given(sizings)
def test_a_figure_is_the_sum_of_its_parts(sizing: Sizing) -> None:
    for found in estimate(MODEL, sizing).options:
        for resource in Resource:
            total = sum(part.range.typical for part in found.parts_of(resource))
            assert total == pytest.approx(getattr(found, resource).typical)
            assert all(part.coefficient in MODEL.coefficient_by_id for part in found.parts)


@settings(max_examples=25, deadline=None)
@given(sizings)
def test_removing_an_option_changes_nothing_about_the_others(sizing: Sizing) -> None:
    some = estimate(MODEL, sizing, ["linkerd", "kuma"])

    assert some.options == tuple(estimate(MODEL, sizing).of(name) for name in ("linkerd", "kuma"))


def pairs(one: Estimate, other: Estimate) -> Iterator[tuple[Overhead, Overhead]]:
    return zip(one.options, other.options, strict=True)


PRESET = MODEL.preset_by_id["small"].sizing
BUOYANT = {"meshed_pods": 27, "rps": 1200, "hops": 3, "ha": True}
SOLO = {"hops": 5, "serial_hops": 5}


class Measured(NamedTuple):
    """A published measurement, and the range that the model gives for its set-up."""

    study: str
    option: str
    changes: dict[str, Any]
    figure: str
    value: float
    low_typical_high: tuple[float, float, float]


MEASURED = [
    Measured("Buoyant 2025", "linkerd", BUOYANT, "cpu_cores", 2.63, (0.74, 1.82, 3.19)),
    Measured("Buoyant 2025", "linkerd", BUOYANT, "memory_mib", 400, (340, 564, 3675)),
    Measured("Solo 2024", "istio-sidecar", SOLO, "p50_ms", 4.81, (1, 4.5, 11)),
    Measured("Solo 2024", "istio-sidecar", SOLO, "p99_ms", 7.18, (1.5, 7.25, 18.5)),
    Measured("Solo 2024", "linkerd", SOLO, "p99_ms", 3.79, (1.5, 4, 9)),
    Measured(
        "Solo 2024, L4", "istio-ambient", {**SOLO, "l7_share": 0}, "p99_ms", 0.87, (0.85, 1, 2.5)
    ),
    Measured(
        "Solo 2024, L7", "istio-ambient", {**SOLO, "l7_share": 1}, "p50_ms", 3.42, (1.3, 3.65, 8.85)
    ),
    Measured(
        "Kinvolk 2019",
        "linkerd",
        {"meshed_pods": 90, "ha": True},
        "memory_mib",
        970,
        (592, 1320, 5250),
    ),
    Measured(
        "Alibaba's customer",
        "istio-sidecar",
        {"nodes": 500, "meshed_pods": 15_000, "ha": True},
        "memory_mib",
        4657 * 1024,
        (435 * 1024, 751 * 1024, 4754 * 1024),
    ),
]


@pytest.mark.parametrize("row", MEASURED, ids=lambda row: f"{row.study} {row.option} {row.figure}")
def test_what_was_measured_lies_within_the_range(row: Measured) -> None:
    found: Range = getattr(
        estimate(MODEL, changed(PRESET, **row.changes)).of(row.option), row.figure
    )

    assert found.low <= row.value <= found.high
    assert (found.low, found.typical, found.high) == pytest.approx(row.low_typical_high, rel=0.01)


def test_prices_given_replace_the_default_prices() -> None:
    medium = MODEL.preset_by_id["medium"].sizing
    free = estimate(MODEL, changed(medium, usd_vcpu_hour=0, usd_gib_hour=0)).of("kuma")
    only_memory = estimate(MODEL, changed(medium, usd_vcpu_hour=0, usd_gib_hour=1)).of("kuma")

    assert free.usd_month == Range(0, 0, 0)
    assert only_memory.usd_month.typical == pytest.approx(
        730 * only_memory.memory_mib.typical / 1024
    )


def test_a_full_cluster_gets_whole_nodes() -> None:
    large = MODEL.preset_by_id["large"].sizing
    found = estimate(MODEL, large).of("istio-sidecar")

    assert found.node_share.typical == pytest.approx(27.2, abs=0.05)
    assert found.nodes_to_add.typical == 28
    assert found.requested.nodes_to_add == 63


def test_exactly_one_node_of_requests_is_one_node() -> None:
    sizing = Sizing(nodes=1, meshed_pods=35, rps=0, node_vcpu=4.5, node_gib=640, ha=True)

    assert estimate(MODEL, sizing).of("istio-sidecar").requested.nodes_to_add == 1


def test_cilium_with_ztunnel_says_that_it_borrows_from_ambient() -> None:
    sizing = changed(MODEL.preset_by_id["small"].sizing, cilium_encryption="ztunnel")
    found = estimate(MODEL, sizing)

    assert "istio_ambient.ztunnel_mem_per_node" in found.of("cilium").borrowed
    assert "istio_ambient.ztunnel_mem_per_node" not in found.of("istio-ambient").borrowed
    assert "benchmarks/livewyer-2024-ambient" in found.of("cilium").sources


@pytest.mark.parametrize(
    ("option", "changes", "warning"),
    [
        ("cilium", {}, "kernel_work"),
        ("kuma", {}, "one_old_test"),
        ("consul", {}, "one_old_test"),
        ("consul", {"ha": True}, "consul_servers"),
        ("linkerd", {"meshed_pods": 201}, "linkerd_control_plane"),
        ("istio-sidecar", {"meshed_pods": 1001}, "scope_configuration"),
        ("kuma", {"meshed_pods": 1001}, "scope_configuration"),
    ],
)
def test_an_option_gets_its_warning(option: str, changes: dict[str, Any], warning: str) -> None:
    calm = changed(MODEL.preset_by_id["small"].sizing, meshed_pods=10, ha=False)
    found = estimate(MODEL, changed(calm, **changes))

    assert warning in {one.id for one in found.of(option).warnings}
    if changes:
        assert warning not in {one.id for one in estimate(MODEL, calm).of(option).warnings}
    assert warning not in {one.id for one in found.of("no-mesh").warnings}


@pytest.mark.parametrize(
    ("changes", "warnings"),
    [
        ({}, {"no_promise", "unmeasured_releases"}),
        ({"rps": 6000.0, "hops": 1, "serial_hops": 1, "nodes": 1}, {"busy_nodes"}),
        ({"hops": 9, "serial_hops": 9}, {"long_path"}),
    ],
)
def test_the_whole_gets_its_warnings(changes: dict[str, Any], warnings: set[str]) -> None:
    found = estimate(MODEL, changed(MODEL.preset_by_id["small"].sizing, **changes))

    always = {"no_promise", "unmeasured_releases"}
    assert {one.id for one in found.warnings} == always | warnings


def test_an_unknown_option_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InvalidInput) as refusal:
        estimate(MODEL, MODEL.preset_by_id["small"].sizing, ["osm"])

    assert refusal.value.problems[0].field == "options"
    assert refusal.value.problems[0].allowed == OPTIONS


def test_three_presets_differ_in_size() -> None:
    costs = [
        estimate(MODEL, preset.sizing).of("linkerd").usd_month.typical for preset in MODEL.presets
    ]

    assert [preset.id for preset in MODEL.presets] == ["small", "medium", "large"]
    assert costs == sorted(costs)
