"""What an API server would say to a manifest: schemas of core kinds, and rules in schemas."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

import cel
import kubernetes_validate

_OLD = re.compile(r"\boldSelf\b")
_QUANTITY = re.compile(r"[0-9]+(\.[0-9]+)?(m|Ki|Mi|Gi|Ti|k|M|G|T)?")
_LABEL_VALUE = re.compile(r"([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?")
_TAGGED = re.compile(r":v?[0-9][-.0-9a-z]*$")
_NAME = re.compile(r"[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?")


def core_problems(document: Mapping[str, Any], kubernetes: str) -> Iterator[str]:
    """Yield what is wrong with an object of a core kind for a Kubernetes minor, as 1.36."""
    try:
        kubernetes_validate.validate(document, kubernetes, strict=True)
    except kubernetes_validate.ValidationError as error:
        yield f"{document['kind']} {document['metadata']['name']}: {error.message}"


def rule_problems(schema: Mapping[str, Any], value: Any, at: str = "") -> Iterator[str]:
    """Yield each CEL rule of a schema that a value breaks; rules about changes do not apply.

    Raises what the expression raises for a value that the schema itself would refuse.
    """
    for rule in schema.get("x-kubernetes-validations", ()):
        if not _OLD.search(rule["rule"]) and not _holds(rule["rule"], value):
            yield f"{at or '.'}: {rule['rule']}"
    if isinstance(value, Mapping):
        parts = schema.get("properties", {})
        others = schema.get("additionalProperties")
        for name, part in value.items():
            inner = parts.get(name, others if isinstance(others, Mapping) else None)
            if inner:
                yield from rule_problems(inner, part, f"{at}.{name}")
    elif isinstance(value, list) and isinstance(schema.get("items"), Mapping):
        for number, part in enumerate(value):
            yield from rule_problems(schema["items"], part, f"{at}[{number}]")


def as_stored(schema: Mapping[str, Any], document: Mapping[str, Any]) -> Any:
    """Return an object with the defaults that the server fills in before it looks at the rules."""
    if document["kind"] == "HTTPRoute":
        every = [{"path": {"type": "PathPrefix", "value": "/"}}]  # No scalar, so in no schema.
        rules = [{"matches": every, **rule} for rule in document["spec"]["rules"]]
        document = {**document, "spec": {**document["spec"], "rules": rules}}
    return with_defaults(schema, document)


def with_defaults(schema: Mapping[str, Any], value: Any) -> Any:
    """Return a value with every default that its schema names."""
    if isinstance(value, Mapping):
        parts = schema.get("properties", {})
        absent = {
            name: part["default"]
            for name, part in parts.items()
            if name not in value and "default" in part
        }
        others = schema.get("additionalProperties")
        rest = others if isinstance(others, Mapping) else {}
        filled = {**value, **absent}
        return {name: with_defaults(parts.get(name, rest), one) for name, one in filled.items()}
    if isinstance(value, list):
        return [with_defaults(schema.get("items", {}), one) for one in value]
    return value


def small_problems(document: Mapping[str, Any]) -> Iterator[str]:
    """Yield what an API server refuses and no schema says."""
    where = f"{document['kind']} {document['metadata']['name']}"
    for told, holds in _rules(document):
        if not holds:
            yield f"{where}: {told}"


def _rules(document: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    metadata, spec = document["metadata"], document.get("spec", {})
    yield "the name is no DNS name", bool(_NAME.fullmatch(metadata["name"]))
    labels = metadata.get("labels", {}).values()
    yield "a label's value is too long or has a strange sign", all(map(_fits_label, labels))
    if document["kind"] in ("Deployment", "Rollout"):
        wanted = spec["selector"]["matchLabels"].items()
        yield "the selector finds no pod", wanted <= spec["template"]["metadata"]["labels"].items()
        containers = spec["template"]["spec"]["containers"]
        yield "a container has no name or image", all(c["name"] and c["image"] for c in containers)
        yield (
            "an image has no fixed tag",
            all(re.search(r":v?[0-9]", c["image"]) for c in containers),
        )
        yield "a quantity is none", all(map(_is_quantity, _quantities(containers)))
    if document["kind"] == "Service":
        yield "the selector is empty", bool(spec["selector"])
        yield "a port is out of range", all(0 < one["port"] < 2**16 for one in spec["ports"])
    if document["kind"] == "NetworkPolicy":
        yield "policyTypes is missing", bool(spec.get("policyTypes"))


def _fits_label(value: str) -> bool:
    return bool(_LABEL_VALUE.fullmatch(value))


def _is_quantity(value: str) -> bool:
    return bool(_QUANTITY.fullmatch(value))


def _quantities(containers: list[Any]) -> Iterator[str]:
    for container in containers:
        for sizes in container.get("resources", {}).values():
            yield from map(str, sizes.values())


@cache
def _program(rule: str) -> Callable[[dict[str, Any]], Any]:
    execute: Callable[[dict[str, Any]], Any] = cel.compile(rule).execute
    return execute


def _holds(rule: str, value: Any) -> bool:
    return bool(_program(rule)({"self": value}))
