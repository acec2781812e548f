"""Reasons: which sentences say why an option stands where it stands, and what is in doubt."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

from app.domain.outcome import Reason, ReasonKind
from app.domain.ranking import Ranking
from app.domain.screening import Verdict
from app.domain.wording import wording_of

ORDER: Final = (ReasonKind.FAILS, ReasonKind.CHECK, ReasonKind.MEETS)
"""In which order it is told how must-haves stand."""


def reasons_for(ranking: Ranking) -> Iterator[tuple[Reason, ...]]:
    """Yield why each option of a ranking stands where it stands.

    Must-haves come first, the failed ones before those to check and those met; then, for an
    option that fits, the features that put it before or behind its rival in points. The
    rival is the winner, and the winner's own is the runner-up.
    """
    wording = wording_of(ranking.model)
    leader, second, *_ = (*ranking.contenders, None, None)
    musts = [wording.must_haves(own, ranking.paid) for own in ranking.givens if own.required]
    edges = ranking.sums.edges(leader.number, second.number if second else 0) if leader else ()
    for place in ranking.places:
        reasons = _must_haves(chain.from_iterable(own[place.number] for own in musts))
        rival = second if place is leader else leader
        if rival is not None and place.verdict is not Verdict.FAILS:
            say = wording.ahead if place is leader else wording.behind
            reasons += [say(place.option, rival.option, one) for one in edges[place.number]]
        yield tuple(reasons)


def caveats_for(ranking: Ranking, option: str) -> tuple[Reason, ...]:
    """Return what is unfinished, missing, paid, disputed or unknown in what was asked for."""
    asked, wording = ranking.features, wording_of(ranking.model)
    doubts = wording.doubts(option)
    found = [doubts[feature] for feature in asked if feature in doubts]
    found += [
        wording.undocumented(option, feature)
        for feature in wording.unknown[option]
        if feature not in asked
    ]
    return tuple(found)


def _must_haves(told: Iterable[Reason]) -> list[Reason]:
    """Return what is told of an option in its order; of one cell each kind is told once."""
    found: dict[tuple[ReasonKind, str], Reason] = {}
    for reason in told:
        found.setdefault((reason.kind, reason.cell), reason)
    return sorted(found.values(), key=lambda reason: ORDER.index(reason.kind))
