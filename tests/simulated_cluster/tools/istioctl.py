"""istioctl: it installs by profiles, moves tags, and shows what proxies have."""

from collections.abc import Callable, Iterator, Mapping

from tests.simulated_cluster.calls import labels_of
from tests.simulated_cluster.cluster import Cluster, Object
from tests.simulated_cluster.controllers.loop import settle
from tests.simulated_cluster.failure import ToolError
from tests.simulated_cluster.fixed_answers import FIXED
from tests.simulated_cluster.jsonpath import find
from tests.simulated_cluster.meshes import istio, istio_joined
from tests.simulated_cluster.releases import name_of
from tests.simulated_cluster.session import Session
from tests.simulated_cluster.tools import istio_install, istio_tags
from tests.simulated_cluster.tools.helm import as_manifest
from tests.simulated_cluster.workloads import pods_of

NAMESPACE = "istio-system"


def _version(session: Session) -> str:
    client = f"client version: {istio_install.VERSION}\n"
    if session.line.flag("--remote") == "false":
        return client
    planes = istio.control_planes(session.cluster)
    if not planes:
        return f"{client}Istio is not present in the cluster\n"
    versions = sorted({istio.version_of(one) for one in planes})
    return f"{client}control plane version: {', '.join(versions)}\n"


def _proxies(session: Session) -> str:
    planes = {
        istio_tags.revision_of(one): pods_of(session.cluster, one)[0]
        for one in istio.control_planes(session.cluster)
    }
    if not planes:
        raise ToolError("Error: no running Istio pods in namespace istio-system")
    rows = ["NAME CLUSTER ISTIOD VERSION SUBSCRIBED TYPES\n"]
    for cluster in (session.cluster, *istio_joined.controlled(session.world, session.cluster)):
        for pod in cluster.list("pods"):
            rows += _proxy_rows(cluster, pod, planes)
    return "".join(rows)


def _proxy_rows(cluster: Cluster, pod: Object, planes: Mapping[str, Object]) -> Iterator[str]:
    if pod["status"]["phase"] != "Running":
        return
    for one in (*pod["spec"].get("initContainers", ()), *pod["spec"]["containers"]):
        if one["name"] in ("istio-proxy", "ztunnel"):
            first = next(iter(planes.values()))
            plane = planes.get(labels_of(pod).get("istio.io/rev", ""), first)
            version = one["image"].rpartition(":")[2]
            place = f"{name_of(pod)}.{pod['metadata']['namespace']}"
            yield f"{place} {cluster.name} {name_of(plane)} {version} 4 (CDS,LDS,EDS,RDS)\n"


def _workloads(session: Session) -> str:
    cluster, namespace = session.cluster, session.line.flag("--workload-namespace")
    if not istio.runs_ztunnel(cluster):
        raise ToolError("Error: no ztunnel pods found")
    rows = [
        f"{one['metadata']['namespace']} {name_of(one)} 10.244.1.7 node-a None "
        f"{'HBONE' if istio.is_ambient(cluster, one) else 'TCP'}\n"
        for one in cluster.list("pods", namespace or None)
    ]
    return "NAMESPACE POD NAME ADDRESS NODE WAYPOINT PROTOCOL\n" + "".join(rows)


def _apply_waypoint(session: Session) -> str:
    cluster, namespace = session.cluster, session.namespace
    listeners = [{"name": "mesh", "port": 15008, "protocol": "HBONE"}]
    spec = {"gatewayClassName": "istio-waypoint", "listeners": listeners}
    labels = {"istio.io/waypoint-for": "service"}
    metadata = {"name": "waypoint", "namespace": namespace, "labels": labels}
    own = {"apiVersion": "gateway.networking.k8s.io/v1", "kind": "Gateway", "metadata": metadata}
    if cluster.find(istio.GATEWAYS, namespace, "waypoint") is None:
        cluster.add({**own, "spec": spec})
    around = cluster.get("namespaces", "", namespace)
    if session.line.has("--enroll-namespace"):
        if not istio.is_member(around) and not session.line.has("--overwrite"):
            raise ToolError(f"Error: namespace {namespace} is not in ambient")
        new = {"istio.io/use-waypoint": "waypoint"}
        cluster.set(around["metadata"].setdefault("labels", {}), **new)
    settle(session.world)
    gateway = cluster.get(istio.GATEWAYS, namespace, "waypoint")
    if session.line.has("--wait") and not find(".status.conditions[0]", gateway):
        raise ToolError("Error: timed out while waiting for the waypoint to become programmed")
    return f"✅ waypoint {namespace}/waypoint applied\n"


def _remote_secret(session: Session) -> str:
    name = session.line.flag("--name")
    if session.cluster.find("namespaces", "", NAMESPACE) is None:
        raise ToolError('Error: namespaces "istio-system" not found')
    account = ("serviceaccounts", NAMESPACE, "istio-reader-service-account")
    if session.cluster.find(*account) is None:
        metadata = {"name": account[2], "namespace": NAMESPACE}
        session.cluster.add({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": metadata})
    labels = {"istio/multiCluster": "true"}
    metadata = {"name": f"istio-remote-secret-{name}", "namespace": NAMESPACE}
    own = {"apiVersion": "v1", "kind": "Secret", "metadata": {**metadata, "labels": labels}}
    return as_manifest([{**own, "stringData": {name: session.cluster.server}}])


def _remote_clusters(session: Session) -> str:
    planes = istio.control_planes(session.cluster)
    pod = name_of(pods_of(session.cluster, planes[0])[0]) if planes else ""
    rows = [
        f"{name} {NAMESPACE}/istio-remote-secret-{name} synced {pod}\n"
        for name in istio_joined.remotes(session.cluster)
        if name in session.world.clusters and planes
    ]
    return "NAME SECRET STATUS ISTIOD\n" + "".join(rows)


def _listeners(session: Session) -> str:
    kind, _, name = session.line.arguments[0].partition("/")
    port = int(session.line.flag("--port"))
    session.cluster.get(session.cluster.kind(kind).resource, session.namespace, name)
    gateways = session.cluster.list("gateways.networking.istio.io", session.namespace)
    served = {one["port"]["number"] for each in gateways for one in each["spec"]["servers"]}
    row = f"0.0.0.0 {port} SNI: outbound Cluster: outbound\n"
    return "ADDRESSES PORT MATCH DESTINATION\n" + (row if port in served else "")


def _nothing_wrong(session: Session) -> str:
    return FIXED[f"istioctl {session.line.path}"]


COMMANDS: Mapping[str, Callable[[Session], str]] = {
    "analyze": _nothing_wrong,
    "create-remote-secret": _remote_secret,
    "experimental precheck": _nothing_wrong,
    "install": istio_install.install,
    "proxy-config listener": _listeners,
    "proxy-status": _proxies,
    "remote-clusters": _remote_clusters,
    "tag list": istio_tags.list_tags,
    "tag remove": istio_tags.remove_tag,
    "tag set": istio_tags.tag,
    "uninstall": istio_install.uninstall,
    "upgrade": istio_install.install,
    "version": _version,
    "waypoint apply": _apply_waypoint,
    "ztunnel-config workload": _workloads,
}
