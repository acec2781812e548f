"""Recommendations as the bytes that clients get, remembered for those who ask again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

from pydantic import TypeAdapter

from app.content.load import Content
from app.domain.assessment import Assessment
from app.domain.errors import InvalidInput, Problem
from app.domain.explanation import (
    Acceptance,
    CriticalFact,
    Explanation,
    Flips,
    OpenQuestion,
    PairFlips,
)
from app.domain.overhead import estimate
from app.domain.overhead_figures import Estimate
from app.domain.overhead_sizing import Sizing, parse_sizing
from app.domain.questions import Answers
from app.domain.recommend import assess
from app.domain.robustness import explain
from app.formats.recommendation_json import write_recommendation

REMEMBERED: Final = 512
"""How many answers are kept; at about 20 kB each they take some 10 MB."""

_PARTS: Final[Mapping[str, TypeAdapter[Any]]] = {
    "flips": TypeAdapter(Flips),
    "pair_flips": TypeAdapter(PairFlips),
    "acceptability": TypeAdapter(tuple[Acceptance, ...]),
    "open_questions": TypeAdapter(tuple[OpenQuestion, ...]),
    "critical_facts": TypeAdapter(tuple[CriticalFact, ...]),
    "overhead": TypeAdapter(Estimate),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be told: answers and weights that passed, and extras by name."""

    answers: Answers
    weights: Mapping[str, float]
    include: frozenset[str] = frozenset()
    sizing: Sizing | None = None


class _Key:
    """What is wanted of some content, as a key: the content is equal only to itself."""

    __slots__ = ("content", "hash", "told", "wanted")

    def __init__(self, content: Content, wanted: Wanted) -> None:
        self.content = content
        self.wanted = wanted
        answers, weights = tuple(wanted.answers.items()), tuple(wanted.weights.items())
        sizing = wanted.sizing.model_dump_json() if wanted.sizing else ""
        self.told = answers, weights, wanted.include, sizing
        self.hash = hash((id(content), self.told))

    def __hash__(self) -> int:
        return self.hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self.content is other.content and self.told == other.told


def printed(content: Content, wanted: Wanted) -> bytes:
    """Return the recommendation as JSON, with the extras after it."""
    return _printed(_Key(content, wanted))


@lru_cache(maxsize=REMEMBERED)
def _printed(key: _Key) -> bytes:
    content, wanted = key.content, key.wanted
    assessment = assessed(content, wanted.answers, wanted.weights)
    text = write_recommendation(assessment)
    if not wanted.include:
        return text
    told = (
        b',"%s":%s' % (name.encode(), _PARTS[name].dump_json(part))
        for name, part in _extras(content, wanted)
    )
    return b"%s%s}" % (text[:-1], b"".join(told))


def assessed(content: Content, answers: Answers, weights: Mapping[str, float]) -> Assessment:
    """Return the assessment with links to what there is: not every option has a runbook."""
    assessment = assess(content.catalogue, content.graph, content.scales, answers, weights or None)
    if assessment.winner not in content.runbooks.options:
        assessment.links.pop("runbook", None)
    return assessment


def sizing_of(include: frozenset[str], cluster: Mapping[str, Any] | None) -> Sizing | None:
    """Return the sizes for `overhead`; InvalidInput when it is included without them."""
    if "overhead" not in include:
        return None
    if cluster is None:
        raise InvalidInput([Problem("cluster", "Overhead needs the sizes of the cluster.")])
    try:
        return parse_sizing(cluster)
    except InvalidInput as error:
        raise InvalidInput(
            replace(problem, field=f"cluster.{problem.field}") for problem in error.problems
        ) from error


def _extras(content: Content, wanted: Wanted) -> Iterator[tuple[str, Any]]:
    explanation: Explanation = explain(
        content.catalogue,
        content.graph,
        content.scales,
        wanted.answers,
        wanted.weights or None,
        include=wanted.include,
    )
    for name in ("flips", "pair_flips", "acceptability", "open_questions", "critical_facts"):
        if (part := getattr(explanation, name)) is not None:
            yield name, part
    if wanted.sizing is not None:
        yield "overhead", estimate(content.overhead, wanted.sizing)
