"""What a cluster's facts mean for each option, each finding with the cell that it rests on."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.catalogue import Catalogue, Option
from app.domain.claims import Claim, Support
from app.domain.cluster import ClusterFacts, Evidence
from app.domain.cluster_answers import CILIUM, nodes_with
from app.domain.cluster_present import present_findings
from app.domain.cluster_requirements import ClusterRequirements, Severity
from app.domain.cluster_signals import ClusterSignals
from app.domain.cluster_versions import Version, parse_version
from app.domain.retired import Market

_ORDER = tuple(Severity)
_SUPPORTED_ON = {"eks", "gke", "aks", "openshift", "k3s"}
_STRICT_LEVELS = ("restricted", "baseline")


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence about an option in this cluster, or about the cluster where `option` is None.

    `cell` is `option.feature`, `option.release` for the release's Kubernetes range, and empty
    where the finding rests on no cell. `sources` are ids of the catalogue.
    """

    severity: Severity
    option: str | None
    text: str
    cell: str
    evidence: tuple[Evidence, ...]
    sources: tuple[str, ...]


def findings(
    facts: ClusterFacts,
    catalogue: Catalogue,
    signals: ClusterSignals,
    requirements: ClusterRequirements,
    market: Market,
) -> tuple[Finding, ...]:
    """Return all findings: the cluster's own first, then by option, the worst first.

    What is unknown about the cluster or in the catalogue gives no finding.
    """
    found = [
        Finding(one.severity, None, one.text, "", one.evidence, ())
        for one in present_findings(facts, signals, market)
    ]
    for option in catalogue.options:
        own = [
            *_release_findings(facts, option),
            *_requirement_findings(facts, option, requirements),
            *_cell_findings(facts, option, signals),
        ]
        found += sorted(own, key=lambda finding: _ORDER.index(finding.severity))
    return tuple(found)


def _release_findings(facts: ClusterFacts, option: Option) -> Iterator[Finding]:
    cluster = parse_version(facts.kubernetes.value) if facts.kubernetes else None
    if facts.kubernetes is None or cluster is None:
        return
    release, minor = option.release, cluster[:2]
    low, high = parse_version(release.kubernetes.min), parse_version(release.kubernetes.max)
    name = f"{option.short_name} {release.label or release.version}"
    if low is not None and minor < low[:2]:
        severity = Severity.BLOCKS
        bound = f"older than {release.kubernetes.min}, the oldest for {name}"
    elif high is not None and minor > high[:2]:
        severity = Severity.WARNS
        bound = f"newer than {release.kubernetes.max}, the newest that was tested for {name}"
    else:
        return
    other = _other_release(option, minor)
    text = f"Kubernetes {facts.kubernetes.value} is {bound}."
    if other is not None:
        severity, text = Severity.WARNS, f"{text} {option.short_name} {other} supports it."
    cell, proof = f"{option.id}.release", facts.kubernetes.evidence
    yield Finding(severity, option.id, text, cell, proof, release.evidence)


def _other_release(option: Option, minor: Version) -> str | None:
    """Return another release of the option that supports a Kubernetes version."""
    for other in option.release.others:
        if other.kubernetes is not None:
            low = parse_version(other.kubernetes.min)
            high = parse_version(other.kubernetes.max)
            if low is not None and high is not None and low[:2] <= minor <= high[:2]:
                return other.version
    return None


def _requirement_findings(
    facts: ClusterFacts, option: Option, requirements: ClusterRequirements
) -> Iterator[Finding]:
    for requirement in requirements.requirements:
        if requirement.option == option.id:
            for value, evidence in requirement.breaches(facts):
                text = requirement.said_of(value)
                yield _finding(requirement.severity, option, requirement.feature, text, evidence)


def _cell_findings(
    facts: ClusterFacts, option: Option, signals: ClusterSignals
) -> Iterator[Finding]:
    for feature, what, evidence in _asked_of_cells(facts, signals):
        claim = option.cell(feature).claim
        severity = _severity(feature, claim)
        if severity is not None:
            text = f"{what}. {claim.summary.rstrip('.')}."
            yield _finding(severity, option, feature, text, evidence)


def _asked_of_cells(
    facts: ClusterFacts, signals: ClusterSignals
) -> Iterator[tuple[str, str, tuple[Evidence, ...]]]:
    """Yield what the cluster has that a cell speaks of: feature, in words, what says so."""
    windows, proof = nodes_with(facts.systems, "windows")
    if windows:
        yield "windows", f"Windows nodes ({windows})", proof
    arm64, proof = nodes_with(facts.architectures, "arm64")
    if arm64:
        yield "arm64", f"Nodes with arm64 processors ({arm64})", proof
    if facts.dual_stack is not None and facts.dual_stack.value:
        yield "dual_stack", "Both address families are in use", facts.dual_stack.evidence
    if facts.jobs is not None and facts.jobs.value:
        yield "jobs_and_init_containers", f"Jobs ({facts.jobs.value})", facts.jobs.evidence
    if facts.platform is not None and facts.platform.value in _SUPPORTED_ON:
        name = signals.name_by_id[facts.platform.value]
        yield f"{facts.platform.value}_support", name, facts.platform.evidence
    if facts.cilium_managed is not None:
        proof = facts.cilium_managed.evidence
        yield "works_on_managed_cilium", "Cilium that the provider runs", proof
    elif facts.cnis is not None and CILIUM not in facts.cnis.value:
        names = " and ".join(signals.name_by_id[one] for one in facts.cnis.value)
        yield "any_cni", f"The network plug-in is {names}", facts.cnis.evidence
    if facts.pod_security is not None:
        strict = [level for level in _STRICT_LEVELS if facts.pod_security.value.get(level)]
        proof = tuple(told for told in facts.pod_security.evidence if told.value in strict)
        if strict:
            what = f"Namespaces that enforce Pod Security {' and '.join(strict)}"
            yield "works_without_privileged_init", what, proof


def _severity(feature: str, claim: Claim) -> Severity | None:
    """Return how much a level matters, by the words of the graded features' rubrics.

    Only the Windows and the plug-in's cell leave a way out where the level is none: Windows
    pods may stay outside a mesh, and a plug-in may be replaced.
    """
    if claim.support is Support.NONE:
        return Severity.WARNS if feature in {"windows", "any_cni"} else Severity.BLOCKS
    if claim.support in {Support.PARTIAL, Support.ADDON, Support.UNKNOWN}:
        return Severity.NOTES
    return None


def _finding(
    severity: Severity, option: Option, feature: str, text: str, evidence: tuple[Evidence, ...]
) -> Finding:
    sources = option.cell(feature).claim.evidence
    return Finding(severity, option.id, text, f"{option.id}.{feature}", evidence, sources)
