from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content.load import Content
from app.domain.benchmarks import Benchmarks, Measurement
from app.domain.errors import InvalidInput
from app.domain.figures import (
    FIELDS,
    KEY_METRICS,
    PAGE_SIZE,
    Choice,
    Interest,
    interest_of,
    key_figures,
    page_of,
    select_figures,
    values_of,
)


@pytest.fixture(scope="session")
def benchmarks(content: Content) -> Benchmarks:
    return content.benchmarks


def measured(**changes: object) -> Measurement:
    fields: dict[str, object] = {
        "id": "one",
        "option": "linkerd",
        "option_version": "2.20",
        "metric": "memory_mib",
        "statistic": "mean",
        "scope": "per proxy",
        "value": 20.0,
        "unit": "MiB",
        "conditions": {"rps": 100},
        "source": "benchmarks/a-test",
        "published": "2025-01-01",
        "ran_by": "Somebody",
        "stake": "independent",
        "stake_note": "None known.",
        "read_from": "table",
        "confidence": "medium",
        "used_in_model": False,
    }
    return Measurement.model_validate(fields | changes)


def collected(*measurements: Measurement) -> Benchmarks:
    return Benchmarks(gaps=(), background=(), rejected=(), measurements=measurements)


def test_the_pages_together_hold_every_figure_once_in_file_order(benchmarks: Benchmarks) -> None:
    pages = select_figures(benchmarks, Choice()).pages

    shown = [
        figure.measurement.id
        for page in range(1, pages + 1)
        for figure in select_figures(benchmarks, Choice(page=page)).figures
    ]

    assert shown == [one.id for one in benchmarks.measurements]


@given(page=st.integers(min_value=-3, max_value=10_000))
def test_any_page_number_gives_a_page_that_exists(page: int) -> None:
    benchmarks = collected(*(measured(id=f"m{number}") for number in range(PAGE_SIZE + 1)))

    selection = select_figures(benchmarks, Choice(page=page))

    assert 1 <= selection.page <= selection.pages == 2
    assert selection.figures
    assert selection.first == (selection.page - 1) * PAGE_SIZE + 1


def choosing(field: str, value: str) -> Choice:
    wanted: dict[str, Any] = {field: value}
    return Choice(**wanted)


@pytest.mark.parametrize("field", FIELDS)
def test_a_filter_keeps_those_with_its_value_and_as_many_as_it_promised(
    benchmarks: Benchmarks, field: str
) -> None:
    for value, count in values_of(benchmarks)[field].items():
        selection = select_figures(benchmarks, choosing(field, value))

        assert selection.total == count
        assert {getattr(one.measurement, field) for one in selection.figures} == {value}


@pytest.mark.parametrize("field", FIELDS)
def test_a_value_that_no_figure_has_is_refused_with_what_is_allowed(
    benchmarks: Benchmarks, field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        select_figures(benchmarks, choosing(field, "nothing"))

    (problem,) = refused.value.problems
    assert problem.field == field
    assert set(problem.allowed) == set(values_of(benchmarks)[field])


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("", True),
        ("BOOKINFO", True),
        ("page bookinfo", True),
        ("somebody 2.20", True),
        ("rps 100", True),
        ("bookinfo nighthawk", False),
    ],
)
def test_text_is_looked_for_word_by_word_also_in_the_conditions(text: str, *, fits: bool) -> None:
    benchmarks = collected(measured(conditions={"rps": 100, "payload": "Bookinfo page"}))

    assert (select_figures(benchmarks, Choice(text=text)).total == 1) is fits


def test_the_page_of_a_figure_holds_it(benchmarks: Benchmarks) -> None:
    for one in benchmarks.measurements[:: PAGE_SIZE // 3]:
        page = page_of(benchmarks, one.id)

        figures = select_figures(benchmarks, Choice(page=page)).figures
        assert one.id in {figure.measurement.id for figure in figures}


def test_a_figure_that_does_not_exist_is_refused(benchmarks: Benchmarks) -> None:
    with pytest.raises(InvalidInput) as refused:
        page_of(benchmarks, "nothing")

    assert refused.value.problems[0].field == "figure"


def test_a_bar_compares_figures_of_one_test_only() -> None:
    benchmarks = collected(
        measured(id="small", value=10.0),
        measured(id="large", value=40.0),
        measured(id="negative", value=-1.0),
        measured(id="elsewhere", value=400.0, source="benchmarks/another-test"),
        measured(id="node", value=400.0, scope="per node"),
    )

    figures = select_figures(benchmarks, Choice()).figures

    assert {figure.measurement.id: figure.share for figure in figures} == {
        "small": 25.0,
        "large": 100.0,
        "negative": None,
        "elsewhere": None,
        "node": None,
    }


@pytest.mark.parametrize(
    ("statistic", "stake", "interest"),
    [
        ("p99", "independent", Interest.NONE),
        ("p99", "academic", Interest.NONE),
        ("p99", "vendor-istio", Interest.SOME),
        ("p99", "commissioned-linkerd", Interest.SOME),
        ("p99", "adopter", Interest.SOME),
        ("reserved", "default-setting", Interest.SETTING),
        ("guidance", "vendor-kuma", Interest.SETTING),
    ],
)
def test_who_gains_by_a_figure_is_told_from_its_stake(
    statistic: str, stake: str, interest: Interest
) -> None:
    assert interest_of(measured(statistic=statistic, stake=stake)) is interest


def test_key_figures_show_both_sides_of_each_metric_at_most_once(benchmarks: Benchmarks) -> None:
    for option in benchmarks.by_option:
        shown = [(one.metric, interest_of(one)) for one in key_figures(benchmarks, option)]

        assert len(shown) == len(set(shown))
        assert {metric for metric, _ in shown} <= set(KEY_METRICS)
        assert Interest.SETTING not in {interest for _, interest in shown}


def test_the_newest_figure_that_the_model_uses_stands_for_the_others() -> None:
    benchmarks = collected(
        measured(id="old", used_in_model=True, published="2021-01-01"),
        measured(id="new", used_in_model=True, published="2024-01-01"),
        measured(id="unsure", used_in_model=True, published="2024-01-01", confidence="low"),
        measured(id="undated", used_in_model=True, published="unknown"),
        measured(id="unused", published="2026-01-01"),
    )

    assert [one.id for one in key_figures(benchmarks, "linkerd")] == ["new"]
    assert key_figures(benchmarks, "kuma") == ()
