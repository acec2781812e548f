from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content.load import Content
from app.domain.catalogue import Catalogue
from app.domain.comparison import Bar, Choice, Comparison, Reader, compare, detail_of
from app.domain.comparison_choice import in_order, swap
from app.domain.environment import Environment, Version
from app.domain.errors import InvalidInput
from app.domain.freshness import Age
from app.domain.graph import walk
from app.domain.needs import Needs, needs_of
from app.domain.screening import Verdict
from app.domain.sent_answers import parse_answers

OPTIONS = ["istio-sidecar", "istio-ambient", "linkerd", "cilium", "kuma", "consul", "no-mesh"]


@pytest.fixture(scope="session")
def catalogue(content: Content) -> Catalogue:
    return content.catalogue


@pytest.fixture(scope="session")
def needs(content: Content) -> Needs:
    answers = parse_answers(content.graph, {"goals": ["mtls"], "workloads": ["windows"]})
    return needs_of(walk(content.graph, answers))


def shown(table: Comparison) -> list[str]:
    return [row.feature.id for section in table.sections for row in section.rows]


def test_without_a_choice_every_feature_and_option_is_shown_once(catalogue: Catalogue) -> None:
    table = compare(catalogue, Choice())

    assert sorted(shown(table)) == sorted(feature.id for feature in catalogue.features)
    assert [option.id for option in table.columns] == OPTIONS
    assert table.feature_count == len(catalogue.features)


@pytest.mark.parametrize(
    ("text", "feature"),
    [
        ("mutual tls", "mtls"),
        ("TLS mutual", "mtls"),
        ("traffic_split", "traffic_split"),
        ("fips", "fips"),
        ("ZTUNNEL", "mtls"),
    ],
)
def test_text_is_found_in_names_ids_questions_and_summaries(
    catalogue: Catalogue, text: str, feature: str
) -> None:
    assert feature in shown(compare(catalogue, Choice(text=text)))


def test_text_is_not_looked_for_in_hidden_columns(catalogue: Catalogue) -> None:
    assert "mtls" not in shown(compare(catalogue, Choice(options=("consul",), text="ztunnel")))


def test_a_group_shows_its_own_rows_only(catalogue: Catalogue) -> None:
    table = compare(catalogue, Choice(group="security"))

    assert [section.group.id for section in table.sections] == ["security"]
    assert {row.feature.group for section in table.sections for row in section.rows} == {"security"}


def test_columns_stand_in_the_chosen_order_and_appear_once(catalogue: Catalogue) -> None:
    table = compare(catalogue, Choice(options=("cilium", "linkerd", "cilium")))

    assert [option.id for option in table.columns] == ["cilium", "linkerd"]


def test_only_differences_leaves_out_rows_where_all_shown_options_read_alike(
    catalogue: Catalogue,
) -> None:
    alike = Choice(options=("istio-sidecar", "linkerd"), only_differences=True)
    unlike = Choice(options=("istio-sidecar", "cilium"), only_differences=True)

    assert "mtls" not in shown(compare(catalogue, alike))
    assert "mtls" in shown(compare(catalogue, unlike))


def test_one_column_alone_differs_from_nothing(catalogue: Catalogue) -> None:
    assert shown(compare(catalogue, Choice(options=("linkerd",), only_differences=True))) == []


def test_only_contested_shows_rows_that_somebody_disputes(catalogue: Catalogue) -> None:
    table = compare(catalogue, Choice(only_contested=True))

    assert "mtls" in shown(table)
    for section in table.sections:
        for row in section.rows:
            assert any(entry.cell.is_contested for entry in row.entries)


@pytest.mark.parametrize("text", ["PeerAuthentication", "canary", "waf"])
def test_text_is_found_in_settings_and_synonyms(catalogue: Catalogue, text: str) -> None:
    assert shown(compare(catalogue, Choice(text=text)))


def test_a_stage_keeps_the_rows_that_somebody_reaches_and_marks_the_rest(
    catalogue: Catalogue,
) -> None:
    table = compare(catalogue, Choice(maturity="stable"))
    entries = {e.id: e for section in table.sections for row in section.rows for e in row.entries}

    assert entries["cilium.mtls"].cell.claim.maturity == "beta"
    assert entries["cilium.mtls"].is_below
    assert not entries["linkerd.mtls"].is_below
    only_beta = compare(catalogue, Choice(options=("cilium",), maturity="stable"))
    assert "mtls" not in shown(only_beta)
    assert "mtls" in shown(compare(catalogue, Choice(options=("cilium",), maturity="beta")))


def test_what_my_answers_need_is_shown_and_judged(catalogue: Catalogue, needs: Needs) -> None:
    table = compare(catalogue, Choice(only_needed=True), Reader(needs=needs))
    rows = {row.feature.id: row for section in table.sections for row in section.rows}

    assert set(rows) == set(needs.features)
    verdicts = {entry.option.id: entry.verdict for entry in rows["windows"].entries}
    assert verdicts["istio-sidecar"] is Verdict.FAILS
    assert verdicts["linkerd"] is Verdict.CHECK
    assert {each.feature for each in rows["windows"].requirements} == {"windows"}


def test_a_column_head_counts_what_the_option_misses_the_worst_first(
    catalogue: Catalogue, needs: Needs
) -> None:
    table = compare(catalogue, Choice(), Reader(needs=needs))

    for head in table.heads:
        assert len(head.verdicts) == len(needs.requirements)
        order = [verdict for _, verdict in head.misses]
        assert Verdict.MEETS not in order
        assert order == sorted(order, reverse=True)


def test_only_missed_leaves_must_haves_that_a_shown_option_does_not_surely_meet(
    catalogue: Catalogue, needs: Needs
) -> None:
    table = compare(catalogue, Choice(only_missed=True), Reader(needs=needs))
    linkerd = Choice(options=("linkerd",), only_missed=True)

    assert set(shown(table)) == {"mtls", "windows"}
    assert shown(compare(catalogue, linkerd, Reader(needs=needs))) == ["windows"]


def test_without_answers_nothing_is_needed_or_missed(catalogue: Catalogue) -> None:
    assert shown(compare(catalogue, Choice(only_needed=True))) == []
    assert shown(compare(catalogue, Choice(only_missed=True))) == []


def test_cells_grow_old_by_the_day_they_are_read_for(catalogue: Catalogue) -> None:
    checked = date.fromisoformat(catalogue.version)
    for days, age in ((0, Age.FRESH), (200, Age.AGEING), (400, Age.STALE)):
        reader = Reader(today=checked + timedelta(days=days))
        table = compare(catalogue, Choice(options=("linkerd",), text="mtls"), reader)
        freshness = table.sections[0].rows[0].entries[0].freshness
        assert freshness is not None
        assert freshness.age is age
        assert detail_of(catalogue, "linkerd.mtls", reader).freshness is not None


def test_a_cell_is_read_for_the_environment(catalogue: Catalogue) -> None:
    reader = Reader(environment=Environment(kubernetes=Version(1, 29)))
    table = compare(catalogue, Choice(text="kubernetes_versions"), reader)
    (row,) = (row for section in table.sections for row in section.rows)

    first = row.entries[0].remarks[0]
    assert first.text == "Needs Kubernetes 1.32 or newer, you said 1.29."
    assert table.heads[0].remarks == (first,)
    assert first in detail_of(catalogue, "istio-sidecar.kubernetes_versions", reader).remarks


def test_every_source_of_a_shown_cell_has_one_number(catalogue: Catalogue) -> None:
    table = compare(catalogue, Choice(group="overhead"))

    assert sorted(table.numbers.values()) == list(range(1, len(table.sources) + 1))
    for section in table.sections:
        for row in section.rows:
            for entry in row.entries:
                assert all(source.id in table.numbers for source in entry.sources)


@pytest.mark.parametrize("option", ["istio-sidecar", "linkerd", "cilium"])
@pytest.mark.parametrize("feature", ["memory_per_pod", "latency_overhead"])
def test_the_figures_of_the_guide_stand_beside_ours_with_their_sources(
    catalogue: Catalogue, option: str, feature: str
) -> None:
    ours, *others = detail_of(catalogue, f"{option}.{feature}").statements

    assert ours.sources
    assert others
    assert {"Luca Berton"} == {source.author for other in others for source in other.sources}


def test_a_figure_says_who_measured_it(catalogue: Catalogue) -> None:
    first = detail_of(catalogue, "istio-sidecar.memory_per_pod").statements[0]

    assert len(first.basis) == len(first.claim.quantity.basis if first.claim.quantity else ())
    assert all(basis.source is not None for basis in first.basis)
    by_definition = detail_of(catalogue, "no-mesh.memory_per_pod").statements[0].basis
    assert [(basis.text, basis.source) for basis in by_definition] == [
        ("by definition: no proxy there", None)
    ]


@pytest.mark.parametrize(
    ("cell", "settings"),
    [
        ("istio-sidecar.mtls", [("Label", "istio-injection=enabled")]),
        (
            "istio-sidecar.mtls_default",
            [("Resource security.istio.io/v1 PeerAuthentication", "spec.mtls.mode: STRICT")],
        ),
        (
            "istio-sidecar.upgrade",
            [
                ("Helm, chart istiod", "--set revision=<your value>"),
                ("Command", "istioctl tag set"),
            ],
        ),
    ],
)
def test_what_to_set_is_written_to_be_copied(
    catalogue: Catalogue, cell: str, settings: list[tuple[str, str]]
) -> None:
    written = detail_of(catalogue, cell).statements[0].settings

    assert [(setting.title, setting.text) for setting in written] == settings


def test_every_need_is_written_in_what_to_set(catalogue: Catalogue) -> None:
    for option in catalogue.options:
        for cell in option.cells:
            written = detail_of(catalogue, f"{option.id}.{cell.feature}").statements[0].settings
            text = "\n".join(f"{setting.title}\n{setting.text}" for setting in written)
            assert all(need.key in text for need in cell.claim.needs)


@pytest.mark.parametrize(
    ("option", "step", "expected"),
    [("b", -1, ("b", "a", "c")), ("b", 1, ("a", "c", "b")), ("a", -1, None), ("c", 1, None)],
)
def test_a_column_moves_by_one_place_until_the_end(
    option: str, step: int, expected: tuple[str, ...] | None
) -> None:
    assert swap(("a", "b", "c"), option, step) == expected


def test_options_are_sorted_as_the_screen_has_them() -> None:
    assert in_order(["a", "b", "c"], ["c", "a"]) == ("c", "a", "b")
    assert in_order(["a", "b", "a"], [""]) == ("a", "b")


@given(
    options=st.lists(st.sampled_from(OPTIONS), max_size=4).map(tuple),
    group=st.sampled_from(["", "security", "overhead"]),
    text=st.sampled_from(["", "tls", "pod"]),
    differences=st.booleans(),
)
def test_each_filter_only_takes_rows_away(
    catalogue: Catalogue,
    options: tuple[str, ...],
    group: str,
    text: str,
    differences: bool,  # noqa: FBT001
) -> None:
    everything = shown(compare(catalogue, Choice(options=options)))
    filtered = shown(compare(catalogue, Choice(options, text, group, differences)))

    assert set(filtered) <= set(everything)


def test_bars_do_not_move_when_columns_are_hidden(catalogue: Catalogue) -> None:
    alone = compare(catalogue, Choice(options=("linkerd",), text="memory_per_pod"))
    together = compare(catalogue, Choice(text="memory_per_pod"))

    assert bar_of(alone, "linkerd") == bar_of(together, "linkerd")


def test_the_largest_figure_of_a_row_reaches_the_end_of_the_axis(catalogue: Catalogue) -> None:
    table = compare(catalogue, Choice(text="memory_per_pod"))
    bars = [bar for option in OPTIONS if (bar := bar_of(table, option))]

    assert max(bar.start + bar.width for bar in bars) == pytest.approx(100, abs=0.1)
    assert all(0 <= bar.start <= bar.mark <= bar.start + bar.width + 0.1 for bar in bars)


@pytest.mark.parametrize(
    ("choice", "field", "allowed"),
    [
        (Choice(options=("linkerd2",)), "option", "linkerd"),
        (Choice(group="speed"), "group", "overhead"),
        (Choice(maturity="ga"), "maturity", "stable"),
    ],
)
def test_what_is_not_known_is_refused_with_what_is(
    catalogue: Catalogue, choice: Choice, field: str, allowed: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        compare(catalogue, choice)

    assert [each.field for each in refusal.value.problems] == [field]
    assert allowed in refusal.value.problems[0].allowed


def test_an_add_on_is_no_column(catalogue: Catalogue) -> None:
    with pytest.raises(InvalidInput):
        compare(catalogue, Choice(options=("flagger",)))


def test_a_detail_holds_every_claim_with_its_sources(catalogue: Catalogue) -> None:
    detail = detail_of(catalogue, "cilium.mtls")

    assert [statement.claim for statement in detail.statements] == list(detail.cell.claims)
    assert len(detail.statements) > 1
    assert all(statement.sources for statement in detail.statements)


@pytest.mark.parametrize("cell", ["linkerd", "linkerd.", ".mtls", "linkerd.x", "x.mtls", "a.b.c"])
def test_a_cell_that_does_not_exist_is_refused_by_name(catalogue: Catalogue, cell: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        detail_of(catalogue, cell)

    assert refusal.value.problems[0].field == "cell"


def bar_of(table: Comparison, option: str) -> Bar | None:
    return next(
        entry.bar
        for section in table.sections
        for row in section.rows
        for entry in row.entries
        if entry.option.id == option and row.feature.id == "memory_per_pod"
    )
