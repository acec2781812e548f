"""Write a cluster's facts in words."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from app.domain.cluster import GatewayApi, MeshFound
from app.domain.cluster_signals import ClusterSignals

LABELS: Final[Mapping[str, str]] = {
    "kubernetes": "Kubernetes",
    "platform": "Platform",
    "nodes": "Nodes",
    "kubelets": "Kubelets",
    "skew": "Version skew",
    "architectures": "Architectures",
    "systems": "Operating systems",
    "os_images": "System images",
    "kernels": "Linux kernels",
    "runtimes": "Container runtimes",
    "node_vcpu": "vCPUs of a worker",
    "node_gib": "Memory of a worker",
    "cnis": "Network plug-in",
    "cilium_managed": "Cilium run by the provider",
    "dual_stack": "Dual stack",
    "namespaces": "Namespaces",
    "workload_namespaces": "Your namespaces",
    "own_namespaces": "Their names",
    "pods": "Pods",
    "workload_pods": "Your pods",
    "services": "Your Services",
    "jobs": "Your Jobs and CronJobs",
    "gateway_api": "Gateway API",
    "meshes": "Meshes",
    "tools": "Tools",
    "pod_security": "Pod Security levels",
    "load_balancer": "Load balancers",
    "storage_class": "Default storage class",
}
"""The names of the facts, in the order in which they are shown."""


def words_of(name: str, value: Any, signals: ClusterSignals) -> str:
    """Return the value of a fact in words."""
    write = _WRITERS.get(name, _plain)
    return write(value, signals)


def _plain(value: Any, _signals: ClusterSignals) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


def _counts(value: Mapping[str, int], _signals: ClusterSignals) -> str:
    return ", ".join(f"{text} ({number:,})" for text, number in value.items())


def _name(value: str, signals: ClusterSignals) -> str:
    return signals.name_by_id[value]


def _names(value: tuple[str, ...], signals: ClusterSignals) -> str:
    return ", ".join(signals.name_by_id[one] for one in value)


def _skew(value: int, _signals: ClusterSignals) -> str:
    if value == 0:
        return "none: kubelets and API server have the same minor version"
    place = "behind" if value > 0 else "ahead of"
    return f"the oldest kubelet is {abs(value)} minor versions {place} the API server"


def _gateway(value: GatewayApi | None, _signals: ClusterSignals) -> str:
    if value is None:
        return "not installed"
    version = f"version {value.version}" if value.version else "installed, its version is not said"
    return f"{version}, {value.channel} channel" if value.channel else version


def _meshes(value: tuple[MeshFound, ...], signals: ClusterSignals) -> str:
    return "; ".join(_mesh(one, signals) for one in value) or "none"


def _mesh(found: MeshFound, signals: ClusterSignals) -> str:
    pods = ", ".join(f"{number:,} as {option}" for option, number in found.pods.items())
    return f"{signals.name_by_id[found.mesh]} ({f'pods: {pods}' if pods else 'no pods seen'})"


def _tools(value: Mapping[str, bool], signals: ClusterSignals) -> str:
    there = (signals.name_by_id[one] for one, is_there in value.items() if is_there)
    return ", ".join(there) or "none that Meshwise knows"


_WRITERS: Final[Mapping[str, Callable[[Any, ClusterSignals], str]]] = {
    **dict.fromkeys(
        ("kubelets", "architectures", "systems", "os_images", "kernels", "runtimes"), _counts
    ),
    "pod_security": _counts,
    "platform": _name,
    "cilium_managed": lambda value, signals: f"yes, by {_name(value, signals)}",
    "cnis": _names,
    "own_namespaces": lambda value, _signals: ", ".join(value),
    "skew": _skew,
    "node_vcpu": lambda value, _signals: f"{value:g}",
    "node_gib": lambda value, _signals: f"{value:g} GiB",
    "dual_stack": lambda value, _signals: "yes" if value else "no",
    "load_balancer": lambda value, _signals: (
        "Services get addresses" if value else "a Service waits for an address"
    ),
    "gateway_api": _gateway,
    "meshes": _meshes,
    "tools": _tools,
    "storage_class": lambda value, _signals: value or "none is the default",
}
