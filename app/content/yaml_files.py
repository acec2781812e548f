"""Read our YAML files without YAML's surprises, and say where a broken one is broken."""

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from app.content.faults import told
from app.content.yaml_values import value_of

Model = TypeVar("Model", bound=BaseModel)


class BrokenContent(Exception):  # noqa: N818  It names what is broken.
    """A content file that must not be served; the message names file, entry and field."""


def read_yaml(path: Path) -> Any:
    """Return what a YAML file holds: mappings, lists, texts, numbers, true, false and null.

    Raises BrokenContent with file, line and reason for text that is no YAML, for a key that
    stands twice and for an empty file.
    """
    try:
        raw = value_of(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BrokenContent(f"{_name(path)}: {_reason(error)}") from error
    if raw is None:
        raise BrokenContent(f"{_name(path)}: the file is empty")
    return raw


def parse(model: type[Model], raw: Any, *, file: str, entry: str = "") -> Model:
    """Return `raw` as a `model`; BrokenContent names `file`, the entry and each wrong field.

    An item of a list is named by its `id` or `feature` where it has one, else by its position:
    `linkerd.yaml: cells[mtls].claims[0].support: ...`.
    """
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        where = f"{file}: {entry}" if entry else file
        faults = [f"{where}: {fault}" for fault in told(raw, error.errors())]
        raise BrokenContent("\n".join(faults)) from error


def _name(path: Path) -> str:
    stands_at_the_top = (path.parent / "VERSION").exists()
    return path.name if stands_at_the_top else f"{path.parent.name}/{path.name}"


def _reason(error: Exception) -> str:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        return f"line {error.problem_mark.line + 1}: {error.problem}"
    return str(error)
