"""Read a cluster object by object, and keep nothing but what the facts need."""

from collections.abc import Mapping
from typing import Any

from app.domain.cluster import ClusterFacts, Evidence, Fact, GatewayApi, shown
from app.domain.cluster_conclusions import DEFINITIONS, Conclusions
from app.domain.cluster_nodes import NodeObserver
from app.domain.cluster_signals import ClusterSignals, text_at
from app.domain.cluster_versions import parse_version, written
from app.domain.cluster_workloads import WorkloadObserver
from app.domain.errors import InvalidInput, Problem

MAX_OBJECTS = 250_000
_FIELD = "cluster"
_GATEWAY = "gateway.networking.k8s.io"
_DEFAULT_CLASS = "storageclass.kubernetes.io/is-default-class"


class ClusterObserver:
    """Accumulates objects of one cluster; `facts` may be asked for at any time.

    Objects may have any shape: what is not where Kubernetes puts it is not seen. An object
    that comes twice counts once.
    """

    def __init__(self, signals: ClusterSignals) -> None:
        self._signals = signals
        self._number = 0
        self._seen: set[int] = set()
        self._conclusions = Conclusions(signals)
        self._nodes = NodeObserver(signals.fields)
        self._workloads = WorkloadObserver(signals)
        self._server: Fact[str] | None = None
        self._gateway: Fact[GatewayApi | None] | None = None
        self._storage: Fact[str] | None = None

    def observe(self, found: Mapping[str, Any]) -> None:
        """Take in one object. Raises InvalidInput for a Secret, and for too many objects."""
        self._number += 1
        if self._number > MAX_OBJECTS:
            raise _refusal(f"There are more than {MAX_OBJECTS:,} objects in it.")
        found = _with_server(found)
        kind = _kind(found)
        if kind in {"Secret", "SecretList"}:
            raise _refusal("There is a Secret in it, so nothing was read. Leave Secrets out.")
        if not kind or kind == "List" or not self._is_new(found, kind):
            return
        name = _name(found, kind)
        self._conclusions.observe(found, kind, name)
        self._workloads.observe(found, kind, name)
        if kind == "Node":
            self._nodes.observe(found, name)
        elif kind == "Version":
            self._observe_version(found)
        elif kind == DEFINITIONS:
            self._observe_definition(found, name)
        elif kind == "StorageClass":
            self._observe_storage_class(found, name)

    def _is_new(self, found: Mapping[str, Any], kind: str) -> bool:
        uid = text_at(found, "metadata", "uid")
        namespace, name = (
            text_at(found, "metadata", "namespace"),
            text_at(found, "metadata", "name"),
        )
        if not (uid or name):
            return True
        identity = hash(uid or (kind, namespace, name))
        if identity in self._seen:
            return False
        self._seen.add(identity)
        return True

    def _observe_version(self, found: Mapping[str, Any]) -> None:
        git_version = text_at(found, "serverVersion", "gitVersion")
        version = parse_version(git_version)
        if version is not None:
            source = self._signals.fields["kubernetes"]
            told = Evidence(
                "kubectl version", "serverVersion.gitVersion", shown(git_version), source
            )
            self._server = Fact(written(version), (told,))

    def _observe_definition(self, found: Mapping[str, Any], name: str) -> None:
        if not text_at(found, "metadata", "name").endswith(f".{_GATEWAY}"):
            return
        version = text_at(found, "metadata", "annotations", f"{_GATEWAY}/bundle-version")
        channel = text_at(found, "metadata", "annotations", f"{_GATEWAY}/channel")
        known = self._gateway.value if self._gateway else None
        if known is not None and (known.version or not version):
            return
        number = parse_version(version)
        field = f'metadata.annotations["{_GATEWAY}/bundle-version"]'
        told = Evidence(
            name, field, shown(version) or "nothing", self._signals.fields["gateway_api"]
        )
        value = GatewayApi(written(number) if number else "", shown(channel))
        self._gateway = Fact(value, (told,))

    def _observe_storage_class(self, found: Mapping[str, Any], name: str) -> None:
        is_default = text_at(found, "metadata", "annotations", _DEFAULT_CLASS) == "true"
        field, source = (
            f'metadata.annotations["{_DEFAULT_CLASS}"]',
            self._signals.fields["storage_class"],
        )
        if is_default:
            provisioner = shown(text_at(found, "provisioner")) or "unknown"
            self._storage = Fact(provisioner, (Evidence(name, field, "true", source),))
        elif self._storage is None:
            self._storage = Fact("", (Evidence(name, field, "nothing", source),))

    @property
    def facts(self) -> ClusterFacts:
        """What is known so far."""
        nodes, workloads, said = self._nodes, self._workloads, self._conclusions
        server = self._server.value if self._server else None
        return ClusterFacts(
            kubernetes=self._server,
            kubelets=nodes.info("kubelets"),
            skew=nodes.skew(server),
            nodes=nodes.nodes,
            architectures=nodes.info("architectures"),
            systems=nodes.info("systems"),
            os_images=nodes.info("os_images"),
            kernels=nodes.info("kernels"),
            runtimes=nodes.info("runtimes"),
            node_vcpu=nodes.vcpu,
            node_gib=nodes.gib,
            platform=said.platform,
            cnis=said.cnis,
            cilium_managed=said.cilium_managed,
            namespaces=workloads.everything("Namespace"),
            workload_namespaces=workloads.own("Namespace"),
            own_namespaces=workloads.namespaces,
            pods=workloads.everything("Pod"),
            workload_pods=workloads.own("Pod"),
            services=workloads.own("Service"),
            jobs=workloads.own("Job"),
            dual_stack=workloads.dual_stack(nodes.dual_stack),
            gateway_api=self._gateway or said.no_gateway_api,
            meshes=said.meshes,
            tools=said.tools,
            pod_security=workloads.pod_security,
            load_balancer=said.load_balancer(workloads.waiting.evidence),
            storage_class=self._storage,
        )


def _with_server(found: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what the API server says at /version as `kubectl version` prints it."""
    if "kind" not in found and {"major", "minor", "gitVersion"} <= found.keys():
        return {"serverVersion": found}
    return found


def _kind(found: Mapping[str, Any]) -> str:
    """Return the kind; what `kubectl version` prints has none and is called Version."""
    if isinstance(found.get("serverVersion"), Mapping):
        return "Version"
    return text_at(found, "kind")


def _name(found: Mapping[str, Any], kind: str) -> str:
    if kind == "Version":
        return "kubectl version"
    namespace, name = text_at(found, "metadata", "namespace"), text_at(found, "metadata", "name")
    return f"{kind} {namespace}/{name}" if namespace else f"{kind} {name}"


def _refusal(sentence: str) -> InvalidInput:
    return InvalidInput([Problem(_FIELD, sentence)])
