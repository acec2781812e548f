"""The sums behind a ranking in plain Python: the method, and `compiled_sums` is its quick twin."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Final

from app.domain.acceptability import lost_to
from app.domain.bits import numbers, union
from app.domain.circuit import circuit_of
from app.domain.columns import Column, spread_of
from app.domain.given import PAID
from app.domain.needs import Paid
from app.domain.score import Score, score, shares_of, weighted, weights_of
from app.domain.scoring import Model
from app.domain.single_trials import single_trials
from app.domain.weightings import sample_of

EDGES: Final = 3
"""How many features are named that put one option before another."""

LEAST: Final = -0.005
"""What a loss in points comes to at least, to be one when it is rounded to hundredths."""

Figures = tuple[float, ...]


class Sums:
    """Every option screened and weighed for some answers; options and criteria by their place.

    `used` are the answers as bits, and `given` the weights that replace what they collect.
    `weights` are points by criterion, and `shares` those of all points. `paid` is what the
    answers say of contracts, `failing` and `checking` are options as bits, and `points` their
    scores.
    """

    paid: Paid
    failing: int
    checking: int
    weights: Figures
    shares: Figures
    points: Figures

    def __init__(self, model: Model, used: int, given: Mapping[str, float]) -> None:
        self.model = model
        self.used = used
        self.given = given
        self._weigh()

    def _weigh(self) -> None:
        """Find what is always asked for."""
        model, singles = self.model, circuit_of(self.model).singles
        used = [singles[number] for number in numbers(self.used)]
        added = [own.needs.points for own in used]
        self.weights = tuple(weights_of(model.scales, added, self.given).values())
        self.shares = shares_of(self.weights)
        self.paid = next((own.paid for own in reversed(used) if own.paid != "ask"), "ask")
        self.failing, self.checking = self.screened[self.paid]
        self.points = tuple([score.points for score in self.scores])

    @cached_property
    def screened(self) -> Mapping[Paid, tuple[int, int]]:
        """By what is said of contracts, the options that fail a must-have, and those to check."""
        singles = circuit_of(self.model).singles
        used = [singles[number] for number in numbers(self.used)]
        return {
            paid: (
                union([own.failing[paid] for own in used]),
                union([own.checking[paid] for own in used]),
            )
            for paid in PAID
        }

    @cached_property
    def columns(self) -> Sequence[Column]:
        """All values by criterion."""
        return circuit_of(self.model).columns(self.used)

    @cached_property
    def scores(self) -> Sequence[Score]:
        """The score of each option."""
        values = zip(*[column.points for column in self.columns], strict=True)
        return [score(own, self.shares) for own in values]

    def contributions(self, option: int) -> Figures:
        """Return what each criterion adds to an option's score."""
        return self.scores[option].contributions

    @cached_property
    def ranges(self) -> Sequence[tuple[float, float]]:
        """Each option's score with all values at their low, and at their high ends."""
        ends = [zip(*[c.low for c in self.columns], strict=True)]
        ends.append(zip(*[c.high for c in self.columns], strict=True))
        lows, highs = ([round(weighted(own, self.shares), 2) for own in end] for end in ends)
        return list(zip(lows, highs, strict=True))

    @cached_property
    def shown(self) -> Sequence[Figures]:
        """The values of each option, in hundredths."""
        return list(zip(*[column.shown for column in self.columns], strict=True))

    def changing(self, winner: int | None, among: int) -> tuple[int, int]:
        """Return the answers that change the winner, and those of which only a ranking can tell.

        Answers are bits: each of those `among` these is tried as one more. The winner is None
        where nothing fits.
        """
        return single_trials(self, winner, among)

    def lost(self, leader: int, rivals: Sequence[int]) -> float:
        """Return the share of the sampled weightings in which a rival is ahead of the leader."""
        sample = sample_of(self.model.scales, self.weights)
        spreads = [spread_of(self.columns, rival) for rival in rivals]
        return lost_to(spread_of(self.columns, leader), spreads, sample) / sample.samples

    def overlapping(self, leader: int, rivals: Sequence[int]) -> Sequence[int]:
        """Return the rivals that would have the leader's points if unknown cells decided so."""
        ends = spread_of(self.columns, leader)
        worst = weighted(ends.worst, self.shares)
        spreads = [(rival, spread_of(self.columns, rival)) for rival in rivals]
        return [
            rival
            for rival, own in spreads
            if (ends.worst != ends.best or own.worst != own.best)
            and weighted(own.best, self.shares) >= worst
        ]

    def edges(self, leader: int, second: int) -> Sequence[Sequence[str]]:
        """Return for each option the features in which it loses most to the leader, worst first.

        For the leader, those in which the second loses most to it.
        """
        options = range(len(self.model.options))
        pairs = [(second, leader) if option == leader else (option, leader) for option in options]
        return [self._losses(*pair) for pair in pairs]

    def _losses(self, option: int, rival: int) -> Sequence[str]:
        """Return the features in which an option loses most points to another, worst first."""
        found = [
            (share * column.counts[row] / column.whole * gap, feature)
            for share, column in zip(self.shares, self.columns, strict=True)
            for gap, row, feature in column.table.behind(option, rival)
            if column.counts[row]
        ]
        found.sort()
        return [feature for loss, feature in found[:EDGES] if loss <= LEAST]
