"""How single values of a runbook's parameters are read and what they may be."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

DEMO_NAMESPACE = "meshwise-demo"
OUTSIDE_NAMESPACE = "meshwise-outside"

# Meshing these would cut the cluster's or the mesh's own machinery off from itself.
RESERVED_NAMESPACES = frozenset(
    {
        OUTSIDE_NAMESPACE,
        "argo-rollouts",
        "argocd",
        "cert-manager",
        "cilium-secrets",
        "consul",
        "envoy-gateway-system",
        "flagger-system",
        "flux-system",
        "istio-system",
        "kube-node-lease",
        "kube-public",
        "kube-system",
        "kuma-system",
        "linkerd",
        "linkerd-multicluster",
        "linkerd-viz",
    }
)

# RFC 1123 and RFC 1035 labels, as Kubernetes wants them for namespaces and Services.
LABEL = r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"
SERVICE = r"^[a-z]([-a-z0-9]*[a-z0-9])?$"
KUBERNETES_VERSION = r"^1\.[1-9][0-9](\.[0-9]{1,2})?$"

_LABEL_RULE = "lower-case letters, digits and hyphens, at most 63, no hyphen at either end"
RULES = {
    "cluster_name": _LABEL_RULE,
    "namespaces": f"1 to 20 namespaces; each name: {_LABEL_RULE}",
    "kubernetes_version": "the cluster's version as 1.35 or 1.35.2",
    "canary_service": "a Service name: as a namespace, at most 60 characters, a letter first",
    "canary_port": "a port number, 1 to 65535",
    "canary_weight": "a whole number of percent, 1 to 50",
    "strict_mtls": "true or false",
    "peer_name": "lower-case letters, digits and hyphens, at most 30, no hyphen at either end",
}


def _split(value: Any) -> Any:
    """Let a form's one line of names, parted by commas or spaces, stand for the list."""
    if isinstance(value, str):
        return [name for name in value.replace(",", " ").split(" ") if name]
    return value


def _whole(value: Any) -> Any:
    """Let a form's text, but no other JSON value, stand for a whole number."""
    if isinstance(value, (bool, float)):
        raise ValueError("must be a whole number")  # noqa: TRY004  pydantic reports this one.
    return value


def _truth(value: Any) -> Any:
    """Let a form's text, but no other JSON value, stand for true or false."""
    if value not in ("true", "false") and not isinstance(value, bool):
        raise ValueError("must be true or false")
    return value in ("true", True)


Whole = Annotated[int, BeforeValidator(_whole)]
Truth = Annotated[bool, BeforeValidator(_truth)]

Namespace = Annotated[str, Field(pattern=LABEL, max_length=63)]
Namespaces = Annotated[
    tuple[Namespace, ...], BeforeValidator(_split), Field(min_length=1, max_length=20)
]
