"""Which answers of the wizard make a feature count, and how it counts before any answer."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.graph import Graph
from app.domain.questions import Answer, Effect, Level, Question
from app.domain.scales import Criterion, Scales, StandingRow


@dataclass(frozen=True, slots=True)
class Demand:
    """An answer that asks for a feature.

    `level` is what a must-have asks for, `emphasis` the rows of its criterion that the feature
    then counts as; `may_be_added` tells that an add-on may supply it.
    """

    question: Question
    answer: Answer
    effect: Effect
    level: Level | None
    emphasis: float | None
    may_be_added: bool


@dataclass(frozen=True, slots=True)
class Weighing:
    """The criterion that a feature is part of, and its row there."""

    criterion: Criterion
    row: StandingRow


def demands_for(graph: Graph, feature_id: str) -> tuple[Demand, ...]:
    """Return every answer whose effects name the feature, in the graph's order."""
    return tuple(_demands(graph, feature_id))


def _demands(graph: Graph, feature_id: str) -> Iterator[Demand]:
    for question in graph.questions:
        for answer in question.answers:
            for effect in answer.effects:
                if feature_id in effect.features:
                    yield Demand(
                        question,
                        answer,
                        effect,
                        level=effect.require.get(feature_id),
                        emphasis=effect.emphasise.get(feature_id),
                        may_be_added=feature_id in effect.add_on,
                    )


def weighing_of(scales: Scales, feature_id: str) -> Weighing | None:
    """Return how a feature counts; None for one that is only shown."""
    for criterion in scales.criteria:
        for row in criterion.rows:
            if row.feature == feature_id:
                return Weighing(criterion, row)
    return None
