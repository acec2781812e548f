"""Give what each option would add to a cluster over REST."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Body
from fastapi.responses import Response
from pydantic import TypeAdapter

from app.domain.errors import InvalidInput, Problem
from app.domain.overhead import OPTIONS, estimate
from app.domain.overhead_figures import Estimate
from app.domain.overhead_sizing import Sizing, parse_sizing
from app.web.dependencies import CurrentContent

router = APIRouter(prefix="/api", tags=["cluster"])

_ESTIMATE: Final = TypeAdapter(Estimate)
EXAMPLES: Final[dict[str, Any]] = {
    "medium": {
        "summary": "A medium cluster, all options",
        "value": {
            "nodes": 20,
            "meshed_pods": 400,
            "rps": 2000,
            "hops": 4,
            "node_vcpu": 8,
            "node_gib": 32,
        },
    },
    "prices": {
        "summary": "Two options at prices of your own",
        "value": {
            "nodes": 3,
            "meshed_pods": 30,
            "rps": 50,
            "ha": False,
            "cilium_is_cni": True,
            "node_vcpu": 4,
            "node_gib": 16,
            "usd_vcpu_hour": 0.04,
            "usd_gib_hour": 0.005,
            "options": ["linkerd", "istio-ambient"],
        },
    },
}
PROBLEM: Final[dict[str, Any]] = {
    "type": "/problems/invalid-input",
    "title": "The input is not valid",
    "status": 422,
    "detail": "nodes: must be a whole number from 1 to 65,000",
    "errors": [
        {"field": "nodes", "message": "must be a whole number from 1 to 65,000", "allowed": []}
    ],
}


def _schema() -> dict[str, Any]:
    """Return the schema of the body: the sizing, and which options are wanted."""
    schema = Sizing.model_json_schema()
    wanted = {"type": "array", "items": {"enum": list(OPTIONS)}, "description": "All when absent."}
    encryption = schema.pop("$defs")["CiliumEncryption"]
    own = schema["properties"]["cilium_encryption"]
    own.pop("$ref", None)
    own |= {"type": "string", "enum": encryption["enum"]}
    return schema | {"properties": schema["properties"] | {"options": wanted}}


@router.post(
    "/overhead",
    response_model=Estimate,
    responses={
        422: {
            "description": "A field is wrong or missing; each is named with what it takes.",
            "content": {"application/problem+json": {"example": PROBLEM}},
        }
    },
    openapi_extra={
        "requestBody": {
            "content": {"application/json": {"schema": _schema(), "examples": EXAMPLES}}
        }
    },
)
def post_overhead(
    content: CurrentContent, sent: Annotated[dict[str, Any], Body(default_factory=dict)]
) -> Response:
    """Return what the options would add: low, typical and high, and what that rests on.

    Memory is in MiB, CPU in cores, latency in milliseconds of one request, money in US dollars
    a month. Coefficients and sources are named by id.
    """
    options = sent.get("options")
    sizing = parse_sizing({name: value for name, value in sent.items() if name != "options"})
    found = estimate(content.overhead, sizing, OPTIONS if options is None else _named(options))
    return Response(_ESTIMATE.dump_json(found), media_type="application/json")


def _named(options: object) -> list[str]:
    if not isinstance(options, list) or not all(isinstance(one, str) for one in options):
        raise InvalidInput([Problem("options", "must be a list of options", OPTIONS)])
    return options
