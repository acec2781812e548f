"""Reasons: which sentences say why an option stands where it stands, and what is in doubt."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from app.domain.outcome import Reason
from app.domain.ranking import Ranking
from app.domain.screening import Verdict
from app.domain.wording import MustHaves, Passage, wording_of


def reasons_for(ranking: Ranking) -> Iterator[Sequence[Passage]]:
    """Yield why each option of a ranking stands where it stands.

    Must-haves come first, the failed ones before those to check and those met; then, for an
    option that fits, the features that put it before or behind its rival in points. The
    rival is the winner, and the winner's own is the runner-up.
    """
    wording = wording_of(ranking.model)
    leader, second, *_ = (*ranking.contenders, None, None)
    asking = [own for own in ranking.givens if own.required]
    musts = [wording.must_haves(own, ranking.paid) for own in asking]
    required = [feature for own in asking for feature in own.required]
    is_repeated = len(set(required)) < len(required)
    doubted = ranking.sums.failing | ranking.sums.checking
    edges = ranking.sums.edges(leader.number, second.number if second else 0) if leader else ()
    for place in ranking.places:
        number = place.number
        if doubted >> number & 1:
            passages = _must_haves([own[number] for own in musts])
        else:
            passages = [own[number].meets for own in musts]
        if is_repeated:
            passages = _told_once(passages)
        rival = second if place is leader else leader
        if rival is not None and place.verdict is not Verdict.FAILS:
            say = wording.ahead if place is leader else wording.behind
            passages += [say(place.option, rival.option, feature) for feature in edges[number]]
        yield passages


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


def _must_haves(told: Sequence[MustHaves]) -> list[Passage]:
    """Return what is told of an option: what fails, what is to be checked, what is met."""
    found = [own.fails for own in told]
    found += [own.checks for own in told]
    found += [own.meets for own in told]
    return [passage for passage in found if passage.reasons]


def _told_once(passages: Iterable[Passage]) -> list[Passage]:
    """Leave out what repeats another sentence on the same cell: the first one holds."""
    found: dict[tuple[str, str], Reason] = {}
    for reason in chain.from_iterable(own.reasons for own in passages):
        found.setdefault((reason.kind, reason.cell), reason)
    return [Passage.of(tuple(found.values()))]
