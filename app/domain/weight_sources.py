"""Where the weights of a recommendation come from: points and emphasis, answer by answer."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.domain.graph import Path
from app.domain.scales import Scales


@dataclass(frozen=True, slots=True)
class WeightSource:
    """Points by criterion that an answer adds; question and answer are None for standing ones."""

    question: str | None
    answer: str | None
    points: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Emphasis:
    """A feature that counts as so many ordinary rows because of an answer."""

    feature: str
    rows: float
    question: str
    answer: str


def weight_sources(scales: Scales, path: Path) -> Iterator[WeightSource]:
    """Yield the standing points, then what each answer on the path adds to them.

    They add up to the weights; what a client gave replaces the sum.
    """
    yield WeightSource(None, None, dict(scales.standing_points))
    for step in path.steps:
        for answer in step.answers:
            points: dict[str, float] = {}
            for effect in answer.effects:
                for criterion, more in effect.weigh.items():
                    points[criterion] = points.get(criterion, 0.0) + more
            if points:
                yield WeightSource(step.question.id, answer.id, points)


def emphases(scales: Scales, path: Path) -> Mapping[str, Emphasis]:
    """Return by feature the strongest emphasis that answers give it, if above its own weight."""
    standing = {row.feature: row.weight for each in scales.criteria for row in each.rows}
    found: dict[str, Emphasis] = {}
    for step in path.steps:
        for answer in step.answers:
            for effect in answer.effects:
                for feature, rows in effect.emphasise.items():
                    known = found[feature].rows if feature in found else standing.get(feature, 0.0)
                    if rows > known:
                        found[feature] = Emphasis(feature, rows, step.question.id, answer.id)
    return found
