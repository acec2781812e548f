"""What the API's reference says about runbooks: the schema of the parameters, and examples."""

from typing import Any, Final

from app.domain.runbook import Parameters

REQUESTS: Final[dict[str, Any]] = {
    "demo": {
        "summary": "Helm on a kind cluster",
        "value": {
            "profile": "evaluation",
            "tool": "helm",
            "platform": "kind",
            "cluster_name": "demo",
            "namespaces": ["default"],
        },
    },
    "canary": {
        "summary": "Command line, two namespaces and a canary of your own",
        "value": {
            "tool": "cli",
            "platform": "eks",
            "kubernetes_version": "1.35",
            "namespaces": ["shop", "payments"],
            "canary_service": "orders",
            "canary_weight": 20,
        },
    },
    "defaults": {"summary": "The defaults", "value": {}},
}


PROBLEM: Final[dict[str, Any]] = {
    "type": "/problems/invalid-input",
    "title": "The input is not valid",
    "status": 422,
    "detail": "tool: must be one of the listed values",
    "errors": [
        {"field": "tool", "message": "must be one of the listed values", "allowed": ["cli", "helm"]}
    ],
}


def _parameter_schema() -> dict[str, Any]:
    """Return the schema of what a client sends: the option stands in the path."""
    schema = Parameters.model_json_schema()
    schema["properties"].pop("option")
    schema.pop("required", None)
    schema.pop("$defs", None)
    for field in schema["properties"].values():
        if reference := field.pop("$ref", None):
            field.update(_definition(reference))
    return schema


def _definition(reference: str) -> dict[str, Any]:
    found = Parameters.model_json_schema()["$defs"][reference.rsplit("/", 1)[1]]
    return {key: value for key, value in found.items() if key not in {"title", "description"}}


PARAMETER_SCHEMA: Final = _parameter_schema()
