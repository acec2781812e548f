"""Read our YAML files without YAML's surprises, and say where a broken one is broken."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

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
        raise BrokenContent(f"{path.name}: {error}") from error
    if raw is None:
        raise BrokenContent(f"{path.name}: the file is empty")
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
        faults = [
            f"{where}: {_field(raw, fault['loc'])}: {fault['msg']}" for fault in error.errors()
        ]
        raise BrokenContent("\n".join(faults)) from error


def _field(raw: Any, location: Iterable[int | str]) -> str:
    path = ""
    for part in location:
        if isinstance(part, int):
            raw = raw[part]
            names = raw if isinstance(raw, dict) else {}
            path += f"[{names.get('id') or names.get('feature') or part}]"
        else:
            raw = raw.get(part) if isinstance(raw, dict) else None
            path += f".{part}"
    return path.lstrip(".") or "entry"
