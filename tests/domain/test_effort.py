"""What an option asks of those who run it, against its cells and its runbook."""

import pytest

from app.content.effort import effort_stands_in_its_cells
from app.content.load import Content
from app.domain.catalogue import Catalogue
from app.domain.effort import ITEMS, Effort
from app.domain.effort_estimate import effort_of
from app.domain.effort_figures import EffortFigure, EffortFigures
from app.domain.effort_runbook import NAMESPACE, runbook_for
from app.domain.published import changed
from app.domain.sent_answers import parse_answers

OPTIONS = ["istio-sidecar", "istio-ambient", "linkerd", "cilium", "kuma", "consul", "no-mesh"]


def estimate(content: Content, option: str, **answers: str) -> Effort:
    given = parse_answers(content.graph, answers)
    return effort_of(content.catalogue, content.effort, content.runbooks, option, given)


@pytest.mark.parametrize("option", OPTIONS)
def test_every_line_says_what_it_rests_on_or_that_it_is_unknown(
    content: Content, option: str
) -> None:
    effort = estimate(content, option)

    assert list(effort.entries) == [item.id for item in ITEMS]
    for name, entry in effort.entries.items():
        assert entry.is_unknown or entry.cells or entry.phases, name
        assert entry.text, name
        for cell in entry.cells:
            _, _, feature = cell.partition(".")
            assert content.catalogue.cell(option, feature)
        assert content.catalogue.cited(entry.sources) or not entry.sources


@pytest.mark.parametrize("option", OPTIONS)
def test_figures_are_ranges_in_the_unit_of_their_line(content: Content, option: str) -> None:
    effort = estimate(content, option)

    for item in ITEMS:
        entry = effort.entries[item.id]
        assert (entry.low is None) == (entry.high is None)
        assert entry.low is None or (entry.high or 0) >= entry.low >= 0
        assert (entry.low is not None) <= bool(item.unit)
        assert bool(item.unit) <= (entry.low is not None or entry.is_unknown)


def test_steps_and_minutes_are_those_of_the_runbook(content: Content) -> None:
    effort = estimate(content, "linkerd")
    runbook = runbook_for("linkerd", {}, content.runbooks, content.catalogue.version).runbook
    phases = {str(phase.id): phase for phase in runbook.phases}

    upgrade = phases["upgrade"]
    changing = [step for step in upgrade.steps if step.changes]
    assert effort.entries["upgrade_steps"].low == len(changing)
    assert effort.entries["upgrade_steps"].steps == tuple(step.title for step in changing)
    assert effort.entries["upgrade_minutes"].low == upgrade.minutes[0]
    assert effort.entries["upgrade_minutes"].high == upgrade.minutes[1]
    join = [phases["onboard"].minutes, phases["secure"].minutes]
    assert effort.entries["join_minutes"].high == sum(high for _, high in join)


def test_restarts_are_counted_for_your_namespace_and_not_for_the_demo(content: Content) -> None:
    linkerd, ambient = estimate(content, "linkerd"), estimate(content, "istio-ambient")

    assert linkerd.entries["join_restarts"].text == "1"
    assert NAMESPACE in linkerd.entries["join_restarts"].steps[0]
    assert ambient.entries["join_restarts"].text == "none"
    assert ambient.entries["upgrade_restarts"].high == 0


def test_what_no_command_takes_back_is_named_with_the_words_of_the_runbook(
    content: Content,
) -> None:
    entry = estimate(content, "kuma").entries["words_only"]

    assert len(entry.steps) == entry.low
    assert any("only while mutual TLS is off" in step for step in entry.steps)


def test_upgrades_a_year_run_from_what_fixes_need_to_every_release(content: Content) -> None:
    istio = estimate(content, "istio-sidecar").entries

    assert (istio["fixed_months"].low, istio["releases_a_year"].high) == (8, 4)
    assert (istio["upgrades_a_year"].low, istio["upgrades_a_year"].high) == (1.5, 4)
    assert (istio["restarts_a_year"].low, istio["restarts_a_year"].high) == (1.5, 4)
    minutes = istio["upgrade_minutes"]
    assert istio["upgrade_hours_a_year"].high == round(4 * (minutes.high or 0) / 60, 1)


def test_what_is_computed_from_an_unknown_is_unknown(content: Content) -> None:
    linkerd = estimate(content, "linkerd").entries

    for name in ("fixed_months", "upgrades_a_year", "restarts_a_year", "upgrade_hours_a_year"):
        assert linkerd[name].is_unknown, name
        assert linkerd[name].low is None
    assert "fixes land in the next edge" in linkerd["upgrades_a_year"].detail


def test_no_restart_per_upgrade_is_no_restart_a_year_however_many_upgrades(
    content: Content,
) -> None:
    none = EffortFigures(releases_a_year=(), fixed_months=())
    unknown = effort_of(content.catalogue, none, content.runbooks, "istio-ambient", {})

    assert unknown.entries["upgrades_a_year"].is_unknown
    assert unknown.entries["restarts_a_year"].high == 0


def test_the_runbook_follows_the_answers(content: Content) -> None:
    first = estimate(content, "istio-sidecar", team="first_mesh")
    other = estimate(content, "istio-sidecar", platform="eks")

    assert first.runbook
    assert first.runbook["profile"] == "evaluation"
    assert other.runbook
    assert (other.runbook["profile"], other.runbook["platform"]) == ("production", "eks")


def test_where_upstream_supports_no_runbook_the_reason_is_told_and_steps_are_unknown(
    content: Content,
) -> None:
    effort = estimate(content, "cilium", cni="cilium_managed")

    assert effort.runbook is None
    assert effort.refused
    assert effort.entries["install_steps"].is_unknown
    assert not effort.entries["components"].is_unknown


def test_a_corrected_cell_corrects_the_estimate(content: Content) -> None:
    catalogue = with_summary(content.catalogue, "linkerd", "node_privileges", "Nothing at all")

    effort = effort_of(catalogue, content.effort, content.runbooks, "linkerd", {})

    assert effort.entries["privileges"].text == "Nothing at all"


def with_summary(catalogue: Catalogue, option: str, feature: str, summary: str) -> Catalogue:
    def corrected(cell: object) -> object:
        if getattr(cell, "feature", "") != feature:
            return cell
        claim = changed(catalogue.cell(option, feature).claim, summary=summary)
        return changed(catalogue.cell(option, feature), claims=(claim,))

    options = tuple(
        changed(one, cells=tuple(corrected(cell) for cell in one.cells))
        if one.id == option
        else one
        for one in catalogue.options
    )
    return changed(catalogue, options=options)


def test_a_figure_whose_cell_no_longer_says_so_is_told(content: Content) -> None:
    figures = content.effort
    wrong = EffortFigure(option="kuma", feature="upgrade", low=1, high=2, quote="once a century")
    lost = EffortFigure(option="osm", feature="upgrade", low=1, high=2, quote="never")

    assert list(effort_stands_in_its_cells(content.catalogue, figures)) == []
    planted = EffortFigures(releases_a_year=(wrong, lost), fixed_months=())
    assert list(effort_stands_in_its_cells(content.catalogue, planted)) == [
        "effort.yaml: kuma.upgrade: quote: the cell does not say this (any more)",
        "effort.yaml: osm.upgrade: there is no such cell",
    ]
