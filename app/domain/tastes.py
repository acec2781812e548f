"""For which tastes another option would be picked: how often each comes first, and in words."""

from collections.abc import Mapping, Sequence

from app.domain.acceptability import ranks_of
from app.domain.explanation import Acceptance, Direction
from app.domain.flips import nearest
from app.domain.ranking import Place, Ranking
from app.domain.scoring import Model
from app.domain.weightings import sample_of


def acceptances(model: Model, ranking: Ranking) -> tuple[Acceptance, ...]:
    """Return how often each option that only points keep from the first place takes each place.

    The largest share of first places comes first; ties keep the order of the ranking.
    """
    contenders = ranking.contenders
    if not contenders:
        return ()
    sample = sample_of(model.scales, ranking.weights.values())
    places = ranks_of([ranking.spreads[one.option] for one in contenders], sample)
    weightings = sample.weightings()
    found = []
    for number, place in enumerate(contenders):
        taken = [order.index(number) for order in places]
        ranks = tuple(taken.count(rank) / len(taken) for rank in range(len(contenders)))
        won = [weights for weights, rank in zip(weightings, taken, strict=True) if rank == 0]
        central = _mean(won)
        found.append(
            Acceptance(
                option=place.option,
                share=round(ranks[0], 4),
                ranks=tuple(round(rank, 4) for rank in ranks),
                central_weights=_named(model, central) if central else None,
                in_words=_words(model, ranking, place, ranks[0], central),
            )
        )
    return tuple(sorted(found, key=lambda one: -one.share))


def _mean(weightings: Sequence[tuple[float, ...]]) -> tuple[float, ...]:
    columns = zip(*weightings, strict=True)
    return tuple(sum(column) / len(weightings) for column in columns)


def _named(model: Model, weights: tuple[float, ...]) -> Mapping[str, float]:
    names = model.scales.criterion_by_id
    return {name: round(weight, 4) for name, weight in zip(names, weights, strict=True)}


def _words(
    model: Model, ranking: Ranking, place: Place, share: float, central: tuple[float, ...]
) -> str:
    """Say when this option would be picked, against the leader of the ranking."""
    name = model.catalogue.option(place.option).short_name
    leader = ranking.contenders[0]
    if place is leader:
        return f"{name} comes first in {_percent(share)} of the weightings tried."
    ahead = [a - b for a, b in zip(place.score.values, leader.score.values, strict=True)]
    if (
        max(ahead) <= 0
        and ranking.spreads[place.option].best == ranking.spreads[place.option].worst
    ):
        against = model.catalogue.option(leader.option).short_name
        return f"No weights pick {name}: it is ahead of {against} on no criterion."
    if central and (said := _outweighed(model, ranking, ahead, central)):
        return f"You would pick {name} if {said}."
    if central:
        return f"{name} comes first in {_percent(share)} of the weightings tried."
    return f"No weighting tried puts {name} first; {_single(model, ranking, place)}."


def _outweighed(
    model: Model, ranking: Ranking, ahead: Sequence[float], central: tuple[float, ...]
) -> str:
    """Compare the criterion that speaks for an option with the one that speaks against it.

    Of those it is ahead on, the one that gains most where it wins; of those it is behind on,
    the one that loses most.
    """
    shares = ranking.shares
    gains = [mean - own for mean, own in zip(central, shares, strict=True)]
    pros = [(gain, n) for n, (gain, lead) in enumerate(zip(gains, ahead, strict=True)) if lead > 0]
    cons = [(gain, n) for n, (gain, lead) in enumerate(zip(gains, ahead, strict=True)) if lead < 0]
    if not pros or not cons:
        return ""
    _, pro = max(pros)
    _, con = min(cons)
    if (
        not central[con]
        or not shares[con]
        or central[pro] * shares[con] <= shares[pro] * central[con]
    ):
        return ""
    then, now = central[pro] / central[con], shares[pro] / shares[con]
    names = [criterion.name.lower() for criterion in model.scales.criteria]
    if then < 1:
        return f"{names[con]} counted only {_times(names[pro], 1 / then, 1 / now)}"
    return f"{names[pro]} counted {_times(names[con], then, now)}"


def _times(name: str, then: float, now: float) -> str:
    """Say by how much one criterion would outweigh another, and by how much it does now."""
    if now < 1:
        return f"{then:.1f} times as much as {name}, which counts {1 / now:.1f} times as much now"
    return f"{then:.1f} times as much as {name} (now {now:.1f} times)"


def _single(model: Model, ranking: Ranking, place: Place) -> str:
    """Name the single criterion that could put an option before the leader, if one can."""
    shares = ranking.shares
    points = [
        (abs(point.share - share), criterion.name, point.share, share)
        for number, (criterion, share) in enumerate(zip(model.scales.criteria, shares, strict=True))
        for direction in Direction
        if (point := nearest(ranking, number, direction, only=place.option))
    ]
    if not points:
        return "no criterion alone could"
    leader = model.catalogue.option(ranking.contenders[0].option).short_name
    _, name, then, now = min(points)
    return (
        f"to pass {leader}, {name.lower()} would have to count for {_percent(then)} of everything "
        f"instead of {_percent(now)}"
    )


def _percent(share: float) -> str:
    """Write a share as a whole percentage; only all is 100 % and only nothing is 0 %."""
    if 0 < share < 0.01:  # noqa: PLR2004
        return "less than 1 %"
    return "more than 99 %" if 0.99 < share < 1 else f"{share:.0%}".replace("%", " %")  # noqa: PLR2004
