"""The base of every type that is read from a content file, and how its fields are read."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Any, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PlainSerializer,
    StringConstraints,
)

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._/-]*$", max_length=80)]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Url = Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]
Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]

Key = TypeVar("Key")
Value = TypeVar("Value")


def _freeze(mapping: Mapping[Key, Value]) -> Mapping[Key, Value]:
    return MappingProxyType(dict(mapping))


Frozen = Annotated[Mapping[Key, Value], AfterValidator(_freeze), PlainSerializer(dict)]
"""A mapping that nobody can change after it was read."""


class Published(BaseModel):
    """Immutable, strict about types, and refuses stray keys.

    Strict, because YAML turns `1.30` into a number and `no` into false: a text that is not
    quoted must fail here and not reach a page.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


Model = TypeVar("Model", bound=BaseModel)


def changed(whole: Model, **parts: object) -> Model:
    """Return a copy with other parts; what the original had computed is not taken along."""
    fields = {name: getattr(whole, name) for name in type(whole).model_fields}
    return type(whole).model_construct(**{**fields, **parts})


def read_as(kind: type[StrEnum]) -> BeforeValidator:
    """Let an enumeration be read from its text although the model is strict."""

    def read(text: Any) -> StrEnum:
        try:
            return kind(text)
        except ValueError:
            raise ValueError(f"{text!r} is none of {', '.join(kind)}") from None

    return BeforeValidator(read)


def pattern_of(kind: Any) -> str:
    """Return the pattern that a type of text has to match."""
    (constraints,) = kind.__metadata__
    return str(constraints.pattern)


def _sequence(value: Any) -> Any:
    """Let a YAML list fill a tuple although the model is strict."""
    return tuple(value) if isinstance(value, list) else value


Sequence = BeforeValidator(_sequence)
Texts = Annotated[tuple[Text, ...], Sequence]
Ids = Annotated[tuple[Id, ...], Sequence]
SourceIds = Ids
