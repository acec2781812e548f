"""consul-k8s, kubectl-argo-rollouts and kind, as far as the runbooks call them."""

from collections.abc import Callable, Mapping

from tests.simulated_cluster.calls import labels_of
from tests.simulated_cluster.cluster import Object
from tests.simulated_cluster.controllers import rollouts
from tests.simulated_cluster.controllers.gitops import make_namespace
from tests.simulated_cluster.controllers.loop import settle
from tests.simulated_cluster.failure import ToolError
from tests.simulated_cluster.fixed_answers import VERSIONS
from tests.simulated_cluster.meshes import consul
from tests.simulated_cluster.releases import name_of, revisions, uninstall, upgrade
from tests.simulated_cluster.session import Session, parse

_RELEASE = (consul.NAMESPACE, "consul")
_CHART = ("consul", "2.0.3")


def _install_consul(session: Session) -> str:
    before = revisions(session.cluster, *_RELEASE)
    if before and session.line.path == "install":
        raise ToolError("Error: A Consul cluster is already installed in namespace consul")
    if not before and session.line.path == "upgrade":
        raise ToolError("Error: Cannot upgrade Consul. Existing Consul installation not found")
    [values] = parse(session.read(session.line.flag("-config-file")))
    make_namespace(session.cluster, consul.NAMESPACE)
    upgrade(session.cluster, _RELEASE, _CHART, values)
    settle(session.world)
    return "Consul installed in namespace consul\n"


def _uninstall_consul(session: Session) -> str:
    cluster = session.cluster
    if revisions(cluster, *_RELEASE):
        for kind in cluster.kinds.known:
            for one in cluster.list(kind.resource) if kind.group == consul.GROUP else ():
                cluster.remove(kind.resource, one["metadata"].get("namespace", ""), name_of(one))
        settle(session.world)
        uninstall(cluster, *_RELEASE)
    if session.line.has("-wipe-data"):
        for resource in ("persistentvolumeclaims", "secrets"):
            for one in cluster.list(resource, consul.NAMESPACE):
                consuls = labels_of(one).get("chart") == "consul-helm" or resource == "secrets"
                if consuls and name_of(one).startswith(("consul", "data-")):
                    cluster.remove(resource, consul.NAMESPACE, name_of(one))
    settle(session.world)
    return ""


def _consul_version(_: Session) -> str:
    return VERSIONS["consul-k8s"]


CONSUL: Mapping[str, Callable[[Session], str]] = {
    "install": _install_consul,
    "uninstall": _uninstall_consul,
    "upgrade": _install_consul,
    "version": _consul_version,
}


def _rollout(session: Session) -> Object:
    name = session.line.arguments[0]
    return session.cluster.get(rollouts.ROLLOUTS, session.namespace, name)


def _promote(session: Session) -> str:
    rollouts.promote(session.cluster, _rollout(session), full=session.line.has("--full"))
    settle(session.world)
    return f"rollout '{session.line.arguments[0]}' promoted\n"


def _abort(session: Session) -> str:
    rollouts.abort(session.cluster, _rollout(session))
    settle(session.world)
    return f"rollout '{session.line.arguments[0]}' aborted\n"


def _undo(session: Session) -> str:
    rollouts.undo(session.cluster, _rollout(session))
    settle(session.world)
    return f"rollout '{session.line.arguments[0]}' undo\n"


def _show_rollout(session: Session) -> str:
    phase = _rollout(session).get("status", {}).get("phase", "Progressing")
    if phase == "Degraded":
        raise ToolError("Degraded - RolloutAborted")
    return f"{phase}\n"


def _rollouts_version(_: Session) -> str:
    return VERSIONS["kubectl-argo-rollouts"]


ROLLOUTS: Mapping[str, Callable[[Session], str]] = {
    "abort": _abort,
    "promote": _promote,
    "status": _show_rollout,
    "undo": _undo,
    "version": _rollouts_version,
}
