"""Give a cluster's facts over REST."""

import json
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import Response

from app.formats.kubectl_json import MAX_BYTES
from app.web.cluster_bodies import ClusterBody, body_of
from app.web.cluster_reading import FIELD, read_cluster
from app.web.dependencies import CurrentContent
from app.web.examples import PROBLEM
from app.web.streams import body_of as pieces_of

router = APIRouter(prefix="/api", tags=["cluster"])

READERS_AT_ONCE: Final = 4
LARGEST: Final = MAX_BYTES + 1024 * 1024  # bytes; a form's own lines come on top.
ANY_SIZE: Final = 1 << 40  # bytes; the reader has a limit of its own, and says so better.
TOO_LARGE: Final = f"It is larger than {MAX_BYTES // 1024 // 1024} MiB."
NODE: Final[dict[str, Any]] = {
    "apiVersion": "v1",
    "kind": "Node",
    "metadata": {"name": "ip-10-0-1-20", "labels": {"eks.amazonaws.com/nodegroup": "general"}},
    "status": {
        "capacity": {"cpu": "4", "memory": "16Gi"},
        "nodeInfo": {
            "architecture": "amd64",
            "operatingSystem": "linux",
            "kernelVersion": "6.12.48-66.112.amzn2023.x86_64",
            "kubeletVersion": "v1.34.1-eks-113cf36",
        },
    },
}
EXAMPLES: Final[dict[str, Any]] = {
    "list": {
        "summary": "What kubectl get nodes -o json prints",
        "value": {"apiVersion": "v1", "kind": "List", "items": [NODE]},
    },
    "version": {
        "summary": "What kubectl version -o json prints",
        "value": {"serverVersion": {"major": "1", "minor": "34", "gitVersion": "v1.34.1"}},
    },
}
_BODY: Final[dict[str, Any]] = {
    "required": True,
    "description": f"What kubectl prints with -o json, at most {MAX_BYTES // 1024 // 1024} MiB: "
    "objects, Lists, and several documents one after another. No Secrets.",
    "content": {"application/json": {"schema": {"type": "object"}, "examples": EXAMPLES}},
}


def is_too_large(request: Request) -> bool:
    """Tell whether a body is announced that would not be read to its end."""
    return int(request.headers.get("Content-Length", 0)) > LARGEST


async def _queue() -> None:
    """Stand for a place among those that read a cluster; the others wait without a thread."""


OneOfFew = Annotated[None, Depends(_queue, scope="request", max_concurrency=READERS_AT_ONCE)]


def _problem(description: str) -> dict[str, Any]:
    return {"description": description, "content": {"application/problem+json": {}}}


@router.post(
    "/cluster-facts",
    response_model=ClusterBody,
    responses={
        413: _problem("It is larger than what is read."),
        422: {
            "description": "It is not kubectl's JSON, ends early, is too large or holds a Secret.",
            "content": {
                "application/problem+json": {
                    "example": PROBLEM
                    | {
                        "detail": "cluster: This looks like YAML.",
                        "errors": [
                            {"field": FIELD, "message": "This looks like YAML.", "allowed": []}
                        ],
                    }
                }
            },
        },
    },
    openapi_extra={"requestBody": _BODY},
    max_body_size=ANY_SIZE,
)
def post_cluster_facts(request: Request, content: CurrentContent, _place: OneOfFew) -> Response:
    """Return what is known about a cluster, each fact with the fields that say so.

    The body is read as it comes in and nothing of it is kept, stored or logged.
    """
    if is_too_large(request):
        raise HTTPException(413, TOO_LARGE)
    read = read_cluster(content, pieces_of(request, FIELD))
    body = body_of(read, content.cluster_signals)
    text = json.dumps(body.model_dump(mode="json"), ensure_ascii=False, separators=(",", ":"))
    return Response(
        text.encode(errors="replace"),
        media_type="application/json",
        headers={"Cache-Control": "no-store"},
    )
