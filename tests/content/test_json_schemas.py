"""The schemas for editors follow from the types, and accept what is published."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from app.content.json_schemas import SCHEMAS, TYPES, schema_text, write_schemas
from app.content.yaml_files import read_yaml
from app.paths import CONTENT

FILES = {
    "benchmarks": "benchmarks.yaml",
    "cluster-requirements": "cluster_requirements.yaml",
    "cluster-signals": "cluster_signals.yaml",
    "conformance": "conformance.yaml",
    "effort": "effort.yaml",
    "features": "features.yaml",
    "grading-rules": "grading-rules.yaml",
    "history": "history.yaml",
    "option": "[ao]*s/*.yaml",
    "overhead": "overhead.yaml",
    "questions": "questions.yaml",
    "retired": "retired.yaml",
    "scales": "scales.yaml",
    "scenarios": "scenarios.yaml",
    "sources": "sources/*.yaml",
    "starting-points": "starting_points.yaml",
}


def validator(name: str) -> Any:
    return Draft202012Validator(json.loads(schema_text(TYPES[name])))


@pytest.mark.parametrize("name", TYPES)
def test_the_written_schema_is_that_of_the_type(name: str) -> None:
    written = (SCHEMAS / f"{name}.json").read_text(encoding="utf-8")

    assert written == schema_text(TYPES[name]), "run `python -m app schemas`"


def test_no_schema_is_left_over() -> None:
    assert {path.name for path in SCHEMAS.iterdir()} == {f"{name}.json" for name in TYPES}


@pytest.mark.parametrize("name", TYPES)
def test_a_schema_is_a_valid_schema(name: str) -> None:
    Draft202012Validator.check_schema(json.loads(schema_text(TYPES[name])))


@pytest.mark.parametrize("name", FILES)
def test_the_published_files_satisfy_their_schema(name: str) -> None:
    paths = sorted(CONTENT.glob(FILES[name]))

    assert paths
    for path in paths:
        assert [error.message for error in validator(name).iter_errors(read_yaml(path))] == []


@pytest.mark.parametrize("name", FILES)
def test_the_published_files_name_their_schema_to_editors(name: str) -> None:
    for path in CONTENT.glob(FILES[name]):
        text = path.read_text(encoding="utf-8")
        found = re.findall(r"^# yaml-language-server: \$schema=(.+)$", text, re.MULTILINE)

        assert [(path.parent / each).resolve() for each in found] == [SCHEMAS / f"{name}.json"]


def test_a_misspelt_grade_and_a_stray_key_do_not_satisfy_the_schema() -> None:
    option = read_yaml(CONTENT / "options" / "linkerd.yaml")
    option["cells"][0]["claims"][0]["support"] = "fully"
    option["nmae"] = "Linkerd"

    messages = " ".join(error.message for error in validator("option").iter_errors(option))
    assert "'fully' is not one of" in messages
    assert "'nmae' was unexpected" in messages


def test_writing_leaves_other_files_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("kept")

    write_schemas(tmp_path)

    assert (tmp_path / "mine.txt").read_text() == "kept"
    assert (tmp_path / "option.json").read_text(encoding="utf-8") == schema_text(TYPES["option"])
