"""A comparison is written as CSV, JSON and Markdown, whatever the texts in it are."""

import csv
import json
import re
from collections.abc import Callable
from datetime import date
from functools import cache, partial
from io import StringIO
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from app.content.load import Content
from app.domain.catalogue import Catalogue
from app.domain.comparison import Choice, Comparison, Reader, compare
from app.formats import table_csv, table_json, table_markdown
from app.formats.markdown_text import link, prose
from app.formats.markdown_text import table as markdown_table
from app.formats.table_origin import TableOrigin

ORIGIN = TableOrigin("2026-11-22", "https://m.example", "https://m.example/compare?q=a&group=b")
CHOICE = Choice(options=("linkerd", "cilium"), group="security")
Infected = Callable[[str], Comparison]
TODAY = Reader(date(2026, 11, 22))


@pytest.fixture(scope="module")
def infected(content: Content) -> Infected:
    """Make the table of each text once, for all formats."""
    return cache(partial(_infected, content.catalogue))


def _infected(catalogue: Catalogue, text: str) -> Comparison:
    """A table in which every text that a content file gives is `text`."""
    source = {"title": text, "url": f"https://x.example/{text}", "published": text}
    sources = {key: changed(one, **source) for key, one in catalogue.sources.items()}
    claim = {"summary": text, "value": text, "why": text, "detail": text}
    options = []
    for option in catalogue.options:
        cells = tuple(
            changed(cell, claims=tuple(changed(one, **claim) for one in cell.claims))
            for cell in option.cells
        )
        release = changed(option.release, label=text)
        options.append(changed(option, name=text, short_name=text, cells=cells, release=release))
    features = tuple(changed(one, name=text, unit=text) for one in catalogue.features)
    groups = tuple(changed(one, name=text) for one in catalogue.groups)
    return compare(
        changed(
            catalogue, sources=sources, options=tuple(options), features=features, groups=groups
        ),
        CHOICE,
        TODAY,
    )


def changed(model: Any, **update: object) -> Any:
    fields = {name: getattr(model, name) for name in type(model).model_fields}
    return type(model).model_construct(**{**fields, **update})


def read_csv(text: str) -> list[dict[str, str]]:
    assert text.endswith("\r\n")
    return list(csv.DictReader(StringIO(text, newline=""), strict=True))


def shape(markdown: str) -> list[str]:
    """Return the tags of a document as a reader of Markdown with tables makes them."""
    tokens = MarkdownIt("commonmark").enable("table").parse(markdown)
    inner = [child for token in tokens for child in (token.children or [])]
    return [token.type for token in (*tokens, *inner) if token.type != "text_special"]


@pytest.fixture
def table(content: Content) -> Comparison:
    return compare(content.catalogue, CHOICE, TODAY)


def test_csv_has_one_line_for_each_cell_shown(table: Comparison) -> None:
    lines = read_csv(table_csv.render(table, ORIGIN))

    assert len(lines) == 2 * table.feature_count
    assert lines[0]["feature_id"] == "mtls"
    assert [line["option_id"] for line in lines[:2]] == ["linkerd", "cilium"]
    assert lines[1]["contested"] == "yes"
    assert lines[1]["age"] == "fresh"
    assert lines[1]["link"] == "https://m.example/compare?cell=cilium.mtls#cilium.mtls"
    assert {line["catalogue"] for line in lines} == {"2026-11-22"}


def test_csv_keeps_numbers_as_numbers(content: Content) -> None:
    choice = Choice(options=("linkerd",), group="overhead", text="memory_per_pod")
    (line,) = read_csv(table_csv.render(compare(content.catalogue, choice), ORIGIN))

    assert (line["low"], line["typical"], line["high"]) == ("4.0", "12.0", "25.0")
    assert line["unit"] == "MiB per joined pod"
    assert line["age"] == ""


def test_no_field_of_csv_is_a_formula_or_breaks_its_line(infected: Infected, hostile: str) -> None:
    text = table_csv.render(infected(hostile), ORIGIN)

    lines = read_csv(text)
    assert len(lines) == text.count("\r\n") - 1
    for line in lines:
        assert None not in line
        for value in line.values():
            assert value.isprintable()
            assert not re.match(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]", value)


@given(text=st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1))
def test_csv_gives_a_text_back_but_for_the_guard(content: Content, text: str) -> None:
    group = changed(content.catalogue.groups[1], name=text)
    others = [one for one in content.catalogue.groups if one.id != group.id]
    catalogue = changed(content.catalogue, groups=(group, *others))
    choice = Choice(options=("linkerd",), text="mtls_default", group="security")

    line, *_ = read_csv(table_csv.render(compare(catalogue, choice), ORIGIN))

    assert line["group"].removeprefix("'") == text.removeprefix("'")


def test_json_has_all_claims_and_their_sources(table: Comparison, content: Content) -> None:
    shown = json.loads(table_json.render(table, content.catalogue, ORIGIN))

    cell = shown["rows"][0]["cells"]["cilium"]
    claims = content.catalogue.cell("cilium", "mtls").claims
    assert shown["version"] == "2026-11-22"
    assert cell["claims"] == [claim.model_dump(mode="json") for claim in claims]
    assert (cell["contested"], cell["age"], cell["must_have"]) == (True, "fresh", None)
    cited = {name for claim in claims for name in claim.evidence}
    assert cited <= shown["sources"].keys()


def test_json_can_be_read_whatever_is_in_it(
    content: Content, infected: Infected, hostile: str
) -> None:
    table = infected(hostile)

    shown = json.loads(table_json.render(table, content.catalogue, ORIGIN))

    assert shown["rows"][0]["feature"]["name"] == hostile


def test_markdown_has_a_table_for_each_group_and_numbers_its_sources(table: Comparison) -> None:
    text = table_markdown.render(table, ORIGIN)

    rows = [line for line in text.splitlines() if line.startswith("| ")]
    assert len(rows) == table.feature_count + 2
    assert rows[2].startswith("| Mutual TLS between services | **full**. ")
    assert "[Contested](https://m.example/compare?cell=cilium.mtls#cilium.mtls)" in rows[2]
    assert "(https://m.example/compare?q=a&amp;group=b)" in text
    html = MarkdownIt("commonmark").enable("table").render(text)
    used = {int(number) for number in re.findall(r">(\d+)</a>", html)}
    assert used == set(range(1, len(table.sources) + 1))
    assert html.count("<table>") == 1
    assert html.count("<li>") == len(table.sources)


def test_nothing_in_markdown_becomes_syntax(infected: Infected, hostile: str) -> None:
    text = table_markdown.render(infected(hostile), ORIGIN)
    plain = table_markdown.render(infected("x"), ORIGIN)

    def count(kinds: list[str]) -> dict[str, int]:
        return {kind: kinds.count(kind) for kind in set(kinds) - {"text"}}

    assert count(shape(text)) == count(shape(plain))


@example(text="\\<")
@example(text="\\&lt;")
@given(text=st.text())
def test_markdown_shows_a_text_as_it_is_and_nothing_more(text: str) -> None:
    document = (
        markdown_table(["a"], [[prose(f"x{text}x")]]) + f"\n\n{link('y' + text, 'https://a')}"
    )

    tokens = MarkdownIt("commonmark").enable("table").parse(document)

    inlines = [token for token in tokens if token.type == "inline"]
    shown = ["".join(child.content for child in each.children or []) for each in inlines]
    wanted = [
        " ".join("".join(s if s.isprintable() else " " for s in t).split())
        for t in ("a", f"x{text}x", f"y{text}")
    ]
    assert shown == wanted


@given(address=st.text())
def test_a_link_leads_to_one_address_and_ends_there(address: str) -> None:
    tokens = MarkdownIt("commonmark").parseInline(link("x", f"https://a.example/{address}"))

    children = tokens[0].children or []
    assert [child.type for child in children] == ["link_open", "text", "link_close"]
    assert str(children[0].attrs["href"]).startswith("https://a.example/")
