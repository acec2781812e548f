import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content.load import Content
from app.domain.catalogue import Catalogue
from app.domain.comparison import Bar, Choice, Comparison, compare, detail_of
from app.domain.errors import InvalidInput

OPTIONS = ["istio-sidecar", "istio-ambient", "linkerd", "cilium", "kuma", "consul", "no-mesh"]


@pytest.fixture(scope="session")
def catalogue(content: Content) -> Catalogue:
    return content.catalogue


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
