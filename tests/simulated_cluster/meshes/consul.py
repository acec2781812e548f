"""Consul: the dataplane that it injects, its configuration entries, and whom intentions refuse."""

from dataclasses import replace
from typing import Any

from tests.simulated_cluster.admission import has_container, injects
from tests.simulated_cluster.authority import decoded, encoded
from tests.simulated_cluster.calls import FORBIDDEN, RESET, Call, labels_of, note
from tests.simulated_cluster.cluster import Cluster, Object
from tests.simulated_cluster.workloads import available
from tests.simulated_cluster.world import World

NAMESPACE = "consul"
GROUP = "consul.hashicorp.com"
FINALIZER = f"finalizers.{GROUP}"
INTENTIONS = f"serviceintentions.{GROUP}"
SERVICE = f"{GROUP}/kubernetes-service"
UPSTREAMS = f"{GROUP}/connect-service-upstreams"
SYNCED = [{"lastTransitionTime": "2026-11-22T10:00:00Z", "status": "True", "type": "Synced"}]


@injects("consul-connect-injector")
def inject(cluster: Cluster, _: Object, __: Object, pod: Object) -> None:
    """Add init container and dataplane; a pod that no single Service means waits for ever."""
    spec, metadata = pod["spec"], pod["metadata"]
    first = [{"name": "consul-connect-inject-init"}, {"name": "consul-dataplane"}]
    spec["initContainers"] = [*first, *spec.get("initContainers", ())]
    metadata.setdefault("labels", {})[f"{GROUP}/connect-inject-status"] = "injected"
    if not service_of(cluster, pod):
        metadata["unready"] = "no single Service selects the pod"


def service_of(cluster: Cluster, pod: Object) -> str:
    """Return the Service under which a pod is registered; empty for none or several."""
    if name := note(pod, SERVICE):
        return name
    found = [
        one["metadata"]["name"]
        for one in cluster.list("services", pod["metadata"]["namespace"])
        if one["spec"].get("selector", {}).items() <= labels_of(pod).items()
    ]
    return found[0] if len(found) == 1 else ""


def is_meshed(pod: Object) -> bool:
    """Tell whether a pod has Consul's dataplane."""
    return has_container(pod, "consul-dataplane")


def reconcile(world: World, cluster: Cluster) -> None:
    """Take over configuration entries, finish deleted ones, and make and use peering tokens."""
    if not available(cluster, NAMESPACE, "consul-connect-injector"):
        return
    for kind in cluster.kinds.known:
        if kind.group == GROUP and kind.name != "GatewayClassConfig":
            for one in cluster.list(kind.resource):
                _take_over(world, cluster, kind.name, one)


def _take_over(world: World, cluster: Cluster, kind: str, one: Object) -> None:
    metadata = one["metadata"]
    if "deletionTimestamp" in metadata:
        cluster.unset(metadata, "finalizers")
        if kind == "PeeringAcceptor":
            secret = one["spec"]["peer"]["secret"]["name"]
            if cluster.find("secrets", metadata["namespace"], secret):
                cluster.remove("secrets", metadata["namespace"], secret)
        return
    ready = True
    if kind == "PeeringAcceptor":
        _hand_out(cluster, one)
    if kind == "PeeringDialer":
        ready = _dialled(world, cluster, one)
    status = {"conditions": SYNCED} if ready else {}
    new = {"finalizers": [FINALIZER]}
    cluster.set(one, status=status, metadata={**metadata, **new})


def _hand_out(cluster: Cluster, one: Object) -> None:
    secret, namespace = one["spec"]["peer"]["secret"], one["metadata"]["namespace"]
    if cluster.find("secrets", namespace, secret["name"]) is None:
        token = encoded(f"token of {cluster.name}")
        metadata = {"name": secret["name"], "namespace": namespace}
        data = {secret["key"]: token}
        cluster.add({"apiVersion": "v1", "kind": "Secret", "metadata": metadata, "data": data})


def _dialled(world: World, cluster: Cluster, one: Object) -> bool:
    secret = one["spec"]["peer"]["secret"]
    found = cluster.find("secrets", one["metadata"]["namespace"], secret["name"])
    if found is None:
        return False
    token = decoded(found["data"][secret["key"]])
    return token.removeprefix("token of ") in world.clusters


def upstream_call(world: World, place: Call, port: int) -> Call | None:
    """Return the call that mesh gateways carry from a port of the caller's dataplane, if any."""
    for upstream in filter(None, note(place.client, UPSTREAMS).split(",")):
        name, _, wanted = upstream.partition(":")
        service, _, dialer, _ = name.split(".")
        found = place.cluster.find(f"peeringdialers.{GROUP}", NAMESPACE, dialer)
        if wanted == str(port) and found and found.get("status", {}).get("conditions"):
            secret = found["spec"]["peer"]["secret"]
            token = place.cluster.get("secrets", NAMESPACE, secret["name"])["data"][secret["key"]]
            context = decoded(token).removeprefix("token of ")
            return _exported_call(world.clusters[context], place, service)
    return None


def _exported_call(peer: Cluster, place: Call, service: str) -> Call | None:
    accepted = {one["metadata"]["name"] for one in peer.list(f"peeringacceptors.{GROUP}")}
    consumers = {
        consumer["peer"]
        for entry in peer.list(f"exportedservices.{GROUP}")
        for one in entry["spec"]["services"]
        if one["name"] == service
        for consumer in one["consumers"]
    }
    pods = [one for one in peer.list("pods") if service_of(peer, one) == service]
    for name in accepted & consumers if pods else ():
        source = (f"peer:{name}", service_of(place.cluster, place.client))
        server = replace(place, cluster=peer, server=pods[0], service=service)
        return replace(server, through=source)
    return None


def refusal(call: Call) -> str:
    """Return how a call is refused: reset without TLS, 403 by an intention, or nothing."""
    if not is_meshed(call.server):
        return ""
    if not is_meshed(call.client):
        return RESET
    target, peer = service_of(call.cluster, call.server), ""
    source = service_of(call.cluster, call.client)
    if call.through:
        peer, source = call.through[0].removeprefix("peer:"), call.through[1]
    rules = [one["spec"] for one in call.cluster.list(INTENTIONS)]
    for wanted in (target, "*"):
        for rule in (one for one in rules if one["destination"]["name"] == wanted):
            for name in (source, "*"):
                for each in rule["sources"]:
                    if each["name"] == name and each.get("peer", "") == peer:
                        return "" if each["action"] == "allow" else FORBIDDEN
    return FORBIDDEN


def splits(cluster: Cluster, service: str) -> list[tuple[int, dict[str, Any]]]:
    """Return the weights of a Service's splitter with the annotation that the pods of each have."""
    found = [
        one
        for one in cluster.list(f"servicesplitters.{GROUP}")
        if one["metadata"]["name"] == service
    ]
    resolvers = {one["metadata"]["name"]: one for one in cluster.list(f"serviceresolvers.{GROUP}")}
    result: list[tuple[int, dict[str, Any]]] = []
    for one in found:
        for each in one["spec"]["splits"]:
            subset = resolvers[service]["spec"]["subsets"][each["serviceSubset"]]
            version = subset["filter"].partition('"')[2].rstrip('"')
            result.append((each["weight"], {f"{GROUP}/service-meta-version": version}))
    return result
