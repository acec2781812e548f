"""Add-ons beside an option, and the option that is named because an add-on would do."""

from app.domain.outcome import Alternative
from app.domain.ranking import Place, Ranking
from app.domain.scoring import Model
from app.domain.screening import Verdict


def add_ons_of(ranking: Ranking, option: str) -> tuple[str, ...]:
    """Return the add-ons that give the option what was asked for, as few as will do.

    Of several that would do, the one the cell names first; one that is chosen already
    serves every feature it can.
    """
    chosen: list[str] = []
    claims = ranking.model.claims[option]
    for feature in ranking.add_ons:
        claim = claims[feature]
        offered = claim.addon.add_ons if claim.addon else ()
        if offered and not set(offered) & set(chosen):
            chosen.append(offered[0])
    return tuple(chosen)


def alternative_to(model: Model, ranking: Ranking) -> Alternative | None:
    """Return the option to name beside the winner, whatever its score.

    An option with nothing to operate, which no must-have speaks against and to which an
    add-on of ours gives what was asked, is always named. Where it wins, the next is named.
    """
    rule = model.scales.alternative
    light = next((place for place in ranking.places if _is_light(model, ranking, place)), None)
    if light is None or ranking.winner is None:
        return None
    if light is not ranking.winner:
        return _alternative(ranking, light, rule.because)
    others = [place for place in ranking.contenders if place is not light]
    return _alternative(ranking, others[0], rule.otherwise) if others else None


def _is_light(model: Model, ranking: Ranking, place: Place) -> bool:
    fits = place.verdict is Verdict.MEETS and place.option in model.light
    return fits and bool(add_ons_of(ranking, place.option))


def _alternative(ranking: Ranking, place: Place, because: str) -> Alternative:
    return Alternative(place.option, add_ons_of(ranking, place.option), because)
