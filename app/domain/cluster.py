"""What is known about a cluster, each fact with the fields that said so; the rest is unknown."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Generic, TypeVar

T = TypeVar("T")
MAX_TEXT = 120


@dataclass(frozen=True, slots=True)
class Evidence:
    """One field of one object. `others` more objects say the same; `source` is a signal source.

    Texts come from the cluster: they are cut and hold no control characters, and still must
    be escaped where they are shown.
    """

    object: str
    field: str
    value: str
    source: str
    others: int = 0

    @property
    def line(self) -> str:
        """The evidence in one line."""
        more = f" (and {self.others} more)" if self.others else ""
        return f"{self.object}: {self.field} = {self.value}{more}"


@dataclass(frozen=True, slots=True)
class Fact(Generic[T]):
    """A value with what it rests on."""

    value: T
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class GatewayApi:
    """The Gateway API definitions that are installed; a text is empty where nothing says it."""

    version: str
    channel: str


@dataclass(frozen=True, slots=True)
class MeshFound:
    """A mesh that is there already, with its pods by option (or by its own id, when ended)."""

    mesh: str
    is_installed: bool
    pods: Mapping[str, int]


Counts = Mapping[str, int]
"""A number of nodes or namespaces by value, the most frequent first."""


@dataclass(frozen=True, slots=True)
class ClusterFacts:
    """The facts about one cluster; None is unknown.

    `kubernetes` is the API server's version without its vendor's suffix. `skew` is how many
    minor versions the oldest kubelet is behind it. `kernels` are those of Linux nodes, and node
    sizes those of the middle Linux worker. `workload_pods`, `services`, `jobs` and
    `workload_namespaces` leave the cluster's own machinery out; `own_namespaces` are the names of
    the latter, those that come first. `gateway_api` with the value
    None says that its definitions are not installed.
    """

    kubernetes: Fact[str] | None = None
    kubelets: Fact[Counts] | None = None
    skew: Fact[int] | None = None
    nodes: Fact[int] | None = None
    architectures: Fact[Counts] | None = None
    systems: Fact[Counts] | None = None
    os_images: Fact[Counts] | None = None
    kernels: Fact[Counts] | None = None
    runtimes: Fact[Counts] | None = None
    node_vcpu: Fact[float] | None = None
    node_gib: Fact[float] | None = None
    platform: Fact[str] | None = None
    cnis: Fact[tuple[str, ...]] | None = None
    cilium_managed: Fact[str] | None = None
    namespaces: Fact[int] | None = None
    workload_namespaces: Fact[int] | None = None
    own_namespaces: Fact[tuple[str, ...]] | None = None
    pods: Fact[int] | None = None
    workload_pods: Fact[int] | None = None
    services: Fact[int] | None = None
    jobs: Fact[int] | None = None
    dual_stack: Fact[bool] | None = None
    gateway_api: Fact[GatewayApi | None] | None = None
    meshes: Fact[tuple[MeshFound, ...]] | None = None
    tools: Fact[Mapping[str, bool]] | None = None
    pod_security: Fact[Counts] | None = None
    load_balancer: Fact[bool] | None = None
    storage_class: Fact[str] | None = None

    @property
    def known(self) -> Mapping[str, Fact[object]]:
        """The facts that are known, by name."""
        facts = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: fact for name, fact in facts.items() if fact is not None}

    @property
    def unknown(self) -> tuple[str, ...]:
        """The names of the facts that nothing was found about."""
        return tuple(field.name for field in fields(self) if getattr(self, field.name) is None)


def shown(text: str) -> str:
    """Return a text from a cluster as one short line without control characters."""
    printable = "".join(sign if sign.isprintable() else "?" for sign in text[: MAX_TEXT + 1])
    return printable if len(printable) <= MAX_TEXT else printable[: MAX_TEXT - 3] + "..."
