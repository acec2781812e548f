"""What one question's answers do, translated once for the model: bits, needs and screening."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from app.domain.graph import Step
from app.domain.needs import Needs, Paid, needs_of_step
from app.domain.outcome import MustHave, PathStep
from app.domain.scoring import Model
from app.domain.screening import Verdict

POINTS: Final = 1 << 16
"""Into how many parts a point of a weight is divided to count whole numbers."""

PAID: Final[tuple[Paid, ...]] = ("ask", "accept", "refuse")


class Emphasis(NamedTuple):
    """As how many ordinary rows a row of a criterion counts, by its place there."""

    row: int
    factor: float


@dataclass(frozen=True, eq=False)
class Given:
    """The answers to one question; none means not sure.

    `bits` are the answers as bits of the whole graph. `verdicts[paid]` says how each must-have
    stands with each option.
    """

    model: Model
    step: Step
    bits: int

    @cached_property
    def answers(self) -> tuple[str, ...]:
        """The ids of the answers."""
        return tuple(answer.id for answer in self.step.answers)

    @cached_property
    def needs(self) -> Needs:
        """What the answers ask for."""
        return needs_of_step(self.step)

    @cached_property
    def told(self) -> PathStep:
        """The answers, and what each did, in words."""
        effects = tuple(effect.because for effect in self.step.effects)
        return PathStep(self.step.question.id, self.answers, effects)

    @cached_property
    def verdicts(self) -> dict[Paid, tuple[tuple[Verdict, ...], ...]]:
        """By `paid`, a row of verdicts for each must-have, in the order of the options."""
        musts = self.needs.requirements
        return {paid: tuple(self.model.judge_all(must, paid) for must in musts) for paid in PAID}

    @cached_property
    def failing(self) -> dict[Paid, int]:
        """By `paid`, the options that fail a must-have, as bits."""
        return {paid: self._options(paid, Verdict.FAILS) for paid in PAID}

    @cached_property
    def checking(self) -> dict[Paid, int]:
        """By `paid`, the options with a must-have to be checked, as bits."""
        return {paid: self._options(paid, Verdict.CHECK) for paid in PAID}

    def _options(self, paid: Paid, verdict: Verdict) -> int:
        found = 0
        for row in self.verdicts[paid]:
            found |= sum(1 << place for place, own in enumerate(row) if own is verdict)
        return found

    @cached_property
    def must_haves(self) -> tuple[MustHave, ...]:
        """The must-haves as they are told."""
        texts = {answer.id: answer.text for answer in self.step.answers}
        return tuple(
            MustHave(must.question, must.answer, must.feature, texts[must.answer])
            for must in self.needs.requirements
        )

    @cached_property
    def touches(self) -> frozenset[int]:
        """The criteria whose values change with these answers."""
        emphasised = frozenset(self.emphasises)
        return emphasised if self.needs.paid == "ask" else emphasised | self.model.by_contract

    @cached_property
    def points(self) -> Mapping[int, int]:
        """What is added to a criterion, by its place, times POINTS."""
        return {self._place(name): round(POINTS * more) for name, more in self.needs.points.items()}

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
