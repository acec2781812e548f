"""Read our YAML files without YAML's surprises, and say where a broken one is broken."""

import re
from collections.abc import Hashable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

Model = TypeVar("Model", bound=BaseModel)


class BrokenContent(Exception):  # noqa: N818  It names what is broken.
    """A content file that must not be served; the message names file, entry and field."""


class _Loader(yaml.CSafeLoader):
    """YAML's core types without dates and yes/no, and with each key once."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002  PyYAML's signature.
        mapping = super().construct_mapping(node, deep=deep)
        if len(mapping) != len(node.value):
            raise yaml.constructor.ConstructorError(
                None, None, f"a key stands twice: {_repeated(node)}", node.start_mark
            )
        return mapping


# Only these plain words are no text: dates, `yes`, `on`, `~`, `012` and `1_000` stay as written.
_Loader.yaml_implicit_resolvers = {}
_NUMBER_STARTS = list("-0123456789")
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^null$"), ["n"])
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(true|false)$"), ["t", "f"])
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"^-?(0|[1-9][0-9]*)$"), _NUMBER_STARTS
)
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"^-?(0|[1-9][0-9]*)\.[0-9]+$"), _NUMBER_STARTS
)


def _repeated(node: yaml.MappingNode) -> str:
    keys = [key.value for key, _ in node.value]
    return ", ".join(sorted({str(key) for key in keys if keys.count(key) > 1}))


def read_yaml(path: Path) -> Any:
    """Return what a YAML file holds: mappings, lists, texts, numbers, true, false and null.

    Raises BrokenContent with file, line and reason for text that is no YAML, for a key that
    stands twice and for an empty file.
    """
    try:
        raw = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506  A safe loader.
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
