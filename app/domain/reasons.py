"""Reasons in words: what an option meets, fails and leaves open, cell by cell."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from heapq import nsmallest

from app.domain.claims import Claim, Cost, Maturity, Support
from app.domain.needs import Needs
from app.domain.outcome import Reason, ReasonKind
from app.domain.quantities import Quantity
from app.domain.ranking import Place, Ranking
from app.domain.score import shares_of
from app.domain.scoring import Model, rows_of
from app.domain.screening import Verdict

Shares = tuple[tuple[str, float], ...]

REMEMBERED = 4096
"""How many sentences of each sort are remembered."""

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
    asked, wording = needs.features, _wording_of(model)
    found = [doubt for feature in asked if (doubt := wording.doubt(option, feature))]
    found += [
        wording.reason(ReasonKind.CAVEAT, option, feature, UNDOCUMENTED)
        for feature in wording.unknown[option]
        if feature not in asked and model.weight_of[feature]
    ]
    return tuple(found)


def _must_haves(model: Model, place: Place) -> Iterator[Reason]:
    wording = _wording_of(model)
    told = set()
    for verdict in (Verdict.FAILS, Verdict.CHECK, Verdict.MEETS):
        for requirement, own in place.screened.verdicts:
            if own is verdict and (requirement.feature, verdict) not in told:
                told.add((requirement.feature, verdict))
                asked = "" if verdict is Verdict.MEETS else requirement.because
                yield wording.must_have(place.option, requirement.feature, verdict, asked)


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
    wording = _wording_of(model)
    paid = ranking.needs.paid == "accept"
    gaps = wording.gaps(paid, worse.option, better.option)
    kind = ReasonKind.AHEAD if is_ahead else ReasonKind.BEHIND
    losses = [(share * gaps[feature], feature) for feature, share in shares if gaps[feature] < 0]
    for loss, feature in nsmallest(EDGES, losses):
        if round(loss, 2) < 0:
            yield wording.edge(kind, place.option, rival.option, feature)


class Wording:
    """The sentences about the cells of one model, each made once and then remembered."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.unknown = {
            option: tuple(feature for feature, value in row.items() if value.is_unknown)
            for option, row in model.values[False].items()
        }
        remember = lru_cache(maxsize=REMEMBERED)
        self.must_have = remember(self._must_have)
        self.edge = remember(self._edge)
        self.doubt = remember(self._doubt)
        self.gaps = remember(self._gaps)

    def reason(
        self, kind: ReasonKind, option: str, feature: str, says: str, *, before: str = ""
    ) -> Reason:
        """Return a sentence about a cell with its evidence."""
        claim = self.model.claims[option][feature]
        named = self.model.catalogue.feature(feature)
        unit = f" ({named.unit})" if kind in _IN_POINTS and claim.quantity is not None else ""
        summary = f" {claim.summary.rstrip('.')}." if claim.summary else ""
        text = f"{before}{named.name}: {says}{unit}.{summary}"
        return Reason(kind, text, f"{option}.{feature}", claim.evidence)

    def _must_have(self, option: str, feature: str, verdict: Verdict, because: str) -> Reason:
        asked = f"{because} " if because else ""
        if verdict is Verdict.CHECK:
            asked += "To be checked first. "
        says = standing_of(self.model, self.model.claims[option][feature])
        return self.reason(_KINDS[verdict], option, feature, says, before=asked)

    def _edge(self, kind: ReasonKind, option: str, rival: str, feature: str) -> Reason:
        claims, against = self.model.claims, self.model.catalogue.option(rival).short_name
        mine, theirs = (standing_of(self.model, claims[one][feature]) for one in (option, rival))
        return self.reason(kind, option, feature, f"{mine}, against {theirs} for {against}")

    def _gaps(self, paid: bool, option: str, rival: str) -> Mapping[str, float]:  # noqa: FBT001
        """Return by feature by how many points an option is ahead of a rival."""
        mine, theirs = (self.model.values[paid][one] for one in (option, rival))
        return {feature: value.point - theirs[feature].point for feature, value in mine.items()}

    def _doubt(self, option: str, feature: str) -> Reason | None:
        """Return what is doubtful about a cell that was asked for."""
        cell = self.model.catalogue.cell(option, feature)
        claim = cell.claim
        says = [
            words
            for applies, words in (
                (claim.support is Support.UNKNOWN, UNDOCUMENTED),
                (claim.support is Support.NONE, "was asked for and is not there"),
                (_is_unfinished(claim), f"rests on something the project calls {claim.maturity}"),
                (
                    claim.addon is not None and not claim.addon.add_ons,
                    standing_of(self.model, claim),
                ),
                (cell.is_contested, "a source says otherwise, and both stand in the comparison"),
            )
            if applies
        ]
        if not says:
            return None
        return self.reason(ReasonKind.CAVEAT, option, feature, "; ".join(says))


@lru_cache(maxsize=8)
def _wording_of(model: Model) -> Wording:
    return Wording(model)


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
