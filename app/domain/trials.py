"""Try other answers and learn the winner alone: the same as ranking again, much quicker."""

from collections.abc import Mapping
from dataclasses import dataclass
from operator import mul
from typing import Self

from app.domain.circuit import Circuit, Mark, circuit_of
from app.domain.needs import Paid
from app.domain.questions import Answers
from app.domain.ranking import rank
from app.domain.scoring import Model

Emphasis = Mapping[str, Mapping[str, float]]
"""By criterion, the features that count for more than without answers, and for how much."""

Values = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class State:
    """What some answers come to: points, values of the options, and which of them fall.

    `columns` hold the options' values by criterion, `totals` the options' weighted sums;
    `failing` and `checking` are options as bits.
    """

    paid: Paid
    points: Values
    emphasis: Emphasis
    columns: tuple[Values, ...]
    totals: Values
    failing: int
    checking: int


@dataclass(frozen=True, slots=True)
class Trials:
    """Answers and weights from which others are tried; `given` are the answers as bits."""

    circuit: Circuit
    answers: Answers
    weights: Mapping[str, float] | None
    given: Mapping[str, int]
    used: int
    state: State

    @classmethod
    def of(cls, model: Model, answers: Answers, weights: Mapping[str, float] | None = None) -> Self:
        """Start from these answers."""
        circuit = circuit_of(model)
        given = {question: circuit.bits(question, own) for question, own in answers.items()}
        used = circuit.walk(given)
        return cls(circuit, answers, weights, given, used, _state(circuit, used, weights))

    def winner(self) -> str | None:
        """Return the winner for the answers as they are; None when nothing fits."""
        return self._leader(self.state, self.answers)

    def winner_with(self, question: str, answers: tuple[str, ...]) -> str | None:
        """Return who would win if this question had these answers, none: left out."""
        own = self.circuit.bits(question, answers)
        if self._only_adds(question):
            used = self.used | own
        else:
            used = self.circuit.walk({**self.given, question: own})
        state = self._stepped(own) if used == self.used | own else None
        if state is None:
            state = _state(self.circuit, used, self.weights)
        return self._leader(state, {**self.answers, question: answers})

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
        now, model = self.state, self.circuit.model
        mark = self.circuit.marks[own.bit_length() - 1]
        if mark.paid not in {None, now.paid}:
            return None
        points, columns = list(now.points), list(now.columns)
        changed = _added(points, mark, self._fixed())
        emphasis = _emphasised(now.emphasis, mark)
        if emphasis is not now.emphasis:
            for place, name in enumerate(model.scales.criterion_by_id):
                if emphasis.get(name) is not now.emphasis.get(name):
                    columns[place] = _column(model, now.paid, name, emphasis)
                    changed.add(place)
        totals = list(now.totals)
        for place in changed:
            was, will = now.points[place], points[place]
            old, new = now.columns[place], columns[place]
            totals = [t + will * n - was * o for t, n, o in zip(totals, new, old, strict=True)]
        failing = now.failing | mark.failing[now.paid]
        checking = now.checking | mark.checking[now.paid]
        return State(
            now.paid, tuple(points), emphasis, tuple(columns), tuple(totals), failing, checking
        )

    def _fixed(self) -> frozenset[int]:
        return _places(self.circuit.model, self.weights)

    def _leader(self, state: State, answers: Answers) -> str | None:
        """Return who leads; the ranking decides what rounding to hundredths could decide."""
        options = self.circuit.model.options
        fitting = ~state.failing & ((1 << len(options)) - 1)
        if not fitting:
            return None
        contenders = fitting & ~state.checking or fitting
        first = second = -1.0
        leader = ""
        for place, option in enumerate(options):
            if contenders >> place & 1:
                total = state.totals[place]
                if total > first:
                    first, second, leader = total, first, option
                elif total > second:
                    second = total
        near = 0.01 * (len(state.points) + 1) * sum(state.points)
        if second >= 0 and first - second <= near:
            winner = rank(self.circuit.model, answers, self.weights).winner
            return winner.option if winner else None
        return leader


def _state(circuit: Circuit, used: int, weights: Mapping[str, float] | None) -> State:
    model = circuit.model
    fixed = _places(model, weights)
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
    columns = tuple(_column(model, paid, name, emphasis) for name in model.scales.criterion_by_id)
    totals = tuple(sum(map(mul, points, row)) for row in zip(*columns, strict=True))
    return State(paid, tuple(points), emphasis, columns, totals, failing, checking)


def _places(model: Model, weights: Mapping[str, float] | None) -> frozenset[int]:
    """Return the places of the criteria whose points are given and collect no more."""
    names = model.scales.criterion_by_id
    return frozenset(place for place, name in enumerate(names) if name in (weights or {}))


def _added(points: list[float], mark: Mark, fixed: frozenset[int]) -> set[int]:
    """Add a mark's points in place; return the places that changed."""
    changed = {place for place, _ in mark.points} - fixed
    for place, more in mark.points:
        if place in changed:
            points[place] += more
    return changed


def _emphasised(emphasis: Emphasis, mark: Mark) -> Emphasis:
    """Return the emphasis with a mark's; of several the strongest holds."""
    found = emphasis
    for criterion, feature, factor in mark.emphasis:
        own = found.get(criterion, {})
        if factor > own.get(feature, 0.0):
            found = {**found, criterion: {**own, feature: factor}}
    return found


def _column(model: Model, paid: Paid, criterion: str, emphasis: Emphasis) -> Values:
    rows = tuple(sorted(emphasis.get(criterion, {}).items()))
    return model.column(paid == "accept", criterion, rows).points
