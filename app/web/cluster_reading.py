"""Read a cluster from a request, and draw every conclusion from its facts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.content.load import Content
from app.domain.cluster import ClusterFacts
from app.domain.cluster_answers import (
    SettledAnswer,
    implied_parameters,
    implied_sizing,
    offered_namespaces,
    settled_answers,
)
from app.domain.cluster_environment import implied_environment
from app.domain.cluster_findings import Finding, findings
from app.domain.cluster_observer import ClusterObserver
from app.domain.questions import Answers
from app.formats.kubectl_json import read_objects
from app.web.answers import Asked
from app.web.cluster_link import cluster_pairs, compare_link, overhead_link, runbook_link

FIELD = "cluster"


@dataclass(frozen=True, slots=True)
class ReadCluster:
    """The facts of a cluster and what follows from them."""

    facts: ClusterFacts
    settled: tuple[SettledAnswer, ...]
    findings: tuple[Finding, ...]
    environment: Mapping[str, str]
    parameters: Mapping[str, str]
    sizing: Mapping[str, int | float | bool]
    namespaces: tuple[str, ...]
    lacks: tuple[str, ...]

    @property
    def answers(self) -> Answers:
        """The settled answers by question."""
        return {one.question: one.answers for one in self.settled}

    @property
    def links(self) -> Mapping[str, str]:
        """Where these facts lead, by name."""
        asked = self.asked
        return {
            "result": f"/result?{asked.query}",
            "wizard": f"/wizard?{asked.query}",
            "compare": compare_link(asked),
            "overhead": overhead_link(asked, texts_of(self.sizing)),
        }

    @property
    def asked(self) -> Asked:
        """The settled answers, and all that the next pages can use of the cluster."""
        sizing = texts_of(self.sizing)
        pairs = cluster_pairs(sizing, self.environment, self.parameters, self.lacks)
        return Asked(self.answers, {}, carried=pairs)

    def runbook_link(self, option: str) -> str:
        """Return where the runbook of an option for this cluster is."""
        return runbook_link(self.asked, option)


def read_cluster(content: Content, pieces: Iterable[bytes]) -> ReadCluster:
    """Read what kubectl printed to its end, and only then conclude.

    Raises InvalidInput, naming `cluster`, for what is no such thing, for a Secret, and for
    too much of it.
    """
    observer = ClusterObserver(content.cluster_signals)
    for found in read_objects(pieces, field=FIELD):
        observer.observe(found)
    facts = observer.facts
    signals = content.cluster_signals
    return ReadCluster(
        facts=facts,
        settled=settled_answers(facts, signals),
        findings=findings(
            facts, content.catalogue, signals, content.cluster_requirements, content.market
        ),
        environment=implied_environment(facts),
        parameters=implied_parameters(facts),
        sizing=implied_sizing(facts),
        namespaces=offered_namespaces(facts),
        lacks=content.cluster_requirements.breached(facts),
    )


def texts_of(sizing: Mapping[str, int | float | bool]) -> Mapping[str, str]:
    """Return a sizing as a form holds it."""
    return {
        name: str(value).lower() if isinstance(value, bool) else f"{value:.12g}"
        for name, value in sizing.items()
    }
