"""Linkerd: the proxy that it injects, what it mirrors, and whom its policies refuse."""

from typing import Any

from tests.simulated_cluster.admission import has_container, injects
from tests.simulated_cluster.calls import FORBIDDEN, Call, labels_of, note
from tests.simulated_cluster.cluster import Cluster, Object
from tests.simulated_cluster.selectors import matches
from tests.simulated_cluster.workloads import available
from tests.simulated_cluster.world import World

NAMESPACE = "linkerd"
POLICY = "config.linkerd.io/default-inbound-policy"
_VARIABLE = "LINKERD2_PROXY_INBOUND_DEFAULT_POLICY"
LINKS = "links.multicluster.linkerd.io"
SERVERS = "servers.policy.linkerd.io"


def version(cluster: Cluster) -> str:
    """Return the version of the control plane, or nothing where there is none."""
    found = cluster.find("deployments.apps", NAMESPACE, "linkerd-proxy-injector")
    image: str = found["spec"]["template"]["spec"]["containers"][0]["image"] if found else ""
    return image.partition(":")[2]


@injects("linkerd-proxy-injector")
def inject(cluster: Cluster, namespace: Object, _: Object, pod: Object) -> None:
    """Add the proxy to a pod that asks for it by an annotation, or whose namespace does."""
    asked = note(pod, "linkerd.io/inject") or note(namespace, "linkerd.io/inject")
    if asked != "enabled" or has_container(pod, "linkerd-proxy"):
        return
    policy = note(pod, POLICY) or note(namespace, POLICY) or "all-unauthenticated"
    proxy = {"name": "linkerd-proxy", "env": [{"name": _VARIABLE, "value": policy}]}
    first = [{"name": "linkerd-init"}, proxy]
    pod["spec"]["initContainers"] = [*first, *pod["spec"].get("initContainers", ())]
    metadata = pod["metadata"]
    metadata.setdefault("labels", {})["linkerd.io/control-plane-ns"] = NAMESPACE
    metadata.setdefault("annotations", {})["linkerd.io/proxy-version"] = version(cluster)


def is_meshed(pod: Object) -> bool:
    """Tell whether a pod has Linkerd's proxy by injection."""
    return "linkerd.io/control-plane-ns" in labels_of(pod) and has_container(pod, "linkerd-proxy")


def reconcile(world: World, cluster: Cluster) -> None:
    """Mirror the exported Services of every cluster that a Link names, if it can be read."""
    wanted = set()
    for link in cluster.list(LINKS):
        peer = world.clusters.get(link["spec"]["targetClusterName"])
        secret = link["spec"]["clusterCredentialsSecret"]
        place = (link["metadata"]["namespace"], secret)
        if peer and cluster.find("secrets", *place) and has_extension(cluster):
            wanted |= {_mirror(cluster, peer, one) for one in _exported(cluster, peer)}
    if has_extension(cluster):
        for one in cluster.list("services"):
            key = (one["metadata"]["namespace"], one["metadata"]["name"])
            if "mirror.linkerd.io/cluster-name" in labels_of(one) and key not in wanted:
                cluster.remove("services", *key)


def has_extension(cluster: Cluster) -> bool:
    """Tell whether the multicluster extension runs."""
    return available(cluster, "linkerd-multicluster", "linkerd-gateway")


def _exported(cluster: Cluster, peer: Cluster) -> list[Object]:
    namespaces = {one["metadata"]["name"] for one in cluster.list("namespaces")}
    return [
        one
        for one in peer.list("services")
        if labels_of(one).get("mirror.linkerd.io/exported") == "true"
        and one["metadata"]["namespace"] in namespaces
    ]


def _mirror(cluster: Cluster, peer: Cluster, service: Object) -> tuple[str, str]:
    namespace, name = service["metadata"]["namespace"], service["metadata"]["name"]
    key = (namespace, f"{name}-{peer.name}")
    if cluster.find("services", *key) is None:
        labels = {"mirror.linkerd.io/cluster-name": peer.name}
        metadata = {"name": key[1], "namespace": namespace, "labels": labels}
        spec = {"selector": {"mirrored": key[1]}, "ports": service["spec"]["ports"]}
        own = {"apiVersion": "v1", "kind": "Service", "metadata": metadata, "spec": spec}
        cluster.add(own)
    return key


def refusal(call: Call) -> str:
    """Return the status with which the server's proxy refuses a call, or nothing."""
    if not is_meshed(call.server):
        return ""
    known = is_meshed(call.client)
    namespace = call.server["metadata"]["namespace"]
    servers = [
        one
        for one in call.cluster.list(SERVERS, namespace)
        if matches(one["spec"].get("podSelector", {}), labels_of(call.server))
        and _has_port(call.server, one["spec"]["port"])
    ]
    if servers:
        allowed = any(_allows(call, one["metadata"]["name"], known=known) for one in servers)
        return "" if allowed else FORBIDDEN
    return FORBIDDEN if _inbound_policy(call.server) == "all-authenticated" and not known else ""


def _inbound_policy(pod: Object) -> str:
    proxy = next(one for one in pod["spec"]["initContainers"] if one["name"] == "linkerd-proxy")
    policy: str = proxy["env"][0]["value"]
    return policy


def _has_port(pod: Object, port: Any) -> bool:
    ports = [one for each in pod["spec"]["containers"] for one in each.get("ports", ())]
    return any(port in (one.get("name"), one["containerPort"]) for one in ports)


def _allows(call: Call, server: str, *, known: bool) -> bool:
    namespace = call.server["metadata"]["namespace"]
    for policy in call.cluster.list("authorizationpolicies.policy.linkerd.io", namespace):
        spec = policy["spec"]
        if spec["targetRef"]["name"] == server and all(
            known and _is_one_of(call, namespace, one) for one in spec["requiredAuthenticationRefs"]
        ):
            return True
    return False


def _is_one_of(call: Call, namespace: str, reference: Any) -> bool:
    resource = "meshtlsauthentications.policy.linkerd.io"
    found = call.cluster.find(resource, reference.get("namespace", namespace), reference["name"])
    return found is not None and any(
        (one.get("namespace", namespace), one["name"]) == call.caller
        for one in found["spec"].get("identityRefs", ())
    )


def anchors_equal(cluster: Cluster, peer: Cluster) -> bool:
    """Tell whether two clusters trust the same root."""
    name = "linkerd-identity-trust-roots"
    mine, other = (one.find("configmaps", NAMESPACE, name) for one in (cluster, peer))
    return bool(mine and other and mine["data"] == other["data"])
