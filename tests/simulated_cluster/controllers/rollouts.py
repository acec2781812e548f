"""Argo Rollouts: it moves pods, Services and weights through the steps of a release."""

import json
from typing import Any

from tests.simulated_cluster.admission import admitted
from tests.simulated_cluster.cluster import Cluster, Object
from tests.simulated_cluster.failure import ToolError
from tests.simulated_cluster.workloads import available, revision_name
from tests.simulated_cluster.world import World

NAMESPACE = "argo-rollouts"
ROLLOUTS = "rollouts.argoproj.io"
HASH = "rollouts-pod-template-hash"


def reconcile(_: World, cluster: Cluster) -> None:
    """Bring every Rollout to the next pause of its release, or to the end of it."""
    if not available(cluster, NAMESPACE, "argo-rollouts"):
        return
    for one in cluster.list(ROLLOUTS):
        status = one.setdefault("status", {})
        now, steps = revision_name(one), _steps(one)
        if not status:
            status |= {"stable": now, "seen": now, "currentStepIndex": len(steps)}
            status["template"] = _template(one)
            cluster.changes += 1
        if status["seen"] != now:
            back = now == status["stable"]
            cluster.set(status, before=status["template"], template=_template(one))
            start = {"seen": now, "currentStepIndex": len(steps) if back else 0, "abort": False}
            cluster.set(status, **start)
        _advance(cluster, one)


def _template(one: Object) -> str:
    """Return a Rollout's present template, to go back to it."""
    return json.dumps(one["spec"]["template"])


def undo(cluster: Cluster, one: Object) -> None:
    """Put the template of the version before back; ToolError where there was none."""
    before = one.get("status", {}).get("before")
    if before is None:
        raise ToolError("Error: no revision found for rollout")
    cluster.set(one["spec"], template=json.loads(before))


def _steps(one: Object) -> list[Any]:
    steps: list[Any] = one["spec"]["strategy"]["canary"]["steps"]
    return steps


def _advance(cluster: Cluster, one: Object) -> None:
    status, steps = one["status"], _steps(one)
    index = status["currentStepIndex"]
    while index < len(steps) and "pause" not in steps[index]:
        index += 1
    passed = [step["setWeight"] for step in steps[:index] if "setWeight" in step]
    done = index == len(steps)
    new: Object = {"currentStepIndex": index, "phase": "Healthy" if done else "Paused"}
    if done:
        new["stable"] = status["seen"]
    if status.get("abort"):
        new = {"currentStepIndex": 0, "phase": "Degraded"}
    cluster.set(status, **new)
    split = not done and not status.get("abort")
    _set_weight(cluster, one, passed[-1] if split and passed else 0)
    revisions = {status["stable"]: 2} | ({status["seen"]: 1} if split else {})
    _set_pods(cluster, one, revisions)
    _select(cluster, one, split=split)


def promote(cluster: Cluster, one: Object, *, full: bool) -> None:
    """Go past the pause that a release waits at, or to its end."""
    status, steps = one["status"], _steps(one)
    index = len(steps) if full else min(status["currentStepIndex"] + 1, len(steps))
    cluster.set(status, currentStepIndex=index)


def abort(cluster: Cluster, one: Object) -> None:
    """Send all calls back to the stable version."""
    if one["status"]["currentStepIndex"] < len(_steps(one)):
        cluster.set(one["status"], abort=True)


def _set_pods(cluster: Cluster, one: Object, revisions: dict[str, int]) -> None:
    metadata = one["metadata"]
    owner = f"Rollout/{metadata['name']}"
    wanted = {f"{name}-{number}" for name, count in revisions.items() for number in range(count)}
    there = {
        pod["metadata"]["name"]: pod
        for pod in cluster.list("pods", metadata["namespace"])
        if pod["metadata"].get("owner") == owner
    }
    for name in sorted(wanted - there.keys()):
        revision = name.rpartition("-")[0]
        template = one["spec"]["template"]
        known = (each for each in there.values() if each["metadata"]["labels"][HASH] == revision)
        old = next(known, None)
        labels = {**template["metadata"]["labels"], HASH: revision, "pod-template-hash": revision}
        own = {"name": name, "namespace": metadata["namespace"], "owner": owner, "labels": labels}
        spec = {**(old["spec"] if old else template["spec"])}
        status = {"phase": "Running", "conditions": [{"status": "True", "type": "Ready"}]}
        pod = {"apiVersion": "v1", "kind": "Pod", "metadata": own, "spec": spec, "status": status}
        cluster.add(admitted(cluster, pod))
    for name in there.keys() - wanted:
        cluster.remove("pods", metadata["namespace"], name)


def _select(cluster: Cluster, one: Object, *, split: bool) -> None:
    canary, status = one["spec"]["strategy"]["canary"], one["status"]
    revisions = {"stableService": status["stable"]}
    revisions["canaryService"] = status["seen"] if split else status["stable"]
    for field, revision in revisions.items():
        service = cluster.find("services", one["metadata"]["namespace"], canary.get(field, ""))
        if service:
            selector = service["spec"]["selector"]
            cluster.set(selector, **{HASH: revision})


def _set_weight(cluster: Cluster, one: Object, weight: int) -> None:
    namespace = one["metadata"]["namespace"]
    routing = one["spec"]["strategy"]["canary"].get("trafficRouting", {})
    backends: list[Any] = []
    for plugin in routing.get("plugins", {}).values():
        for each in plugin["httpRoutes"]:
            route = cluster.find("httproutes.gateway.networking.k8s.io", namespace, each["name"])
            backends += route["spec"]["rules"][0]["backendRefs"] if route else []
    if "istio" in routing:
        name = routing["istio"]["virtualService"]["name"]
        route = cluster.find("virtualservices.networking.istio.io", namespace, name)
        backends += route["spec"]["http"][0]["route"] if route else []
    for backend, share in zip(backends, (100 - weight, weight), strict=False):
        cluster.set(backend, weight=share)
