"""Cilium: what its operator and agents make, whom its policies refuse, and joined clusters."""

from typing import Any

from tests.simulated_cluster.calls import FORBIDDEN, RESET, Call, conditions, labels_of
from tests.simulated_cluster.charts import definitions_of
from tests.simulated_cluster.cluster import Cluster, Object
from tests.simulated_cluster.selectors import matches
from tests.simulated_cluster.workloads import available
from tests.simulated_cluster.world import World

NAMESPACE = "kube-system"
POLICIES = "ciliumnetworkpolicies.cilium.io"
MESH = "cilium-clustermesh"


def runs(cluster: Cluster) -> bool:
    """Tell whether Cilium's agents run."""
    found = cluster.find("daemonsets.apps", NAMESPACE, "cilium")
    return bool(found and found.get("status", {}).get("readyReplicas"))


def setting(cluster: Cluster, name: str) -> str:
    """Return a field of cilium-config; empty where it is not set."""
    found = cluster.find("configmaps", NAMESPACE, "cilium-config")
    value: str = found["data"].get(name, "") if found else ""
    return value


def reconcile(_: World, cluster: Cluster) -> None:
    """Bring the definitions, an endpoint for each pod, and the status of policies."""
    if not (runs(cluster) and available(cluster, NAMESPACE, "cilium-operator")):
        return
    for definition in definitions_of("cilium.io"):
        name = definition["metadata"]["name"]
        if cluster.find("customresourcedefinitions.apiextensions.k8s.io", "", name) is None:
            cluster.add(definition)
    _follow_pods(cluster)
    for policy in cluster.list(POLICIES):
        status = {"conditions": conditions(Valid=True)}
        cluster.set(policy, status=status)


def _follow_pods(cluster: Cluster) -> None:
    resource, places = "ciliumendpoints.cilium.io", set()
    for pod in cluster.list("pods"):
        if pod.get("status", {}).get("phase") == "Running" and not pod["spec"].get("hostNetwork"):
            place = (pod["metadata"]["namespace"], pod["metadata"]["name"])
            places.add(place)
            if cluster.find(resource, *place) is None:
                metadata = {"namespace": place[0], "name": place[1]}
                api = "cilium.io/v2"
                cluster.add({"apiVersion": api, "kind": "CiliumEndpoint", "metadata": metadata})
    for one in cluster.list(resource):
        key = (one["metadata"]["namespace"], one["metadata"]["name"])
        if key not in places:
            cluster.remove(resource, *key)


def refusal(call: Call) -> str:
    """Return how a call is refused: dropped at layer 4, 403 at layer 7, or nothing."""
    if not runs(call.cluster):
        return ""
    namespace = call.server["metadata"]["namespace"]
    policies = [
        one["spec"]
        for one in call.cluster.list(POLICIES, namespace)
        if matches(one["spec"]["endpointSelector"], labels_of(call.server))
    ]
    if not policies:
        return ""
    same = call.client["metadata"]["namespace"] == namespace
    rules = [rule for one in policies for rule in one.get("ingress", ())]
    own = [
        rule
        for rule in rules
        if same and any(matches(one, labels_of(call.client)) for one in rule["fromEndpoints"])
    ]
    if not own:
        return RESET
    return "" if any(_lets_through(rule, call.path) for rule in own) else FORBIDDEN


def _lets_through(rule: Any, path: str) -> bool:
    http = [one for port in rule["toPorts"] for one in port.get("rules", {}).get("http", ())]
    return not http or any(one["path"] == path.partition("?")[0] for one in http)


def joined(world: World, cluster: Cluster) -> list[Cluster]:
    """Return the clusters that a cluster is connected with."""
    found = cluster.find("secrets", NAMESPACE, MESH)
    names = found["data"] if found else {}
    return [one for one in world.clusters.values() if one.name in names]


def is_global(service: Object) -> bool:
    """Tell whether a Service stands for those of its name in all joined clusters."""
    notes = service["metadata"].get("annotations") or {}
    return bool(notes.get("service.cilium.io/global") == "true")
