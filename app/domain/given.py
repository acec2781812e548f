"""What one question's answers do, translated once for the model: bits, needs and screening."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import compress
from typing import Final, NamedTuple

from app.domain.graph import Step
from app.domain.needs import Paid, needs_of_step
from app.domain.outcome import MustHave, PathStep
from app.domain.scoring import Model
from app.domain.screening import Verdict

PAID: Final[tuple[Paid, ...]] = ("ask", "accept", "refuse")


class Emphasis(NamedTuple):
    """As how many ordinary rows a row of a criterion counts, by its place there."""

    row: int
    factor: float


class Given:
    """The answers to one question, by their ids; none means not sure.

    `bits` are the answers as bits of the whole graph, `question` is a bit too, and `sure` the
    same but 0 when it is not sure. `key` is the same for the same answers. `required` and
    `emphasised` are features. `told` is what the answers did, in words. By `paid`, `verdicts` has
    a row for each must-have, in the order of the options; `failing` are the options that fail
    one, `checking` those with one to be checked, as bits. `points` are added by the place of a
    criterion.
    """

    def __init__(self, model: Model, step: Step, bits: int, question: int) -> None:
        self.model = model
        self.step = step
        self.bits = bits
        self.question = question
        self.sure = question if bits else 0
        self.key = question, bits
        self.needs = needs = needs_of_step(step)
        self.paid = needs.paid
        self.required = tuple([must.feature for must in needs.requirements])
        self.emphasised = tuple([name for name, factor in needs.emphasis.items() if factor > 0])
        self.answers = tuple([answer.id for answer in step.answers])
        effects = tuple([effect.because for effect in step.effects])
        self.told = PathStep(step.question.id, self.answers, effects)
        self.verdicts: dict[Paid, tuple[tuple[Verdict, ...], ...]] = {
            paid: tuple([model.judge_all(must, paid) for must in needs.requirements])
            for paid in PAID
        }
        self.failing = {paid: _options(self.verdicts[paid], Verdict.FAILS) for paid in PAID}
        self.checking = {paid: _options(self.verdicts[paid], Verdict.CHECK) for paid in PAID}
        self.points = {self._place(name): more for name, more in needs.points.items()}

    @cached_property
    def failed(self) -> dict[Paid, tuple[tuple[MustHave, ...], ...]]:
        """By `paid`, the must-haves that each option fails, in the order of the options."""
        texts = {answer.id: answer.text for answer in self.step.answers}
        musts = [
            MustHave(must.question, must.answer, must.feature, texts[must.answer])
            for must in self.needs.requirements
        ]
        places = range(len(self.model.options))
        return {
            paid: tuple(
                tuple(compress(musts, [row[place] is Verdict.FAILS for row in rows]))
                for place in places
            )
            for paid, rows in self.verdicts.items()
        }

    @cached_property
    def touches(self) -> frozenset[int]:
        """The criteria whose values change with these answers."""
        emphasised = frozenset(self.emphasises)
        return emphasised if self.needs.paid == "ask" else emphasised | self.model.by_contract

    @cached_property
    def emphasises(self) -> Mapping[int, tuple[Emphasis, ...]]:
        """The rows that count for more than without answers, by the place of a criterion."""
        found: dict[int, tuple[Emphasis, ...]] = {}
        for feature, factor in self.needs.emphasis.items():
            if factor > self.model.weight_of[feature]:
                place = self._place(self.model.scales.criterion_of[feature])
                rows = [row.feature for row in self.model.scales.criteria[place].rows]
                emphasis = Emphasis(rows.index(feature), factor)
                found[place] = (*found.get(place, ()), emphasis)
        return found

    def _place(self, criterion: str) -> int:
        return list(self.model.scales.criterion_by_id).index(criterion)


def _options(rows: Iterable[Sequence[Verdict]], verdict: Verdict) -> int:
    """Return the options that have a verdict in any row, as bits."""
    places = {place for row in rows for place, own in enumerate(row) if own is verdict}
    return sum(1 << place for place in places)
