"""istioctl tag: names that point to revisions of the control plane."""

from tests.simulated_cluster.calls import labels_of
from tests.simulated_cluster.cluster import Object
from tests.simulated_cluster.controllers.loop import settle
from tests.simulated_cluster.failure import ToolError
from tests.simulated_cluster.istio_webhooks import VERSION as VERSION_LABEL
from tests.simulated_cluster.istio_webhooks import injector_webhooks
from tests.simulated_cluster.meshes import istio
from tests.simulated_cluster.session import Session

NAMESPACE = "istio-system"
_TAGGED = "mutatingwebhookconfigurations.admissionregistration.k8s.io"


def tags_of(session: Session) -> list[Object]:
    return [one for one in session.cluster.list(_TAGGED) if "istio.io/tag" in labels_of(one)]


def list_tags(session: Session) -> str:
    found = tags_of(session)
    if not found:
        return "No Istio revision tags found\n"
    rows = [labels_of(one) for one in found]
    lines = [f"{one['istio.io/tag']:<7} {one['istio.io/rev']}\n" for one in rows]
    return "TAG     REVISION NAMESPACES\n" + "".join(lines)


def tag(session: Session) -> str:
    [tag] = session.line.arguments
    old = session.cluster.find(_TAGGED, "", f"istio-revision-tag-{tag}")
    if old and not session.line.has("--overwrite"):
        raise ToolError(f"Error: revision tag {tag} already exists, and --overwrite is false")
    set_tag(session, tag, session.line.flag("--revision"))
    settle(session.world)
    return f'Revision tag "{tag}" created\n'


def set_tag(session: Session, tag: str, revision: str) -> None:
    cluster = session.cluster
    planes = [one for one in istio.control_planes(cluster) if revision_of(one) == revision]
    if not planes:
        settle(session.world)
        planes = [one for one in istio.control_planes(cluster) if revision_of(one) == revision]
    if not planes:
        raise ToolError(f'Error: cannot modify tag: cannot find a control plane of "{revision}"')
    labels = {"istio.io/tag": tag, "istio.io/rev": revision}
    labels[VERSION_LABEL] = istio.version_of(planes[0])
    api = "admissionregistration.k8s.io/v1"
    own: Object = {"apiVersion": api, "kind": "MutatingWebhookConfiguration"}
    own |= {"metadata": {"name": f"istio-revision-tag-{tag}", "labels": labels}}
    cluster.add({**own, "webhooks": injector_webhooks(revision, NAMESPACE, tag)})
    metadata = {"name": f"istiod-revision-tag-{tag}", "namespace": NAMESPACE, "labels": labels}
    spec = {"selector": {"istio.io/rev": revision}, "ports": [{"port": 15012}]}
    cluster.add({"apiVersion": "v1", "kind": "Service", "metadata": metadata, "spec": spec})
    if tag == "default":
        name = {"name": "istiod-default-validator", "labels": labels}
        cluster.add({"apiVersion": api, "kind": "ValidatingWebhookConfiguration", "metadata": name})


def remove_tag(session: Session) -> str:
    [tag] = session.line.arguments
    session.cluster.remove(_TAGGED, "", f"istio-revision-tag-{tag}")
    session.cluster.remove("services", NAMESPACE, f"istiod-revision-tag-{tag}")
    settle(session.world)
    return f"Revision tag {tag} removed\n"


def revision_of(plane: Object) -> str:
    return labels_of(plane)["istio.io/rev"]
