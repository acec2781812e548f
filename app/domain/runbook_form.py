"""What a visitor types for a runbook: the fields of the form, and how their texts are read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import ValidationError

from app.domain.errors import InvalidInput, Problem
from app.domain.parameter_types import RULES
from app.domain.runbook_parameters import Parameters

_BOOLEANS = ("true", "false")


@dataclass(frozen=True, slots=True)
class ParameterField:
    """One parameter as a form shows it; `choices` is empty where any fitting text will do."""

    name: str
    description: str
    default: str
    choices: tuple[str, ...]
    rule: str


def parameter_fields() -> tuple[ParameterField, ...]:
    """Return the parameters that a visitor sets, in the order of a form."""
    return tuple(_field(name) for name in Parameters.model_fields if name != "option")


def parse_parameters(option: str, raw: Mapping[str, object]) -> Parameters:
    """Return the parameters in `raw`, JSON values or a form's texts; an empty text is left out.

    Raises InvalidInput that names every field that breaks its rule, and unknown fields.
    """
    given = {name: value for name, value in raw.items() if value not in ("", None)}
    if given.setdefault("option", option) != option:
        raise InvalidInput([Problem("option", "differs from the runbook asked for", (option,))])
    strangers = [_stranger(name) for name in given if name not in Parameters.model_fields]
    try:
        known = {name: given[name] for name in given if name in Parameters.model_fields}
        parameters = Parameters.model_validate(known)
    except ValidationError as error:
        raise InvalidInput([*strangers, *_problems(error)]) from error
    if strangers:
        raise InvalidInput(strangers)
    return parameters


def _field(name: str) -> ParameterField:
    field = Parameters.model_fields[name]
    return ParameterField(
        name=name,
        description=field.description or "",
        default=_text(field.default),
        choices=_choices(name),
        rule=RULES.get(name, "one of the listed values"),
    )


def _choices(name: str) -> tuple[str, ...]:
    annotation = Parameters.model_fields[name].annotation
    if annotation is bool:
        return _BOOLEANS
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return tuple(annotation)
    return ()


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return ", ".join(value) if isinstance(value, tuple) else str(value or "")


def _stranger(name: str) -> Problem:
    """Name a field that does not exist, in signs that any answer can carry."""
    shown = name.encode("utf-8", "replace").decode("utf-8")
    known = tuple(field.name for field in parameter_fields())
    return Problem(shown, "is not a parameter of a runbook", known)


def _problems(error: ValidationError) -> Iterator[Problem]:
    for fault in error.errors():
        name = str(fault["loc"][0])
        if fault["type"] == "value_error":
            yield Problem(name, fault["msg"].removeprefix("Value error, "), _choices(name))
        else:
            rule = RULES.get(name, "one of the listed values")
            yield Problem(name, f"must be {rule}", _choices(name))
