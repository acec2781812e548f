"""Screen, score and order the options for some answers: everything but the words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from operator import neg
from typing import NamedTuple

from app.domain.circuit import circuit_of
from app.domain.columns import Column, Spread, spread_of
from app.domain.compiled_sums import sums_of
from app.domain.given import Given
from app.domain.graph import Path
from app.domain.needs import Needs, Paid, join
from app.domain.questions import Answers
from app.domain.score import Score
from app.domain.scoring import Model
from app.domain.screening import Screened, Verdict, screen
from app.domain.sums import Sums


class Place(NamedTuple):
    """One option in the ranking; `number` is its place among the model's options."""

    number: int
    option: str
    verdict: Verdict
    sums: Sums

    @property
    def score(self) -> Score:
        """The points, and what they are made of."""
        return self.sums.scores[self.number]


@dataclass(frozen=True, eq=False)
class Ranking:
    """All options, best first, with what they were ranked by.

    `givens` are the answers on the path and `used` their bits; `weights` are points by
    criterion, and `sums` hold the figures. The `winner` is the first place, unless every option
    fails a must-have; only points keep the other `contenders` from it.
    """

    model: Model
    answers: Answers
    given_weights: Mapping[str, float]
    givens: Sequence[Given]
    used: int
    weights: Mapping[str, float]
    sums: Sums
    places: tuple[Place, ...]
    winner: Place | None
    contenders: tuple[Place, ...]

    @property
    def paid(self) -> Paid:
        """What the answers say of contracts."""
        return self.sums.paid

    @property
    def shares(self) -> tuple[float, ...]:
        """The weights as shares of all."""
        return self.sums.shares

    @property
    def columns(self) -> Sequence[Column]:
        """The values of all options by criterion."""
        return self.sums.columns

    @property
    def ranges(self) -> Sequence[tuple[float, float]]:
        """From where to where each score can go, in the order of the model's options."""
        return self.sums.ranges

    @cached_property
    def needs(self) -> Needs:
        """What the answers on the path ask for together."""
        return join([given.needs for given in self.givens])

    @property
    def features(self) -> Iterable[str]:
        """The features that the answers speak of, as in Needs."""
        required = [feature for given in self.givens for feature in given.required]
        emphasised = [feature for given in self.givens for feature in given.emphasised]
        return dict.fromkeys((*required, *self.add_ons, *emphasised))

    @cached_property
    def add_ons(self) -> Iterable[str]:
        """The features that an add-on may supply."""
        return dict.fromkeys([one for given in self.givens for one in given.needs.add_ons])

    @property
    def unused(self) -> Answers:
        """The answers to questions that are not asked on this path."""
        if len(self.givens) == len(self.answers):
            return {}
        return self.path.unused

    @cached_property
    def path(self) -> Path:
        """The way of the answers through the graph."""
        return circuit_of(self.model).path(self.answers, self.givens, self.used)

    @cached_property
    def screened(self) -> Mapping[str, Screened]:
        """How each must-have stands with each option."""
        rows = [row for given in self.givens for row in given.verdicts[self.paid]]
        musts = self.needs.requirements
        return {own.option: own for own in screen(self.model.options, musts, rows)}

    @cached_property
    def spreads(self) -> Mapping[str, Spread]:
        """The ends of each option's values."""
        return {place.option: spread_of(self.columns, place.number) for place in self.places}


def rank(model: Model, answers: Answers, weights: Mapping[str, float] | None = None) -> Ranking:
    """Rank every option for the answers; `weights` replace what the answers collected.

    An option that meets every must-have stands before one that has facts to check, and that
    one before an option that fails.
    """
    circuit = circuit_of(model)
    givens, used = circuit.walk(answers)
    sums = sums_of(model, used, weights or {})
    verdicts = circuit.verdicts(sums.failing, sums.checking)
    # Screening first, then points; ties go by id.
    order = sorted(zip(verdicts, map(neg, sums.points), model.options, count(), strict=False))
    places = [Place(number, option, verdict, sums) for verdict, _, option, number in order]
    best = places[0].verdict
    contenders = [place for place in places if place.verdict is best]
    nothing_fits = best is Verdict.FAILS
    return Ranking(
        model=model,
        answers=answers,
        given_weights=weights or {},
        givens=givens,
        used=used,
        weights=dict(zip(model.scales.criterion_by_id, sums.weights, strict=True)),
        sums=sums,
        places=tuple(places),
        winner=None if nothing_fits else places[0],
        contenders=() if nothing_fits else tuple(contenders),
    )
