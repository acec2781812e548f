"""What the charts reserve by default: the things each option installs, and how many of each."""

from collections.abc import Callable, Iterator, Mapping

from app.domain.overhead_sizing import CiliumEncryption, Sizing
from app.domain.overhead_terms import istiod_replicas

Counted = Iterator[tuple[str, int]]
"""Ids of default requests, each with the number of things that ask for it."""

SERVERS_HA = 3


def _istio_sidecar(sizing: Sizing, _waypoints: int) -> Counted:
    yield "istio_sidecar", sizing.meshed_pods
    yield "istio.istiod", istiod_replicas(sizing, sizing.meshed_pods)


def _istio_ambient(sizing: Sizing, waypoints: int) -> Counted:
    yield "istio_ambient.ztunnel", sizing.nodes
    yield "istio_ambient.cni", sizing.nodes
    yield "istio_ambient.waypoint", waypoints
    yield "istio.istiod", istiod_replicas(sizing, sizing.nodes + waypoints)


def _linkerd(sizing: Sizing, _waypoints: int) -> Counted:
    yield ("linkerd.proxy_ha" if sizing.ha else "linkerd.proxy"), sizing.meshed_pods
    if sizing.ha:
        yield "linkerd.control_plane_ha", 1


def _cilium(sizing: Sizing, _waypoints: int) -> Counted:
    yield "cilium.agent_and_envoy", sizing.nodes
    if sizing.cilium_encryption is CiliumEncryption.ZTUNNEL:
        yield "cilium.ztunnel", sizing.nodes


def _kuma(sizing: Sizing, _waypoints: int) -> Counted:
    yield "kuma.sidecar", sizing.meshed_pods
    yield "kuma.control_plane", 2 if sizing.ha else 1


def _consul(sizing: Sizing, _waypoints: int) -> Counted:
    yield "consul.sidecar", sizing.meshed_pods
    yield "consul.server", SERVERS_HA if sizing.ha else 1
    yield "consul.injector", 1


def _no_mesh(_sizing: Sizing, _waypoints: int) -> Counted:
    yield from ()


REQUESTS: Mapping[str, Callable[[Sizing, int], Counted]] = {
    "istio-sidecar": _istio_sidecar,
    "istio-ambient": _istio_ambient,
    "linkerd": _linkerd,
    "cilium": _cilium,
    "kuma": _kuma,
    "consul": _consul,
    "no-mesh": _no_mesh,
}
"""What each option installs, for the number of waypoints of Istio ambient."""
