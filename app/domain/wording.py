"""Sentences about cells, each made once: what is met, missing, better, doubtful or unknown."""

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache, partial
from typing import Final

from app.domain.claims import Claim, Cost, Maturity, Support
from app.domain.given import Given
from app.domain.needs import Paid
from app.domain.outcome import Reason, ReasonKind
from app.domain.quantities import Quantity
from app.domain.scoring import Model
from app.domain.screening import Verdict

UNDOCUMENTED: Final = "nobody documents this, so it is unknown"

_IN_POINTS: Final = {ReasonKind.AHEAD, ReasonKind.BEHIND}
_KINDS: Final = {
    Verdict.MEETS: ReasonKind.MEETS,
    Verdict.CHECK: ReasonKind.CHECK,
    Verdict.FAILS: ReasonKind.FAILS,
}


class Wording:
    """The sentences about the cells of one model, each made once and then remembered."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.features = tuple(feature.id for feature in model.catalogue.features)
        self.unknown = {
            option: tuple(
                feature
                for feature, value in row.items()
                if value.is_unknown and model.weight_of[feature]
            )
            for option, row in model.values[False].items()
        }
        self.must_have = cache(self._must_have)
        self._told: dict[tuple[tuple[int, int], Paid], tuple[tuple[Reason, ...], ...]] = {}
        self.ahead = cache(partial(self._edge, ReasonKind.AHEAD))
        self.behind = cache(partial(self._edge, ReasonKind.BEHIND))
        self.doubts = cache(self._doubts)
        self.undocumented = cache(self._undocumented)

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

    def must_haves(self, given: Given, paid: Paid) -> tuple[tuple[Reason, ...], ...]:
        """Return what is told of each option about the must-haves of some answers."""
        found = self._told.get((given.key, paid))
        if found is None:
            found = self._told[given.key, paid] = tuple(self._must_haves(given, paid))
        return found

    def _must_haves(self, given: Given, paid: Paid) -> Iterator[tuple[Reason, ...]]:
        musts, rows = given.needs.requirements, given.verdicts[paid]
        for place, option in enumerate(self.model.options):
            told = []
            for must, row in zip(musts, rows, strict=True):
                because = "" if row[place] is Verdict.MEETS else must.because
                told.append(self.must_have(option, must.feature, row[place], because))
            yield tuple(told)

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

    def _undocumented(self, option: str, feature: str) -> Reason:
        return self.reason(ReasonKind.CAVEAT, option, feature, UNDOCUMENTED)

    def _doubts(self, option: str) -> Mapping[str, Reason]:
        """Return what is doubtful about the cells of an option, by feature."""
        found = ((feature, self._doubt(option, feature)) for feature in self.features)
        return {feature: doubt for feature, doubt in found if doubt}

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
def wording_of(model: Model) -> Wording:
    """Return the sentences about the cells of a model."""
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
