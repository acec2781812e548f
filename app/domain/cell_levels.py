"""Other levels that a cell could have: what a fact is tried at to see whether it decides."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from app.domain.claims import Claim, Maturity, Support
from app.domain.scoring import Model
from app.domain.value import Value, value_of_claim

_SHORT = re.compile(r"[,(]| in total")
"""Where the part of a unit ends that a sentence can hold."""


_UNFINISHED = {Maturity.BETA, Maturity.ALPHA}


@dataclass(frozen=True, slots=True)
class Level:
    """Another level a cell could have: in words, as a claim, and its value by `paid`."""

    words: str
    claim: Claim
    values: tuple[Value, Value] | None


def levels_of(model: Model, option: str, feature: str) -> tuple[Level, ...]:
    """Return the other levels a cell is tried at."""
    return _levels(model)[option, feature]


@lru_cache(maxsize=8)
def _levels(model: Model) -> dict[tuple[str, str], tuple[Level, ...]]:
    return {
        (option, feature): tuple(_other_levels(model, feature, claim))
        for option, claims in model.claims.items()
        for feature, claim in claims.items()
    }


def _other_levels(model: Model, feature: str, claim: Claim) -> Iterator[Level]:
    named = model.catalogue.feature(feature)
    if claim.quantity is not None:
        if named.anchors is None:
            return
        for figure in dict.fromkeys((claim.quantity.low, claim.quantity.high)):
            if figure != claim.quantity.typical:
                ends = {"low": figure, "typical": figure, "high": figure}
                quantity = claim.quantity.model_copy(update=ends)
                changed = claim.model_copy(update={"quantity": quantity})
                yield _level(model, feature, changed)
        return
    for support, maturity in _grades(claim):
        update = {"support": support, "maturity": maturity, "addon": None}
        yield _level(model, feature, claim.model_copy(update=update))


def _grades(claim: Claim) -> Iterator[tuple[Support, Maturity]]:
    """Yield the grades a claim is tried at, each once, without its own."""
    mature = (Maturity.STABLE, Maturity.BETA, Maturity.ALPHA)
    given = (Support.FULL, Support.PARTIAL, Support.ADDON)
    grades = [(support, Maturity.STABLE) for support in (*given, Support.NONE)]
    if claim.support in given:
        grades += [(claim.support, maturity) for maturity in mature]
    own = Maturity.STABLE if claim.maturity is Maturity.NOT_APPLICABLE else claim.maturity
    yield from (grade for grade in dict.fromkeys(grades) if grade != (claim.support, own))


def _level(model: Model, feature: str, claim: Claim) -> Level:
    values = None
    if feature in model.scales.criterion_of:
        named = model.catalogue.feature(feature)
        one, other = (
            value_of_claim(model.scales, named, claim, accept_paid=paid) for paid in (False, True)
        )
        values = one, other
    return Level(words_for(model, feature, claim), claim, values)


def words_for(model: Model, feature: str, claim: Claim) -> str:
    """Return a cell's level in words: "full", "partial, beta", "only an add-on", "40 MiB"."""
    if claim.quantity is not None:
        unit = _SHORT.split(model.catalogue.feature(feature).unit or "")[0]
        return f"{claim.quantity.typical:g} {unit}".strip()
    words = "only an add-on" if claim.support is Support.ADDON else str(claim.support)
    return f"{words}, {claim.maturity}" if claim.maturity in _UNFINISHED else words
