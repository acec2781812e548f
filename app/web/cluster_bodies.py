"""What clients get for a cluster: facts, answers, findings, and where they lead."""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel, Field

from app.domain.cluster import Evidence
from app.domain.cluster_requirements import Severity
from app.domain.cluster_signals import ClusterSignals
from app.web.cluster_reading import ReadCluster


class SignalSourceBody(BaseModel):
    """Where a field is documented or set."""

    title: str
    url: str


class EvidenceBody(BaseModel):
    """One field of one object; `others` more objects say the same."""

    object: str
    field: str
    value: str
    others: int
    line: str = Field(description="The same in one line.")
    source: SignalSourceBody


class FactBody(BaseModel):
    """A value, and what says so."""

    value: Any
    evidence: list[EvidenceBody]


class SettledBody(BaseModel):
    """An answer that the facts give. A presumed one is for the team to confirm."""

    question: str
    answers: list[str]
    because: str
    is_presumed: bool
    evidence: list[EvidenceBody]


class FindingBody(BaseModel):
    """What the facts mean for an option, or for the cluster where there is none."""

    severity: Severity
    option: str | None
    text: str
    cell: str = Field(description="The cell that it rests on; empty when it rests on none.")
    evidence: list[EvidenceBody]
    sources: list[str]


class ClusterBody(BaseModel):
    """All that was found. What is unknown is named and stays unknown."""

    facts: dict[str, FactBody]
    unknown: list[str]
    answers: dict[str, list[str]] = Field(description="The settled answers, as /recommend takes.")
    settled: list[SettledBody]
    findings: list[FindingBody]
    environment: dict[str, str] = Field(description="Parameters of /compare.")
    sizing: dict[str, Any] = Field(description="Fields of /api/overhead that the facts settle.")
    runbook_parameters: dict[str, str]
    runbook_namespaces: list[str] = Field(
        description="Namespaces that a runbook can take into the mesh; the team says which."
    )
    links: dict[str, str]


def body_of(read: ReadCluster, signals: ClusterSignals) -> ClusterBody:
    """Return a cluster as clients read it."""

    def proofs(evidence: Iterable[Evidence]) -> list[EvidenceBody]:
        return [_evidence(one, signals) for one in evidence]

    return ClusterBody(
        facts={
            name: FactBody(value=fact.value, evidence=proofs(fact.evidence))
            for name, fact in read.facts.known.items()
        },
        unknown=list(read.facts.unknown),
        answers={question: list(given) for question, given in read.answers.items()},
        settled=[
            SettledBody(
                question=one.question,
                answers=list(one.answers),
                because=one.because,
                is_presumed=one.is_presumed,
                evidence=proofs(one.evidence),
            )
            for one in read.settled
        ],
        findings=[
            FindingBody(
                severity=one.severity,
                option=one.option,
                text=one.text,
                cell=one.cell,
                evidence=proofs(one.evidence),
                sources=list(one.sources),
            )
            for one in read.findings
        ],
        environment=dict(read.environment),
        sizing=dict(read.sizing),
        runbook_parameters=dict(read.parameters),
        runbook_namespaces=list(read.namespaces),
        links=dict(_links(read)),
    )


def _evidence(evidence: Evidence, signals: ClusterSignals) -> EvidenceBody:
    source = signals.source_by_id[evidence.source]
    return EvidenceBody(
        object=evidence.object,
        field=evidence.field,
        value=evidence.value,
        others=evidence.others,
        line=evidence.line,
        source=SignalSourceBody(title=source.title, url=str(source.url)),
    )


def _links(read: ReadCluster) -> Mapping[str, str]:
    return {name: link for name, link in read.links.items() if "?" in link}
