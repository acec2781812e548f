"""Flagger: it takes a Deployment over, and judges each new version of it step by step."""

import copy
import json
from collections.abc import Iterator

from tests.simulated_cluster.cluster import Cluster, Object
from tests.simulated_cluster.selectors import has_labels
from tests.simulated_cluster.workloads import available, pods_of, reconcile_workload, revision_name
from tests.simulated_cluster.world import World

NAMESPACE = "flagger-system"
CANARIES = "canaries.flagger.app"
DEPLOYMENTS = "deployments.apps"
FINALIZER = "finalizer.flagger.app"
_OWNER = "simulated/canary"
_NEXT = {"Progressing": "Promoting", "Promoting": "Finalising", "Finalising": "Succeeded"}


def reconcile(_: World, cluster: Cluster) -> None:
    """Take over what new Canaries point at, and let go of what deleted ones did."""
    if not available(cluster, NAMESPACE, "flagger"):
        return
    for one in cluster.list(CANARIES):
        if "deletionTimestamp" in one["metadata"]:
            _let_go(cluster, one)
        elif not one.get("status") and _target(cluster, one):
            _take_over(cluster, one)


def tick(cluster: Cluster) -> None:
    """Go one interval on in every release."""
    if not available(cluster, NAMESPACE, "flagger"):
        return
    for one in cluster.list(CANARIES):
        target, status = _target(cluster, one), one.get("status")
        if not target or not status or "deletionTimestamp" in one["metadata"]:
            continue
        if status["phase"] in _NEXT:
            _go_on(cluster, one, target)
        elif status["seen"] != revision_name(target):
            new = {"phase": "Progressing", "seen": revision_name(target)}
            cluster.set(status, **new)
            _scale(cluster, target, 1)


def _target(cluster: Cluster, one: Object) -> Object | None:
    namespace, name = one["metadata"]["namespace"], one["spec"]["targetRef"]["name"]
    return cluster.find(DEPLOYMENTS, namespace, name)


def _scale(cluster: Cluster, target: Object, count: int) -> None:
    cluster.set(target["spec"], replicas=count)
    reconcile_workload(cluster, target)


def _take_over(cluster: Cluster, one: Object) -> None:
    target = cluster.get(
        DEPLOYMENTS, one["metadata"]["namespace"], one["spec"]["targetRef"]["name"]
    )
    for document in _made(cluster, one, target):
        cluster.add(document)
    status = {"phase": "Initialized", "seen": revision_name(target)}
    metadata = {**one["metadata"], "finalizers": [FINALIZER]}
    cluster.set(one, status=status, metadata=metadata)
    _scale(cluster, target, 0)


def _made(cluster: Cluster, one: Object, target: Object) -> Iterator[Object]:
    """Yield the primary copy, the Services and the route of a Canary."""
    namespace, name = one["metadata"]["namespace"], target["metadata"]["name"]
    primary = f"{name}-primary"

    def metadata(own: str) -> Object:
        labels = {_OWNER: one["metadata"]["name"]}
        return {"name": own, "namespace": namespace, "labels": labels}

    copied = json.loads(
        json.dumps(target["spec"]).replace(f'"app": "{name}"', f'"app": "{primary}"')
    )
    yield {**target, "metadata": metadata(primary), "spec": copied}
    port = one["spec"]["service"]["port"]
    for own, selected in ((name, primary), (primary, primary), (f"{name}-canary", name)):
        spec = {"selector": {"app": selected}, "ports": [{"port": port}]}
        yield {"apiVersion": "v1", "kind": "Service", "metadata": metadata(own), "spec": spec}
    provider = _provider(cluster)
    if provider.startswith("gatewayapi"):
        backends = [{"name": primary, "port": port, "weight": 100}]
        backends += [{"name": f"{name}-canary", "port": port, "weight": 0}]
        parents = [
            {**each, "group": "" if each["group"] == "core" else each["group"]}
            for each in one["spec"]["service"]["gatewayRefs"]
        ]
        spec = {"parentRefs": parents, "rules": [{"backendRefs": backends}]}
        api = "gateway.networking.k8s.io/v1"
        yield {"apiVersion": api, "kind": "HTTPRoute", "metadata": metadata(name), "spec": spec}
    if provider == "istio":
        hosts = ((primary, 100), (f"{name}-canary", 0))
        route = [{"destination": {"host": host}, "weight": weight} for host, weight in hosts]
        spec = {"hosts": [name], "http": [{"route": route}]}
        api = "networking.istio.io/v1"
        yield {
            "apiVersion": api,
            "kind": "VirtualService",
            "metadata": metadata(name),
            "spec": spec,
        }
        for host, _ in hosts:
            own = {"apiVersion": api, "kind": "DestinationRule", "metadata": metadata(host)}
            yield {**own, "spec": {"host": host}}


def _provider(cluster: Cluster) -> str:
    found = cluster.get(DEPLOYMENTS, NAMESPACE, "flagger")
    arguments = found["spec"]["template"]["spec"]["containers"][0]["args"]
    provider: str = arguments[0].partition("=")[2]
    return provider


def _go_on(cluster: Cluster, one: Object, target: Object) -> None:
    status = one["status"]
    ready = any(
        each["status"]["conditions"][0]["status"] == "True" for each in pods_of(cluster, target)
    )
    phase = _NEXT[status["phase"]] if ready or status["phase"] != "Progressing" else "Failed"
    if phase == "Promoting":
        _promote(cluster, target)
    if phase in ("Succeeded", "Failed"):
        _scale(cluster, target, 0)
    cluster.set(status, phase=phase)


def _promote(cluster: Cluster, target: Object) -> None:
    namespace, name = target["metadata"]["namespace"], target["metadata"]["name"]
    primary = cluster.get(DEPLOYMENTS, namespace, f"{name}-primary")
    template = copy.deepcopy(target["spec"]["template"])
    template["metadata"]["labels"]["app"] = f"{name}-primary"
    cluster.set(primary["spec"], template=template)


def _let_go(cluster: Cluster, one: Object) -> None:
    target = _target(cluster, one)
    if target and one["spec"].get("revertOnDeletion"):
        _scale(cluster, target, 1)
    for resource in list(cluster.objects):
        for each in cluster.list(resource, one["metadata"]["namespace"]):
            labels = each["metadata"].get("labels", {})
            if has_labels(f"{_OWNER}={one['metadata']['name']}", labels):
                cluster.remove(resource, each["metadata"]["namespace"], each["metadata"]["name"])
    cluster.unset(one["metadata"], "finalizers")
