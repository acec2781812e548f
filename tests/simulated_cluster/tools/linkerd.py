"""linkerd: manifests for kubectl, and checks of what runs."""

from collections.abc import Callable, Iterator, Mapping

from tests.simulated_cluster.calls import labels_of
from tests.simulated_cluster.charts import needs, render
from tests.simulated_cluster.cluster import Cluster, Object
from tests.simulated_cluster.failure import ToolError
from tests.simulated_cluster.fixed_answers import FIXED
from tests.simulated_cluster.kubectl.pods import find_pod
from tests.simulated_cluster.meshes import linkerd
from tests.simulated_cluster.session import Session
from tests.simulated_cluster.tools.helm import as_manifest, values_of
from tests.simulated_cluster.tools.linkerd_checks import BAD, check, has_group
from tests.simulated_cluster.workloads import available

VERSION = "edge-26.8.3"
_OWN = {"linkerd.io/control-plane-ns": "linkerd"}
_EXTENSION = "linkerd.io/extension"


def _documents(chart: str, namespace: str, values: Mapping[str, object]) -> list[Object]:
    rendered = render(chart, VERSION, chart, namespace, values)
    for one in rendered.objects:
        one["metadata"].setdefault("namespace", namespace)
        one["metadata"].setdefault("labels", {}).update(_OWN)
    return list(rendered.objects)


def _namespace(name: str, **labels: str) -> Object:
    metadata = {
        "name": name,
        "labels": {key.replace("__", "/"): one for key, one in labels.items()},
    }
    return {"apiVersion": "v1", "kind": "Namespace", "metadata": metadata}


def _install(session: Session) -> str:
    if session.line.has("--crds"):
        if not has_group(session.cluster, "gateway.networking.k8s.io"):
            raise ToolError("The Gateway API CRDs must be installed prior to installing Linkerd")
        return as_manifest(_documents("linkerd-crds", "linkerd", {}))
    if not all(has_group(session.cluster, one) for one in needs("linkerd-control-plane")):
        raise ToolError("Linkerd CRDs must be installed first. Run linkerd install with --crds")
    if linkerd.version(session.cluster) and session.line.path == "install":
        raise ToolError("Unable to install the Linkerd control plane. It appears that there is one")
    values = {"identityTrustAnchorsPEM": f"made for {session.cluster.name}", **values_of(session)}
    documents = _documents("linkerd-control-plane", "linkerd", values)
    kept = session.cluster.find("configmaps", "linkerd", "linkerd-identity-trust-roots")
    for one in documents if kept else ():
        if one["metadata"]["name"] == "linkerd-identity-trust-roots":
            one["data"] = kept["data"] if kept else {}
    labels = {"linkerd.io/is-control-plane": "true", **_OWN}
    labels["config.linkerd.io/admission-webhooks"] = "disabled"
    labels["pod-security.kubernetes.io/enforce"] = "privileged"
    notes = {"linkerd.io/inject": "disabled"}
    metadata = {"name": "linkerd", "labels": labels, "annotations": notes}
    own = {"apiVersion": "v1", "kind": "Namespace", "metadata": metadata}
    return as_manifest([own, *documents])


def _upgrade(session: Session) -> str:
    if not linkerd.version(session.cluster):
        raise ToolError(f"{BAD} Failed to build upgrade configuration: there is no linkerd-config")
    return _install(session)


def _uninstall(session: Session) -> str:
    meshed = [one for one in session.cluster.list("pods") if linkerd.is_meshed(one)]
    if meshed:
        names = [f"{one['metadata']['namespace']}/{one['metadata']['name']}" for one in meshed]
        raise ToolError(f"Please uninject before uninstalling the control-plane: {names}")
    if any(available(session.cluster, f"linkerd-{one}", name) for one, name in _EXTENSIONS.items()):
        raise ToolError("Please uninstall the following extensions before uninstalling Linkerd")
    return as_manifest(list(_labelled(session.cluster, "linkerd.io/control-plane-ns")))


_EXTENSIONS = {"viz": "metrics-api", "multicluster": "linkerd-gateway"}


def _labelled(cluster: Cluster, label: str, value: str = "linkerd") -> Iterator[Object]:
    """Yield what an uninstall prints: everything of the cluster with a label, and the namespace."""
    for kind in cluster.kinds.known:
        for one in cluster.list(kind.resource):
            if kind.name not in ("Pod", "Secret") and labels_of(one).get(label) == value:
                namespace = {"namespace": one["metadata"]["namespace"]} if kind.namespaced else {}
                metadata = {"name": one["metadata"]["name"], **namespace}
                yield {"apiVersion": one["apiVersion"], "kind": one["kind"], "metadata": metadata}


def _prune(session: Session) -> str:
    """Print what an older version made and this one does not."""
    name = session.line.path.partition(" ")[0]
    charts: tuple[str, ...] = ("linkerd-crds", "linkerd-control-plane")
    [(label, value)] = _OWN.items()
    if name in _EXTENSIONS:
        charts, label, value = (f"linkerd-{name}",), _EXTENSION, name
    namespace = charts[0] if name in _EXTENSIONS else "linkerd"
    own = [one for chart in charts for one in _documents(chart, namespace, values_of(session))]
    known = {("Namespace", namespace), *((one["kind"], one["metadata"]["name"]) for one in own)}
    found = _labelled(session.cluster, label, value)
    old = [one for one in found if (one["kind"], one["metadata"]["name"]) not in known]
    return as_manifest(old)


def _extension(session: Session) -> str:
    name = session.line.path.partition(" ")[0]
    namespace = f"linkerd-{name}"
    documents = _documents(f"linkerd-{name}", namespace, values_of(session))
    for one in documents:
        labels = one["metadata"]["labels"]
        labels.pop("linkerd.io/control-plane-ns")
        labels[_EXTENSION] = name
    metadata = {"name": namespace, "labels": {_EXTENSION: name}}
    own = {"apiVersion": "v1", "kind": "Namespace", "metadata": metadata}
    if not linkerd.version(session.cluster):
        raise ToolError("Linkerd is not installed")
    return as_manifest([own, *documents])


def _remove_extension(session: Session) -> str:
    name = session.line.path.partition(" ")[0]
    if name == "multicluster" and session.cluster.list(linkerd.LINKS):
        raise ToolError("Please unlink the following clusters before uninstalling multicluster")
    return as_manifest(list(_labelled(session.cluster, _EXTENSION, name)))


def _link(session: Session) -> str:
    peer, name = session.cluster, session.line.flag("--cluster-name")
    gateway = peer.find("services", "linkerd-multicluster", "linkerd-gateway")
    if gateway is None or not gateway.get("status"):
        raise ToolError(f"Error: the gateway of {name} has no address")
    secret = f"cluster-credentials-{name}"
    spec = {"targetClusterName": name, "clusterCredentialsSecret": secret}
    metadata = {"name": name, "namespace": "linkerd-multicluster"}
    api = "multicluster.linkerd.io/v1alpha3"
    credentials = [
        {
            "apiVersion": "v1",
            "kind": "Secret",
            "type": "mirror.linkerd.io/remote-kubeconfig",
            "metadata": {"name": secret, "namespace": namespace},
        }
        for namespace in ("linkerd-multicluster", "linkerd")
    ]
    link = {"apiVersion": api, "kind": "Link", "metadata": metadata, "spec": spec}
    return as_manifest([*credentials, link])


def _version(session: Session) -> str:
    client = f"Client version: {VERSION}\n"
    if session.line.has("--client"):
        return client
    return f"{client}Server version: {linkerd.version(session.cluster) or 'unavailable'}\n"


def _proxy_metrics(session: Session) -> str:
    pod = find_pod(session, session.line.arguments[0])
    if not linkerd.is_meshed(pod):
        raise ToolError("Error: no linkerd-proxy found")
    return FIXED["metrics of linkerd-proxy"]


COMMANDS: Mapping[str, Callable[[Session], str]] = {
    "check": check,
    "diagnostics proxy-metrics": _proxy_metrics,
    "install": _install,
    "multicluster check": check,
    "multicluster install": _extension,
    "multicluster link-gen": _link,
    "multicluster prune": _prune,
    "multicluster uninstall": _remove_extension,
    "prune": _prune,
    "uninstall": _uninstall,
    "upgrade": _upgrade,
    "version": _version,
    "viz check": check,
    "viz install": _extension,
    "viz prune": _prune,
    "viz uninstall": _remove_extension,
}
