"""istioctl install and uninstall: profiles of charts, without Helm's records."""

from typing import Any

from tests.simulated_cluster.calls import labels_of
from tests.simulated_cluster.charts import render
from tests.simulated_cluster.controllers.loop import settle
from tests.simulated_cluster.failure import ToolError
from tests.simulated_cluster.merging import apply
from tests.simulated_cluster.releases import lay, name_of
from tests.simulated_cluster.session import Session
from tests.simulated_cluster.tools.istio_tags import NAMESPACE, set_tag, tags_of

VERSION = "1.31.1"
_OWNED = "operator.istio.io/component"
_PROFILES = {
    "minimal": ("base", "istiod"),
    "ambient": ("base", "istiod", "cni", "ztunnel"),
    "remote": ("base", "istiod"),
    "empty": (),
    "openshift": ("base", "istiod", "cni"),
    "openshift-ambient": ("base", "istiod", "cni", "ztunnel"),
}


def _operator(session: Session) -> Any:
    merged: Any = {}
    for name in session.line.flags.get("--filename", ()):
        for document in session.documents(name):
            merged = apply({}, merged, document)
    return merged["spec"]


def install(session: Session) -> str:
    spec = _operator(session)
    profile, parts = spec.get("profile", "default"), spec.get("components", {})
    values = {**spec.get("values", {}), **spec.get("values", {}).get("pilot", {})}
    values |= {"profile": profile.removeprefix("openshift-"), "revision": spec.get("revision", "")}
    charts = list(_PROFILES[profile])
    if parts.get("cni", {}).get("enabled"):
        charts.append("cni")
    for one in parts.get("ingressGateways", ()):
        charts += ["gateway"] if one["enabled"] else []
    agents = "kube-system" if profile.startswith("openshift") else NAMESPACE
    places = {"ztunnel": agents, "cni": parts.get("cni", {}).get("namespace", agents)}
    for chart in charts:
        own = {**values, "defaultRevision": ""} if chart == "base" else values
        namespace = places.get(chart, NAMESPACE)
        rendered = render(chart, VERSION, chart, namespace, own)
        for document in (*rendered.kept, *rendered.objects):
            document["metadata"].setdefault("labels", {})[_OWNED] = chart
            lay(session.cluster, namespace, None, document, {})
    if "istiod" in charts and profile != "remote" and not tags_of(session):
        set_tag(session, "default", values["revision"] or "default")
    settle(session.world)
    return "✔ Installation complete\n"


def uninstall(session: Session) -> str:
    line, cluster = session.line, session.cluster
    if not (line.has("--purge") or line.flag("--revision")):
        raise ToolError("Error: at least one of the --revision, --filename or --purge must be set")
    for resource in list(cluster.objects):
        for one in cluster.list(resource):
            labels = labels_of(one)
            if _OWNED not in labels and not (line.has("--purge") and "istio.io/tag" in labels):
                continue
            if line.has("--purge") or labels.get("istio.io/rev") == line.flag("--revision"):
                place = one["metadata"].get("namespace", "")
                if cluster.find(resource, place, name_of(one)):
                    cluster.remove(resource, place, name_of(one))
    settle(session.world)
    return "✔ Uninstall complete\n"
