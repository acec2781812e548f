"""Whom Istio's policies refuse: mutual TLS first, then authorization at layer 4 or 7."""

from typing import Any

from tests.simulated_cluster.admission import has_container
from tests.simulated_cluster.calls import FORBIDDEN, RESET, Call, labels_of
from tests.simulated_cluster.cluster import Cluster, Object
from tests.simulated_cluster.meshes.istio import SYSTEM, is_ambient, is_meshed, waypoint_of
from tests.simulated_cluster.selectors import matches

POLICIES = "authorizationpolicies.security.istio.io"
PEERS = "peerauthentications.security.istio.io"


def refusal(call: Call) -> str:
    """Return how a call is refused: reset without TLS or at layer 4, 403 at layer 7, or nothing."""
    cluster, server = call.cluster, call.server
    if not is_meshed(cluster, server):
        return ""
    namespace = server["metadata"]["namespace"]
    known = is_meshed(cluster, call.client)
    if mode_of(cluster, server) == "STRICT" and not known:
        return RESET
    waypoint = waypoint_of(cluster, namespace) if is_ambient(cluster, call.client) else ""
    if waypoint:
        targeted = [one for one in _policies(cluster, namespace) if _targets(one, call.service)]
        if targeted and not any(_admits(one, call.caller, "layer 7") for one in targeted):
            return FORBIDDEN
    caller = (namespace, waypoint) if waypoint else call.caller
    layer = "layer 7" if has_container(server, "istio-proxy") else "layer 4"
    selected = [one for one in _policies(cluster, namespace) if _selects(one, server)]
    if selected and not any(known and _admits(one, caller, layer) for one in selected):
        return FORBIDDEN if layer == "layer 7" else RESET
    return ""


def mode_of(cluster: Cluster, pod: Object) -> str:
    """Return the mode of mutual TLS that holds for a pod."""
    for namespace in (pod["metadata"]["namespace"], SYSTEM):
        for one in cluster.list(PEERS, namespace):
            if matches(one["spec"].get("selector", {}), labels_of(pod)):
                mode: str = one["spec"]["mtls"]["mode"]
                return mode
    return "PERMISSIVE"


def _policies(cluster: Cluster, namespace: str) -> list[Object]:
    return cluster.list(POLICIES, namespace)


def _targets(policy: Object, service: str) -> bool:
    return any(one["name"] == service for one in policy["spec"].get("targetRefs", ()))


def _selects(policy: Object, pod: Object) -> bool:
    spec = policy["spec"]
    return "targetRefs" not in spec and matches(spec.get("selector", {}), labels_of(pod))


def _admits(policy: Object, caller: tuple[str, str], layer: str) -> bool:
    principal = f"cluster.local/ns/{caller[0]}/sa/{caller[1]}"
    return any(
        (layer == "layer 7" or not _asks_for_http(rule))
        and any(principal in one["source"]["principals"] for one in rule["from"])
        for rule in policy["spec"].get("rules", ())
    )


def _asks_for_http(rule: Any) -> bool:
    """Tell whether a rule needs layer 7; ztunnel lets such a rule allow nothing."""
    operations = [one["operation"] for one in rule.get("to", ())]
    return any({"methods", "paths", "hosts"} & one.keys() for one in operations)
