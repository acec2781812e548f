"""Every supported runbook, and what upstream says its commands and files may hold."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import jsonschema
import pytest

from app.content.runbooks import load_runbooks
from app.domain.recipe import RunbookLibrary
from app.paths import CONTENT
from tests.runbooks.admission import as_stored, rule_problems
from tests.runbooks.combinations import Combinations, combine
from tests.runbooks.golden_runbooks import CHOSEN
from tests.runbooks.moments import Followed, follow
from tests.runbooks.walks import golden
from tests.simulated_cluster import command_line
from tests.simulated_cluster.command_line import UPSTREAM
from tests.simulated_cluster.rehearsal import rehearse


@cache
def _inventory(path: str) -> Any:
    return json.loads((UPSTREAM / path).read_text(encoding="utf-8"))


@cache
def _validator(path: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(_inventory(path))


class Upstream:
    """Tells what is wrong with a command, a values file or a manifest; nothing wrong is ()."""

    TOOLS = command_line.TOOLS

    def command_problems(self, argv: tuple[str, ...], *, helm: str = "helm4") -> tuple[str, ...]:
        """Problems of a command of one of TOOLS; `helm` names the inventory for Helm."""
        read = command_line.read(argv[0], argv[1:], helm=helm)
        return tuple(f"{' '.join(argv)}: {fault}" for fault in read.problems)

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


@pytest.fixture(scope="session", params=CHOSEN)
def followed(
    request: pytest.FixtureRequest,
    library: RunbookLibrary,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Followed]:
    """The golden runbook of each option, followed on a simulated cluster."""
    option: str = request.param
    folder = tmp_path_factory.mktemp(option)
    with rehearse(option, golden(option), library, folder) as rehearsal:
        yield follow(rehearsal)
