import ast
from html import unescape
from pathlib import Path

import html5lib
import pytest
from fastapi.testclient import TestClient

from app.content.load import Content
from app.web.properties import PROPERTIES, Property

ROOT = Path(__file__).parents[2]


def cells(row: object) -> list[str]:
    return ["".join(cell.itertext()) for cell in row.iterfind("td")]  # type: ignore[attr-defined]


@pytest.mark.parametrize("claimed", PROPERTIES, ids=lambda each: each.test)
def test_every_test_that_is_named_exists(claimed: Property) -> None:
    tree = ast.parse((ROOT / claimed.file).read_text(encoding="utf-8"))

    assert claimed.test in {n.name for n in tree.body if isinstance(n, ast.FunctionDef)}


def test_the_worked_example_can_be_computed_again_by_hand(client: TestClient) -> None:
    tree = html5lib.parse(client.get("/method").text, namespaceHTMLElements=False)
    tables = list(tree.iter("table"))
    examples = [table for table in tables if "example" in table.get("class", "")]
    behind = [table for table in tables if "cells-of" in table.get("class", "")]

    assert len(examples) == 2
    assert len(behind) == 16
    for number, table in enumerate(examples):
        added = 0.0
        rows = list(table.iterfind("tbody/tr"))
        for row, below in zip(rows, behind[number * 8 : number * 8 + 8], strict=True):
            points, share, value, contribution = cells(row)
            own, _, all_points = points.partition(" of ")
            parts = [(float(w), float(v)) for _, w, v in map(cells, below.iterfind("tbody/tr"))]
            mean = sum(w * v for w, v in parts) / sum(w for w, _ in parts)
            assert float(share) == pytest.approx(float(own) / float(all_points), abs=0.0001)
            assert float(value) == pytest.approx(mean, abs=0.01)
            assert float(contribution) == pytest.approx(float(share) * mean, abs=0.02)
            added += float(contribution)
        assert float(cells(next(table.iterfind("tfoot/tr")))[-1]) == pytest.approx(added, abs=0.001)


def test_every_constant_stands_there_with_its_reason(client: TestClient, content: Content) -> None:
    text = unescape(client.get("/method").text)
    scales = content.scales

    reasons = [row.because for row in scales.support]
    reasons += [criterion.because for criterion in scales.criteria]
    reasons += [row.because for each in scales.criteria for row in each.rows if row.because]
    reasons += [constant.because for _, constant in scales.robustness]
    reasons += [scales.unknown.because, scales.alternative.because]
    assert [reason for reason in reasons if reason not in text] == []


def test_every_rule_of_grading_stands_there(client: TestClient, content: Content) -> None:
    text = unescape(client.get("/method").text)

    assert [rule for rule in content.catalogue.rules if rule not in text] == []
