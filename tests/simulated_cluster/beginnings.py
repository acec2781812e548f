"""The clusters as a runbook meets them: what the parameters say is there before the preflight."""

from collections.abc import Iterator, Mapping

from app.domain.runbook import Parameters
from tests.simulated_cluster.authority import self_signed, signed
from tests.simulated_cluster.charts import definitions_of
from tests.simulated_cluster.cluster import Cluster, Object
from tests.simulated_cluster.controllers.loop import settle
from tests.simulated_cluster.downloads import gateway_api
from tests.simulated_cluster.platforms import bring_network, namespace, platform
from tests.simulated_cluster.workload_objects import deployment
from tests.simulated_cluster.world import World

# The context of a cluster that a script must never touch: the one that kubectl would use by itself.
ELSEWHERE = "elsewhere"
ROOT = "/CN=root.linkerd.cluster.local"


def begin(parameters: Parameters) -> World:
    """Return this cluster, its peer, and one elsewhere, before anything was done."""
    names = (parameters.cluster_name, parameters.peer_name, ELSEWHERE)
    world = World({name: Cluster(name) for name in names}, ELSEWHERE)
    world.clusters[ELSEWHERE].joinable = False
    world.clusters[parameters.peer_name].joinable = parameters.multicluster != "none"
    for name in names:
        cluster = world.clusters[name]
        cluster.kubernetes = _full(parameters.kubernetes_version)
        for document in platform(parameters):
            cluster.add(document)
        bring_network(cluster, parameters)
        settle(world)
    for name in names[:2]:
        for document in _own(parameters):
            world.clusters[name].add(document)
    settle(world)
    return world


def _full(version: str) -> str:
    return version if version.count(".") > 1 else f"{version}.1"


def _own(parameters: Parameters) -> Iterator[Object]:
    """Yield what the parameters say of this cluster: namespaces, GitOps, definitions."""
    for name in parameters.namespaces:
        if name != "meshwise-demo":
            yield namespace(name)
            yield from workload_of(name, "app")
    if parameters.canary_service:
        place = parameters.namespaces[0]
        port = parameters.canary_port
        for suffix, labels in (("", {}), ("-v1", {"version": "v1"}), ("-v2", {"version": "v2"})):
            selector = {"part-of": parameters.canary_service, **labels}
            yield service(f"{parameters.canary_service}{suffix}", place, selector, port)
            if labels:
                own = {"part-of": parameters.canary_service, **labels}
                yield deployment(f"{parameters.canary_service}{suffix}", place, labels=own)
    if parameters.gateway_api == "existing":
        yield from gateway_api("1.5.1" if parameters.option == "linkerd" else "1.6.1")
    if parameters.observability == "existing_prometheus":
        yield from definitions_of("monitoring.coreos.com")
    if parameters.tool == "argocd":
        yield from _argocd()
    if parameters.tool == "flux":
        yield from _flux()


def service(name: str, namespace: str, selector: Mapping[str, str], port: int = 8080) -> Object:
    """Return a Service."""
    metadata = {"name": name, "namespace": namespace}
    spec = {"selector": dict(selector), "ports": [{"port": port}]}
    return {"apiVersion": "v1", "kind": "Service", "metadata": metadata, "spec": spec}


def workload_of(namespace: str, name: str) -> Iterator[Object]:
    """Yield a workload of the visitor with its Service, and a job of theirs that is done."""
    yield deployment(name, namespace)
    yield service(name, namespace, {"app": name})
    yield {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": "nightly-report", "namespace": namespace, "labels": {"job": "report"}},
        "spec": {"containers": [{"name": "report"}]},
        "status": {"phase": "Succeeded", "conditions": [{"status": "False", "type": "Ready"}]},
    }


def _argocd() -> Iterator[Object]:
    yield namespace("argocd")
    for one in definitions_of("argoproj.io"):
        if one["spec"]["names"]["kind"] in ("Application", "AppProject"):
            yield one
    yield deployment("argocd-application-controller", "argocd", kind="StatefulSet")
    yield deployment("argocd-server", "argocd")
    data = {"application.resourceTrackingMethod": "annotation"}
    metadata = {"name": "argocd-cm", "namespace": "argocd"}
    yield {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata, "data": data}


def _flux() -> Iterator[Object]:
    yield namespace("flux-system")
    for group in ("helm.toolkit.fluxcd.io", "source.toolkit.fluxcd.io"):
        yield from definitions_of(group)
    for name in ("source-controller", "helm-controller"):
        yield deployment(name, "flux-system")


def certificate_files(option: str) -> dict[str, str]:
    """Return the files that a visitor brings with an authority of their own, by name."""
    certificate, key = self_signed(ROOT)
    if option.startswith("istio"):
        own, own_key = signed("/CN=intermediate.demo", ROOT)
        chain = {"cert-chain.pem": own + certificate, "root-cert.pem": certificate}
        return {"ca-cert.pem": own, "ca-key.pem": own_key, **chain}
    issuer, issuer_key = signed("/CN=identity.linkerd.cluster.local", ROOT)
    return {"ca.crt": certificate, "ca.key": key, "issuer.crt": issuer, "issuer.key": issuer_key}
