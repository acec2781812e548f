"""YAML is read without its surprises, and a broken file is named down to the field."""

from pathlib import Path

import pytest

from app.content.yaml_files import BrokenContent, parse, read_yaml
from app.domain.catalogue import Option
from app.domain.claims import Cell
from app.domain.sources import Source


def written(folder: Path, text: str) -> Path:
    path = folder / "linkerd.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("~", "~"),
        ("2026-11-22", "2026-11-22"),
        ("012", "012"),
        ("1_000", "1_000"),
        ("12:30:45", "12:30:45"),
        ("1.31.2", "1.31.2"),
        ("'1.30'", "1.30"),
        ("1.5", 1.5),
        ("-3", -3),
        ("true", True),
        ("null", None),
    ],
)
def test_only_plain_numbers_booleans_and_null_are_not_text(
    tmp_path: Path, text: str, value: object
) -> None:
    assert read_yaml(written(tmp_path, f"key: {text}")) == {"key": value}


def test_texts_in_quotes_and_blocks_stay_texts_and_anchors_are_followed(tmp_path: Path) -> None:
    text = "a: &x ['1', \"true\", plain]\nb: *x\nc: |\n  7\nd: >-\n  null\n<<: {e: -1.50}\n"

    assert read_yaml(written(tmp_path, text)) == {
        "a": ["1", "true", "plain"],
        "b": ["1", "true", "plain"],
        "c": "7\n",
        "d": "null",
        "<<": {"e": -1.5},
    }


def test_a_key_that_stands_twice_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(BrokenContent, match=r"linkerd\.yaml: .*stands twice: summary"):
        read_yaml(written(tmp_path, "id: a\nsummary: one\nsummary: two\n"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# only a comment",
        "a: [1",
        "- &a x\n- *b",
        "a: 1\n---\nb: 2",
        "a: !!python/name:os.system",
        "a: !!map {}",
        "? [a]\n: 1",
    ],
)
def test_a_file_that_holds_nothing_readable_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(BrokenContent, match=r"linkerd\.yaml"):
        read_yaml(written(tmp_path, text))


def test_a_fault_is_named_by_file_entry_and_field() -> None:
    raw = {
        "id": "linkerd",
        "name": "Linkerd",
        "short_name": "Linkerd",
        "summary": "A mesh.",
        "release": {
            "version": "1",
            "date": "unknown",
            "kubernetes": {"min": "1.31", "max": "1.36"},
            "support_until": "unknown",
            "policy": "None.",
            "evidence": [],
        },
        "cells": [{"feature": "mtls", "claims": [{"support": "fll", "maturity": "stable"}]}],
    }

    with pytest.raises(BrokenContent, match=r"linkerd\.yaml: cells\[mtls\]\.claims\[0\]\.support"):
        parse(Option, raw, file="linkerd.yaml")


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"evidence": []}, "no evidence is cited"),
        ({"colour": "red"}, "colour: there is no such key"),
        ({"value": 1.3}, "value: must be text; put it in quotes"),
        ({"support": "yes"}, "support: 'yes' is none of full, partial, addon, none, unknown, n/a"),
        ({"support": True}, "support: True is none of full"),
        ({"evidence": "linkerd/doc-mtls"}, "evidence: must be a list"),
        ({"evidence": ["Linkerd docs"]}, "must be an id of small letters"),
        ({"quantity": {"low": "4"}}, "low: must be a number without quotes"),
        ({"verified": {"on": "today"}}, "on: must be a day, as 2026-11-22"),
        ({"support": "full", "addon": {"name": "x", "cost": "free"}}, "support is not addon"),
        ({"verified": None}, "needs `verified`"),
        ({"summary": ""}, "needs a summary"),
    ],
    ids=lambda case: str(case)[:30],
)
def test_a_claim_must_be_cited_typed_and_complete(
    change: dict[str, object], complaint: str
) -> None:
    claim: dict[str, object] = {
        "support": "full",
        "maturity": "stable",
        "summary": "On by default.",
        "evidence": ["linkerd/doc-mtls"],
        "verified": {"on": "2026-11-22", "against": "edge-26.8.3", "how": ["docs"]},
    }

    with pytest.raises(BrokenContent, match=complaint):
        parse(Cell, {"feature": "mtls", "claims": [{**claim, **change}]}, file="linkerd.yaml")


def test_an_unknown_needs_no_evidence() -> None:
    claim = {"support": "unknown", "maturity": "n/a", "summary": "No primary source was found."}

    cell = parse(Cell, {"feature": "fips", "claims": [claim]}, file="linkerd.yaml")

    assert cell.claim.evidence == ()


def test_a_source_without_an_address_is_refused() -> None:
    raw = {"id": "a", "title": "A", "url": "a page", "kind": "docs", "published": "unknown"}

    with pytest.raises(BrokenContent, match=r"a\.yaml: url: .*\n.*retrieved"):
        parse(Source, raw, file="a.yaml")
