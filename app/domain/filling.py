"""Put parameters into the commands and files of a runbook, one argument or one value at a time."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

# %{http_code} and ${x} belong to curl and the shell; {.items} belongs to kubectl.
_PLACEHOLDER = re.compile(r"(?<![%$])\{([a-z_]+)\}")
_PLAIN = re.compile(r"[A-Za-z0-9./:-]*")

Values = Mapping[str, str | int]
Condition = Mapping[str, Sequence[str]]


def placeholders_in(thing: Any) -> set[str]:
    """Return the names of all placeholders in a text, or in the texts of nested data."""
    if isinstance(thing, str):
        return set(_PLACEHOLDER.findall(thing))
    if isinstance(thing, Mapping):
        return {name for pair in thing.items() for part in pair for name in placeholders_in(part)}
    if isinstance(thing, Sequence):
        return {name for part in thing for name in placeholders_in(part)}
    return set()


def fill(text: str, values: Values) -> str:
    """Return `text` with each {name} replaced once; what is put in is never read again."""
    if "{" not in text:
        return text
    return _PLACEHOLDER.sub(lambda match: str(values[match[1]]), text)


def fill_pattern(pattern: str, values: Values) -> str:
    """Return a regular expression in which what is put in matches only itself.

    Raises ValueError for a value with a sign that means something in a pattern, a dot excepted.
    """
    return _PLACEHOLDER.sub(lambda match: _literal(str(values[match[1]])), pattern)


def fill_data(data: Any, values: Values) -> Any:
    """Return nested data with its texts filled; a lone placeholder keeps its type."""
    if isinstance(data, str):
        if "{" not in data:
            return data
        whole = _PLACEHOLDER.fullmatch(data)
        return values[whole[1]] if whole else fill(data, values)
    if isinstance(data, Mapping):
        return {fill(key, values): fill_data(part, values) for key, part in data.items()}
    if isinstance(data, Sequence):
        return [fill_data(part, values) for part in data]
    return data


def holds(condition: Condition, values: Values) -> bool:
    """Tell whether every named value is among those that the condition lists for it."""
    return all(str(values[name]) in allowed for name, allowed in condition.items())


def merge(base: Any, addition: Any) -> Any:
    """Return `base` with `addition` laid over it, mapping by mapping; the addition wins."""
    if not (isinstance(base, Mapping) and isinstance(addition, Mapping)):
        return addition
    merged = dict(base)
    for key, part in addition.items():
        merged[key] = merge(base[key], part) if key in base else part
    return merged


def _literal(value: str) -> str:
    if not _PLAIN.fullmatch(value):
        raise ValueError(f"{value!r} cannot stand in a pattern")
    return value.replace(".", r"\.")
