"""The graph as bits, one an answer, so that paths and values are found by looking them up."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Self

from app.domain.asking import Asking, asking_of
from app.domain.bits import numbers, union
from app.domain.columns import Column
from app.domain.given import Given
from app.domain.graph import Path, Step
from app.domain.questions import Answers, Question
from app.domain.scoring import Model
from app.domain.screening import Verdict

REMEMBERED: Final = 2048
"""How many columns of one criterion, and how many sets of questions, are remembered."""


@dataclass(frozen=True, slots=True, eq=False)
class Circuit:
    """The questions in their order; on the bits of `leading` depends what else is asked.

    `singles` holds each answer by the number of its bit; `touching[place]` are the bits on
    which the values of a criterion depend; `everyone` are all options as bits. What is looked
    up is computed when it is first asked for.
    """

    model: Model
    askings: Mapping[str, Asking]
    leading: int
    singles: tuple[Given, ...]
    everyone: int
    touching: tuple[int, ...]
    _givens: dict[tuple[str, tuple[str, ...]], Given]
    _columns: tuple[dict[int, Column], ...]
    _asked: dict[int, tuple[tuple[Question, ...], int]]
    _verdicts: dict[tuple[int, int], tuple[Verdict, ...]]

    @classmethod
    def of(cls, model: Model) -> Self:
        """Translate a graph."""
        askings: dict[str, Asking] = {}
        bits: dict[tuple[str, str], int] = {}
        singles: list[Given] = []
        leading = 0
        for question in model.graph.questions:
            for answer in question.answers:
                bit = bits[question.id, answer.id] = 1 << len(bits)
                singles.append(Given(model, Step(question, (answer,)), bit, 1 << len(askings)))
            asking = askings[question.id] = asking_of(question, 1 << len(askings), bits)
            leaves = question.asked_when.leaves() if question.asked_when else ()
            leading |= asking.stops | union(bits[leaf] for leaf in leaves)
        places = range(len(model.scales.criteria))
        return cls(
            model=model,
            askings=askings,
            leading=leading,
            singles=tuple(singles),
            everyone=(1 << len(model.options)) - 1,
            touching=tuple(
                union(one.bits for one in singles if place in one.touches) for place in places
            ),
            _givens={},
            _columns=tuple({} for _ in places),
            _asked={},
            _verdicts={},
        )

    def given(self, question: str, answers: tuple[str, ...]) -> Given:
        """Return some answers to a question, in its order; none, or NOT_SURE, for not sure."""
        found = self._givens.get((question, answers))
        if found is None:
            if len(self._givens) >= REMEMBERED:
                self._givens.clear()
            found = self._givens[question, answers] = self._given(question, answers)
        return found

    def _given(self, question: str, answers: tuple[str, ...]) -> Given:
        asking = self.askings[question]
        chosen = tuple(a for a in asking.question.answers if a.id in answers)
        bits = sum(asking.bits[answer.id] for answer in chosen)
        return Given(self.model, Step(asking.question, chosen), bits, asking.mask)

    def walk(self, answers: Answers) -> tuple[list[Given], int]:
        """Return the answers that are on the path, in its order, and all their bits."""
        used = questions = 0
        givens = []
        for item in answers.items():
            given = self._givens.get(item)
            if given is None:
                if item[0] not in self.askings:
                    continue
                given = self.given(*item)
            used |= given.bits
            questions |= given.question
            givens.append(given)
        givens.sort(key=_question)
        _, asked = self.asked(used)
        return self._walk(givens) if questions & ~asked else (givens, used)

    def _walk(self, givens: Iterable[Given]) -> tuple[list[Given], int]:
        """Walk question by question: some are not asked, and what they would lead to neither."""
        used, on = 0, []
        for one in givens:
            asking = self.askings[one.step.question.id]
            if asking.holds is None or asking.holds(used):
                on.append(one)
                used |= one.bits
                if one.bits & asking.stops:
                    break
        return on, used

    def path(self, answers: Answers, on: Sequence[Given], used: int) -> Path:
        """Return the path of answers whose walk is known."""
        steps = tuple([one.step for one in on])
        unused: Answers = {}
        if len(steps) < len(answers):
            taken = {step.question.id for step in steps}
            unused = {key: value for key, value in answers.items() if key not in taken}
        stopped = bool(on) and on[-1].bits & self.askings[on[-1].step.question.id].stops != 0
        return Path(self.asked(used)[0], steps, unused, stopped)

    def asked(self, used: int) -> tuple[tuple[Question, ...], int]:
        """Return every question on the path with these bits, answered or not, and their mask."""
        key = used & self.leading
        found = self._asked.get(key)
        if found is None:
            if len(self._asked) >= REMEMBERED:
                self._asked.clear()
            asked = tuple(self._on_the_way(key))
            mask = union(self.askings[question.id].mask for question in asked)
            found = self._asked[key] = asked, mask
        return found

    def verdicts(self, failing: int, checking: int) -> tuple[Verdict, ...]:
        """Return the verdict on each option: one failure rules it out."""
        found = self._verdicts.get((failing, checking))
        if found is None:
            places = range(len(self.model.options))
            found = self._verdicts[failing, checking] = tuple(
                Verdict.FAILS if failing >> place & 1 else Verdict(checking >> place & 1)
                for place in places
            )
        return found

    def _on_the_way(self, used: int) -> Iterable[Question]:
        for asking in self.askings.values():
            if asking.holds is None or asking.holds(used):
                yield asking.question
                if used & asking.stops:
                    return

    def columns(self, used: int) -> list[Column]:
        """Return all values by criterion for these answers."""
        found = []
        for place, bits in enumerate(self.touching):
            column = self._columns[place].get(used & bits)
            found.append(column or self._column(place, used))
        return found

    def _column(self, place: int, used: int) -> Column:
        key, remembered = used & self.touching[place], self._columns[place]
        counts = [row.weight for row in self.model.scales.criteria[place].rows]
        accepts = False
        for given in [self.singles[number] for number in numbers(key)]:
            if given.paid != "ask":
                accepts = given.paid == "accept"
            for row, factor in given.emphasises.get(place, ()):
                counts[row] = max(counts[row], factor)
        if len(remembered) >= REMEMBERED:
            remembered.clear()
        table = self.model.tables[accepts][place]
        column = remembered[key] = Column(place, table, tuple(counts))
        return column


def _question(given: Given) -> int:
    return given.question


@lru_cache(maxsize=8)
def circuit_of(model: Model) -> Circuit:
    """Return the model's graph as bits, translated at the first call."""
    return Circuit.of(model)
