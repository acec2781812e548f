"""Describe in the reference the bodies that the domain parses, not FastAPI."""

from typing import Any

from pydantic import BaseModel


def described(model: type[BaseModel], example: dict[str, Any]) -> dict[str, Any]:
    """Return what a route adds to its description; parts of a schema stand where they are used."""
    schema = model.model_json_schema()
    parts = schema.pop("$defs", {})
    content = {"schema": _inlined(schema, parts), "example": example}
    return {"requestBody": {"required": True, "content": {"application/json": content}}}


def _inlined(value: Any, parts: dict[str, Any]) -> Any:
    if isinstance(value, list):
        return [_inlined(each, parts) for each in value]
    if not isinstance(value, dict):
        return value
    if "$ref" in value:
        rest = {key: each for key, each in value.items() if key != "$ref"}
        return _inlined(parts[value["$ref"].rpartition("/")[2]], parts) | rest
    return {key: _inlined(each, parts) for key, each in value.items()}
