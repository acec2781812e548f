"""Say in plain words what is wrong with a field of a content file, and what it may be."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from pydantic_core import ErrorDetails

from app.domain.published import Day, Id, Url, pattern_of

WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "extra_forbidden": "there is no such key",
        "missing": "is missing",
        "string_type": "must be text; put it in quotes",
        "string_too_short": "must not be empty",
        "tuple_type": "must be a list",
        "model_type": "must be keys with values",
        "model_attributes_type": "must be keys with values",
        "dict_type": "must be keys with values",
        "float_type": "must be a number without quotes",
        "int_type": "must be a whole number without quotes",
        "bool_type": "must be true or false",
    }
)
PATTERNS: Final[Mapping[str, str]] = MappingProxyType(
    {
        pattern_of(Day): "must be a day, as 2026-11-22",
        pattern_of(Url): "must be an address that starts with https:// or http://",
        pattern_of(Id): "must be an id of small letters, digits and . _ / -",
    }
)


def told(raw: Any, faults: Sequence[ErrorDetails]) -> Iterable[str]:
    """Yield a line for each fault of `raw`: the field, a colon and what is wrong.

    A list that is too short only because its items are broken is not a fault of its own.
    """
    places = [fault["loc"] for fault in faults]
    for fault in faults:
        place = fault["loc"]
        inner = any(len(other) > len(place) and other[: len(place)] == place for other in places)
        if not (inner and fault["type"] == "too_short"):
            field = field_of(raw, place)
            yield f"{field}: {_words(fault)}" if field else _words(fault)


def field_of(raw: Any, place: Iterable[int | str]) -> str:
    """Write the place of a field; an item of a list by its `id` or `feature`, else its position."""
    path = ""
    for part in place:
        if isinstance(part, int):
            raw = raw[part]
            names = raw if isinstance(raw, dict) else {}
            path += f"[{names.get('id') or names.get('feature') or part}]"
        else:
            raw = raw.get(part) if isinstance(raw, dict) else None
            path += f".{part}"
    return path.lstrip(".")


def _words(fault: ErrorDetails) -> str:
    if fault["type"] == "string_pattern_mismatch":
        pattern = fault.get("ctx", {}).get("pattern", "")
        return PATTERNS.get(pattern, fault["msg"])
    return WORDS.get(fault["type"], fault["msg"].removeprefix("Value error, "))
