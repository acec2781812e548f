"""Try other answers and learn the winner alone: the same as ranking again, much quicker."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import mul
from typing import Self

from app.domain.circuit import Circuit, Mark, circuit_of
from app.domain.needs import Paid
from app.domain.questions import Answers
from app.domain.ranking import rank
from app.domain.scoring import Model

Emphasis = Mapping[int, Mapping[str, float]]
"""By the place of a criterion, the features that count for more than without answers."""

Values = Sequence[float]


@dataclass(frozen=True, slots=True)
class State:
    """What some answers come to: points, values of the options, and which of them fall.

    `columns` hold the options' values by criterion, `totals` the options' weighted sums;
    `failing` and `checking` are options as bits.
    """

    paid: Paid
    points: Values
    emphasis: Emphasis
    columns: Sequence[Values]
    totals: Values
    failing: int
    checking: int


@dataclass(frozen=True, slots=True)
class Trials:
    """Answers and weights from which others are tried; `given` are the answers as bits.

    `fixed` are the places of the criteria whose points are given and collect no more.
    """

    circuit: Circuit
    answers: Answers
    weights: Mapping[str, float] | None
    fixed: frozenset[int]
    given: Mapping[str, int]
    used: int
    state: State

    @classmethod
    def of(cls, model: Model, answers: Answers, weights: Mapping[str, float] | None = None) -> Self:
        """Start from these answers."""
        circuit = circuit_of(model)
        given = {question: circuit.bits(question, own) for question, own in answers.items()}
        used = circuit.walk(given)
        fixed = frozenset(n for n, name in enumerate(circuit.names) if name in (weights or {}))
        state = _state(circuit, used, weights, fixed)
        return cls(circuit, answers, weights, fixed, given, used, state)

    def winner(self) -> str | None:
        """Return the winner for the answers as they are; None when nothing fits."""
        return self._leader(self.state)

    def winner_with(self, question: str, answers: tuple[str, ...]) -> str | None:
        """Return who would win if this question had these answers, none: left out."""
        own = self.circuit.bits(question, answers)
        if self._only_adds(question):
            used = self.used | own
        else:
            used = self.circuit.walk({**self.given, question: own})
        state = self._stepped(own) if used == self.used | own else None
        if state is None:
            state = _state(self.circuit, used, self.weights, self.fixed)
        return self._leader(state, question, answers)

    def _only_adds(self, question: str) -> bool:
        """Tell whether an answer to an asked question changes no other question's place."""
        asking = self.circuit.askings[question]
        return (
            question not in self.circuit.leading
            and not self.given.get(question)
            and not self.used & self.circuit.stops
            and (asking.holds is None or asking.holds(self.used))
        )

    def _stepped(self, own: int) -> State | None:
        """Return the state with one answer more; None where it changes more than a little."""
        if own & (own - 1) or own & self.used:
            return None
        now, mark = self.state, self.circuit.marks[own.bit_length() - 1]
        if mark.paid not in {None, now.paid}:
            return None
        points, columns, totals = list(now.points), list(now.columns), now.totals
        changed = _added(points, mark, self.fixed)
        emphasis = _emphasised(now.emphasis, mark)
        if emphasis is not now.emphasis:
            for place in {place for place, _, _ in mark.emphasis}:
                if emphasis.get(place) is not now.emphasis.get(place):
                    columns[place] = _column(self.circuit.model, now.paid, place, emphasis)
                    changed.add(place)
        for place in changed:
            was, will = now.points[place], points[place]
            old, new = now.columns[place], columns[place]
            if new is old:
                more = will - was
                totals = [total + more * value for total, value in zip(totals, old, strict=True)]
            else:
                totals = [
                    total + will * value - was * before
                    for total, value, before in zip(totals, new, old, strict=True)
                ]
        failing = now.failing | mark.failing[now.paid]
        checking = now.checking | mark.checking[now.paid]
        return State(now.paid, points, emphasis, columns, totals, failing, checking)

    def _leader(
        self, state: State, question: str = "", answers: tuple[str, ...] = ()
    ) -> str | None:
        """Return who leads; the ranking decides what rounding to hundredths could decide."""
        fitting = ~state.failing & self.circuit.everyone
        if not fitting:
            return None
        contenders = fitting & ~state.checking or fitting
        totals = state.totals
        if contenders != self.circuit.everyone:
            totals = [
                total if contenders >> place & 1 else -1.0 for place, total in enumerate(totals)
            ]
        *_, second, first = sorted(totals) if len(totals) > 1 else (-1.0, *totals)
        near = 0.01 * (len(state.points) + 1) * sum(state.points)
        if second >= 0 and first - second <= near:
            given = {**self.answers, question: answers} if question else self.answers
            winner = rank(self.circuit.model, given, self.weights).winner
            return winner.option if winner else None
        return self.circuit.model.options[totals.index(first)]


def _state(
    circuit: Circuit, used: int, weights: Mapping[str, float] | None, fixed: frozenset[int]
) -> State:
    model = circuit.model
    points = [
        (weights or {}).get(criterion.id, criterion.points) for criterion in model.scales.criteria
    ]
    marks = tuple(circuit.marked(used))
    paid: Paid = next((mark.paid for mark in reversed(marks) if mark.paid), "ask")
    emphasis: Emphasis = {}
    failing = checking = 0
    for mark in marks:
        _added(points, mark, fixed)
        emphasis = _emphasised(emphasis, mark)
        failing |= mark.failing[paid]
        checking |= mark.checking[paid]
    columns = [_column(model, paid, place, emphasis) for place in range(len(points))]
    totals = [sum(map(mul, points, row)) for row in zip(*columns, strict=True)]
    return State(paid, points, emphasis, columns, totals, failing, checking)


def _added(points: list[float], mark: Mark, fixed: frozenset[int]) -> set[int]:
    """Add a mark's points in place; return the places that changed."""
    changed = set()
    for place, more in mark.points:
        if place not in fixed:
            points[place] += more
            changed.add(place)
    return changed


def _emphasised(emphasis: Emphasis, mark: Mark) -> Emphasis:
    """Return the emphasis with a mark's; of several the strongest holds."""
    found = emphasis
    for place, feature, factor in mark.emphasis:
        own = found.get(place, {})
        if factor > own.get(feature, 0.0):
            found = {**found, place: {**own, feature: factor}}
    return found


def _column(model: Model, paid: Paid, place: int, emphasis: Emphasis) -> Values:
    rows = tuple(sorted(emphasis[place].items())) if place in emphasis else ()
    return model.column(paid == "accept", model.scales.criteria[place].id, rows).points
