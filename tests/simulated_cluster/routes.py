"""Where calls for a Service go: by routes of Gateway API, of Istio or of Consul, or to all pods."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.simulated_cluster.admission import has_container
from tests.simulated_cluster.calls import Call, labels_of, note
from tests.simulated_cluster.cluster import Cluster, Object
from tests.simulated_cluster.controllers.gateways import ENVOY, GATEWAYS, ROUTES
from tests.simulated_cluster.controllers.services import pods_behind
from tests.simulated_cluster.meshes import cilium, consul, istio, istio_joined, kuma, linkerd
from tests.simulated_cluster.world import World

_OWNER = "simulated/gateway"


@dataclass(frozen=True, slots=True)
class Target:
    """A share of the calls, the pods that answer it, and the gateway that it comes through."""

    cluster: Cluster
    service: str
    weight: int
    pods: tuple[Object, ...]
    through: tuple[str, str] | None = None


def targets(world: World, place: Call, service: str, namespace: str, host: str) -> Iterator[Target]:
    """Yield where calls of a pod for a Service go; nothing for a Service that is not there."""
    found = place.cluster.find("services", namespace, service)
    if found is None:
        return
    if owner := labels_of(found).get(_OWNER):
        yield from _through_gateway(place.cluster, owner, host or service)
        return
    weights = list(_weights(place, found))
    if not weights:
        yield from _everywhere(world, place, found)
    for name, weight, notes in weights:
        other = place.cluster.find("services", namespace, name)
        pods = pods_behind(place.cluster, other) if other else ()
        chosen = tuple(one for one in pods if all(note(one, key) == notes[key] for key in notes))
        yield Target(place.cluster, service, weight, chosen)


Weights = Iterator[tuple[str, int, dict[str, Any]]]


def _weights(place: Call, service: Object) -> Weights:
    """Yield Services with weights, and annotations that only a part of their pods have."""
    cluster, client = place.cluster, place.client
    name, namespace = service["metadata"]["name"], service["metadata"]["namespace"]
    if consul.is_meshed(client):
        for weight, notes in consul.splits(cluster, name):
            yield name, weight, notes
        return
    if has_container(client, "istio-proxy"):
        for one in cluster.list("virtualservices.networking.istio.io", namespace):
            if name in one["spec"]["hosts"]:
                for route in one["spec"]["http"][0]["route"]:
                    yield route["destination"]["host"], route["weight"], {}
                return
    if follows_routes(cluster, client, namespace):
        for route in cluster.list(ROUTES, namespace):
            parents = route.get("status", {}).get("parents", [])
            if any(one["parentRef"]["name"] == name for one in parents):
                yield from _backends(route)


def _backends(route: Object) -> Weights:
    for one in route["spec"]["rules"][0]["backendRefs"]:
        yield one["name"], one.get("weight", 1), {}


def follows_routes(cluster: Cluster, client: Object, namespace: str) -> bool:
    """Tell whether calls of a pod follow routes whose parent is a Service of a namespace."""
    if linkerd.is_meshed(client) or kuma.is_meshed(client):
        return True
    if has_container(client, "istio-proxy"):
        return True
    if istio.is_ambient(cluster, client) and istio.waypoint_of(cluster, namespace):
        return True
    return cilium.runs(cluster) and cilium.setting(cluster, "enable-gateway-api") == "true"


def _through_gateway(cluster: Cluster, owner: str, host: str) -> Iterator[Target]:
    namespace, name = owner.split(".")
    if cluster.find(GATEWAYS, namespace, name) is None:
        return
    for route in cluster.list(ROUTES, namespace):
        hosts = route["spec"].get("hostnames", [])
        attached = any(one["name"] == name for one in route["spec"]["parentRefs"])
        if attached and (host in hosts if host in _hostnames(cluster) else not hosts):
            for backend, weight, _ in _backends(route):
                found = cluster.find("services", namespace, backend)
                pods = pods_behind(cluster, found) if found else ()
                yield Target(cluster, backend, weight, pods, (ENVOY, "envoy"))


def _hostnames(cluster: Cluster) -> set[str]:
    return {host for one in cluster.list(ROUTES) for host in one["spec"].get("hostnames", [])}


def _everywhere(world: World, place: Call, service: Object) -> Iterator[Target]:
    """Yield all pods of a Service, also those of joined clusters."""
    cluster, metadata = place.cluster, service["metadata"]
    for pod in pods_behind(cluster, service):
        yield Target(cluster, metadata["name"], 1, (pod,))
    for peer in world.clusters.values():
        if peer is cluster:
            continue
        far = peer.find("services", metadata["namespace"], metadata["name"])
        mirrored = labels_of(service).get("mirror.linkerd.io/cluster-name") == peer.name
        if mirrored:
            name = metadata["name"].removesuffix(f"-{peer.name}")
            far = peer.find("services", metadata["namespace"], name)
        if far and _is_joined(world, place, service, far, peer, mirrored=mirrored):
            through = ("linkerd-multicluster", "linkerd-gateway") if mirrored else None
            for pod in pods_behind(peer, far):
                yield Target(peer, far["metadata"]["name"], 1, (pod,), through)


def _is_joined(
    world: World, place: Call, here: Object, there: Object, peer: Cluster, *, mirrored: bool
) -> bool:
    cluster = place.cluster
    if mirrored:
        return linkerd.is_meshed(place.client) and linkerd.anchors_equal(cluster, peer)
    if peer in cilium.joined(world, cluster):
        return cilium.is_global(here) and cilium.is_global(there)
    return istio_joined.reads(world, cluster, peer, place.client)
