"""Read a cluster from a request, and draw every conclusion from its facts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from app.content.load import Content
from app.domain.cluster import ClusterFacts
from app.domain.cluster_answers import (
    SettledAnswer,
    implied_parameters,
    implied_sizing,
    settled_answers,
)
from app.domain.cluster_environment import implied_environment
from app.domain.cluster_findings import Finding, findings
from app.domain.cluster_observer import ClusterObserver
from app.domain.questions import Answers
from app.domain.vector import query_of
from app.formats.kubectl_json import read_objects

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

    @property
    def answers(self) -> Answers:
        """The settled answers by question."""
        return {one.question: one.answers for one in self.settled}

    @property
    def links(self) -> Mapping[str, str]:
        """Where these facts lead, by name."""
        answers = query_of(self.answers)
        return {
            "result": f"/result?{answers}",
            "wizard": f"/wizard?{answers}",
            "compare": _link("/compare", self.environment),
            "overhead": _link("/overhead", texts_of(self.sizing)),
        }

    def runbook_link(self, option: str) -> str:
        """Return where the runbook of an option for this cluster is."""
        return _link(f"/runbooks/{option}", self.parameters)


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
    )


def texts_of(sizing: Mapping[str, int | float | bool]) -> Mapping[str, str]:
    """Return a sizing as a form holds it."""
    return {
        name: str(value).lower() if isinstance(value, bool) else f"{value:.12g}"
        for name, value in sizing.items()
    }


def _link(path: str, query: Mapping[str, str]) -> str:
    return f"{path}?{urlencode(query)}".rstrip("?")
