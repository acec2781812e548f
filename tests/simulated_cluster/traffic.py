"""What becomes of the calls that a pod makes: which pods answer, or how they are refused."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tests.simulated_cluster.calls import RESET, Call
from tests.simulated_cluster.cluster import Cluster, Object
from tests.simulated_cluster.meshes import cilium, consul, istio, istio_policies, kuma, linkerd
from tests.simulated_cluster.network_policies import refusal as network_refusal
from tests.simulated_cluster.routes import Target, targets
from tests.simulated_cluster.workloads import is_ready
from tests.simulated_cluster.world import World

_URL = re.compile(r"http://([^:/]+)(?::(\d+))?(/[^?]*)?(\?.*)?")
_REFUSALS = (
    *(network_refusal, linkerd.refusal, istio_policies.refusal, kuma.refusal, consul.refusal),
    cilium.refusal,
)
_UNKNOWN, _CUT = 6, 56
_MESSAGES = {_UNKNOWN: "Could not resolve host", _CUT: "Recv failure: Connection reset by peer"}
_NAMED = 5  # Parts of NAME.NAMESPACE.svc.cluster.local.


@dataclass(frozen=True, slots=True)
class Answer:
    """The status of one call, the host name that the pod answered with, and how curl ended."""

    status: str
    host: str = ""
    ended: int = 0

    @property
    def message(self) -> str:
        """What curl says about a call that nobody answered."""
        return _MESSAGES.get(self.ended, "")


def request(world: World, cluster: Cluster, client: Object, url: str, host: str) -> list[Answer]:
    """Return what becomes of a URL of curl, in which [1-50] stands for fifty calls."""
    match = _URL.fullmatch(url)
    if match is None:
        raise ValueError(f"{url} is no URL that the simulated pods can call")
    name, port, path = match[1], int(match[2] or 80), match[3] or "/"
    span = re.search(r"\[(\d+)-(\d+)\]", url)
    count = int(span[2]) - int(span[1]) + 1 if span else 1
    place = Call(cluster, client, client, "", path)
    if name == "127.0.0.1":
        far = consul.upstream_call(world, place, port)
        return [_answer(far) if far else Answer(RESET, ended=_CUT)] * count
    parts = name.split(".")
    if len(parts) != _NAMED:
        raise ValueError(f"{name} is no name of a Service")
    if cluster.find("services", parts[1], parts[0]) is None:
        return [Answer(RESET, ended=_UNKNOWN)] * count
    found = list(targets(world, place, parts[0], parts[1], host))
    answers: dict[int, Answer] = {}  # By pod: to one that was asked before nothing is new.
    return [
        answers.setdefault(key, answers.get(key) or _call(place, one))
        for one in _dealt(found, count)
        for key in [id(one.pods[0]) if one else 0]
    ]


def _dealt(found: list[Target], count: int) -> Iterator[Target | None]:
    """Yield a target for each call, so that each gets its share of them."""
    total = sum(one.weight for one in found)
    given = dict.fromkeys(range(len(found)), 0)
    for number in range(1, count + 1):
        if not total:
            yield None
            continue
        at = max(given, key=lambda one: found[one].weight * number / total - given[one])
        given[at] += 1
        pods = found[at].pods
        one = pods[given[at] % len(pods)] if pods else None
        yield replace(found[at], pods=(one,)) if one else None


def _call(place: Call, target: Target | None) -> Answer:
    if target is None or not target.pods:
        return Answer(RESET, ended=_CUT)
    call = replace(place, cluster=target.cluster, server=target.pods[0], service=target.service)
    call = replace(call, through=target.through)
    return _answer(call)


def _answer(call: Call) -> Answer:
    if not is_ready(call.server):
        return Answer(RESET, ended=_CUT)
    for refuse in _REFUSALS:
        status = refuse(call)
        if status:
            return Answer(status, ended=_CUT if status == RESET else 0)
    _remember(call)
    spec = call.server["spec"]
    name: str = spec.get("hostname") or call.server["metadata"]["name"]
    return Answer("200", name)


def _remember(call: Call) -> None:
    if istio.is_meshed(call.cluster, call.client) and istio.is_meshed(call.cluster, call.server):
        namespace, account = call.caller
        line = f'src.identity="spiffe://cluster.local/ns/{namespace}/sa/{account}"'
        if line not in call.cluster.happened:
            call.cluster.happened.append(line)
