"""Every answer of the graph by itself: what each of them more would do."""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from app.domain.circuit import circuit_of
from app.domain.given import Emphasis
from app.domain.scoring import Model


class Touch(NamedTuple):
    """What an answer does to one criterion, by its place: `points` are added to its weight.

    `accepts` says whether the answer lets a contract supply what is missing.
    """

    place: int
    accepts: bool
    points: float
    emphases: tuple[Emphasis, ...]


class SingleAnswers:
    """The answers of a graph by the number of their bit; sets of them are bits, too.

    On the `leading` ones it depends what else is asked. `touches` say for each answer what it
    does to the criteria.
    """

    def __init__(self, model: Model) -> None:
        givens = self.givens = circuit_of(model).singles
        self.leading = circuit_of(model).leading
        self.touches = tuple(
            tuple(
                Touch(
                    place,
                    one.paid == "accept",
                    one.points.get(place, 0.0),
                    one.emphasises.get(place, ()),
                )
                for place in sorted(one.touches | one.points.keys())
            )
            for one in givens
        )
        self._answers_to = {
            one.question: _chosen(own.question == one.question for own in givens) for one in givens
        }

    def answers_to(self, questions: int) -> int:
        """Return the answers to some questions, which are bits."""
        found = 0
        for question, own in self._answers_to.items():
            if question & questions:
                found |= own
        return found


def _chosen(are: Iterable[bool]) -> int:
    """Return as bits the numbers of those that are chosen."""
    return sum(1 << number for number, one in enumerate(are) if one)


@lru_cache(maxsize=8)
def single_answers_of(model: Model) -> SingleAnswers:
    """Return the answers of the model's graph, gathered at the first call."""
    return SingleAnswers(model)
