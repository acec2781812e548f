"""Every supported runbook, and what upstream says its commands and files may hold."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from app.content.runbooks import load_runbooks
from app.domain.recipe import RunbookLibrary
from app.paths import CONTENT
from tests.runbooks.admission import as_stored, rule_problems
from tests.runbooks.combinations import Combinations, combine

UPSTREAM = Path(__file__).resolve().parent.parent / "upstream"


@cache
def _inventory(path: str) -> Any:
    return json.loads((UPSTREAM / path).read_text(encoding="utf-8"))


@cache
def _validator(path: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(_inventory(path))


@cache
def _flags(tool: str, command: str) -> Mapping[str, Any]:
    """Return the flags that a tool takes with one of its commands."""
    inventory = _inventory(f"cli/{tool}.json")
    return {**inventory["global_flags"], **inventory["commands"][command]["flags"]}


class Upstream:
    """Tells what is wrong with a command, a values file or a manifest; nothing wrong is ()."""

    TOOLS = frozenset(path.stem for path in (UPSTREAM / "cli").glob("*.json")) | {"helm"}

    def command_problems(self, argv: tuple[str, ...], *, helm: str = "helm4") -> tuple[str, ...]:
        """Problems of a command of one of TOOLS; `helm` names the inventory for Helm."""
        tool = helm if argv[0] == "helm" else argv[0]
        return tuple(f"{' '.join(argv)}: {fault}" for fault in _command_faults(tool, argv[1:]))

    def values_problems(self, chart: str, values: Mapping[str, Any]) -> tuple[str, ...]:
        """Problems of a values file: unknown keys, and lists, mappings and scalars mixed up."""
        inventory = _inventory(f"charts/{chart}.json")
        return tuple(f"{chart}: {fault}" for fault in _values_faults(inventory, values, ()))

    def manifest_problems(self, document: Any, variant: str = "") -> tuple[str, ...]:
        """Problems of a custom resource, by the schema of its kind and the rules in it.

        `variant` names a version of the schemas that is taken where there is one.
        """
        group, _, version = document["apiVersion"].rpartition("/")
        folder, name = UPSTREAM / "crds" / group, f"{document['kind']}_{version}.json"
        path = folder / variant / name if (folder / variant / name).exists() else folder / name
        place = str(path.relative_to(UPSTREAM))
        faults = [
            f"{name}: {fault.json_path}: {fault.message[:200]}"
            for fault in _validator(place).iter_errors(document)
        ]
        schema = _inventory(place)
        return (*faults, *(() if faults else rule_problems(schema, as_stored(schema, document))))


def _command_faults(tool: str, words: tuple[str, ...]) -> Iterator[str]:
    commands = _inventory(f"cli/{tool}.json")["commands"]
    path, arguments, rest = "", [], list(words)
    while rest:
        word = rest.pop(0)
        if word == "--":
            arguments += rest
            break
        if word.startswith("-") and word != "-":
            yield from _flag_faults(_flags(tool, path), word, rest)
        elif not arguments and (child := _subcommand(commands, path, word)):
            path = child
        else:
            arguments.append(word)
    command = commands[path]
    if command.get("group"):
        yield f"{path!r} needs a subcommand"
    if not _fits_count(command["args"], len(arguments)):
        yield f"{len(arguments)} arguments where {command['args']} is expected"


def _subcommand(commands: Any, path: str, word: str) -> str | None:
    for name, command in commands.items():
        parent, _, own = name.rpartition(" ")
        if name and parent == path and word in (own, *command.get("aliases", ())):
            return str(name)
    return None


def _flag_faults(flags: Any, word: str, rest: list[str]) -> Iterator[str]:
    name, given, _ = word.partition("=")
    known = flags.get(name) or next((f for f in flags.values() if f.get("short") == name), None)
    if known is None:
        yield f"there is no flag {name}"
    elif known.get("deprecated"):
        yield f"{name} is deprecated"
    elif known["takes_value"] and not given and not known.get("optional_value"):
        if not rest:
            yield f"{name} needs a value"
        del rest[:1]
    elif given and not known["takes_value"] and word.partition("=")[2] not in ("true", "false"):
        yield f"{name} takes no value"


def _fits_count(rule: str, count: int) -> bool:
    kind, _, figures = rule.partition(":")
    low, _, high = figures.partition("-")
    allowed = {
        "any": True,
        "none": count == 0,
        "exact": figures == str(count),
        "min": count >= int(low or 0),
        "range": int(low or 0) <= count <= int(high or 0),
    }
    return allowed[kind]


def _values_faults(inventory: Any, values: Mapping[str, Any], at: tuple[str, ...]) -> Iterator[str]:
    keys = inventory["keys"]
    for key, value in values.items():
        here = (*at, key)
        merged = here[0] in inventory.get("merged_prefixes", ())
        entry = keys.get(".".join(here)) or (merged and keys.get(".".join(here[1:])))
        name = ".".join(here)
        if merged and len(here) == 1:
            yield from _values_faults(inventory, value, here)
        elif not entry:
            yield f"{name} is not a key"
        elif entry.get("enum") and value not in entry["enum"]:
            yield f"{name} must be one of {entry['enum']}"
        elif entry["type"] != "any" and _shape(value) != _kind(entry["type"]):
            yield f"{name} is a {_shape(value)} where {entry['type']} is expected"
        elif isinstance(value, dict) and not entry.get("open"):
            yield from _values_faults(inventory, value, here)


def _shape(value: Any) -> str:
    if isinstance(value, dict):
        return "object"
    return "array" if isinstance(value, list) else "scalar"


def _kind(declared: str) -> str:
    return declared if declared in ("object", "array") else "scalar"


@pytest.fixture(scope="session")
def library() -> RunbookLibrary:
    return load_runbooks(CONTENT / "runbooks")


@pytest.fixture(scope="session")
def combinations(library: RunbookLibrary) -> Combinations:
    return combine(library)


@pytest.fixture(scope="session")
def upstream() -> Upstream:
    return Upstream()
