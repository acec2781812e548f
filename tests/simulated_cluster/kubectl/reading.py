"""The commands of kubectl that only look: get, version, auth and the like."""

from tests.simulated_cluster.admission import answers
from tests.simulated_cluster.controllers.loop import tick
from tests.simulated_cluster.failure import ToolError
from tests.simulated_cluster.fixed_answers import FIXED
from tests.simulated_cluster.jsonpath import fill_template
from tests.simulated_cluster.kubectl.targets import select
from tests.simulated_cluster.merging import apply
from tests.simulated_cluster.printing import show
from tests.simulated_cluster.session import Session


def get(session: Session) -> str:
    """Print objects."""
    line = session.line
    if line.flag("--raw"):
        return _raw(session, line.flag("--raw"))
    tick(session.world, session.cluster)
    found, missing = select(session, line.arguments)
    one = (len(line.arguments) > 1 and len(line.arguments[1:]) == 1) or "/" in line.arguments[0]
    form = line.flag("--output")
    if missing and one and line.has("--ignore-not-found"):
        return ""
    printed = (
        "" if missing and one else show(form, found, one=one, labels=line.has("--show-labels"))
    )
    if missing and not line.has("--ignore-not-found"):
        raise ToolError("\n".join(map(str, missing)), printed=printed)
    return printed if found or form else "No resources found\n"


def _raw(session: Session, path: str) -> str:
    _, _, _, _, namespace, _, service, *_ = path.split("/")
    name = service.partition(":")[0]
    if not answers(session.cluster, {"namespace": namespace, "name": name}):
        raise ToolError(
            "Error from server (ServiceUnavailable): no endpoints available for service"
        )
    return FIXED["metrics of envoy-gateway"]


def version(session: Session) -> str:
    """Print the versions of kubectl and the server."""
    return f"Client Version: v1.37.1\nServer Version: v{session.cluster.kubernetes}\n"


def cluster_info(session: Session) -> str:
    """Print where the server is."""
    return f"Kubernetes control plane is running at {session.cluster.server}\n"


def can_i(_: Session) -> str:
    """Say that the operator may do everything."""
    return FIXED["kubectl auth can-i"]


def current_context(session: Session) -> str:
    """Print the context that is used where none is named."""
    return f"{session.world.current}\n"


def view_config(session: Session) -> str:
    """Print the part of kubectl's configuration that belongs to the context."""
    clusters = [{"name": session.cluster.name, "cluster": {"server": session.cluster.server}}]
    template = session.line.flag("--output").removeprefix("jsonpath=")
    return fill_template(template, {"clusters": clusters})


def logs(session: Session) -> str:
    """Print what a workload or a pod has logged."""
    word = session.line.arguments[0]
    found, missing = select(session, [word] if "/" in word else ["pods", word])
    if missing:
        raise missing[0]
    _, one = found[0]
    if one["kind"] != "Pod" and not one.get("status", {}).get("readyReplicas"):
        raise ToolError("error: timed out waiting for the condition")
    return "\n".join(["info started", *session.cluster.happened]) + "\n"


def diff(session: Session) -> str:
    """Print what an apply would change, and end with 1 where that is something."""
    for document in session.documents(session.line.flag("--filename")):
        kind = session.cluster.kind_of(document)
        namespace = session.cluster.namespace_of(kind, document, session.namespace)
        name = document["metadata"]["name"]
        live = session.cluster.find(kind.resource, namespace, name)
        if live is None or apply({}, live, document) != live:
            raise ToolError(f"diff of {kind.called(name)}")
    return ""
