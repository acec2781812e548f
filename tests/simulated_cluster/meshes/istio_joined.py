"""Istio in several clusters: which of them istiod reads, and whose pods a proxy reaches."""

from collections.abc import Iterator

from tests.simulated_cluster.authority import encoded
from tests.simulated_cluster.calls import labels_of, note
from tests.simulated_cluster.cluster import Cluster, Object
from tests.simulated_cluster.meshes.istio import (
    ROOT,
    SYSTEM,
    control_planes,
    hand_out,
    is_meshed,
    root_of,
)
from tests.simulated_cluster.world import World

_CONTROLLED = "topology.istio.io/controlPlaneClusters"
_INJECTORS = "mutatingwebhookconfigurations.admissionregistration.k8s.io"


def remotes(cluster: Cluster) -> Iterator[str]:
    """Yield the names of the clusters whose API server istiod may read."""
    for secret in cluster.list("secrets", SYSTEM):
        if labels_of(secret).get("istio/multiCluster") == "true":
            names: dict[str, str] = secret.get("stringData") or secret.get("data") or {}
            yield from names


def controlled(world: World, cluster: Cluster) -> Iterator[Cluster]:
    """Yield the remote clusters whose system namespace names this one for its control plane."""
    for name in remotes(cluster):
        peer = world.clusters.get(name)
        system = peer.find("namespaces", "", SYSTEM) if peer else None
        if peer and system and note(system, _CONTROLLED) == cluster.name:
            yield peer


def reconcile(world: World, cluster: Cluster) -> None:
    """Sign and inject in remote clusters too, where their namespace names this cluster for it."""
    for peer in controlled(world, cluster) if control_planes(cluster) else ():
        root = root_of(cluster)
        hand_out(peer, root)
        webhook = peer.find(_INJECTORS, "", "istio-sidecar-injector")
        for hook in webhook["webhooks"] if webhook else ():
            peer.set(hook["clientConfig"], caBundle=encoded(root))


def reads(world: World, cluster: Cluster, peer: Cluster, client: Object) -> bool:
    """Tell whether a pod's proxy knows the pods of a peer and can reach them."""
    known = any(world.clusters.get(name) is peer for name in remotes(cluster))
    gateway = peer.find("services", SYSTEM, "istio-eastwestgateway")
    return (
        known
        and is_meshed(cluster, client)
        and bool(gateway and gateway.get("status", {}).get("loadBalancer"))
        and root_of(cluster) == root_in(peer)
    )


def root_in(cluster: Cluster) -> str:
    """Return the root that a cluster's pods trust."""
    found = cluster.find("configmaps", SYSTEM, ROOT)
    root: str = found["data"]["root-cert.pem"] if found else ""
    return root
