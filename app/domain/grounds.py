"""The grounds of a recommendation: the facts, rules and constants that it was computed from.

They are kept beside decisions, so that years later each change since can be undone by itself.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import Any

from app.domain.catalogue import Catalogue, Feature
from app.domain.claims import Claim, FeatureKind
from app.domain.graph import Graph
from app.domain.questions import Effect, Question
from app.domain.scales import Scales
from app.domain.scoring import Model, model_of

Plain = Mapping[str, Any]
"""What JSON can hold."""


@dataclass(frozen=True)
class Grounds:
    """What counts, as plain data: `facts[option][feature]`, `questions[id]`, the rest by name.

    Of facts and questions only what counts is kept, no words. `anchors` are the two ends of a
    measured feature's scale; `releases` say which release of each option was read.
    """

    facts: Mapping[str, Plain]
    questions: Plain
    anchors: Plain
    constants: Plain
    releases: Mapping[str, str]

    @cached_property
    def text(self) -> str:
        """The grounds as JSON; the same grounds always give the same text."""
        parts = {
            "facts": self.facts,
            "questions": self.questions,
            "anchors": self.anchors,
            "constants": self.constants,
            "releases": self.releases,
        }
        return json.dumps(parts, sort_keys=True, separators=(",", ":"))

    @cached_property
    def id(self) -> str:
        """The SHA-256 of the text."""
        return sha256(self.text.encode()).hexdigest()


def parse_grounds(text: str) -> Grounds:
    """Return the grounds that `Grounds.text` wrote."""
    return Grounds(**json.loads(text))


def grounds_of(catalogue: Catalogue, graph: Graph, scales: Scales) -> Grounds:
    """Return what a recommendation made now rests on; remembered for the same content."""
    return _remembered(model_of(catalogue, graph, scales))


@lru_cache(maxsize=8)
def _remembered(model: Model) -> Grounds:
    catalogue = model.catalogue
    counting = {f.id for f in catalogue.features if f.kind is not FeatureKind.DESCRIPTIVE}
    return Grounds(
        facts={
            option.id: {
                cell.feature: fact_of(cell.claim)
                for cell in option.cells
                if cell.feature in counting
            }
            for option in catalogue.options
        },
        questions={question.id: rule_of(question) for question in model.graph.questions},
        anchors={f.id: anchors_of(f) for f in catalogue.features if f.anchors is not None},
        constants=model.scales.model_dump(mode="json"),
        releases={option.id: option.release.version for option in catalogue.options},
    )


def fact_of(claim: Claim) -> Plain:
    """Return what counts of a claim: its level, its figures and what an add-on costs."""
    fact: dict[str, Any] = {"support": str(claim.support), "maturity": str(claim.maturity)}
    if claim.quantity is not None:
        fact["figures"] = [claim.quantity.low, claim.quantity.typical, claim.quantity.high]
    if claim.addon is not None:
        fact["addon"] = claim.addon.model_dump(mode="json")
    return fact


def rule_of(question: Question) -> Plain:
    """Return what counts of a question: when it is asked, and what each answer does."""
    return {
        "version": question.version,
        "asked_when": question.asked_when and question.asked_when.model_dump(mode="json"),
        "answers": {
            answer.id: {
                "stops": answer.stops,
                "effects": [_effect(effect) for effect in answer.effects],
            }
            for answer in question.answers
        },
    }


def anchors_of(feature: Feature) -> tuple[float, float] | None:
    """Return the ends of a measured feature's scale, worst first."""
    ends = feature.anchors
    return None if ends is None else (ends.zero_points_at, ends.full_points_at)


def _effect(effect: Effect) -> Plain:
    return effect.model_dump(mode="json", exclude={"because", "sources"})
