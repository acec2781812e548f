"""Try other answers and learn the winner alone: the same as ranking again, much quicker."""

from collections.abc import Mapping
from operator import mul
from typing import Final, Self

from app.domain.circuit import circuit_of
from app.domain.columns import FINE, PARTS
from app.domain.given import POINTS, Given
from app.domain.lanes import Lanes, marks
from app.domain.needs import Paid
from app.domain.questions import Answers, Question
from app.domain.ranking import Ranking, rank
from app.domain.scoring import Model

_ROUNDED: Final = 0.01
"""What rounding to hundredths can move in a lead by criterion, and once more in its sum."""


class Trials:
    """A ranking from which other answers are tried.

    Leads are those of the winner over each option as lanes: points of a criterion, times
    POINTS, by points of its value, times FINE * FINE * PARTS.
    """

    def __init__(self, ranking: Ranking) -> None:
        self.ranking = ranking
        self._circuit = circuit_of(ranking.model)
        self._winner = ranking.places[0].number
        self._lanes = Lanes.of(len(ranking.places))
        self._points = [int(POINTS * points) for points in ranking.weights.values()]
        self._near = int(_ROUNDED * FINE * FINE * PARTS) * (len(self._points) + 1)
        self._leads_of_one = [
            int(FINE / column.whole) * column.leads(self._winner) for column in ranking.columns
        ]
        self._leads = sum(map(mul, self._points, self._leads_of_one))
        self._total = sum(self._points)
        names = ranking.weights if ranking.given_weights else ()
        self._fixed = [n for n, name in enumerate(names) if name in ranking.given_weights]

    @classmethod
    def of(cls, model: Model, answers: Answers, weights: Mapping[str, float] | None = None) -> Self:
        """Start from these answers."""
        return cls(rank(model, answers, weights))

    def winner(self) -> str | None:
        """Return the winner for the answers as they are; None when nothing fits."""
        winner = self.ranking.winner
        return winner.option if winner else None

    def winner_with(self, question: str, answers: tuple[str, ...]) -> str | None:
        """Return who would win if this question had these answers, none: left out."""
        changed = {**self.ranking.answers, question: answers}
        winner = rank(self.ranking.model, changed, self.ranking.given_weights).winner
        return winner.option if winner else None

    def changes(self, question: Question) -> int:
        """Count the answers to a question, asked and not answered yet, that change the winner.

        Ranked again is only what rounding could decide, and what does more than add an answer.
        """
        changes = 0
        for own in self._circuit.singles_of(question):
            is_changed = self._is_changed(own)
            if is_changed is None:
                is_changed = self.winner_with(question.id, own.answers) != self.winner()
            changes += is_changed
        return changes

    def _is_changed(self, own: Given) -> bool | None:
        """Tell whether an answer more changes the winner; None where that takes a ranking."""
        ranking, paid = self.ranking, self.ranking.needs.paid
        failing, checking = ranking.failing, ranking.checking
        if own.needs.paid != "ask":
            if paid != "ask":
                return None
            paid = own.needs.paid
            failing, checking = self._screened(paid)
        if own.bits & self._circuit.leading and not self._only_adds(own):
            return None
        fitting = self._circuit.everyone & ~(failing | own.failing[paid])
        if ranking.winner is None:
            return fitting != 0
        contenders = fitting & ~(checking | own.checking[paid]) or fitting
        if not contenders >> self._winner & 1:
            return True
        return self._is_overtaken(own, marks(contenders ^ 1 << self._winner))

    def _is_overtaken(self, own: Given, rivals: int) -> bool | None:
        """Tell whether a marked rival passes the winner; None where rounding could decide."""
        leads, points = self._leads, own.points
        changed = self._emphasised(own) if own.touches else {}
        for place, more in points.items():
            if place not in changed and place not in self._fixed:
                leads += more * self._leads_of_one[place]
        for place, leads_of_one in changed.items():
            own_points = self._points[place]
            leads -= own_points * self._leads_of_one[place]
            if place not in self._fixed:
                own_points += points.get(place, 0)
            leads += own_points * leads_of_one
        total = self._total + own.all_points
        if total < POINTS:
            return None
        near = self._near * total
        if self._lanes.above(leads, near) & rivals == rivals:
            return False
        return True if self._lanes.above(leads, -near) & rivals != rivals else None

    def _emphasised(self, own: Given) -> dict[int, int]:
        """Return by criterion the leads of one point, where an answer changes them."""
        columns, winner, model = self.ranking.columns, self._winner, self.ranking.model
        tables = model.tables["accept" in {own.needs.paid, self.ranking.needs.paid}]
        found: dict[int, tuple[int, float]] = {}
        if own.needs.paid == "accept":
            for place in model.by_contract:
                column = columns[place]
                found[place] = tables[place].leads(winner, column.rows), column.whole
        for place, feature, factor in own.emphases:
            column = columns[place]
            more = factor - column.weights.get(feature, 0.0)
            if more > 0:
                leads, whole = found.get(place) or (column.leads(winner), column.whole)
                leads += int(more * PARTS) * tables[place].cell_leads(winner)[feature]
                found[place] = leads, whole + more
        return {place: int(FINE / whole) * leads for place, (leads, whole) in found.items()}

    def _only_adds(self, own: Given) -> bool:
        """Tell whether an answer leaves all others as they are, used or unused."""
        changed = {**self.ranking.answers, own.step.question.id: own.answers}
        _, used = self._circuit.walk(self._circuit.all_given(changed))
        return used == self.ranking.used | own.bits

    def _screened(self, paid: Paid) -> tuple[int, int]:
        """Return the options that fail, and those to check, as bits."""
        failing = checking = 0
        for given in self.ranking.givens:
            failing |= given.failing[paid]
            checking |= given.checking[paid]
        return failing, checking
