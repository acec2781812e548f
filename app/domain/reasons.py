"""Reasons in words: what an option meets, fails and leaves open, cell by cell."""

from collections.abc import Iterable, Iterator

from app.domain.catalogue import Claim, Cost, Maturity, Quantity, Support
from app.domain.needs import Needs, Requirement
from app.domain.outcome import Reason, ReasonKind
from app.domain.ranking import Place, Ranking
from app.domain.scoring import Model, rows_of
from app.domain.screening import Verdict

EDGES = 3
"""How many features are named that put one option before another."""

_KINDS = {
    Verdict.MEETS: ReasonKind.MEETS,
    Verdict.CHECK: ReasonKind.CHECK,
    Verdict.FAILS: ReasonKind.FAILS,
}


def reasons_for(model: Model, ranking: Ranking, place: Place) -> tuple[Reason, ...]:
    """Return why an option stands where it stands.

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
        reasons += _edges(model, ranking, place, rival)
    return tuple(reasons)


def caveats_for(model: Model, needs: Needs, option: str) -> tuple[Reason, ...]:
    """Return what is unfinished, missing, paid, disputed or unknown in what was asked for."""
    standing = [feature for feature in model.scales.criterion_of if feature not in needs.features]
    found = list(_doubts(model, option, needs.features))
    found += [
        _reason(model, ReasonKind.CAVEAT, option, feature, "Nobody documents this: it is unknown")
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
        model, _KINDS[verdict], option, requirement.feature, standing_of(claim), before=asked
    )


def _edges(model: Model, ranking: Ranking, place: Place, rival: Place) -> Iterator[Reason]:
    """Find the features that decide most between two options, in points of the score."""
    needs, total = ranking.needs, sum(ranking.weights.values()) or 1.0
    ahead = place.order < rival.order
    own, other = model.row(place.option, needs), model.row(rival.option, needs)
    gains = []
    for criterion in model.scales.criteria:
        rows = rows_of(criterion, needs.emphasis)
        share = ranking.weights[criterion.id] / total / sum(weight for _, weight in rows)
        for feature, weight in rows:
            gain = share * weight * (own[feature].point - other[feature].point)
            gains.append((gain if ahead else -gain, feature))
    gains.sort(key=lambda gain: (-gain[0], gain[1]))
    kind = ReasonKind.AHEAD if ahead else ReasonKind.BEHIND
    against = model.catalogue.option(rival.option).short_name
    for gain, feature in gains[:EDGES]:
        if round(gain, 2) > 0:
            mine = standing_of(model.catalogue.cell(place.option, feature).claim)
            theirs = standing_of(model.catalogue.cell(rival.option, feature).claim)
            yield _reason(
                model, kind, place.option, feature, f"{mine}, against {theirs} for {against}"
            )


def _doubts(model: Model, option: str, features: Iterable[str]) -> Iterator[Reason]:
    for feature in features:
        cell = model.catalogue.cell(option, feature)
        claim = cell.claim
        for applies, says in (
            (claim.support is Support.UNKNOWN, "nobody documents this: it is unknown"),
            (claim.support is Support.NONE, "was asked for and is not there"),
            (_is_unfinished(claim), f"rests on something the project calls {claim.maturity}"),
            (claim.addon is not None and not claim.addon.add_ons, standing_of(claim)),
            (cell.is_contested, "a source says otherwise; both stand in the comparison"),
        ):
            if applies:
                yield _reason(model, ReasonKind.CAVEAT, option, feature, says)


def _is_unfinished(claim: Claim) -> bool:
    return claim.support not in {Support.NONE, Support.UNKNOWN} and claim.maturity in {
        Maturity.BETA,
        Maturity.ALPHA,
    }


def standing_of(claim: Claim) -> str:
    """Return a claim's level or figure in a few words."""
    if claim.quantity is not None:
        return _figure(claim.quantity)
    words = str(claim.support)
    if claim.addon is not None:
        paid = ", which is paid for" if claim.addon.cost is Cost.PAID else ""
        words = f"only with {claim.addon.name}{paid}"
    return f"{words} ({claim.maturity})" if _is_unfinished(claim) else words


def _figure(quantity: Quantity) -> str:
    return f"{quantity.typical:g} ({quantity.low:g} to {quantity.high:g})"


def _reason(
    model: Model, kind: ReasonKind, option: str, feature: str, says: str, *, before: str = ""
) -> Reason:
    claim = model.catalogue.cell(option, feature).claim
    named = model.catalogue.feature(feature)
    unit = f" Unit: {named.unit}." if claim.quantity is not None else ""
    summary = f" {claim.summary.rstrip('.')}." if claim.summary else ""
    text = f"{before}{named.name}: {says}.{unit}{summary}"
    return Reason(kind, text, f"{option}.{feature}", claim.evidence)
