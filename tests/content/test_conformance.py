"""The conformance reports are dated facts, and a report or search that does not fit is found."""

from typing import Any

import pytest
from pydantic import ValidationError

from app.content.conformance import conformance_is_whole
from app.content.load import Content
from app.domain.conformance import Conformance, Found, Outcome, Profile, Report, Search


def changed(content: Content, **update: Any) -> Conformance:
    return content.conformance.model_copy(update=update)


def report(content: Content, report_id: str) -> Report:
    return next(one for one in content.conformance.reports if one.id == report_id)


def profile(of: Report, name: str) -> Profile:
    return next(one for one in of.profiles if one.name == name)


@pytest.mark.parametrize(
    ("option", "found", "newest"),
    [
        ("istio-sidecar", Found.CURRENT, "istio-1.30.1-v1.5.1"),
        ("istio-ambient", Found.CURRENT, "istio-1.30.1-v1.5.1"),
        ("linkerd", Found.OLD, "linkerd-2.18-v1.3.0"),
        ("cilium", Found.CURRENT, "cilium-1.20.0-v1.6.1-standard"),
        ("kuma", Found.OLD, "kuma-2.6.0-v1.0.0"),
        ("consul", Found.NONE, None),
        ("no-mesh", Found.CURRENT, "envoy-gateway-1.9.0-v1.6.1"),
    ],
)
def test_an_option_has_a_current_report_an_old_one_or_none(
    content: Content, option: str, found: Found, newest: str | None
) -> None:
    reports = content.conformance.reports_of(option)

    assert content.conformance.found(option) is found
    assert (reports[0].id if reports else None) == newest


def test_every_option_was_looked_for_on_a_day(content: Content) -> None:
    for option in content.catalogue.options:
        search = content.conformance.search_for(option.id)

        assert search is not None
        assert search.looked_on == "2026-11-22"
        assert search.found is Found.CURRENT or search.note


def test_nobody_looked_for_an_option_that_does_not_exist(content: Content) -> None:
    assert content.conformance.search_for("osm") is None
    assert content.conformance.found("osm") is Found.NONE


def test_counts_and_features_are_those_of_the_report(content: Content) -> None:
    cilium = report(content, "cilium-1.20.0-v1.6.1-standard")
    gateway, mesh = profile(cilium, "GATEWAY-HTTP"), profile(cilium, "MESH-HTTP")

    assert (cilium.version, cilium.date, cilium.channel) == ("v1.20.0", "2026-07-31", "standard")
    assert (gateway.core.passed, gateway.extended and gateway.extended.passed) == (37, 46)
    assert gateway.extended is not None
    assert "HTTPRouteRetry" in gateway.extended.unsupported
    assert mesh.is_mesh
    assert not gateway.is_mesh
    assert mesh.extended is not None
    assert mesh.extended.unsupported == ("MeshConsumerRoute",)


def test_a_report_that_skipped_tests_names_them(content: Content) -> None:
    mesh = profile(report(content, "cilium-1.20.0-pre.2-v1.5.1"), "MESH-HTTP")

    assert mesh.core.result is Outcome.PARTIAL
    assert mesh.core.skipped == len(mesh.core.skipped_tests) == 1


def test_no_count_of_failed_tests_contradicts_the_outcome(content: Content) -> None:
    for one in content.conformance.reports:
        for each in one.profiles:
            for result in (each.core, each.extended):
                if result is not None:
                    assert (result.result is Outcome.FAILURE) == (result.failed > 0)


def test_the_address_leads_to_the_commit_that_was_read(content: Content) -> None:
    address = content.conformance.address(report(content, "linkerd-2.18-v1.3.0"))

    assert address == (
        "https://github.com/kubernetes-sigs/gateway-api/blob/"
        "4564255ac2c35d582249b3cdf261bdf51c8bca32/conformance/reports/v1.3.0/linkerd-linkerd/"
        "standard-2.18-default-report.yaml"
    )


@pytest.mark.parametrize(
    ("update", "complaint"),
    [
        ({"options": ("osm",)}, "options: there is no option osm"),
        ({"source": "nobody/nothing"}, "source: there is no source nobody/nothing"),
        ({"date": "2026-11-22"}, "date: 2026-11-22 is after the commit that was read"),
        ({"id": "istio-1.28-v1.4.0"}, "id: stands twice"),
    ],
)
def test_a_report_that_does_not_fit_is_found(
    content: Content, update: dict[str, Any], complaint: str
) -> None:
    first, *others = content.conformance.reports
    planted = changed(content, reports=(first.model_copy(update=update), *others))

    assert f"conformance.yaml: {update.get('id', first.id)}: {complaint}" in list(
        conformance_is_whole(content.catalogue, planted)
    )


def test_a_search_that_the_reports_contradict_is_found(content: Content) -> None:
    others = [one for one in content.conformance.searches if one.option != "consul"]
    wrong = Search(option="consul", looked_on="2099-01-01", found=Found.CURRENT, source="a/b")
    planted = changed(content, searches=(*others, wrong))
    version = content.catalogue.version

    assert list(conformance_is_whole(content.catalogue, planted)) == [
        "conformance.yaml: searches[consul]: found: current, but the reports say none",
        "conformance.yaml: searches[consul]: source: there is no source a/b",
        f"conformance.yaml: searches[consul]: looked_on: after the catalogue's {version}",
    ]


def test_an_option_that_nobody_looked_for_is_found(content: Content) -> None:
    others = tuple(one for one in content.conformance.searches if one.option != "consul")
    stray = Search(option="osm", looked_on="2026-11-22", found=Found.NONE)
    planted = changed(content, searches=(*others, stray))

    assert list(conformance_is_whole(content.catalogue, planted)) == [
        "conformance.yaml: searches: 0 for consul, one wanted",
        "conformance.yaml: searches[osm]: option: there is no option osm",
    ]


def test_a_date_must_be_a_day(content: Content) -> None:
    raw = content.conformance.reports[0].model_dump(mode="json")

    with pytest.raises(ValidationError, match="date"):
        Report.model_validate({**raw, "date": "2026-05"})
