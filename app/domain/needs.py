"""What the answers along the path ask for: must-haves, weights and emphasis."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from app.domain.graph import Path, Step
from app.domain.questions import Requirement

__all__ = ["Needs", "Paid", "Requirement", "join", "needs_of", "needs_of_step"]

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
    return join([needs_of_step(step) for step in path.steps])


def needs_of_step(step: Step) -> Needs:
    """Collect what the answers to one question ask for."""
    points: dict[str, float] = {}
    emphasis: dict[str, float] = {}
    paid: Paid = "ask"
    for effect in step.effects:
        for criterion, more in effect.weigh.items():
            points[criterion] = points.get(criterion, 0.0) + more
        for feature, factor in effect.emphasise.items():
            emphasis[feature] = max(emphasis.get(feature, 0.0), factor)
        paid = effect.paid or paid
    musts = [must for answer in step.answers for must in step.question.requirements[answer.id]]
    add_ons = dict.fromkeys(feature for effect in step.effects for feature in effect.add_on)
    return Needs(tuple(musts), points, emphasis, tuple(add_ons), paid)


def join(parts: Iterable[Needs]) -> Needs:
    """Add up needs in their order: of several emphases the strongest holds."""
    requirements: list[Requirement] = []
    points: dict[str, float] = {}
    emphasis: dict[str, float] = {}
    add_ons: list[str] = []
    paid: Paid = "ask"
    for own in parts:
        requirements += own.requirements
        add_ons += own.add_ons
        for criterion, more in own.points.items():
            points[criterion] = points.get(criterion, 0.0) + more
        for feature, factor in own.emphasis.items():
            if factor > emphasis.get(feature, 0.0):
                emphasis[feature] = factor
        if own.paid != "ask":
            paid = own.paid
    return Needs(tuple(requirements), points, emphasis, tuple(dict.fromkeys(add_ons)), paid)
