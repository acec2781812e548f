"""Istio in both modes: sidecars and waypoints, what istiod makes, and whom its policies refuse."""

from tests.simulated_cluster.admission import has_container, injects
from tests.simulated_cluster.authority import decoded, self_signed
from tests.simulated_cluster.calls import labels_of
from tests.simulated_cluster.cluster import Cluster, Object
from tests.simulated_cluster.istio_webhooks import VERSION
from tests.simulated_cluster.workloads import available
from tests.simulated_cluster.world import World

SYSTEM = "istio-system"
ROOT = "istio-ca-root-cert"
GATEWAYS = "gateways.gateway.networking.k8s.io"
CLASSES = ("istio", "istio-remote")
AMBIENT_CLASSES = ("istio-waypoint", "istio-east-west")


def control_planes(cluster: Cluster) -> list[Object]:
    """Return the Deployments of istiod that run."""
    found = [
        one for one in cluster.list("deployments.apps") if labels_of(one).get("app") == "istiod"
    ]
    return [one for one in found if one.get("status", {}).get("availableReplicas")]


def version_of(workload: Object) -> str:
    """Return the version of an istiod or a proxy by its image."""
    image: str = workload["spec"]["template"]["spec"]["containers"][0]["image"]
    return image.rpartition(":")[2]


@injects("istiod")
def inject(cluster: Cluster, _: Object, configuration: Object, pod: Object) -> None:
    """Add the sidecar of the revision that a webhook belongs to."""
    revision = labels_of(configuration)["istio.io/rev"]
    if has_container(pod, "istio-proxy") or is_ambient(cluster, pod):
        return
    version = labels_of(configuration)[VERSION]
    proxy = {"name": "istio-proxy", "image": f"docker.io/istio/proxyv2:{version}"}
    with_agent = any(
        one["metadata"]["name"] == "istio-cni-node" for one in cluster.list("daemonsets.apps")
    )
    first = {"name": "istio-validation" if with_agent else "istio-init"}
    spec = pod["spec"]
    spec["initContainers"] = [first, proxy, *spec.get("initContainers", ())]
    own = {"security.istio.io/tlsMode": "istio", "istio.io/rev": revision}
    pod["metadata"].setdefault("labels", {}).update(own)


def is_ambient(cluster: Cluster, pod: Object) -> bool:
    """Tell whether a pod's traffic goes through ztunnel."""
    namespace = cluster.find("namespaces", "", pod["metadata"]["namespace"])
    own = labels_of(pod).get("istio.io/dataplane-mode")
    mode = own or (labels_of(namespace).get("istio.io/dataplane-mode") if namespace else "")
    ready = all(
        any(one["metadata"]["name"] == name for one in cluster.list("daemonsets.apps"))
        for name in ("ztunnel", "istio-cni-node")
    )
    return mode == "ambient" and ready and not has_container(pod, "istio-proxy")


def is_meshed(cluster: Cluster, pod: Object) -> bool:
    """Tell whether a pod speaks mutual TLS by Istio."""
    return has_container(pod, "istio-proxy") or is_ambient(cluster, pod)


def root_of(cluster: Cluster) -> str:
    """Return the root certificate that istiod hands out, in PEM."""
    for namespace, secret, key in (
        (SYSTEM, "cacerts", "root-cert.pem"),
        ("cert-manager", "istio-root-ca", "ca.pem"),
    ):
        found = cluster.find("secrets", namespace, secret)
        if found:
            return decoded(found["data"][key])
    return self_signed("/O=cluster.local/CN=istiod")[0]


def reconcile(_: World, cluster: Cluster) -> None:
    """Hand out the root, and make the classes that istiod brings by itself."""
    planes = control_planes(cluster)
    if not planes:
        return
    hand_out(cluster, root_of(cluster))
    signers = [cluster.find("secrets", SYSTEM, one) for one in ("cacerts", "istio-ca-secret")]
    signers.append(cluster.find("deployments.apps", "cert-manager", "cert-manager-istio-csr"))
    if not any(signers):
        metadata = {"name": "istio-ca-secret", "namespace": SYSTEM}
        cluster.add({"apiVersion": "v1", "kind": "Secret", "metadata": metadata, "data": {}})
    if cluster.kinds.find("gatewayclasses.gateway.networking.k8s.io"):
        ambient = runs_ztunnel(cluster)
        for name in (*CLASSES, *(AMBIENT_CLASSES if ambient else ())):
            _add_class(cluster, name)
    _mark_redirected(cluster)


def hand_out(cluster: Cluster, root: str) -> None:
    """Put the root into every namespace of a cluster."""
    for namespace in cluster.list("namespaces"):
        name = namespace["metadata"]["name"]
        found = cluster.find("configmaps", name, ROOT)
        if "deletionTimestamp" in namespace["metadata"]:
            continue
        if found is None or found["data"]["root-cert.pem"] != root:
            metadata = {"name": ROOT, "namespace": name}
            data = {"root-cert.pem": root}
            own = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata, "data": data}
            cluster.add(own)


def _mark_redirected(cluster: Cluster) -> None:
    """Mark pods as the agent on their node does when it redirects their traffic."""
    for pod in cluster.list("pods"):
        new = {"ambient.istio.io/redirection": "enabled"} if is_ambient(cluster, pod) else {}
        notes = pod["metadata"].get("annotations") or {}
        old = {key: one for key, one in notes.items() if not key.startswith("ambient.istio.io/")}
        if {**old, **new} != notes:
            cluster.set(pod["metadata"], annotations={**old, **new})
        if not {**old, **new}:
            cluster.unset(pod["metadata"], "annotations")


def _add_class(cluster: Cluster, name: str) -> None:
    if cluster.find("gatewayclasses.gateway.networking.k8s.io", "", name) is None:
        suffix = {"istio-waypoint": "mesh-controller", "istio-east-west": "eastwest-controller"}
        controller = f"istio.io/{suffix.get(name, 'gateway-controller')}"
        cluster.add(
            {
                "apiVersion": "gateway.networking.k8s.io/v1",
                "kind": "GatewayClass",
                "metadata": {"name": name},
                "spec": {"controllerName": controller},
            }
        )


def waypoint_of(cluster: Cluster, namespace: str) -> str:
    """Return the waypoint that a namespace is enrolled with, if it is programmed."""
    found = cluster.find("namespaces", "", namespace)
    name = labels_of(found).get("istio.io/use-waypoint", "") if found else ""
    return name if name and available(cluster, namespace, name) else ""


def runs_ztunnel(cluster: Cluster) -> bool:
    """Tell whether ztunnel runs on the nodes."""
    return any(one["metadata"]["name"] == "ztunnel" for one in cluster.list("daemonsets.apps"))


def is_member(namespace: Object) -> bool:
    """Tell whether a namespace is in ambient mode."""
    return labels_of(namespace).get("istio.io/dataplane-mode") == "ambient"
