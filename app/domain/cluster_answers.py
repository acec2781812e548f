"""What a cluster's facts answer by themselves: questions, runbook parameters, the sizing."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.domain.cluster import ClusterFacts, Evidence, Fact
from app.domain.cluster_signals import ClusterSignals
from app.domain.cluster_versions import parse_version
from app.domain.parameter_types import KUBERNETES_VERSION, LABEL, RESERVED_NAMESPACES

CILIUM = "cilium"
_FIXED_BY_PROVIDER = {
    "gke": "Google does not support replacing the network plug-in of GKE.",
    "openshift": "OpenShift's own operator installs and keeps the network plug-in.",
}
_RUNBOOK_PLATFORMS = {"eks", "gke", "aks", "openshift", "k3s", "kubeadm", "kind"}
_MOST_OFFERED = 20  # A runbook takes no more.
_LONGEST_NAME = 63
_NUMBERED = re.compile(r"namespace-\d+")  # What the collector writes for a name with --counts.
PARAMETERS = (
    "platform",
    "kubernetes_version",
    "cni",
    "gateway_api",
    "observability",
    "namespaces",
)
"""The parameters of a runbook that a cluster settles, or for which it offers values."""
_SERVICES = ((20, "under_20"), (101, "from_20_to_100"), (501, "from_100_to_500"))


@dataclass(frozen=True, slots=True)
class SettledAnswer:
    """An answer that the facts give, and why.

    `is_presumed` marks one that a team should look at: the facts point to it, but only the
    team can know. Every one may be changed.
    """

    question: str
    answers: tuple[str, ...]
    because: str
    evidence: tuple[Evidence, ...]
    is_presumed: bool = False


def settled_answers(facts: ClusterFacts, signals: ClusterSignals) -> tuple[SettledAnswer, ...]:
    """Return the answers to the questions that the facts settle, in the graph's order.

    How many clusters there are, what the team wants and what it knows stay unanswered: no
    cluster says that.
    """
    found = (_services(facts), _cni(facts, signals), _workloads(facts), _platform(facts, signals))
    return tuple(answer for answer in found if answer is not None)


def _services(facts: ClusterFacts) -> SettledAnswer | None:
    if facts.services is None or not facts.services.value:  # An empty cluster tells no plans.
        return None
    number = facts.services.value
    answer = next((name for bound, name in _SERVICES if number < bound), "over_500")
    because = f"Services outside the cluster's own namespaces: {number}."
    return SettledAnswer("services", (answer,), because, facts.services.evidence, is_presumed=True)


def _cni(facts: ClusterFacts, signals: ClusterSignals) -> SettledAnswer | None:
    if facts.cilium_managed is not None:
        by = signals.name_by_id[facts.cilium_managed.value]
        because = f"Cilium is there, run by {by}."
        return SettledAnswer("cni", ("cilium_managed",), because, facts.cilium_managed.evidence)
    if facts.cnis is None:
        return None
    names = " and ".join(signals.name_by_id[one] for one in facts.cnis.value)
    if facts.cnis.value == (CILIUM,):
        because = "Cilium is there, and nothing says that a provider runs it."
        return SettledAnswer("cni", (CILIUM,), because, facts.cnis.evidence)
    if CILIUM in facts.cnis.value:  # Chained behind another one: neither answer describes it.
        return None
    platform = facts.platform.value if facts.platform else ""
    if platform in _FIXED_BY_PROVIDER:
        because = f"The network plug-in is {names}. {_FIXED_BY_PROVIDER[platform]}"
        return SettledAnswer("cni", ("other_fixed",), because, facts.cnis.evidence)
    because = f"The network plug-in is {names}. In a running cluster it stays, unless you say so."
    return SettledAnswer("cni", ("other_fixed",), because, facts.cnis.evidence, is_presumed=True)


def _workloads(facts: ClusterFacts) -> SettledAnswer | None:
    """Return what takes part beside Linux pods on amd64; virtual machines cannot be seen."""
    answers, reasons, evidence = [], [], list[Evidence]()
    for answer, reason, proof in _takes_part(facts):
        answers.append(answer)
        reasons.append(reason)
        evidence += proof
    if not answers:
        return None
    return SettledAnswer("workloads", tuple(answers), " ".join(reasons), tuple(evidence))


def _takes_part(facts: ClusterFacts) -> Iterator[tuple[str, str, tuple[Evidence, ...]]]:
    windows, proof = nodes_with(facts.systems, "windows")
    if windows:
        yield "windows", f"Windows nodes: {windows}.", proof
    if facts.dual_stack is not None and facts.dual_stack.value:
        yield "dual_stack", "Both address families are in use.", facts.dual_stack.evidence
    arm64, proof = nodes_with(facts.architectures, "arm64")
    if arm64:
        yield "arm64", f"Nodes with arm64 processors: {arm64}.", proof
    if facts.jobs is not None and facts.jobs.value:
        yield "jobs", f"Jobs and CronJobs: {facts.jobs.value}.", facts.jobs.evidence


def _platform(facts: ClusterFacts, signals: ClusterSignals) -> SettledAnswer | None:
    if facts.platform is None:
        return None
    platform = signals.platform_by_id[facts.platform.value]
    because = f"The cluster is {platform.name}."
    return SettledAnswer("platform", (platform.answer,), because, facts.platform.evidence)


def nodes_with(
    counts: Fact[Mapping[str, int]] | None, value: str
) -> tuple[int, tuple[Evidence, ...]]:
    """Return how many nodes have a value, and an example; 0 where nothing is known."""
    if counts is None:
        return 0, ()
    proof = tuple(told for told in counts.evidence if told.value == value)
    return counts.value.get(value, 0), proof


def implied_parameters(facts: ClusterFacts) -> Mapping[str, str]:
    """Return the runbook parameters that the facts settle; the others are absent.

    Which namespaces to mesh is for the team to say: see `offered_namespaces`.
    """
    implied: dict[str, str] = {}
    version = parse_version(facts.kubernetes.value) if facts.kubernetes else None
    line = f"{version[0]}.{version[1]}" if version else ""
    if re.fullmatch(KUBERNETES_VERSION, line):
        implied["kubernetes_version"] = line
    if facts.platform is not None:
        platform = facts.platform.value
        implied["platform"] = platform if platform in _RUNBOOK_PLATFORMS else "other"
    if facts.cilium_managed is not None:
        implied["cni"] = "cilium_managed"
    elif facts.cnis is not None:
        alone = facts.cnis.value[0] if len(facts.cnis.value) == 1 else ""
        implied["cni"] = alone if alone in {CILIUM, "calico"} else "platform_default"
    if facts.gateway_api is not None:
        implied["gateway_api"] = "existing" if facts.gateway_api.value else "install"
    if facts.tools is not None and facts.tools.value.get("prometheus-operator"):
        implied["observability"] = "existing_prometheus"
    return implied


def offered_namespaces(facts: ClusterFacts) -> tuple[str, ...]:
    """Return namespaces of the team that a runbook can take into the mesh, at most 20."""
    names = facts.own_namespaces.value if facts.own_namespaces else ()
    fitting = (
        name
        for name in names
        if re.fullmatch(LABEL, name)
        and len(name) <= _LONGEST_NAME
        and name not in RESERVED_NAMESPACES
        and not _NUMBERED.fullmatch(name)
    )
    return tuple(fitting)[:_MOST_OFFERED]


def implied_sizing(facts: ClusterFacts) -> Mapping[str, int | float | bool]:
    """Return the fields of the sizing that the facts settle; load and prices never are.

    All of the team's pods and namespaces are taken as meshed.
    """
    known = {
        "nodes": facts.nodes,
        "meshed_pods": facts.workload_pods,
        "namespaces": facts.workload_namespaces,
        "node_vcpu": facts.node_vcpu,
        "node_gib": facts.node_gib,
    }
    implied: dict[str, int | float | bool] = {
        name: fact.value for name, fact in known.items() if fact is not None and fact.value
    }
    if facts.cnis is not None:
        implied["cilium_is_cni"] = CILIUM in facts.cnis.value
    return implied
