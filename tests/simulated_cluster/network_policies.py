"""Kubernetes NetworkPolicies, enforced by whatever gives the pods their network."""

from typing import Any

from tests.simulated_cluster.calls import RESET, Call, labels_of
from tests.simulated_cluster.cluster import Cluster
from tests.simulated_cluster.selectors import matches


def refusal(call: Call) -> str:
    """Return how a call is refused, or nothing."""
    namespace = call.server["metadata"]["namespace"]
    policies = [
        one["spec"]
        for one in call.cluster.list("networkpolicies.networking.k8s.io", namespace)
        if matches(one["spec"].get("podSelector", {}), labels_of(call.server))
        and "Ingress" in one["spec"]["policyTypes"]
    ]
    if not policies:
        return ""
    source, labels = call.client["metadata"]["namespace"], labels_of(call.client)
    if call.through:
        source, labels = call.through[0], {}
    peers = [peer for one in policies for rule in one.get("ingress", ()) for peer in rule["from"]]
    allowed = any(_means(call.cluster, peer, namespace, source, labels) for peer in peers)
    return "" if allowed else RESET


def _means(
    cluster: Cluster, peer: Any, namespace: str, source: str, labels: dict[str, str]
) -> bool:
    if "namespaceSelector" in peer:
        found = cluster.find("namespaces", "", source)
        around = labels_of(found) if found else {}
        return matches(peer["namespaceSelector"], around) and matches(
            peer.get("podSelector", {}), labels
        )
    return source == namespace and matches(peer.get("podSelector", {}), labels)
