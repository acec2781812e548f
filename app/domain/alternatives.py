"""Find what is supported near a combination of runbook parameters that is not."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, islice
from typing import Any

from app.domain.errors import Unsupported
from app.domain.recipe import RunbookLibrary
from app.domain.runbook import Parameters, supported_values

MOST = 24
MOST_CHANGES = 3
_OPTION = "option"


@dataclass(frozen=True, slots=True)
class Alternative:
    """A supported combination; `changes` holds the parameters that differ, as texts."""

    parameters: Parameters
    changes: tuple[tuple[str, str], ...]


def alternatives(parameters: Parameters, library: RunbookLibrary) -> tuple[Alternative, ...]:
    """Return the supported combinations that differ in as few parameters as they can; at most MOST.

    Another option counts as a change of the parameter `option`. More than three changes are not
    tried; then there is nothing in the tuple.
    """
    single = tuple(_single_changes(parameters, library))
    for size in range(1, MOST_CHANGES + 1):
        found = tuple(islice(_supported(parameters, library, single, size), MOST))
        if found:
            return found
    return ()


def _supported(
    parameters: Parameters, library: RunbookLibrary, single: tuple[tuple[str, Any], ...], size: int
) -> Iterator[Alternative]:
    for changes in combinations(single, size):
        if len(dict(changes)) == size:
            changed = parameters.model_copy(update=dict(changes))
            if _is_supported(changed, library):
                yield Alternative(changed, tuple((name, _text(value)) for name, value in changes))


def _is_supported(parameters: Parameters, library: RunbookLibrary) -> bool:
    try:
        supported_values(parameters.option, parameters, library)
    except Unsupported:
        return False
    return True


def _single_changes(
    parameters: Parameters, library: RunbookLibrary
) -> Iterator[tuple[str, StrEnum | bool | str]]:
    """Yield every other option, every other value of each parameter that has few, and versions."""
    yield from ((_OPTION, other) for other in library.options if other != parameters.option)
    for name in Parameters.model_fields:
        value = getattr(parameters, name)
        if isinstance(value, bool):
            yield name, not value
        elif isinstance(value, StrEnum):
            yield from ((name, other) for other in type(value) if other != value)
    yield from (("kubernetes_version", bound) for bound in _bounds(parameters, library))


def _bounds(parameters: Parameters, library: RunbookLibrary) -> list[str]:
    """Return the lowest and highest Kubernetes versions of all options, the nearest first."""
    spans = [recipe.kubernetes for recipe in library.recipes.values()]
    bounds = {bound for span in spans for bound in (span.lowest, span.highest)}
    asked = _minor(parameters.kubernetes_version)
    return sorted(bounds, key=lambda bound: (abs(_minor(bound) - asked), bound))


def _minor(version: str) -> int:
    return int(version.split(".")[1])


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
