"""linkerd check: what it looks for before an installation, afterwards, and in extensions."""

from collections.abc import Iterator

from tests.simulated_cluster.cluster import Cluster
from tests.simulated_cluster.failure import ToolError
from tests.simulated_cluster.meshes import linkerd
from tests.simulated_cluster.session import Session
from tests.simulated_cluster.workloads import available, is_ready

GOOD, BAD = "\N{SQUARE ROOT}", "\N{MULTIPLICATION SIGN}"


def check(session: Session) -> str:
    line, cluster = session.line, session.cluster
    faults = list(_before(cluster) if line.has("--pre") else _faults(cluster))
    if line.has("--proxy"):
        namespace = session.namespace if "--namespace" in line.flags else None
        faults += _proxy_faults(cluster, namespace)
    if line.path == "viz check":
        faults += (
            []
            if available(cluster, "linkerd-viz", "metrics-api")
            else [f"{BAD} linkerd-viz exists"]
        )
    if line.path == "multicluster check":
        faults += _link_faults(session)
    if faults:
        raise ToolError("\n".join([*faults, "Status check results are {BAD}"]))
    return f"Status check results are {GOOD}\n"


def _before(cluster: Cluster) -> Iterator[str]:
    if linkerd.version(cluster):
        yield f"{BAD} control plane namespace does not already exist"
    if not has_group(cluster, "gateway.networking.k8s.io"):
        yield f"{BAD} Gateway API CRDs are installed"


def _faults(cluster: Cluster) -> Iterator[str]:
    for name in ("linkerd-identity", "linkerd-destination", "linkerd-proxy-injector"):
        if not available(cluster, linkerd.NAMESPACE, name):
            yield f"{BAD} control plane pods are ready: {name}"
    for resource, name in (
        ("configmaps", "linkerd-identity-trust-roots"),
        ("secrets", "linkerd-identity-issuer"),
    ):
        if cluster.find(resource, linkerd.NAMESPACE, name) is None:
            yield f"{BAD} certificate config is valid: {name}"


def _proxy_faults(cluster: Cluster, namespace: str | None) -> list[str]:
    meshed = [one for one in cluster.list("pods", namespace) if linkerd.is_meshed(one)]
    if namespace and not meshed:
        return [
            f'{BAD} data plane proxies are ready: no "linkerd-proxy" containers in "{namespace}"'
        ]
    return [f"{BAD} {one['metadata']['name']} is not ready" for one in meshed if not is_ready(one)]


def _link_faults(session: Session) -> Iterator[str]:
    cluster = session.cluster
    if not linkerd.has_extension(cluster):
        yield f"{BAD} multicluster extension pods are ready"
    for link in cluster.list(linkerd.LINKS):
        peer = session.world.clusters.get(link["spec"]["targetClusterName"])
        if peer is None or not linkerd.anchors_equal(cluster, peer):
            yield f"{BAD} clusters share trust anchors"


def has_group(cluster: Cluster, group: str) -> bool:
    """Tell whether a group has definitions."""
    return any(one.group == group for one in cluster.kinds.known)
