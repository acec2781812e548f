"""The graph and the must-haves as bits, so that answers can be tried by the hundred."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Self

from app.domain.needs import Paid
from app.domain.questions import Answer, Condition, Question
from app.domain.scoring import Model
from app.domain.screening import Verdict

_PAID: Final[tuple[Paid, ...]] = ("ask", "accept", "refuse")

Holds = Callable[[int], bool]


@dataclass(frozen=True, slots=True)
class Mark:
    """What one answer does; a criterion stands as its place among all.

    `failing` and `checking` are options as bits, by `paid`.
    """

    points: tuple[tuple[int, float], ...]
    emphasis: tuple[tuple[int, str, float], ...]
    failing: Mapping[Paid, int]
    checking: Mapping[Paid, int]
    paid: Paid | None

    @classmethod
    def of(cls, model: Model, answer: Answer) -> Self:
        """Translate the effects of an answer."""
        places = {name: place for place, name in enumerate(model.scales.criterion_by_id)}
        effects = answer.effects
        return cls(
            points=tuple((places[name], more) for e in effects for name, more in e.weigh.items()),
            emphasis=tuple(
                (places[model.scales.criterion_of[feature]], feature, factor)
                for e in effects
                for feature, factor in e.emphasise.items()
                if factor > model.weight_of[feature]
            ),
            failing={paid: _options(model, answer, paid, Verdict.FAILS) for paid in _PAID},
            checking={paid: _options(model, answer, paid, Verdict.CHECK) for paid in _PAID},
            paid=next((e.paid for e in reversed(effects) if e.paid), None),
        )


def _options(model: Model, answer: Answer, paid: Paid, verdict: Verdict) -> int:
    found = 0
    for effect in answer.effects:
        for feature, level in effect.require.items():
            judged = model.verdicts(feature, level, feature in effect.add_on, paid)
            found |= sum(1 << place for place, own in enumerate(judged) if own is verdict)
    return found


@dataclass(frozen=True, slots=True)
class Asking:
    """A question as bits: one bit an answer, and those bits that end the walk."""

    answers: Mapping[str, int]
    holds: Holds | None
    stops: int


@dataclass(frozen=True, slots=True)
class Circuit:
    """The questions as bits, in their order; `marks` says what each answer's bit does.

    `stops` are all bits that end the walk. On the answers to `leading` questions depends what
    else is asked. `names` are the criteria, `everyone` all options as bits.
    """

    model: Model
    askings: Mapping[str, Asking]
    marks: tuple[Mark, ...]
    stops: int
    leading: frozenset[str]
    names: tuple[str, ...]
    everyone: int

    @classmethod
    def of(cls, model: Model) -> Self:
        """Translate a graph."""
        marks: list[Mark] = []
        askings: dict[str, Asking] = {}
        bits: dict[tuple[str, str], int] = {}
        for question in model.graph.questions:
            for answer in question.answers:
                bits[question.id, answer.id] = 1 << len(marks)
                marks.append(Mark.of(model, answer))
            askings[question.id] = _asking(question, bits)
        stops = sum(asking.stops for asking in askings.values())
        conditions = [q.asked_when for q in model.graph.questions if q.asked_when]
        leading = {question for one in conditions for question, _ in one.leaves()}
        leading |= {question for question, asking in askings.items() if asking.stops}
        return cls(
            model=model,
            askings=askings,
            marks=tuple(marks),
            stops=stops,
            leading=frozenset(leading),
            names=tuple(model.scales.criterion_by_id),
            everyone=(1 << len(model.options)) - 1,
        )

    def walk(self, given: Mapping[str, int]) -> int:
        """Return the bits of the answers that are on the path."""
        used = 0
        for question, asking in self.askings.items():
            own = given.get(question)
            if own and (asking.holds is None or asking.holds(used)):
                used |= own
                if own & asking.stops:
                    break
        return used

    def bits(self, question: str, answers: tuple[str, ...]) -> int:
        """Return answers to a question as bits; none for one that is left as not sure."""
        known = self.askings[question].answers
        return sum([known.get(answer, 0) for answer in answers])

    def marked(self, used: int) -> Iterator[Mark]:
        """Yield what the answers do, in the order of the path."""
        while used:
            lowest = used & -used
            yield self.marks[lowest.bit_length() - 1]
            used ^= lowest


def _asking(question: Question, bits: Mapping[tuple[str, str], int]) -> Asking:
    own = {answer.id: bits[question.id, answer.id] for answer in question.answers}
    stops = sum(own[answer.id] for answer in question.answers if answer.stops)
    holds = _translated(question.asked_when, bits) if question.asked_when else None
    return Asking(own, holds, stops)


def _translated(condition: Condition, bits: Mapping[tuple[str, str], int]) -> Holds:
    """Return a condition as a function of the bits given so far."""
    if condition.question is not None:
        wanted = sum(bits[leaf] for leaf in condition.leaves())
        return lambda given: given & wanted != 0
    parts = [_translated(part, bits) for part in (*condition.all, *condition.any, *condition.none)]
    if condition.all:
        return lambda given: all(part(given) for part in parts)
    if condition.any:
        return lambda given: any(part(given) for part in parts)
    return lambda given: not any(part(given) for part in parts)


@lru_cache(maxsize=8)
def circuit_of(model: Model) -> Circuit:
    """Return the model's graph as bits, translated at the first call."""
    return Circuit.of(model)
