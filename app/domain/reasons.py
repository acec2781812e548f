"""Reasons: which sentences say why an option stands where it stands, and what is in doubt."""

from collections.abc import Iterator

from app.domain.columns import EDGES
from app.domain.needs import Needs
from app.domain.outcome import Reason
from app.domain.ranking import Place, Ranking
from app.domain.scoring import Model
from app.domain.screening import Verdict
from app.domain.wording import Wording, wording_of


def reasons_for(ranking: Ranking) -> Iterator[tuple[Reason, ...]]:
    """Yield why each option of a ranking stands where it stands.

    Must-haves come first, the failed ones before those to check and those met; then, for an
    option that fits, the features that put it before or behind its rival in points. The
    rival is the winner, and the winner's own is the runner-up.
    """
    wording = wording_of(ranking.model)
    leader, second, *_ = (*ranking.contenders, None, None)
    required = tuple(dict.fromkeys([must.feature for must in ranking.needs.requirements]))
    for place in ranking.places:
        verdict = place.screened.verdict
        if verdict is Verdict.MEETS:
            meets = wording.meets[place.option]
            reasons = [meets[feature] for feature in required]
        else:
            reasons = _must_haves(wording, place)
        rival = second if place is leader else leader
        if rival is not None and verdict is not Verdict.FAILS:
            reasons += _edges(wording, ranking, place, rival)
        yield tuple(reasons)


def caveats_for(model: Model, needs: Needs, option: str) -> tuple[Reason, ...]:
    """Return what is unfinished, missing, paid, disputed or unknown in what was asked for."""
    asked, wording = needs.features, wording_of(model)
    found = [doubt for feature in asked if (doubt := wording.doubt(option, feature))]
    found += [
        wording.undocumented(option, feature)
        for feature in wording.unknown[option]
        if feature not in asked
    ]
    return tuple(found)


def _must_haves(wording: Wording, place: Place) -> list[Reason]:
    """Return a sentence for each must-have; of one feature each verdict is told once."""
    fails: dict[str, Reason] = {}
    checks: dict[str, Reason] = {}
    meets: dict[str, Reason] = {}
    option = place.option
    for must, own in place.screened.verdicts:
        feature = must.feature
        if own is Verdict.MEETS:
            meets[feature] = wording.meets[option][feature]
        elif own is Verdict.FAILS:
            if feature not in fails:
                fails[feature] = wording.fails(option, feature, because=must.because)
        elif feature not in checks:
            checks[feature] = wording.checks(option, feature, because=must.because)
    return [*fails.values(), *checks.values(), *meets.values()]


def _edges(wording: Wording, ranking: Ranking, place: Place, rival: Place) -> list[Reason]:
    """Find the features that decide most between two options, in points of the score."""
    is_ahead = place.order < rival.order
    better, worse = (place, rival) if is_ahead else (rival, place)
    say = wording.ahead if is_ahead else wording.behind
    losses = _losses(ranking, worse.number, better.number)
    return [
        say(place.option, rival.option, feature) for loss, feature in losses if round(loss, 2) < 0
    ]


def _losses(ranking: Ranking, worse: int, better: int) -> list[tuple[float, str]]:
    """Return where an option loses most points of its score to another, worst first.

    A criterion whose worst loss is smaller than that of EDGES others cannot be among them.
    """
    losses = [column.losses(worse, better) for column in ranking.columns]
    worst = [share * own.worst for share, own in zip(ranking.shares, losses, strict=True)]
    limit = sorted(worst)[min(EDGES, len(worst)) - 1] * (1 - 1e-9)
    found = []
    for share, column, own, most in zip(
        ranking.shares, ranking.columns, losses, worst, strict=True
    ):
        if most < 0 and most <= limit:
            found += [
                (share * weight / column.whole * gap, feature)
                for weight, gap, feature in own.entries
            ]
    found.sort()
    return found[:EDGES]
