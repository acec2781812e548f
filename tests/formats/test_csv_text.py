"""CSV files carry the columns that are described, and nothing a spreadsheet would run."""

import csv
import json
from collections.abc import Sequence
from io import StringIO

import pytest

from app.content.load import Content
from app.domain.citations import citations_of
from app.formats import figures_csv, sources_csv, table_csv
from app.formats.csv_text import Column, describe_csv, write_csv

TABLES = (table_csv.COLUMNS, figures_csv.COLUMNS, sources_csv.COLUMNS)


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text, newline="")))


@pytest.mark.parametrize("columns", TABLES)
def test_every_column_is_described_once(columns: Sequence[Column]) -> None:
    described = json.loads(describe_csv(columns, "T", "https://example.org/t.csv"))

    names = [column["name"] for column in described["tableSchema"]["columns"]]
    assert names == [column.name for column in columns]
    assert len(set(names)) == len(names)
    assert all(column["dc:description"] for column in described["tableSchema"]["columns"])


def test_numbers_stay_numbers_and_formulas_become_text() -> None:
    columns = (Column("a", "A."), Column("b", "B.", "number"))

    text = write_csv(columns, [("=1+1", -1.5), ("two\nlines", None), ("\uff0bwide", 2)])

    assert text == "a,b\r\n'=1+1,-1.5\r\ntwo lines,\r\n'\uff0bwide,2\r\n"


def test_every_figure_has_a_line_with_its_source_and_its_conditions(content: Content) -> None:
    measurements = content.benchmarks.measurements

    lines = read(figures_csv.render(measurements, content.catalogue))

    assert [line["id"] for line in lines] == [one.id for one in measurements]
    for line, one in zip(lines, measurements, strict=True):
        assert float(line["value"]) == one.value
        assert line["source_url"] == content.catalogue.sources[one.source].url
        assert set(line) == {column.name for column in figures_csv.COLUMNS}


def test_every_source_has_a_line_with_what_rests_on_it(content: Content) -> None:
    citations = citations_of(
        content.catalogue, content.benchmarks, content.conformance, content.overhead
    )

    text = sources_csv.render(
        content.catalogue.sources.values(), citations, content.catalogue.version
    )

    lines = {line["id"]: line for line in read(text)}
    assert set(lines) == set(content.catalogue.sources)
    assert "linkerd.mtls" in lines["linkerd/doc-mtls"]["cited_by"].split()
    assert int(lines["linkerd/doc-mtls"]["cited"]) == len(citations["linkerd/doc-mtls"])
