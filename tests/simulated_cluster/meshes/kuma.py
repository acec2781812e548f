"""Kuma: the sidecar that it injects, what its control plane makes, and whom its policies refuse."""

from typing import Any

from tests.simulated_cluster.admission import has_container, injects
from tests.simulated_cluster.calls import FORBIDDEN, RESET, Call, labels_of
from tests.simulated_cluster.cluster import Cluster, Object
from tests.simulated_cluster.workloads import available
from tests.simulated_cluster.world import World

NAMESPACE = "kuma-system"
API = "kuma.io/v1alpha1"


@injects("kuma-control-plane")
def inject(_: Cluster, __: Object, ___: Object, pod: Object) -> None:
    """Add the sidecar to every pod that the webhook is called for."""
    if labels_of(pod).get("kuma.io/sidecar-injection") == "disabled":
        return
    spec = pod["spec"]
    spec["initContainers"] = [{"name": "kuma-init"}, *spec.get("initContainers", ())]
    spec["containers"] = [*spec["containers"], {"name": "kuma-sidecar"}]
    pod["metadata"].setdefault("labels", {})["kuma.io/mesh"] = "default"
    pod["metadata"].setdefault("annotations", {})["kuma.io/sidecar-injected"] = "true"


def is_meshed(pod: Object) -> bool:
    """Tell whether a pod has Kuma's sidecar."""
    return has_container(pod, "kuma-sidecar")


def reconcile(_: World, cluster: Cluster) -> None:
    """Make the mesh default, a Dataplane for each sidecar, and count who has which certificate."""
    if not available(cluster, NAMESPACE, "kuma-control-plane"):
        return
    if cluster.find("meshes.kuma.io", "", "default") is None:
        cluster.add(
            {"apiVersion": API, "kind": "Mesh", "metadata": {"name": "default"}, "spec": {}}
        )
    meshed = [one for one in cluster.list("pods") if is_meshed(one)]
    places = {(one["metadata"]["namespace"], one["metadata"]["name"]) for one in meshed}
    for namespace, name in places:
        if cluster.find("dataplanes.kuma.io", namespace, name) is None:
            metadata = {"name": name, "namespace": namespace}
            cluster.add({"apiVersion": API, "kind": "Dataplane", "metadata": metadata})
    for one in cluster.list("dataplanes.kuma.io"):
        key = (one["metadata"]["namespace"], one["metadata"]["name"])
        if key not in places:
            cluster.remove("dataplanes.kuma.io", *key)
    backend, issued = enabled_backend(cluster), {}
    if backend:
        issued = {backend["name"]: {"online": len(places), "total": len(places)}}
    _insight(cluster, issued)


def _insight(cluster: Cluster, issued: Object) -> None:
    spec = {"mTLS": {"issuedBackends": issued}} if issued else {}
    found = cluster.find("meshinsights.kuma.io", "", "default")
    if found is None:
        metadata = {"name": "default"}
        found = cluster.add({"apiVersion": API, "kind": "MeshInsight", "metadata": metadata})
    cluster.set(found, spec=spec)


def enabled_backend(cluster: Cluster) -> Any:
    """Return the backend that signs for the mesh, if its Secrets are there; else nothing."""
    mesh = cluster.find("meshes.kuma.io", "", "default")
    mtls = mesh["spec"].get("mtls", {}) if mesh else {}
    for backend in mtls.get("backends", ()):
        if backend["name"] == mtls.get("enabledBackend"):
            parts = backend.get("conf", {}).values()
            secrets = [one["secret"] for one in parts if isinstance(one, dict)]
            if all(cluster.find("secrets", NAMESPACE, one) for one in secrets):
                return backend
    return None


def refusal(call: Call) -> str:
    """Return how a call is refused: reset without TLS, 403 by a permission, or nothing."""
    cluster = call.cluster
    backend = enabled_backend(cluster)
    if not is_meshed(call.server) or backend is None:
        return ""
    known = is_meshed(call.client)
    mode = "Strict" if backend.get("mode", "STRICT") == "STRICT" else "Permissive"
    for one in cluster.list("meshtlses.kuma.io", NAMESPACE):
        if _means(one["spec"]["targetRef"], call.server):
            mode = one["spec"]["from"][0]["default"]["mode"]
    if not known:
        return RESET if mode == "Strict" else ""
    action = "Deny"
    found = cluster.list("meshtrafficpermissions.kuma.io", NAMESPACE)
    for one in sorted(found, key=lambda each: len(each["spec"]["targetRef"])):
        if _means(one["spec"]["targetRef"], call.server):
            for rule in one["spec"]["from"]:
                if _means(rule["targetRef"], call.client):
                    action = rule["default"]["action"]
    return "" if action == "Allow" else FORBIDDEN


def _means(target: Any, pod: Object) -> bool:
    tags = {**labels_of(pod), "k8s.kuma.io/namespace": pod["metadata"]["namespace"]}
    wanted = target.get("tags", {})
    return all(tags.get(name) == value for name, value in wanted.items())
