"""Flux and Argo CD: they turn HelmReleases and Applications into what charts make."""

from typing import Any

from tests.simulated_cluster.calls import conditions, note
from tests.simulated_cluster.charts import render
from tests.simulated_cluster.cluster import DEFINITIONS, Cluster, Object
from tests.simulated_cluster.failure import ToolError
from tests.simulated_cluster.releases import lay, leave, name_of, revisions, uninstall, upgrade
from tests.simulated_cluster.workloads import RESOURCES, available
from tests.simulated_cluster.world import World

RELEASES = "helmreleases.helm.toolkit.fluxcd.io"
APPLICATIONS = "applications.argoproj.io"
_SOURCES = {
    "HelmRepository": "helmrepositories.source.toolkit.fluxcd.io",
    "OCIRepository": "ocirepositories.source.toolkit.fluxcd.io",
}
FINALIZER = "finalizers.fluxcd.io"
TRACKING = "argocd.argoproj.io/tracking-id"


def reconcile(_: World, cluster: Cluster) -> None:
    """Do what HelmReleases and Applications ask for, where their controller runs."""
    if available(cluster, "flux-system", "source-controller"):
        for resource in _SOURCES.values():
            for one in cluster.list(resource):
                status = {"conditions": conditions(Ready=True)}
                cluster.set(one, status=status)
    if available(cluster, "flux-system", "helm-controller"):
        for one in cluster.list(RELEASES):
            _follow_release(cluster, one)
    if cluster.find("statefulsets.apps", "argocd", "argocd-application-controller"):
        for one in cluster.list(APPLICATIONS):
            _follow_application(cluster, one)


def _follow_release(cluster: Cluster, one: Object) -> None:
    spec, metadata = one["spec"], one["metadata"]
    release = (spec["storageNamespace"], spec["releaseName"])
    if "deletionTimestamp" in metadata:
        if revisions(cluster, *release):
            uninstall(cluster, *release)
        cluster.unset(metadata, "finalizers")
        return
    if metadata.get("finalizers") != [FINALIZER]:
        cluster.set(metadata, finalizers=[FINALIZER])
    if one.get("status", {}).get("seen") == repr(spec):
        _judge_release(cluster, one)
        return
    try:
        chart = _source(cluster, one)
        for other in spec.get("dependsOn", ()):
            _ask_ready(cluster, other["name"])
        if spec["install"].get("createNamespace"):
            make_namespace(cluster, release[0])
        upgrade(cluster, release, chart, spec["values"], replace_definitions=True)
    except ToolError as error:
        status = {"conditions": conditions(Ready=False), "message": str(error)}
        cluster.set(one, status=status)
        return
    history = [{"chartVersion": chart[1].removeprefix("v") if _is_oci(one) else chart[1]}]
    status = {"seen": repr(spec), "history": history, "conditions": conditions(Ready=False)}
    cluster.set(one, status=status)


def _judge_release(cluster: Cluster, one: Object) -> None:
    namespace, name = one["spec"]["storageNamespace"], one["spec"]["releaseName"]
    ready = _healthy(cluster, "meta.helm.sh/release-name", name, namespace)
    asked = note(one, "reconcile.fluxcd.io/requestedAt")
    new = {"conditions": conditions(Ready=ready), "lastHandledReconcileAt": asked}
    cluster.set(one["status"], **new)


def _is_oci(one: Object) -> bool:
    return "chartRef" in one["spec"]


def _source(cluster: Cluster, one: Object) -> tuple[str, str]:
    namespace = one["metadata"]["namespace"]
    if _is_oci(one):
        reference = one["spec"]["chartRef"]
        found = cluster.get(_SOURCES[reference["kind"]], namespace, reference["name"])
        return found["spec"]["url"].rpartition("/")[2], found["spec"]["ref"]["tag"]
    chart = one["spec"]["chart"]["spec"]
    reference = chart["sourceRef"]
    cluster.get(_SOURCES[reference["kind"]], namespace, reference["name"])
    return chart["chart"], chart["version"]


def _ask_ready(cluster: Cluster, name: str) -> None:
    other = cluster.get(RELEASES, "flux-system", name)
    states = other.get("status", {}).get("conditions", [])
    if not any(one["type"] == "Ready" and one["status"] == "True" for one in states):
        raise ToolError(f"dependency 'flux-system/{name}' is not ready")


def make_namespace(cluster: Cluster, name: str) -> None:
    """Create a namespace where it is missing."""
    if cluster.find("namespaces", "", name) is None:
        cluster.add({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}})


def _healthy(cluster: Cluster, owner: str, name: str, namespace: str) -> bool:
    owned = [
        one
        for resource in RESOURCES
        for one in cluster.list(resource, namespace)
        if (one["metadata"].get("annotations") or {}).get(owner) == name
    ]
    wanted = [one.get("status", {}) for one in owned]
    return all("replicas" in one and one["readyReplicas"] >= one["replicas"] for one in wanted)


def _follow_application(cluster: Cluster, one: Object) -> None:
    spec, metadata = one["spec"], one["metadata"]
    source, namespace = spec["source"], spec["destination"]["namespace"]
    name = source["helm"]["releaseName"]
    if "deletionTimestamp" in metadata:
        for document in _managed(cluster, metadata["name"]):
            kind = cluster.kind_of(document)
            place = document["metadata"].get("namespace", "")
            # Argo CD never deletes definitions, and nothing that Helm's resource policy keeps.
            if kind.resource != DEFINITIONS and cluster.find(
                kind.resource, place, name_of(document)
            ):
                cluster.remove(kind.resource, place, name_of(document))
        cluster.unset(metadata, "finalizers")
        return
    if one.get("status", {}).get("seen") != repr(spec):
        _sync(cluster, one, namespace, name)
    healthy = _healthy(cluster, TRACKING, metadata["name"], namespace)
    state = "Healthy" if healthy else "Progressing"
    status = one["status"]
    cluster.set(status, health={"status": state})


def _sync(cluster: Cluster, one: Object, namespace: str, name: str) -> None:
    spec, application = one["spec"], one["metadata"]["name"]
    source = spec["source"]
    rendered = render(
        source["chart"], source["targetRevision"], name, namespace, source["helm"]["valuesObject"]
    )
    status: Any = {"sync": {"status": "OutOfSync"}}
    try:
        if "CreateNamespace=true" in spec["syncPolicy"]["syncOptions"]:
            make_namespace(cluster, namespace)
        for document in (*rendered.kept, *rendered.objects):
            lay(cluster, namespace, None, document, {TRACKING: application})
        leave(cluster, namespace, rendered)
        sync = {"status": "Synced", "revision": source["targetRevision"]}
        status = {"sync": sync, "seen": repr(spec), "operationState": {"phase": "Succeeded"}}
    except ToolError as error:
        status["message"] = str(error)
    cluster.set(one, status=status)


def _managed(cluster: Cluster, application: str) -> list[Object]:
    return [
        one
        for resource in list(cluster.objects)
        for one in cluster.list(resource)
        if (one["metadata"].get("annotations") or {}).get(TRACKING) == application
    ]
