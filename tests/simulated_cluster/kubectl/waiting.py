"""The commands of kubectl that restart workloads or wait for something."""

from tests.simulated_cluster.cluster import Object
from tests.simulated_cluster.controllers.loop import settle, tick
from tests.simulated_cluster.failure import ToolError, UnmodelledError
from tests.simulated_cluster.jsonpath import fill_template
from tests.simulated_cluster.kinds import Kind
from tests.simulated_cluster.kubectl.targets import select
from tests.simulated_cluster.session import Session
from tests.simulated_cluster.workloads import restart

# Intervals that a wait lasts at the most; what goes on in steps needs fewer.
_PATIENCE = 8


def restart_workloads(session: Session) -> str:
    """Replace the pods of workloads."""
    found, missing = select(session, session.line.arguments)
    if missing:
        raise missing[0]
    for _, one in found:
        restart(session.cluster, one)
    settle(session.world)
    if not found:
        return f"No resources found in {session.namespace} namespace.\n"
    return "".join(f"{kind.called(one['metadata']['name'])} restarted\n" for kind, one in found)


def show_status(session: Session) -> str:
    """Say that workloads are rolled out; ToolError for one that does not come to its end."""
    found, missing = select(session, session.line.arguments)
    if missing:
        raise missing[0]
    return "".join(_status(kind, one) for kind, one in found)


def _status(kind: Kind, one: Object) -> str:
    status, name = one.get("status", {}), one["metadata"]["name"]
    if any(each["type"] == "ReplicaFailure" for each in status.get("conditions", ())):
        raise ToolError(f'error: deployment "{name}" exceeded its progress deadline')
    if status.get("readyReplicas", 0) < status.get("replicas", 1):
        raise ToolError("error: timed out waiting for the condition")
    if kind.name == "StatefulSet":
        count = status["replicas"]
        return f"statefulset rolling update complete {count} pods at revision {name}-1...\n"
    word = "daemon set" if kind.name == "DaemonSet" else "deployment"
    return f'{word} "{name}" successfully rolled out\n'


def wait(session: Session) -> str:
    """Wait until a condition holds for all objects that a command means."""
    line = session.line
    words = [one for one in line.arguments if one]
    condition = line.flag("--for")
    for _ in range(_PATIENCE):
        found, missing = select(session, words)
        chosen = {"--all", "--selector", "--field-selector"} & line.flags.keys()
        if len(words) == 1 and "/" not in words[0] and not chosen:
            raise ToolError("error: resource(s) were provided, but no name was specified")
        if condition == "delete":
            if not found:
                return ""
        elif missing:
            raise missing[0]
        elif not found:
            raise ToolError("error: no matching resources found")
        elif all(_holds(condition, one) for _, one in found):
            return "".join(f"{kind.called(_name(one))} condition met\n" for kind, one in found)
        tick(session.world, session.cluster)
    late = next((kind, one) for kind, one in found if not _holds(condition, one))
    raise ToolError(
        f"error: timed out waiting for the condition on {late[0].plural}/{_name(late[1])}"
    )


def _name(one: Object) -> str:
    name: str = one["metadata"]["name"]
    return name


def _holds(condition: str, one: Object) -> bool:
    kind, _, rest = condition.partition("=")
    if kind == "delete":
        return False
    if kind == "condition":
        states = one.get("status", {}).get("conditions", [])
        return any(each["type"] == rest and each["status"] == "True" for each in states)
    if kind == "jsonpath":
        path, _, value = rest.rpartition("=")
        return fill_template(path, one) == value
    raise UnmodelledError(f"wait for {condition}")
