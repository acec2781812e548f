"""The controllers of workloads: they make pods, and say how many of them are ready."""

import hashlib
import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from tests.simulated_cluster.admission import admitted
from tests.simulated_cluster.cluster import Cluster, Object
from tests.simulated_cluster.failure import ToolError

RESOURCES = ("deployments.apps", "statefulsets.apps", "daemonsets.apps")
RESTARTED = "kubectl.kubernetes.io/restartedAt"
NETWORKS = frozenset({"cilium", "kindnet", "calico-node", "aws-node", "flannel", "azure-cns"})


def reconcile(cluster: Cluster) -> None:
    """Bring pods, claims, nodes and the status of every workload up to date."""
    _judge_nodes(cluster)
    for resource in RESOURCES:
        for one in cluster.list(resource):
            reconcile_workload(cluster, one)
    _remove_orphans(cluster)


def reconcile_workload(cluster: Cluster, one: Object) -> None:
    """Make and delete pods until there are as many of its present template as are wanted."""
    metadata, wanted = one["metadata"], _wanted(cluster, one)
    name, fault = revision_name(one), ""
    for number in range(wanted):
        pod = f"{metadata['name']}-{number}" if one["kind"] == "StatefulSet" else f"{name}-{number}"
        found = cluster.find("pods", metadata["namespace"], pod)
        if found is None or found["metadata"]["labels"].get("pod-template-hash") != name:
            try:
                cluster.add(admitted(cluster, _pod(one, pod, name)))
            except ToolError as error:
                fault = str(error)
                break
    for pod_object in pods_of(cluster, one)[wanted:] if not fault else []:
        cluster.remove("pods", metadata["namespace"], pod_object["metadata"]["name"])
    pods = pods_of(cluster, one)
    for each in pods:
        _claim_volumes(cluster, each)
        _judge_pod(cluster, each)
    ready = sum(each["status"]["phase"] == "Running" and is_ready(each) for each in pods)
    cluster.set(one, status=_status(one, wanted, ready, fault))


def restart(cluster: Cluster, one: Object) -> None:
    """Replace the pods of a workload; those that admission refuses are not replaced."""
    template = one["spec"]["template"]["metadata"]
    template.setdefault("annotations", {})[RESTARTED] = "restarted"
    for pod in pods_of(cluster, one):
        pod["metadata"]["labels"]["pod-template-hash"] = "before"
    reconcile_workload(cluster, one)


def pods_of(cluster: Cluster, one: Object) -> list[Object]:
    """Return the pods of a workload, those of its present template first."""
    metadata = one["metadata"]
    owner = f"{one['kind']}/{metadata['name']}"
    found = [
        pod
        for pod in cluster.list("pods", metadata["namespace"])
        if pod["metadata"].get("owner") == owner
    ]
    if len(found) < 2:
        return found
    name = revision_name(one)
    return sorted(found, key=lambda pod: pod["metadata"]["labels"]["pod-template-hash"] != name)


def available(cluster: Cluster, namespace: str, name: str) -> bool:
    """Tell whether a Deployment is there with at least one pod that is ready."""
    found = cluster.find("deployments.apps", namespace, name)
    return bool(found and found.get("status", {}).get("availableReplicas"))


def revision_name(one: Object) -> str:
    """Return the name of the replica set that a workload's present template makes."""
    template = one["spec"]["template"]
    notes = template["metadata"].get("annotations") or {}
    kept = {name: value for name, value in notes.items() if name != RESTARTED}
    parts = (template["spec"], template["metadata"].get("labels"), kept)
    return f"{one['metadata']['name']}-{_digest(json.dumps(parts, sort_keys=True))}"


@cache
def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:9]


def is_ready(pod: Object) -> bool:
    """Tell whether a pod that runs answers its probes."""
    return all(one["status"] == "True" for one in pod["status"]["conditions"])


def _wanted(cluster: Cluster, one: Object) -> int:
    if one["kind"] != "DaemonSet":
        count: int = one["spec"].get("replicas", 1)
        return count
    selector = one["spec"]["template"]["spec"].get("nodeSelector", {})
    nodes = cluster.list("nodes")
    return sum(selector.items() <= node["metadata"]["labels"].items() for node in nodes)


def _pod(one: Object, name: str, revision: str) -> Object:
    template = json.loads(json.dumps(one["spec"]["template"]))
    metadata = template["metadata"]
    metadata |= {"name": name, "namespace": one["metadata"]["namespace"]}
    metadata["owner"] = f"{one['kind']}/{one['metadata']['name']}"
    metadata.setdefault("labels", {})["pod-template-hash"] = revision
    return {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": template["spec"]}


def _claim_volumes(cluster: Cluster, pod: Object) -> None:
    metadata = pod["metadata"]
    for volume in pod["spec"].get("volumes", ()):
        name = f"{volume['name']}-{metadata['namespace']}-{metadata['name']}"
        place = ("persistentvolumeclaims", metadata["namespace"], name)
        if "claimLabels" in volume and cluster.find(*place) is None:
            own = {"name": name, "labels": volume["claimLabels"], "namespace": place[1]}
            claim = {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": own}
            cluster.add(claim)


def has_network(cluster: Cluster) -> bool:
    """Tell whether something gives pods their network."""
    return any(one["metadata"]["name"] in NETWORKS for one in cluster.list("daemonsets.apps"))


def _judge_pod(cluster: Cluster, pod: Object) -> None:
    runs = bool(pod["spec"].get("hostNetwork")) or has_network(cluster)
    ready = runs and not pod["metadata"].get("unready") and all(map(_listens, _containers(pod)))
    status = {
        "phase": "Running" if runs else "Pending",
        "conditions": [{"status": str(ready), "type": "Ready"}],
    }
    cluster.set(pod, status=status)


def _containers(pod: Object) -> Iterator[Any]:
    yield from pod["spec"]["containers"]


def _listens(container: Any) -> bool:
    """Tell whether a container listens where its first port says, if its arguments name one."""
    ports = [one["containerPort"] for one in container.get("ports", ())]
    listened = [one.partition("=")[2] for one in container.get("args", ()) if "-port=" in one]
    return not ports or not listened or listened[0] == str(ports[0])


def _status(one: Object, wanted: int, ready: int, fault: str) -> Object:
    status: Object = {"replicas": wanted, "readyReplicas": ready, "availableReplicas": ready}
    status["conditions"] = [{"status": str(ready >= wanted), "type": "Available"}]
    if fault:
        failed = {"message": fault, "status": "True", "type": "ReplicaFailure"}
        status["conditions"].append(failed)
    if one["kind"] == "DaemonSet":
        status["desiredNumberScheduled"] = wanted
    return status


def _judge_nodes(cluster: Cluster) -> None:
    ready = {"status": str(has_network(cluster)), "type": "Ready"}
    for node in cluster.list("nodes"):
        cluster.set(node["status"], conditions=[ready])


def _remove_orphans(cluster: Cluster) -> None:
    kinds = {"Deployment": "deployments.apps", "StatefulSet": "statefulsets.apps"}
    kinds |= {"DaemonSet": "daemonsets.apps", "Rollout": "rollouts.argoproj.io"}
    for pod in cluster.list("pods"):
        kind, _, name = pod["metadata"].get("owner", "").partition("/")
        namespace = pod["metadata"]["namespace"]
        if kind and cluster.find(kinds[kind], namespace, name) is None:
            cluster.remove("pods", namespace, pod["metadata"]["name"])
