"""The objects in the API's answers, with their fields: names that stay, and what they hold."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

Node = Mapping[str, Any]
_REF: Final = "#/components/schemas/"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of what a field holds, in words; `type_id` leads to an object, or is empty."""

    text: str
    type_id: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """A field of an object."""

    name: str
    kind: tuple[Piece, ...]
    required: bool
    description: str


@dataclass(frozen=True, slots=True)
class Type:
    """An object, or the values that a field can have; `values` is empty for an object."""

    id: str
    name: str
    description: str
    members: tuple[Member, ...]
    values: tuple[str, ...]


def types_of(document: Node) -> Iterator[Type]:
    """Yield every object of an OpenAPI document, by name."""
    schemas: Node = document.get("components", {}).get("schemas", {})
    for type_id in sorted(schemas, key=lambda each: (short_name(each), each)):
        schema = schemas[type_id]
        required = schema.get("required", ())
        yield Type(
            id=type_id,
            name=short_name(type_id),
            description=schema.get("description", ""),
            members=tuple(
                Member(
                    name,
                    tuple(kind_of(member)),
                    required=name in required,
                    description=member.get("description", ""),
                )
                for name, member in schema.get("properties", {}).items()
            ),
            values=tuple(str(value) for value in schema.get("enum", ())),
        )


def short_name(type_id: str) -> str:
    """Return the name of an object without the module that tells it from its namesakes."""
    return type_id.rpartition("__")[2]


def kind_of(schema: Node) -> Iterator[Piece]:
    """Yield in words what a schema holds, with a way to each object in it."""
    if "$ref" in schema:
        type_id = schema["$ref"].removeprefix(_REF)
        yield Piece(short_name(type_id), type_id)
    elif parts := schema.get("anyOf") or schema.get("oneOf"):
        for number, part in enumerate(parts):
            yield from (Piece(" or "), *kind_of(part)) if number else kind_of(part)
    elif schema.get("type") == "array" and "prefixItems" in schema:
        for number, part in enumerate(schema["prefixItems"]):
            yield Piece(" and " if number else "list of ")
            yield from kind_of(part)
    elif schema.get("type") == "array":
        yield Piece("list of ")
        yield from kind_of(schema.get("items", {}))
    elif isinstance(schema.get("additionalProperties"), Mapping):
        yield Piece("object of ")
        yield from kind_of(schema["additionalProperties"])
    elif allowed := schema.get("enum") or ([schema["const"]] if "const" in schema else None):
        yield Piece(" or ".join(map(str, allowed)))
    else:
        yield Piece(str(schema.get("type", "any value")))
