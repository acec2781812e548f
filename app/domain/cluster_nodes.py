"""What the nodes of a cluster say: versions, systems, sizes, address families."""

from collections.abc import Mapping
from statistics import median_low
from typing import Any

from app.domain.cluster import Counts, Evidence, Fact
from app.domain.cluster_signals import items_at, text_at
from app.domain.cluster_tally import Tally, Values
from app.domain.cluster_versions import parse_quantity, parse_version

_INFO = {
    "kubelets": "kubeletVersion",
    "architectures": "architecture",
    "systems": "operatingSystem",
    "os_images": "osImage",
    "kernels": "kernelVersion",
    "runtimes": "containerRuntimeVersion",
}
_CONTROL_PLANE = ("node-role.kubernetes.io/control-plane", "node-role.kubernetes.io/master")
_GIB = 2.0**30
_SIZES = 5000  # Nodes whose size is remembered; the median of so many is that of all.


class NodeObserver:
    """Accumulates nodes."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self._source = fields["node"]
        self._skew_source = fields["skew"]
        self._all = Tally()
        self._info = {
            fact: Values(f"status.nodeInfo.{field}", self._source) for fact, field in _INFO.items()
        }
        self._sizes: dict[str, list[tuple[float, str]]] = {"cpu": [], "memory": []}
        self._pod_cidrs = {True: Tally(), False: Tally()}
        self._dual_source = fields["dual_stack"]

    def observe(self, node: Mapping[str, Any], name: str) -> None:
        """Take in one Node."""
        self._all.add(name, "kind", "Node", self._source)
        is_windows = text_at(node, "status", "nodeInfo", "operatingSystem") == "windows"
        for fact, field in _INFO.items():
            if not (is_windows and fact == "kernels"):  # Its build number would pass for a kernel.
                self._info[fact].add(name, text_at(node, "status", "nodeInfo", field))
        cidrs = [one for one in items_at(node, "spec", "podCIDRs") if isinstance(one, str)]
        if cidrs:
            is_dual = len({":" in one for one in cidrs}) > 1
            self._pod_cidrs[is_dual].add(name, "spec.podCIDRs", ", ".join(cidrs), self._dual_source)
        if not is_windows and not _is_control_plane(node):
            self._measure(node, name)

    def _measure(self, node: Mapping[str, Any], name: str) -> None:
        for resource, sizes in self._sizes.items():
            size = parse_quantity(text_at(node, "status", "capacity", resource))
            if size and len(sizes) < _SIZES:
                sizes.append((size, name))

    @property
    def nodes(self) -> Fact[int] | None:
        """How many there are."""
        return Fact(self._all.count, self._all.evidence) if self._all.count else None

    def info(self, fact: str) -> Fact[Counts] | None:
        """Return one of the facts of nodeInfo."""
        return self._info[fact].fact

    def skew(self, server: str | None) -> Fact[int] | None:
        """Return by how many minor versions the oldest kubelet is behind the server."""
        versions = {
            text: version
            for text in self._info["kubelets"].counts
            if (version := parse_version(text)) is not None
        }
        server_version = parse_version(server or "")
        if not versions or server_version is None:
            return None
        oldest = min(versions, key=lambda text: versions[text])
        behind = server_version[1] - versions[oldest][1]
        return Fact(behind, self._info["kubelets"].evidence([oldest]))

    @property
    def vcpu(self) -> Fact[float] | None:
        """The vCPUs of the middle one of the Linux workers."""
        return self._middle("cpu", 1.0)

    @property
    def gib(self) -> Fact[float] | None:
        """The memory of the middle one of the Linux workers, GiB."""
        return self._middle("memory", _GIB)

    def _middle(self, resource: str, unit: float) -> Fact[float] | None:
        sizes = self._sizes[resource]
        if not sizes:
            return None
        size, name = median_low(sizes)
        value = round(size / unit, 2)
        field = f"status.capacity.{resource}"
        others = len(sizes) - 1
        return Fact(value, (Evidence(name, field, f"{value:g}", self._source, others),))

    @property
    def dual_stack(self) -> tuple[Tally, Tally]:
        """Nodes whose pods get both address families, and nodes whose pods get one."""
        return self._pod_cidrs[True], self._pod_cidrs[False]


def _is_control_plane(node: Mapping[str, Any]) -> bool:
    metadata = node.get("metadata")
    labels = metadata.get("labels") if isinstance(metadata, Mapping) else None
    return isinstance(labels, Mapping) and any(role in labels for role in _CONTROL_PLANE)
