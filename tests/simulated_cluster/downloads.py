"""What lies at the addresses from which the runbooks apply manifests."""

import re
from typing import Any

from tests.simulated_cluster.charts import definitions_of
from tests.simulated_cluster.failure import ToolError
from tests.simulated_cluster.workload_objects import deployment

_GATEWAY_API = re.compile(
    r"https://github\.com/kubernetes-sigs/gateway-api/releases/download/v([\d.]+)/"
    r"standard-install\.yaml"
)
_FLAGGER = re.compile(
    r"https://raw\.githubusercontent\.com/fluxcd/flagger/v[\d.]+/artifacts/flagger/crd\.yaml"
)
_PROMETHEUS = re.compile(
    r"https://raw\.githubusercontent\.com/istio/istio/[\d.]+/samples/addons/prometheus\.yaml"
)


def documents_at(address: str) -> list[Any]:
    """Return the objects at an address; ToolError for one at which nothing is known."""
    if match := _GATEWAY_API.fullmatch(address):
        return gateway_api(match[1])
    if _FLAGGER.fullmatch(address):
        return definitions_of("flagger.app")
    if _PROMETHEUS.fullmatch(address):
        return _prometheus()
    raise ToolError(f"error: unable to read URL {address}, server reported 404 Not Found")


def gateway_api(version: str) -> list[Any]:
    """Return the definitions of the standard channel of Gateway API in a version."""
    variant = f"v{version}" if version == "1.5.1" else ""
    found = definitions_of("gateway.networking.k8s.io", variant)
    for one in found:
        notes = {"gateway.networking.k8s.io/bundle-version": f"v{version}"}
        one["metadata"] |= {"annotations": notes, "managedFields": [{"manager": "kubectl"}]}
    return found


def _prometheus() -> list[Any]:
    namespace = "istio-system"
    metadata = {"name": "prometheus", "namespace": namespace}
    spec = {"selector": {"app": "prometheus"}, "ports": [{"port": 9090}]}
    role = {"apiVersion": "rbac.authorization.k8s.io/v1", "metadata": {"name": "prometheus"}}
    return [
        {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": dict(metadata)},
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": dict(metadata), "data": {}},
        {**role, "kind": "ClusterRole"},
        {**role, "kind": "ClusterRoleBinding", "metadata": {"name": "prometheus"}},
        {"apiVersion": "v1", "kind": "Service", "metadata": dict(metadata), "spec": spec},
        deployment("prometheus", namespace),
    ]
