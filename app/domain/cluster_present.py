"""What the facts say about the cluster itself, whatever the option: what is there, what is off."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.cluster import ClusterFacts, Evidence, MeshFound
from app.domain.cluster_requirements import Severity
from app.domain.cluster_signals import ClusterSignals
from app.domain.retired import Market

KUBELET_SKEW = 3  # Kubernetes' version skew policy since 1.28: at most three minors older.


@dataclass(frozen=True, slots=True)
class Present:
    """A finding about the cluster."""

    severity: Severity
    text: str
    evidence: tuple[Evidence, ...]


def present_findings(
    facts: ClusterFacts, signals: ClusterSignals, market: Market
) -> Iterator[Present]:
    """Yield what anyone should know about the cluster before a mesh is chosen."""
    yield from _skew(facts)
    yield from _meshes(facts, signals, market)
    if facts.cilium_managed is None and facts.cnis is not None and len(facts.cnis.value) > 1:
        names = " and ".join(signals.name_by_id[one] for one in facts.cnis.value)
        text = f"More than one network plug-in is there: {names}. They may be chained."
        yield Present(Severity.NOTES, text, facts.cnis.evidence)
    if facts.load_balancer is not None and not facts.load_balancer.value:
        text = "A Service of type LoadBalancer has no address, so gateways would have none either."
        yield Present(Severity.WARNS, text, facts.load_balancer.evidence)


def _skew(facts: ClusterFacts) -> Iterator[Present]:
    if facts.skew is None:
        return
    if facts.skew.value > KUBELET_SKEW:
        text = (
            f"The oldest kubelet is {facts.skew.value} minor versions behind the API server; "
            f"Kubernetes supports {KUBELET_SKEW}."
        )
        yield Present(Severity.WARNS, text, facts.skew.evidence)
    elif facts.skew.value < 0:
        text = "A kubelet is newer than the API server, which Kubernetes does not support."
        yield Present(Severity.WARNS, text, facts.skew.evidence)


def _meshes(facts: ClusterFacts, signals: ClusterSignals, market: Market) -> Iterator[Present]:
    if facts.meshes is None:
        return
    by_id = {mesh.id: mesh for mesh in signals.meshes}
    advice = {one.id: f"{one.state}. {one.advice}" for one in market.retired}
    for number, found in enumerate(facts.meshes.value):
        retired = by_id[found.mesh].retired
        text = f"{by_id[found.mesh].name} is there already, {_pods(found)}."
        severity = Severity.NOTES
        if retired is not None:
            severity, text = Severity.WARNS, f"{text} It has ended: {advice.get(retired, '')}"
        elif number:
            text += " There is more than one mesh: a pod can be in one of them only."
        yield Present(severity, text.strip(), facts.meshes.evidence)


def _pods(found: MeshFound) -> str:
    if not found.pods:
        return "without pods that were seen in it"
    return "with " + ", ".join(
        f"{number} {'pod' if number == 1 else 'pods'} as {option}"
        for option, number in found.pods.items()
    )
