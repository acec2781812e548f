"""Reasons: which sentences say why an option stands where it stands, and what is in doubt."""

from collections.abc import Iterable, Iterator
from operator import mul
from typing import Final

from app.domain.columns import EDGES
from app.domain.outcome import Reason
from app.domain.ranking import Place, Ranking
from app.domain.screening import Verdict
from app.domain.wording import MustHaves, Wording, wording_of

_LEAST: Final = -0.005
"""What a loss in points comes to at least, to be one when it is rounded to hundredths."""


def reasons_for(ranking: Ranking) -> Iterator[tuple[Reason, ...]]:
    """Yield why each option of a ranking stands where it stands.

    Must-haves come first, the failed ones before those to check and those met; then, for an
    option that fits, the features that put it before or behind its rival in points. The
    rival is the winner, and the winner's own is the runner-up.
    """
    wording = wording_of(ranking.model)
    leader, second, *_ = (*ranking.contenders, None, None)
    paid = ranking.paid
    musts = [wording.must_haves(own, paid) for own in ranking.givens if own.required]
    for place in ranking.places:
        reasons = _must_haves([own[place.number] for own in musts])
        rival = second if place is leader else leader
        if rival is not None and place.verdict is not Verdict.FAILS:
            reasons += _edges(wording, ranking, place, rival)
        yield tuple(reasons)


def caveats_for(ranking: Ranking, option: str) -> tuple[Reason, ...]:
    """Return what is unfinished, missing, paid, disputed or unknown in what was asked for."""
    asked, wording = ranking.features, wording_of(ranking.model)
    found = [doubt for feature in asked if (doubt := wording.doubt(option, feature))]
    found += [
        wording.undocumented(option, feature)
        for feature in wording.unknown[option]
        if feature not in asked
    ]
    return tuple(found)


def _must_haves(told: Iterable[MustHaves]) -> list[Reason]:
    """Return what is told of an option; of one feature each verdict is told once."""
    fails: dict[str, Reason] = {}
    checks: dict[str, Reason] = {}
    meets: dict[str, Reason] = {}
    for failing, checking, meeting in told:
        meets.update(meeting)
        if failing:
            fails.update({**failing, **fails})
        if checking:
            checks.update({**checking, **checks})
    return [*fails.values(), *checks.values(), *meets.values()]


def _edges(wording: Wording, ranking: Ranking, place: Place, rival: Place) -> list[Reason]:
    """Find the features that decide most between two options, in points of the score."""
    if place is ranking.places[0]:
        better, worse, say = place, rival, wording.ahead
    else:
        better, worse, say = rival, place, wording.behind
    losses = _losses(ranking, (worse.number, better.number))
    return [say(place.option, rival.option, name) for loss, name in losses if loss <= _LEAST]


def _losses(ranking: Ranking, pair: tuple[int, int]) -> list[tuple[float, str]]:
    """Return where an option loses most points of its score to another, worst first.

    A criterion whose worst loss is smaller than that of EDGES others cannot be among them.
    """
    shares, columns = ranking.shares, ranking.columns
    losses = [column.losses(pair) for column in columns]
    worst = list(map(mul, shares, [own.worst for own in losses]))
    limit = sorted(worst)[min(EDGES, len(worst)) - 1] * (1 - 1e-9)
    found = []
    for place, most in enumerate(worst):
        if most < 0 and most <= limit:
            share, whole = shares[place], columns[place].whole
            found += [
                (share * weight / whole * gap, feature)
                for weight, gap, feature in losses[place].entries
            ]
    found.sort()
    return found[:EDGES]
