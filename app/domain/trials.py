"""Try other answers and learn the winner alone: the same as ranking again, much quicker."""

from collections.abc import Mapping
from functools import cached_property
from typing import Final, Self

from app.domain.circuit import circuit_of
from app.domain.given import POINTS, Given
from app.domain.lanes import Lanes, marks
from app.domain.needs import Paid
from app.domain.questions import Answers, Question
from app.domain.ranking import Ranking, rank
from app.domain.scoring import Model
from app.domain.value_tables import FINE, PARTS, Rows

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
        self._total = sum(self._points)
        names = ranking.weights if ranking.given_weights else ()
        self._fixed = [n for n, name in enumerate(names) if name in ranking.given_weights]
        self._slack = self._safe_lead()
        values = [column.points for column in ranking.columns]
        self._deficits = [max(own) - own[self._winner] for own in values]
        self._surpluses = [own[self._winner] - min(own) for own in values]
        self._used = self._circuit.mask(ranking.givens)
        unused = ranking.path.unused.items()
        self._unused = self._circuit.mask(self._circuit.given(*item) for item in unused)

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
        if own.bits & self._circuit.leading and not self._only_adds(own):
            return None
        failing, checking = ranking.failing, ranking.checking
        if own.needs.paid != "ask":
            if paid != "ask":
                return None
            paid = own.needs.paid
            failing, checking = self._screened(paid)
        elif self._can_lose(own) < self._slack:
            hit = own.failing[paid] | own.checking[paid]
            if not hit >> self._winner & 1:
                return False
        fitting = self._circuit.everyone & ~(failing | own.failing[paid])
        if ranking.winner is None:
            return fitting != 0
        contenders = fitting & ~(checking | own.checking[paid]) or fitting
        if not contenders >> self._winner & 1:
            return True
        return self._is_overtaken(own, marks(contenders ^ 1 << self._winner))

    def _safe_lead(self) -> float:
        """Return the lead over the next, in points of all weights, less what rounding decides."""
        contenders = self.ranking.contenders
        if not contenders:
            return 0.0
        lead = 100.0
        if len(contenders) > 1:
            lead = contenders[0].score.points - contenders[1].score.points
        return (lead - 2 * _ROUNDED * (len(self._points) + 1)) * self._total

    def _can_lose(self, own: Given) -> float:
        """Return a bound, in the same points, of what an answer can take from the lead."""
        columns, deficits = self.ranking.columns, self._deficits
        lost = _ROUNDED * (len(columns) + 1) * own.all_points
        for place, points in own.added:
            lost += points * deficits[place]
        for place, points, emphasised in own.moved:
            lost += points * deficits[place]
            column, whole_points = columns[place], self._points[place] + points
            cells = column.table.deficits(self._winner)
            for feature, factor in emphasised:
                more = factor - column.weights.get(feature, 0.0)
                if more > 0:
                    # The new value is the old one drawn towards the cell by this share.
                    drawn = more / (column.whole + more)
                    lost += whole_points * drawn * (cells[feature] + self._surpluses[place])
        return lost

    def _is_overtaken(self, own: Given, rivals: int) -> bool | None:
        """Tell whether a marked rival passes the winner; None where rounding could decide."""
        columns, winner, parts = self.ranking.columns, self._winner, self._parts
        leads = self._leads
        for place, points in own.added:
            if place not in self._fixed:
                column = columns[place]
                leads += points * int(FINE / column.whole) * column.leads(winner)
        for place, points, emphasised in own.moved:
            more = 0 if place in self._fixed else points
            leads += (self._points[place] + more) * self._moved(own, place, emphasised)
            leads -= parts[place]
        total = self._total + own.all_points
        near = self._near * total
        if total < POINTS:
            return None
        if self._lanes.above(leads, near) & rivals == rivals:
            return False
        return True if self._lanes.above(leads, -near) & rivals != rivals else None

    def _moved(self, own: Given, place: int, emphasised: Rows) -> int:
        """Return the leads of one point of a criterion whose values an answer changes."""
        column, winner = self.ranking.columns[place], self._winner
        table, leads, whole = column.table, column.leads(winner), column.whole
        if own.needs.paid == "accept":
            table = self.ranking.model.tables[True][place]
            leads = table.leads(winner, column.rows)
        cells = table.cell_leads(winner)
        for feature, factor in emphasised:
            more = factor - column.weights.get(feature, 0.0)
            if more > 0:
                leads += int(more * PARTS) * cells[feature]
                whole += more
        return int(FINE / whole) * leads

    def _only_adds(self, own: Given) -> bool:
        """Tell whether an answer leaves all others as they are, used or unused."""
        _, asked = self._circuit.asked(self.ranking.used | own.bits)
        return asked & self._used == self._used and not asked & self._unused

    @cached_property
    def _parts(self) -> list[int]:
        """The leads by criterion."""
        return [
            points * int(FINE / column.whole) * column.leads(self._winner)
            for points, column in zip(self._points, self.ranking.columns, strict=True)
        ]

    @cached_property
    def _leads(self) -> int:
        return sum(self._parts)

    def _screened(self, paid: Paid) -> tuple[int, int]:
        """Return the options that fail, and those to check, as bits."""
        failing = checking = 0
        for given in self.ranking.givens:
            failing |= given.failing[paid]
            checking |= given.checking[paid]
        return failing, checking
