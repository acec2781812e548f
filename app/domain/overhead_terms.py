"""The formulas of the sizing model: which coefficients an option adds up, and how often each.

An option's figure is a sum of terms, a factor times a coefficient, so that whoever sees the
figure can be shown every measurement it rests on and compute it again by hand.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.domain.overhead_sizing import CiliumEncryption, Sizing

PROXIES_PER_ISTIOD = 2000
WAYPOINT_CORES = 1.4  # 70 percent of the two cores a waypoint may use by default.

Values = Mapping[str, float]
"""Coefficient id to its value in one case."""


class Resource(StrEnum):
    """What is added up: MiB, cores, and milliseconds of one request."""

    MEMORY = "memory_mib"
    CPU = "cpu_cores"
    P50 = "p50_ms"
    P99 = "p99_ms"


@dataclass(frozen=True, slots=True)
class Term:
    """`factor` times a coefficient, as a part of one resource."""

    resource: Resource
    coefficient: str
    factor: float


def waypoints(sizing: Sizing, values: Values) -> int:
    """Return the waypoint replicas of Istio ambient: by namespace, or more where load asks."""
    if sizing.l7_share <= 0:
        return 0
    per_namespace = 2 if sizing.ha else 1
    by_namespace = per_namespace * math.ceil(sizing.meshed_namespaces * sizing.l7_share)
    cores = (
        sizing.thousand_calls
        * sizing.l7_share
        * values["istio_ambient.waypoint_cpu_per_1000_calls"]
    )
    return max(by_namespace, math.ceil(cores / WAYPOINT_CORES))


def istiod_replicas(sizing: Sizing, proxies: int) -> int:
    """Return the replicas of istiod: one per 2000 proxies, at least two when highly available."""
    return max(2, math.ceil(proxies / PROXIES_PER_ISTIOD)) if sizing.ha else 1


def _istio_sidecar(sizing: Sizing, _values: Values) -> Iterator[Term]:
    pods, calls = sizing.meshed_pods, sizing.thousand_calls
    yield Term(Resource.MEMORY, "istio_sidecar.mem_per_pod", pods)
    growth = pods * pods / 1000
    yield Term(Resource.MEMORY, "istio_sidecar.mem_growth_per_1000_pods", growth)
    yield Term(Resource.CPU, "istio_sidecar.cpu_per_1000_calls", calls)
    yield Term(Resource.CPU, "istio_sidecar.cpu_idle_per_pod", pods)
    yield from _latency("istio_sidecar.lat", sizing.calls_in_series)
    yield from _istiod(sizing, pods)


def _istio_ambient(sizing: Sizing, values: Values) -> Iterator[Term]:
    nodes, l7_calls = sizing.nodes, sizing.thousand_calls * sizing.l7_share
    replicas = waypoints(sizing, values)
    yield from _ztunnel(sizing)
    yield Term(Resource.MEMORY, "istio_ambient.cni_mem_per_node", nodes)
    yield Term(Resource.MEMORY, "istio_ambient.waypoint_mem", replicas)
    yield Term(Resource.CPU, "istio_ambient.waypoint_cpu_per_1000_calls", l7_calls)
    yield Term(Resource.CPU, "istio_ambient.cpu_idle_waypoint", replicas)
    yield from _latency("istio_ambient.waypoint_lat", sizing.calls_in_series * sizing.l7_share)
    yield from _istiod(sizing, nodes + replicas)


def _ztunnel(sizing: Sizing) -> Iterator[Term]:
    nodes, growth = sizing.nodes, sizing.nodes * sizing.meshed_pods / 1000
    yield Term(Resource.MEMORY, "istio_ambient.ztunnel_mem_per_node", nodes)
    yield Term(Resource.MEMORY, "istio_ambient.ztunnel_mem_growth_per_1000_pods", growth)
    yield Term(Resource.CPU, "istio_ambient.ztunnel_cpu_per_1000_calls", sizing.thousand_calls)
    yield Term(Resource.CPU, "istio_ambient.cpu_idle_ztunnel", nodes)
    yield from _latency("istio_ambient.lat", sizing.calls_in_series)


def _istiod(sizing: Sizing, proxies: int) -> Iterator[Term]:
    yield Term(Resource.MEMORY, "istio.cp_mem_base", istiod_replicas(sizing, proxies))
    yield Term(Resource.MEMORY, "istio.cp_mem_per_proxy", proxies)
    yield Term(Resource.CPU, "istio.cp_cpu_per_proxy", proxies)


def _linkerd(sizing: Sizing, _values: Values) -> Iterator[Term]:
    share = 1 if sizing.ha else 1 / 3
    yield Term(Resource.MEMORY, "linkerd.mem_per_pod", sizing.meshed_pods)
    yield Term(Resource.MEMORY, "linkerd.cp_mem_ha", share)
    yield Term(Resource.CPU, "linkerd.cpu_per_1000_calls", sizing.thousand_calls)
    yield Term(Resource.CPU, "linkerd.cpu_idle_per_pod", sizing.meshed_pods)
    yield Term(Resource.CPU, "linkerd.cp_cpu_ha", share)
    yield from _latency("linkerd.lat", sizing.calls_in_series)


def _cilium(sizing: Sizing, values: Values) -> Iterator[Term]:
    calls = sizing.thousand_calls
    envoy = "cilium.envoy_mem_per_node_l7" if sizing.l7_share > 0 else "cilium.envoy_mem_per_node"
    yield Term(Resource.MEMORY, envoy, sizing.nodes)
    yield Term(Resource.CPU, "cilium.cpu_l7_per_1000_calls", calls * sizing.l7_share)
    yield from _latency("cilium.lat_l7", sizing.calls_in_series * sizing.l7_share)
    if sizing.cilium_encryption is CiliumEncryption.ZTUNNEL:
        yield from _ztunnel(sizing)
    elif sizing.cilium_encryption is not CiliumEncryption.NONE:
        yield Term(Resource.CPU, "cilium.cpu_l4_encrypted_per_1000_calls", calls)
        yield from _latency(f"cilium.lat_{sizing.cilium_encryption}", sizing.calls_in_series)
    if not sizing.cilium_is_cni:
        yield from _cilium_as_new_cni(sizing, values)


def _cilium_as_new_cni(sizing: Sizing, values: Values) -> Iterator[Term]:
    nodes, mib = sizing.nodes, sizing.node_gib * 1024
    # The measured maximum stands in where the configured share would come to less.
    measured = values["cilium.bpf_maps_per_node"]
    is_share = mib * values["cilium.bpf_share_of_node_memory"] >= measured
    growth = nodes * sizing.meshed_pods / 1000
    yield Term(Resource.MEMORY, "cilium.agent_mem_base_per_node", nodes)
    yield Term(Resource.MEMORY, "cilium.agent_mem_growth_per_1000_pods", growth)
    yield Term(Resource.MEMORY, "cilium.bpf_share_of_node_memory", nodes * mib * is_share)
    yield Term(Resource.MEMORY, "cilium.bpf_maps_per_node", nodes * (not is_share))
    yield Term(Resource.MEMORY, "cilium.replaced_cni_mem_per_node", -nodes)
    yield Term(Resource.CPU, "cilium.cpu_agent_per_node", nodes)
    yield Term(Resource.CPU, "cilium.replaced_cni_cpu_per_node", -nodes)


def _kuma(sizing: Sizing, _values: Values) -> Iterator[Term]:
    pods = sizing.meshed_pods
    yield from _envoy_by_listener("kuma", sizing)
    yield Term(Resource.MEMORY, "kuma.cp_mem_base", 2 if sizing.ha else 1)
    yield Term(Resource.MEMORY, "kuma.cp_mem_per_proxy", pods)
    yield Term(Resource.CPU, "kuma.cp_cpu_per_proxy", pods)


def _consul(sizing: Sizing, _values: Values) -> Iterator[Term]:
    size = "ha" if sizing.ha else "single"
    yield from _envoy_by_listener("consul", sizing)
    yield Term(Resource.MEMORY, f"consul.cp_mem_{size}", 1)
    yield Term(Resource.CPU, f"consul.cp_cpu_{size}", 1)


def _envoy_by_listener(mesh: str, sizing: Sizing) -> Iterator[Term]:
    """Sidecars that parse HTTP only on ports declared as HTTP."""
    calls, pods, l7 = sizing.thousand_calls, sizing.meshed_pods, sizing.l7_share
    yield Term(Resource.MEMORY, f"{mesh}.mem_per_pod", pods)
    yield Term(Resource.CPU, f"{mesh}.cpu_l4_per_1000_calls", calls * (1 - l7))
    yield Term(Resource.CPU, f"{mesh}.cpu_l7_per_1000_calls", calls * l7)
    yield Term(Resource.CPU, f"{mesh}.cpu_idle_per_pod", pods)
    yield from _latency(f"{mesh}.lat", sizing.calls_in_series)


def _latency(prefix: str, calls: float) -> Iterator[Term]:
    yield Term(Resource.P50, f"{prefix}_p50", calls)
    yield Term(Resource.P99, f"{prefix}_p99", calls)


def _no_mesh(_sizing: Sizing, _values: Values) -> Iterator[Term]:
    yield from ()


TERMS: Mapping[str, Callable[[Sizing, Values], Iterator[Term]]] = {
    "istio-sidecar": _istio_sidecar,
    "istio-ambient": _istio_ambient,
    "linkerd": _linkerd,
    "cilium": _cilium,
    "kuma": _kuma,
    "consul": _consul,
    "no-mesh": _no_mesh,
}
"""The formula of each option."""
