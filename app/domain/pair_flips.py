"""Which two changes of given answers change the winner together, though neither does alone."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import combinations, product
from typing import Final

from app.domain.explanation import AnswerChange, AnswerFlip, PairFlip, PairFlips
from app.domain.flips import instead_of
from app.domain.pair_sums import Change, PairSums
from app.domain.ranking import Ranking, rank

MOST_TRIED: Final = 4000
"""How many pairs are tried at most; today's questions cannot make as many."""

Pair = tuple[Change, Change]


def pair_flips(ranking: Ranking, alone: Iterable[AnswerFlip]) -> PairFlips:
    """Return the pairs of changes, to two given answers, that change the winner only together.

    The changes are those that answer_flips tries, less those it found, `alone`. Pairs are tried
    in the order of the path, at most MOST_TRIED. Those that leave no answer out come first.
    """
    pairs = list(_pairs(ranking, {(flip.question, flip.instead) for flip in alone}))
    told = sorted(_flips(ranking, pairs[:MOST_TRIED]), key=_left_out)
    return PairFlips(tuple(told), min(len(pairs), MOST_TRIED), max(len(pairs) - MOST_TRIED, 0))


def _pairs(ranking: Ranking, decisive: Collection[tuple[str, tuple[str, ...]]]) -> Iterator[Pair]:
    """Yield every two changes, of two questions, that leave the winner alone each by itself."""
    changes = [
        [
            Change.of(ranking, step, instead)
            for instead in (instead_of(step) if step.answers else ())
            if (step.question.id, instead) not in decisive
        ]
        for step in ranking.path.steps
    ]
    for first, second in combinations(changes, 2):
        yield from product(first, second)


def _flips(ranking: Ranking, pairs: Sequence[Pair]) -> Iterator[PairFlip]:
    now = ranking.winner.option if ranking.winner else None
    sums = PairSums(ranking)
    for pair in pairs:
        if not sums.stays(*pair):
            winner = _winner_with(ranking, pair)
            if winner != now:
                yield PairFlip((_told(pair[0]), _told(pair[1])), winner)


def _winner_with(ranking: Ranking, pair: Pair) -> str | None:
    changed = {**ranking.answers, **{change.question: change.instead for change in pair}}
    winner = rank(ranking.model, changed, ranking.given_weights).winner
    return winner.option if winner else None


def _told(change: Change) -> AnswerChange:
    return AnswerChange(change.question, change.given, change.instead)


def _left_out(flip: PairFlip) -> int:
    return sum(not change.instead for change in flip.changes)
