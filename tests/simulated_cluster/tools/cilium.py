"""cilium: it installs by Helm's release, joins clusters, and says how its agents are."""

from collections.abc import Callable, Mapping

from tests.simulated_cluster.cluster import Cluster
from tests.simulated_cluster.controllers.loop import settle
from tests.simulated_cluster.failure import ToolError
from tests.simulated_cluster.fixed_answers import VERSIONS
from tests.simulated_cluster.merging import apply
from tests.simulated_cluster.meshes import cilium
from tests.simulated_cluster.releases import revisions, uninstall, upgrade
from tests.simulated_cluster.session import Session
from tests.simulated_cluster.tools.helm import values_of
from tests.simulated_cluster.workloads import available

RELEASE = (cilium.NAMESPACE, "cilium")
_API_SERVER = "clustermesh-apiserver"


def _install(session: Session) -> str:
    before = revisions(session.cluster, *RELEASE)
    if before and session.line.path == "install":
        raise ToolError(
            "Error: Unable to install Cilium: cannot re-use a name that is still in use"
        )
    if not before and session.line.path == "upgrade":
        raise ToolError("Error: Unable to upgrade Cilium: release: not found")
    values = values_of(session)
    if before and session.line.has("--reset-then-reuse-values"):
        values = apply({}, before[-1]["record"]["values"], values)
    upgrade(session.cluster, RELEASE, ("cilium", session.line.flag("--version")), values)
    settle(session.world)
    return ""


def _uninstall(session: Session) -> str:
    if revisions(session.cluster, *RELEASE):
        uninstall(session.cluster, *RELEASE)
    node_agent = session.cluster.find("daemonsets.apps", cilium.NAMESPACE, "aws-node")
    if node_agent:
        pod = node_agent["spec"]["template"]["spec"]
        selector = pod.get("nodeSelector", {})
        session.cluster.unset(selector, "io.cilium/aws-node-enabled")
    settle(session.world)
    return "✅ Cilium was successfully uninstalled.\n"


def _status(session: Session) -> str:
    if not cilium.runs(session.cluster):
        raise ToolError('Cilium:  daemonsets.apps "cilium" not found')
    return "Cilium:             OK\nOperator:           OK\n"


def _encryption(session: Session) -> str:
    nodes = len(session.cluster.list("nodes"))
    if cilium.setting(session.cluster, "enable-wireguard") != "true":
        return f"Encryption: Disabled ({nodes}/{nodes} nodes)\n"
    return f"Encryption: Wireguard ({nodes}/{nodes} nodes)\n"


def _change_values(session: Session, cluster: Cluster, values: Mapping[str, object]) -> None:
    records = revisions(cluster, *RELEASE)
    if not records:
        raise ToolError("Error: Unable to determine Cilium's Helm release")
    record = records[-1]["record"]
    chart, version = record["chart"]
    upgrade(cluster, RELEASE, (chart, version), apply({}, record["values"], values))
    settle(session.world)


def _enable(session: Session) -> str:
    _change_values(session, session.cluster, {"clustermesh": {"useAPIServer": True}})
    return ""


def _disable(session: Session) -> str:
    _change_values(session, session.cluster, {"clustermesh": {"useAPIServer": False}})
    return ""


def _both(session: Session) -> tuple[Cluster, Cluster]:
    return session.cluster, session.world.cluster(session.line.flag("--destination-context"))


def _connect(session: Session) -> str:
    here, there = _both(session)
    for one in (here, there):
        if not available(one, cilium.NAMESPACE, _API_SERVER):
            raise ToolError("Error: clustermesh-apiserver is not running")
    numbers = {cilium.setting(one, "cluster-id") for one in (here, there)}
    if len(numbers) == 1 or "0" in numbers:
        raise ToolError("Error: remote and local cluster have the same, or no, cluster ID")
    for one, other in ((here, there), (there, here)):
        metadata = {"name": cilium.MESH, "namespace": cilium.NAMESPACE}
        own = {"apiVersion": "v1", "kind": "Secret", "metadata": metadata}
        one.add({**own, "data": {other.name: other.server}})
    settle(session.world)
    return "✅ Connected\n"


def _disconnect(session: Session) -> str:
    for one in _both(session):
        if one.find("secrets", cilium.NAMESPACE, cilium.MESH):
            one.remove("secrets", cilium.NAMESPACE, cilium.MESH)
    settle(session.world)
    return ""


def _mesh_status(session: Session) -> str:
    if not available(session.cluster, cilium.NAMESPACE, _API_SERVER):
        raise ToolError("Error: clustermesh-apiserver is not running")
    nodes, joined = (
        len(session.cluster.list("nodes")),
        cilium.joined(session.world, session.cluster),
    )
    if not joined:
        return "🔌 No cluster connected\n"
    return f"✅ All {nodes} nodes are connected to all clusters [min:1 / avg:1.0 / max:1]\n"


def _version(_: Session) -> str:
    return VERSIONS["cilium"]


COMMANDS: Mapping[str, Callable[[Session], str]] = {
    "clustermesh connect": _connect,
    "clustermesh disable": _disable,
    "clustermesh disconnect": _disconnect,
    "clustermesh enable": _enable,
    "clustermesh status": _mesh_status,
    "encryption status": _encryption,
    "features status": _status,
    "install": _install,
    "status": _status,
    "uninstall": _uninstall,
    "upgrade": _install,
    "version": _version,
}
