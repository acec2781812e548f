"""What would change the winner: one given answer, or the weight of one criterion.

For a criterion k of share x, all other weights in proportion, the lead over a rival is
x * d + (1 - x) * s, where d is the lead on k alone and s that on everything else. It is zero at
x = s / (s - d): the switching point of Triantaphyllou and Sanchez 1997.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.explanation import AnswerFlip, Direction, WeightFlip
from app.domain.graph import Path, Step
from app.domain.ranking import Ranking
from app.domain.trials import Trials


def answer_flips(trials: Trials, path: Path) -> tuple[AnswerFlip, ...]:
    """Return each single change of one given answer that changes the winner.

    Where several answers may be given, each is taken away or added alone.
    """
    now = trials.winner()
    found = []
    for step in path.steps:
        given = tuple(answer.id for answer in step.answers)
        for instead in instead_of(step) if given else ():
            winner = trials.winner_with(step.question.id, instead)
            if winner != now:
                found.append(AnswerFlip(step.question.id, given, instead, winner))
    return tuple(found)


def instead_of(step: Step) -> Iterator[tuple[str, ...]]:
    """Yield what else could stand in place of the answers given, none (not sure) last."""
    question, given = step.question, tuple(answer.id for answer in step.answers)
    together = [answer.id for answer in question.answers if not answer.excludes_others]
    for answer in question.answers:
        if not question.multi or answer.excludes_others or not set(given) <= set(together):
            other: tuple[str, ...] = (answer.id,)
        else:
            toggled = set(given) ^ {answer.id}
            other = tuple(one for one in together if one in toggled)
        if other and other != given:
            yield other
    yield ()


def weight_flips(ranking: Ranking) -> tuple[WeightFlip, ...]:
    """Return by criterion the nearest shares, below and above, at which the winner changes.

    The one whose share has to move least comes first. Only options that points keep from the
    first place can take it.
    """
    shares = ranking.shares
    found = []
    for place, (criterion, points) in enumerate(ranking.weights.items()):
        share = shares[place]
        for direction in Direction:
            point = nearest(ranking, place, direction)
            if point is not None:
                others = sum(ranking.weights.values()) - points
                at_points = point.share / (1 - point.share) * others
                found.append(
                    WeightFlip(
                        criterion, direction, points, share, point.share, at_points, point.winner
                    )
                )
    return tuple(sorted(found, key=lambda flip: (abs(flip.at_share - flip.share), flip.criterion)))


@dataclass(frozen=True, slots=True)
class SwitchingPoint:
    """A share (0 to 1) of a criterion beyond which another option comes first."""

    share: float
    winner: str


def nearest(
    ranking: Ranking, place: int, direction: Direction, only: str | None = None
) -> SwitchingPoint | None:
    """Return the switching point nearest to a criterion's share, against `only` or any rival."""
    shares = ranking.shares
    share, rest = shares[place], 1 - shares[place]
    if not ranking.contenders or not any(shares) or rest <= 0:
        return None
    leader, *rivals = ranking.contenders
    found = []
    for rival in rivals:
        gaps = [a - b for a, b in zip(leader.score.values, rival.score.values, strict=True)]
        own = gaps[place]
        lead = sum(w * gap for w, gap in zip(shares, gaps, strict=True))
        others = (lead - share * own) / rest
        beyond = own if direction is Direction.MORE else others
        if beyond < 0 and only in {None, rival.option}:
            at = others / (others - own) if others != own else share
            at = max(at, share) if direction is Direction.MORE else min(max(at, 0.0), share)
            found.append((abs(at - share), beyond, rival.option, at))
    if not found:
        return None
    _, _, option, at = min(found)
    return SwitchingPoint(at, option)
