"""All controllers of a cluster, run until nothing changes any more."""

from tests.simulated_cluster import workloads
from tests.simulated_cluster.cluster import Cluster
from tests.simulated_cluster.controllers import (
    certificates,
    flagger,
    gateways,
    gitops,
    rollouts,
    services,
)
from tests.simulated_cluster.meshes import cilium, consul, istio, istio_joined, kuma, linkerd
from tests.simulated_cluster.world import World

_CONTROLLERS = (
    *(gitops.reconcile, services.reconcile, certificates.reconcile, gateways.reconcile),
    *(
        linkerd.reconcile,
        istio.reconcile,
        istio_joined.reconcile,
        kuma.reconcile,
        consul.reconcile,
        cilium.reconcile,
    ),
    *(flagger.reconcile, rollouts.reconcile),
)
_ROUNDS = 30


def settle(world: World) -> None:
    """Run the controllers of every cluster until they have come to rest; RuntimeError if never."""
    for _ in range(_ROUNDS):
        before = [one.changes for one in world.clusters.values()]
        for cluster in filter(_is_restless, world.clusters.values()):
            workloads.reconcile(cluster)
            for controller in _CONTROLLERS:
                controller(world, cluster)
            cluster.finish()
        if before == [one.changes for one in world.clusters.values()]:
            for one in world.clusters.values():
                one.rested = one.changes
            return
    raise RuntimeError("the controllers never come to rest")


def _is_restless(cluster: Cluster) -> bool:
    """Tell whether a cluster has changed, or belongs to those of which one may change another."""
    return cluster.joinable or cluster.rested != cluster.changes


def tick(world: World, cluster: Cluster) -> None:
    """Let time go on for what happens step by step."""
    before = cluster.changes
    flagger.tick(cluster)
    if cluster.changes != before:
        settle(world)
