"""Show the API's reference as a page of our own, written from the OpenAPI document."""

import json
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from app.web.dependencies import CurrentSettings
from app.web.reference_types import Piece, kind_of, types_of
from app.web.render import page

router = APIRouter(include_in_schema=False)

METHODS: Final = ("get", "post", "put", "patch", "delete")
Node = Mapping[str, Any]
"""A part of the OpenAPI document."""


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter or a member of a body. `place` is path, query, header or body."""

    name: str
    place: str
    kind: str
    required: bool
    description: str


@dataclass(frozen=True, slots=True)
class Example:
    """A request as a command line."""

    summary: str
    command: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What a call may answer; `kind` says in words what a JSON answer holds."""

    status: str
    description: str
    media_types: tuple[str, ...]
    example: str
    kind: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Call:
    """One method on one path."""

    id: str
    method: str
    path: str
    summary: str
    description: str
    fields: tuple[Field, ...]
    examples: tuple[Example, ...]
    replies: tuple[Reply, ...]


@router.get("/docs")
def show_reference(request: Request, settings: CurrentSettings) -> HTMLResponse:
    """Show every call with its parameters, examples and answers."""
    document = request.app.openapi()
    calls = tuple(calls_of(document, str(settings.public_url).rstrip("/")))
    types = tuple(types_of(document))
    return page(request, "reference.html", document=document, calls=calls, types=types)


def calls_of(document: Node, address: str) -> Iterator[Call]:
    """Return the calls of an OpenAPI document; `address` is where the server is reached."""
    for path in sorted(document["paths"], key=_rank):
        methods = document["paths"][path]
        for method in METHODS:
            if method in methods:
                yield _call(document, address, path, method)


def _rank(path: str) -> tuple[bool, bool]:
    """Put the recommendation first and what only a platform asks last."""
    return path != "/recommend", not path.startswith("/api/")


def _call(document: Node, address: str, path: str, method: str) -> Call:
    operation = document["paths"][path][method]
    summary, _, description = operation.get("description", "").partition("\n\n")
    return Call(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=summary or operation["summary"],
        description=description,
        fields=(*_parameters(document, operation), *_members(document, operation)),
        examples=tuple(_examples(operation, method, address + path)),
        replies=tuple(_reply(*reply) for reply in operation["responses"].items()),
    )


def _parameters(document: Node, operation: Node) -> Iterator[Field]:
    for parameter in operation.get("parameters", ()):
        kind = _kind(document, parameter.get("schema", {}))
        required = parameter.get("required", False)
        told = parameter.get("description", "")
        yield Field(parameter["name"], parameter["in"], kind, required, told)


def _members(document: Node, operation: Node) -> Iterator[Field]:
    for body in operation.get("requestBody", {}).get("content", {}).values():
        schema = _resolved(document, body.get("schema", {}))
        for name, member in schema.get("properties", {}).items():
            required = name in schema.get("required", ())
            kind = _kind(document, member)
            yield Field(name, "body", kind, required, member.get("description", ""))


def _resolved(document: Node, schema: Node) -> Node:
    found: Node = schema
    while "$ref" in found:
        found = document["components"]["schemas"][found["$ref"].rsplit("/", 1)[1]]
    return found


def _kind(document: Node, schema: Node) -> str:
    """Say in words what a schema takes."""
    schema = _resolved(document, schema)
    if parts := schema.get("anyOf") or schema.get("oneOf"):
        kinds = dict.fromkeys(_kind(document, part) for part in parts)
        return " or ".join(kind for kind in kinds if kind != "null")
    allowed = schema.get("enum") or ([schema["const"]] if "const" in schema else None)
    if allowed:
        return "one of " + ", ".join(map(str, allowed)) if len(allowed) > 1 else str(allowed[0])
    if schema.get("type") == "array":
        return f"list of {_kind(document, schema.get('items', {}))}"
    return str(schema.get("type", "any value"))


def _examples(operation: Node, method: str, url: str) -> Iterator[Example]:
    for media_type, body in operation.get("requestBody", {}).get("content", {}).items():
        for example in body.get("examples", {}).values():
            text = json.dumps(example["value"], ensure_ascii=False)
            line = ["curl", "-s", "-X", method.upper(), url, "-H", f"Content-Type: {media_type}"]
            yield Example(example.get("summary", ""), _line([*line, "-d", text]))
    if method == "get":
        yield Example("", _line(["curl", "-s", f"{url}{_query(operation)}"]))


def _line(words: list[str]) -> str:
    """Write words as one command line that a shell reads back as the same words."""
    return shlex.join(words)


def _query(operation: Node) -> str:
    pairs: list[tuple[str, Any]] = []
    for parameter in operation.get("parameters", ()):
        example = parameter.get("example")
        if parameter["in"] == "query" and isinstance(example, Mapping):
            pairs += example.items()
        elif parameter["in"] == "query" and example is not None:
            pairs.append((parameter["name"], example))
    query = urlencode(pairs, doseq=True)
    return f"?{query}" if query else ""


def _reply(status: str, reply: Node) -> Reply:
    content = reply.get("content", {})
    examples = [body["example"] for body in content.values() if "example" in body]
    text = json.dumps(examples[0], indent=2, ensure_ascii=False) if examples else ""
    schema = content.get("application/json", {}).get("schema", {})
    kind = tuple(kind_of(schema)) if "$ref" in schema else ()
    return Reply(status, reply.get("description", ""), tuple(content), text, kind)
