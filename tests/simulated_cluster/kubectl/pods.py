"""The commands of kubectl that act inside pods: exec, cp, and run as a trial."""

import copy
from itertools import pairwise

from tests.simulated_cluster.admission import admitted, has_container
from tests.simulated_cluster.cluster import Object
from tests.simulated_cluster.controllers.loop import tick
from tests.simulated_cluster.failure import NotFoundError, ToolError, UnmodelledError
from tests.simulated_cluster.fixed_answers import FIXED
from tests.simulated_cluster.kubectl.targets import select
from tests.simulated_cluster.meshes import consul
from tests.simulated_cluster.printing import show
from tests.simulated_cluster.session import Session
from tests.simulated_cluster.traffic import Answer, request
from tests.simulated_cluster.workloads import pods_of


def execute(session: Session) -> str:
    """Run a command in a container, as far as it is one that the simulated pods know."""
    line, [word] = session.line, session.line.arguments
    pod = find_pod(session, word)
    container = line.flag("--container")
    if container and not has_container(pod, container):
        raise ToolError(f"error: container {container} not found in pod {pod['metadata']['name']}")
    match line.after:
        case ["curl", *words]:
            return _curl(session, pod, words)
        case ["pilot-agent", "request", "GET", "stats/prometheus"]:
            return _sidecar_metrics(session)
        case ["consul", "members"]:
            return FIXED["consul members"]
        case ["consul", "snapshot", *words]:
            return _snapshot(session, words)
        case ["cilium-dbg", "status"]:
            return FIXED["cilium-dbg status"]
        case ["hubble", "observe", *_]:
            return FIXED["hubble observe"]
    raise UnmodelledError(f"the simulated pods know no {' '.join(line.after)}")


def find_pod(session: Session, word: str) -> Object:
    """Return a pod by its name, or one that runs for a workload such as deploy/web."""
    if "/" not in word:
        return session.cluster.get("pods", session.namespace, word)
    workloads, missing = select(session, [word])
    if missing:
        raise missing[0]
    pods = pods_of(session.cluster, workloads[0][1])
    running = [one for one in pods if one["status"]["phase"] == "Running"]
    if not running:
        raise ToolError("error: timed out waiting for the condition")
    return running[0]


def _curl(session: Session, pod: Object, words: list[str]) -> str:
    url = next(one for one in words if one.startswith("http://"))
    options = dict(pairwise(words))
    if url.endswith(":20200/metrics"):
        return FIXED["metrics of consul-dataplane"] * consul.is_meshed(pod)
    host = options.get("--header", "").removeprefix("Host: ")
    tick(session.world, session.cluster)
    answered = request(session.world, session.cluster, pod, url, host)
    form = options.get("--write-out", "").replace("\\n", "\n")
    body = options.get("--output") != "/dev/null"
    printed = "".join((one.host if body else "") + _written(form, one) for one in answered)
    ended = max(one.ended for one in answered)
    if "--fail" in words and not ended and any(one.status >= "400" for one in answered):
        ended = 22
    if ended:
        told = f"command terminated with exit code {ended}"
        raise ToolError(told, status=ended, printed=printed)
    return printed


def _written(form: str, one: Answer) -> str:
    named = {"http_code": one.status, "exitcode": str(one.ended), "errormsg": one.message}
    for name, value in named.items():
        form = form.replace(f"%{{{name}}}", value)
    return form


def _sidecar_metrics(session: Session) -> str:
    kind = "mutual_tls" if session.cluster.happened else "none"
    return f'istio_requests_total{{connection_security_policy="{kind}"}} 42\n'


def _snapshot(session: Session, words: list[str]) -> str:
    saved, place = session.cluster.happened, f"snapshot {words[-1]}"
    acls = session.cluster.find("secrets", session.namespace, "consul-bootstrap-acl-token")
    if words[0] == "save":
        if acls and not (session.line.has("--stdin") and session.piped):
            raise ToolError("Error: Unexpected response code: 403 (Permission denied)")
        if place not in saved:
            saved.append(place)
        return "Saved and verified snapshot to index 4711\n"
    if place not in saved:
        raise ToolError(f"Error opening snapshot file: open {words[-1]}: no such file")
    return " ID           2-4711\n Index        4711\n"


def copy_out(session: Session) -> str:
    """Copy a snapshot of Consul's servers to the operator's machine."""
    source, target = session.line.arguments
    pod, _, path = source.partition(":")
    session.cluster.get("pods", session.namespace, pod)
    if f"snapshot {path}" not in session.cluster.happened:
        raise ToolError(f"error: {path}: no such file or directory")
    (session.folder / target).write_text("snapshot", encoding="utf-8")
    return ""


def run(session: Session) -> str:
    """Show what the server would make of a pod."""
    line, name = session.line, session.line.arguments[0]
    if line.flag("--dry-run") != "server":
        raise UnmodelledError("run without --dry-run=server")
    labels = dict(one.split("=") for one in line.flag("--labels").split(","))
    if session.cluster.find("namespaces", "", session.namespace) is None:
        raise NotFoundError("namespaces", session.namespace)
    pod = {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": name, "namespace": session.namespace, "labels": labels},
        "spec": {"containers": [{"name": name, "image": line.flag("--image")}]},
    }
    made = admitted(session.cluster, copy.deepcopy(pod))
    return show(line.flag("--output"), [(session.cluster.kind("pods"), made)], one=True)
