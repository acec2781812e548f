"""Reasons in words: what an option meets, fails and leaves open, cell by cell."""

from collections.abc import Iterable, Iterator
from heapq import nsmallest

from app.domain.catalogue import Claim, Cost, Maturity, Quantity, Support
from app.domain.needs import Needs, Requirement
from app.domain.outcome import Reason, ReasonKind
from app.domain.ranking import Place, Ranking
from app.domain.score import shares_of
from app.domain.scoring import Model, rows_of
from app.domain.screening import Verdict

Shares = tuple[tuple[str, float], ...]

EDGES = 3
"""How many features are named that put one option before another."""

UNDOCUMENTED = "nobody documents this, so it is unknown"

_IN_POINTS = {ReasonKind.AHEAD, ReasonKind.BEHIND}
_KINDS = {
    Verdict.MEETS: ReasonKind.MEETS,
    Verdict.CHECK: ReasonKind.CHECK,
    Verdict.FAILS: ReasonKind.FAILS,
}


def reasons_for(model: Model, ranking: Ranking, shares: Shares, place: Place) -> tuple[Reason, ...]:
    """Return why an option stands where it stands; `shares` are those of the features.

    Must-haves come first, the failed ones before those to check and those met; then, for an
    option that fits, the features that put it before or behind its rival in points. The
    rival is the winner, and the winner's own is the runner-up.
    """
    reasons = list(_must_haves(model, place))
    if place.screened.verdict is Verdict.FAILS:
        return tuple(reasons)
    leader, *others = ranking.contenders
    rival = (others[0] if others else None) if place.option == leader.option else leader
    if rival is not None:
        reasons += _edges(model, ranking, shares, place, rival)
    return tuple(reasons)


def caveats_for(model: Model, needs: Needs, option: str) -> tuple[Reason, ...]:
    """Return what is unfinished, missing, paid, disputed or unknown in what was asked for."""
    standing = [feature for feature in model.scales.criterion_of if feature not in needs.features]
    found = list(_doubts(model, option, needs.features))
    found += [
        _reason(model, ReasonKind.CAVEAT, option, feature, UNDOCUMENTED)
        for feature in standing
        if model.values[False][option][feature].is_unknown
        and dict(rows_of(model.criterion(feature), needs.emphasis)).get(feature)
    ]
    return tuple(found)


def _must_haves(model: Model, place: Place) -> Iterator[Reason]:
    for verdict in (Verdict.FAILS, Verdict.CHECK, Verdict.MEETS):
        told: set[str] = set()
        for requirement in place.screened.requirements(verdict):
            if requirement.feature not in told:
                told.add(requirement.feature)
                yield _must_have(model, place.option, requirement, verdict)


def _must_have(model: Model, option: str, requirement: Requirement, verdict: Verdict) -> Reason:
    claim = model.catalogue.cell(option, requirement.feature).claim
    asked = "" if verdict is Verdict.MEETS else f"{requirement.because} "
    if verdict is Verdict.CHECK:
        asked += "To be checked first. "
    return _reason(
        model, _KINDS[verdict], option, requirement.feature, standing_of(model, claim), before=asked
    )


def feature_shares(model: Model, ranking: Ranking) -> tuple[tuple[str, float], ...]:
    """Return each feature that counts, with its share of the whole score."""
    found: list[tuple[str, float]] = []
    shares = shares_of(ranking.weights)
    for criterion, share in zip(model.scales.criteria, shares, strict=True):
        rows = rows_of(criterion, ranking.needs.emphasis)
        whole = sum(weight for _, weight in rows)
        found += [(feature, share * weight / whole) for feature, weight in rows]
    return tuple(found)


def _edges(
    model: Model, ranking: Ranking, shares: Shares, place: Place, rival: Place
) -> Iterator[Reason]:
    """Find the features that decide most between two options, in points of the score."""
    is_ahead = place.order < rival.order
    better, worse = (place, rival) if is_ahead else (rival, place)
    high, low = model.row(better.option, ranking.needs), model.row(worse.option, ranking.needs)
    gains = [(share * (low[f].point - high[f].point), f) for f, share in shares]
    against = model.catalogue.option(rival.option).short_name
    kind = ReasonKind.AHEAD if is_ahead else ReasonKind.BEHIND
    for loss, feature in nsmallest(EDGES, gains):
        if round(loss, 2) < 0:
            mine = standing_of(model, model.claims[place.option][feature])
            theirs = standing_of(model, model.claims[rival.option][feature])
            says = f"{mine}, against {theirs} for {against}"
            yield _reason(model, kind, place.option, feature, says)


def _doubts(model: Model, option: str, features: Iterable[str]) -> Iterator[Reason]:
    for feature in features:
        cell = model.catalogue.cell(option, feature)
        claim = cell.claim
        says = [
            words
            for applies, words in (
                (claim.support is Support.UNKNOWN, UNDOCUMENTED),
                (claim.support is Support.NONE, "was asked for and is not there"),
                (_is_unfinished(claim), f"rests on something the project calls {claim.maturity}"),
                (claim.addon is not None and not claim.addon.add_ons, standing_of(model, claim)),
                (cell.is_contested, "a source says otherwise, and both stand in the comparison"),
            )
            if applies
        ]
        if says:
            yield _reason(model, ReasonKind.CAVEAT, option, feature, "; ".join(says))


def _is_unfinished(claim: Claim) -> bool:
    return claim.support not in {Support.NONE, Support.UNKNOWN} and claim.maturity in {
        Maturity.BETA,
        Maturity.ALPHA,
    }


def standing_of(model: Model, claim: Claim) -> str:
    """Return a claim's level or figure in a few words."""
    if claim.quantity is not None:
        return _figure(claim.quantity)
    words = str(claim.support)
    if claim.addon is not None:
        ours = [model.catalogue.option(add_on).short_name for add_on in claim.addon.add_ons]
        paid = ", which is paid for" if claim.addon.cost is Cost.PAID else ""
        words = f"only with {' or '.join(ours) or claim.addon.name}{paid}"
    return f"{words} ({claim.maturity})" if _is_unfinished(claim) else words


def _figure(quantity: Quantity) -> str:
    if quantity.low == quantity.high:
        return f"{quantity.typical:g}"
    return f"{quantity.typical:g} ({quantity.low:g} to {quantity.high:g})"


def _reason(
    model: Model, kind: ReasonKind, option: str, feature: str, says: str, *, before: str = ""
) -> Reason:
    claim = model.claims[option][feature]
    named = model.catalogue.feature(feature)
    unit = f" ({named.unit})" if kind in _IN_POINTS and claim.quantity is not None else ""
    summary = f" {claim.summary.rstrip('.')}." if claim.summary else ""
    text = f"{before}{named.name}: {says}{unit}.{summary}"
    return Reason(kind, text, f"{option}.{feature}", claim.evidence)
