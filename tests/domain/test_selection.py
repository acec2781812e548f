"""Filters keep what passes all of them, and what it needs to be understood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content.catalogue import read_catalogue
from app.content.load import Content
from app.domain.citations import citations_of
from app.domain.errors import InvalidInput
from app.domain.selection import (
    Wanted,
    catalogue_choices,
    select,
    select_benchmarks,
    select_conformance,
    select_market,
    select_sources,
)
from app.paths import CONTENT

CATALOGUE = read_catalogue(CONTENT)
CHOICES = catalogue_choices(CATALOGUE)
WANTED = st.fixed_dictionaries(
    {}, optional={name: st.lists(st.sampled_from(CHOICES[name]), min_size=1) for name in CHOICES}
)


def test_without_a_filter_the_catalogue_is_whole() -> None:
    assert select(CATALOGUE, {}) is CATALOGUE


@given(wanted=WANTED)
def test_exactly_the_cells_that_pass_every_filter_are_left(wanted: Wanted) -> None:
    part = select(CATALOGUE, wanted)

    expected = {
        (option.id, cell.feature)
        for option in (*CATALOGUE.options, *CATALOGUE.add_ons)
        for cell in option.cells
        if all(
            value in wanted.get(name, [value])
            for name, value in {
                "option": option.id,
                "group": CATALOGUE.feature(cell.feature).group,
                "feature": cell.feature,
                "kind": CATALOGUE.feature(cell.feature).kind,
                "support": cell.claim.support,
                "maturity": cell.claim.maturity,
                "contested": str(cell.is_contested).lower(),
            }.items()
        )
    }
    left = {(one.id, cell.feature) for one in part.option_by_id.values() for cell in one.cells}
    assert left == expected


@given(wanted=WANTED)
def test_what_is_left_names_nothing_that_is_gone(wanted: Wanted) -> None:
    part = select(CATALOGUE, wanted)

    assert {feature.group for feature in part.features} == {group.id for group in part.groups}
    for option in part.option_by_id.values():
        assert set(option.release.evidence) <= set(part.sources)
        for cell in option.cells:
            assert cell.feature in part.feature_by_id
            assert all(set(claim.evidence) <= set(part.sources) for claim in cell.claims)


def test_the_computed_parts_of_a_selection_are_its_own() -> None:
    assert CATALOGUE.option("linkerd").cell("mtls")

    part = select(CATALOGUE, {"option": ["linkerd"], "feature": ["mtls"]})

    assert list(part.option_by_id) == ["linkerd"]
    assert list(part.option("linkerd").cell_by_feature) == ["mtls"]


def test_every_wrong_filter_and_value_is_named_with_what_is_allowed() -> None:
    with pytest.raises(InvalidInput) as refused:
        select(CATALOGUE, {"options": ["linkerd"], "support": ["yes", "full"]})

    first, second = refused.value.problems
    assert (first.field, first.allowed) == ("options", tuple(CHOICES))
    assert (second.field, second.message) == ("support", "“yes” is not known.")
    assert second.allowed == ("full", "partial", "addon", "none", "unknown", "n/a")


def test_measurements_are_those_of_the_option_and_metric(content: Content) -> None:
    part = select_benchmarks(content.benchmarks, {"option": ["linkerd"], "metric": ["memory_mib"]})

    assert part.measurements
    assert {(one.option, one.metric) for one in part.measurements} == {("linkerd", "memory_mib")}
    assert part.gaps == content.benchmarks.gaps


def test_reports_are_those_that_cover_the_option(content: Content) -> None:
    part = select_conformance(content.conformance, {"option": ["istio-ambient"]})

    assert part.reports
    assert all("istio-ambient" in report.options for report in part.reports)
    assert [search.option for search in part.searches] == ["istio-ambient"]


def test_relatives_are_those_of_the_option(content: Content) -> None:
    part = select_market(content.catalogue, content.market, {"option": ["flagger"]})

    assert part.retired
    assert all("flagger" in one.options for one in (*part.retired, *part.managed))


def test_sources_of_a_cell_are_those_that_the_cell_cites(content: Content) -> None:
    cited = citations_of(
        content.catalogue, content.benchmarks, content.conformance, content.overhead
    )

    sources = select_sources(
        content.catalogue, cited, {"option": ["linkerd"], "feature": ["mtls"], "kind": ["docs"]}
    )

    cell = content.catalogue.cell("linkerd", "mtls")
    evidence = {source for claim in cell.claims for source in claim.evidence}
    assert {one.id for one in sources} == {
        one for one in evidence if content.catalogue.sources[one].kind == "docs"
    }
    assert sources


@pytest.mark.parametrize("wanted", [{"option": ["osm"]}, {"mesh": ["linkerd"]}])
def test_the_other_facts_refuse_what_they_do_not_know(content: Content, wanted: Wanted) -> None:
    for select_part in (
        lambda: select_benchmarks(content.benchmarks, wanted),
        lambda: select_conformance(content.conformance, wanted),
        lambda: select_market(content.catalogue, content.market, wanted),
    ):
        with pytest.raises(InvalidInput) as refused:
            select_part()
        assert refused.value.problems[0].allowed
