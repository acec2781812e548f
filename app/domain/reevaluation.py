"""Compare a saved recommendation with today's: does it stand, and which facts moved it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.domain.blame import Blame, blame
from app.domain.decisions import Advice, Revision, Versions, advice_of, reworded_questions
from app.domain.errors import InvalidInput
from app.domain.graph import Answers, walk
from app.domain.grounds import Grounds, grounds_of
from app.domain.needs import needs_of
from app.domain.ranking import rank
from app.domain.recommend import recommend
from app.domain.scales import parse_weights
from app.domain.scoring import Model
from app.domain.sent_answers import parse_answers
from app.domain.shifts import Kind, Shift, shifts_since
from app.domain.undoing import Basis, undone
from app.domain.weaknesses import weaknesses


class State(StrEnum):
    """What has become of a recommendation.

    Flipped: another option, or none, is recommended. Weaker: the same one, with less behind
    it. Unknown: a question means something else today, so nothing can be compared.
    """

    UNCHANGED = "unchanged"
    WEAKER = "weaker"
    FLIPPED = "flipped"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Reevaluation:
    """A recommendation then and now, for the same answers and weights.

    `weaknesses` say in words what is weaker. `blame` names what shifted and is responsible;
    None where nothing changed or the grounds of then are not known. `reworded` are questions
    whose answers no longer mean what they meant.
    """

    state: State
    winner_then: str | None
    winner_now: str | None
    versions_then: Versions
    versions_now: Versions
    weaknesses: tuple[str, ...] = ()
    blame: Blame | None = None
    reworded: tuple[str, ...] = ()


def reevaluate(basis: Basis, revision: Revision, then: Grounds | None = None) -> Reevaluation:
    """Compare a revision's recommendation with the one that `basis` gives today.

    `then` are the grounds that the revision was made on; without them nothing is blamed.
    """
    reworded = reworded_questions(revision, basis.graph)
    try:
        answers = parse_answers(basis.graph, revision.answers)
        weights = parse_weights(basis.scales, revision.weights or {}) or None
    except InvalidInput:
        answers, weights = {}, None
        reworded = reworded or tuple(revision.answers)
    asked = _Asked(revision, answers, weights)
    today = asked.of(basis)
    if reworded:
        then_and_now = revision.advice.versions, today.versions
        return Reevaluation(
            State.UNKNOWN, revision.advice.winner, None, *then_and_now, reworded=reworded
        )
    weaker = weaknesses(basis.catalogue, revision, today)
    is_flipped = today.winner != revision.advice.winner
    state = State.FLIPPED if is_flipped else State.WEAKER if weaker else State.UNCHANGED
    return Reevaluation(
        state=state,
        winner_then=revision.advice.winner,
        winner_now=today.winner,
        versions_then=revision.advice.versions,
        versions_now=today.versions,
        weaknesses=weaker,
        blame=_blame(asked, basis, then, state, today.winner) if then else None,
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a revision asked, to be asked again of today's content and of others."""

    revision: Revision
    answers: Answers
    weights: Mapping[str, float] | None

    def of(self, basis: Basis) -> Advice:
        return advice_of(recommend(*basis, self.answers, self.weights))

    def winner(self, basis: Basis) -> str | None:
        """Return the winner alone, which is much quicker."""
        place = rank(Model.of(*basis), self.answers, self.weights).winner
        return place.option if place else None

    def is_as_then(self, basis: Basis, state: State) -> bool:
        """Tell whether some content gives what was saved, as far as `state` asks."""
        if state is State.FLIPPED:
            return self.winner(basis) == self.revision.advice.winner
        advice = self.of(basis)
        is_same = advice.winner == self.revision.advice.winner
        return is_same and not weaknesses(basis.catalogue, self.revision, advice)


def _blame(
    asked: _Asked, basis: Basis, then: Grounds, state: State, winner: str | None
) -> Blame | None:
    if state is State.UNCHANGED:
        return None
    leaders = {asked.revision.advice.winner, winner, asked.revision.chosen_option}
    shifts = _likely_last(asked, basis, leaders, shifts_since(then, grounds_of(*basis)))
    return blame(shifts, lambda some: asked.is_as_then(undone(basis, some), state))


def _likely_last(
    asked: _Asked, basis: Basis, leaders: Collection[str | None], shifts: Iterable[Shift]
) -> list[Shift]:
    """Return the shifts that can count, those of must-haves and of the leaders last."""
    needs = needs_of(walk(basis.graph, asked.answers))
    required = {must.feature for must in needs.requirements}
    counting = {*basis.scales.criterion_of, *needs.features}

    def likelihood(shift: Shift) -> tuple[bool, bool]:
        return shift.feature in required, shift.option in leaders

    able = (each for each in shifts if each.kind is not Kind.CELL or each.feature in counting)
    return sorted(able, key=likelihood)
