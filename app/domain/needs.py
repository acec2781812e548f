"""What the answers along the path ask for: must-haves, weights and emphasis."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from app.domain.graph import Path
from app.domain.questions import Requirement

__all__ = ["Needs", "Paid", "Requirement", "needs_of"]

Paid = Literal["accept", "refuse", "ask"]
"""Whether a contract may supply a must-have; "ask": nobody said yet."""


@dataclass(frozen=True, slots=True)
class Needs:
    """Everything asked for along a path.

    `points` are added to the criteria's own; `emphasis` says as how many ordinary rows a
    feature counts (of several answers the strongest holds); `add_ons` are the features an
    add-on may supply.
    """

    requirements: tuple[Requirement, ...]
    points: Mapping[str, float]
    emphasis: Mapping[str, float]
    add_ons: tuple[str, ...]
    paid: Paid

    @property
    def features(self) -> tuple[str, ...]:
        """The features that the answers speak of, must-haves first, each once."""
        required = (requirement.feature for requirement in self.requirements)
        return tuple(dict.fromkeys((*required, *self.add_ons, *self.emphasis)))


def needs_of(path: Path) -> Needs:
    """Collect what the answers on the path ask for. The order of answers does not matter."""
    requirements: list[Requirement] = []
    points: dict[str, float] = {}
    emphasis: dict[str, float] = {}
    add_ons: dict[str, None] = {}
    paid: Paid = "ask"
    for step in path.steps:
        for answer in step.answers:
            requirements += step.question.requirements[answer.id]
            for effect in answer.effects:
                for criterion, more in effect.weigh.items():
                    points[criterion] = points.get(criterion, 0.0) + more
                for feature, factor in effect.emphasise.items():
                    emphasis[feature] = max(emphasis.get(feature, 0.0), factor)
                add_ons.update(dict.fromkeys(effect.add_on))
                paid = effect.paid or paid
    return Needs(tuple(requirements), points, emphasis, tuple(add_ons), paid)
