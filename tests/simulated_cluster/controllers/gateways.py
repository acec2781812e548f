"""Gateway API: which classes are accepted, what a Gateway becomes, which routes are in force."""

from collections.abc import Callable

from tests.simulated_cluster.calls import conditions, labels_of
from tests.simulated_cluster.cluster import Cluster, Object
from tests.simulated_cluster.meshes import cilium, istio, kuma, linkerd
from tests.simulated_cluster.workload_objects import deployment
from tests.simulated_cluster.workloads import available
from tests.simulated_cluster.world import World

GROUP = "gateway.networking.k8s.io"
CLASSES = f"gatewayclasses.{GROUP}"
GATEWAYS = f"gateways.{GROUP}"
ROUTES = f"httproutes.{GROUP}"
ENVOY = "envoy-gateway-system"
FINALIZER = f"gateway-exists-finalizer.{GROUP}"
_OWNER = "simulated/gateway"


def _envoy(cluster: Cluster) -> bool:
    return available(cluster, ENVOY, "envoy-gateway")


def _istio(cluster: Cluster) -> bool:
    return bool(istio.control_planes(cluster))


def _cilium(cluster: Cluster) -> bool:
    return cilium.runs(cluster) and cilium.setting(cluster, "enable-gateway-api") == "true"


_CONTROLLERS: dict[str, Callable[[Cluster], bool]] = {
    "gateway.envoyproxy.io": _envoy,
    "istio.io": _istio,
    "io.cilium": _cilium,
}


def _controls(cluster: Cluster, class_name: str) -> str:
    """Return whose class this is, if its controller runs."""
    found = cluster.find(CLASSES, "", class_name)
    owner: str = found["spec"]["controllerName"].partition("/")[0] if found else ""
    return owner if owner in _CONTROLLERS and _CONTROLLERS[owner](cluster) else ""


def steers_services(cluster: Cluster) -> bool:
    """Tell whether something reads routes whose parent is a Service."""
    return (
        available(cluster, linkerd.NAMESPACE, "linkerd-destination")
        or _istio(cluster)
        or _cilium(cluster)
        or available(cluster, kuma.NAMESPACE, "kuma-control-plane")
    )


def reconcile(_: World, cluster: Cluster) -> None:
    """Bring classes, Gateways with what they become, and routes up to date."""
    if cluster.kinds.find(CLASSES) is None:
        return
    gateways = cluster.list(GATEWAYS)
    for one in cluster.list(CLASSES):
        name = one["metadata"]["name"]
        if _controls(cluster, name):
            status = {"conditions": conditions(Accepted=True)}
            cluster.set(one, status=status)
        if _controls(cluster, name) == "gateway.envoyproxy.io":
            used = any(each["spec"]["gatewayClassName"] == name for each in gateways)
            new = {"finalizers": [FINALIZER] if used else []}
            cluster.set(one["metadata"], **new)
    for one in gateways:
        _programme(cluster, one)
    _collect(cluster)
    for one in cluster.list(ROUTES):
        _judge(cluster, one)
    for one in cluster.list("backendtrafficpolicies.gateway.envoyproxy.io"):
        _attach(cluster, one)


def _attach(cluster: Cluster, one: Object) -> None:
    """Accept a policy of Envoy Gateway whose route is there."""
    namespace = one["metadata"]["namespace"]
    names = [each["name"] for each in one["spec"]["targetRefs"]]
    if _envoy(cluster) and all(cluster.find(ROUTES, namespace, each) for each in names):
        status = {"ancestors": [{"conditions": conditions(Accepted=True)}]}
        cluster.set(one, status=status)


def _place(one: Object) -> str:
    return f"{one['metadata']['namespace']}.{one['metadata']['name']}"


def _programme(cluster: Cluster, one: Object) -> None:
    metadata, owner = one["metadata"], _controls(cluster, one["spec"]["gatewayClassName"])
    if not owner:
        return
    if owner == "istio.io":
        namespace, name = metadata["namespace"], metadata["name"]
        _make(cluster, one, namespace, name, "LoadBalancer", replicas=2)
    elif owner == "gateway.envoyproxy.io":
        name = _service_name(cluster, one) or f"envoy-{_place(one)}"
        _make(cluster, one, ENVOY, name, "ClusterIP", replicas=1)
    status = {"conditions": conditions(Accepted=True, Programmed=True)}
    cluster.set(one, status=status)


def _service_name(cluster: Cluster, one: Object) -> str:
    reference = one["spec"].get("infrastructure", {}).get("parametersRef")
    if not reference:
        return ""
    namespace, name = one["metadata"]["namespace"], reference["name"]
    found = cluster.get("envoyproxies.gateway.envoyproxy.io", namespace, name)
    service = found["spec"]["provider"]["kubernetes"].get("envoyService", {})
    return str(service.get("name", ""))


def _make(
    cluster: Cluster, one: Object, namespace: str, name: str, kind: str, *, replicas: int
) -> None:
    if cluster.find("deployments.apps", namespace, name):
        return
    own = {_OWNER: _place(one), "gateway.networking.k8s.io/gateway-name": one["metadata"]["name"]}
    version = next(map(istio.version_of, istio.control_planes(cluster)), "v1")
    image = f"docker.io/istio/proxyv2:{version}"
    fields = {"labels": own, "replicas": replicas, "containers": ["istio-proxy"], "image": image}
    cluster.add(deployment(name, namespace, **fields))
    metadata = {"name": name, "namespace": namespace, "labels": own}
    spec = {"type": kind, "selector": own, "ports": [{"port": 80}]}
    cluster.add({"apiVersion": "v1", "kind": "Service", "metadata": metadata, "spec": spec})


def _collect(cluster: Cluster) -> None:
    """Delete what was made for a Gateway that is gone; elsewhere only its controller can."""
    places = {_place(one) for one in cluster.list(GATEWAYS)}
    for resource in ("deployments.apps", "services"):
        for one in cluster.list(resource):
            owner, namespace = labels_of(one).get(_OWNER), one["metadata"]["namespace"]
            same = owner and owner.partition(".")[0] == namespace
            if owner and owner not in places and (same or _envoy(cluster)):
                cluster.remove(resource, namespace, one["metadata"]["name"])


def _judge(cluster: Cluster, route: Object) -> None:
    parents = []
    for parent in route["spec"]["parentRefs"]:
        namespace = parent.get("namespace", route["metadata"]["namespace"])
        if parent.get("kind") == "Service":
            found = cluster.find("services", namespace, parent["name"])
            there = found is not None and steers_services(cluster)
        else:
            gateway = cluster.find(GATEWAYS, namespace, parent["name"])
            there = bool(gateway and _controls(cluster, gateway["spec"]["gatewayClassName"]))
        if there:
            states = conditions(Accepted=True, ResolvedRefs=_resolves(cluster, route))
            parents.append({"parentRef": parent, "conditions": states})
    cluster.set(route, status={"parents": parents})


def _resolves(cluster: Cluster, route: Object) -> bool:
    namespace = route["metadata"]["namespace"]
    names = [one["name"] for rule in route["spec"]["rules"] for one in rule["backendRefs"]]
    return all(cluster.find("services", namespace, name) for name in names)
