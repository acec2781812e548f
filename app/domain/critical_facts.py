"""Decision-critical facts: the cells whose change to another level would change the winner."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from app.domain.cell_levels import Level, levels_of, words_for
from app.domain.claims import Support
from app.domain.explanation import CriticalFact, FactChange
from app.domain.ranking import Place, Ranking
from app.domain.score import score
from app.domain.scoring import Model
from app.domain.screening import Verdict, judge
from app.domain.value_tables import Rows, mean_of, rows_of


def critical_facts(model: Model, ranking: Ranking) -> tuple[CriticalFact, ...]:
    """Return the cells that decide, unknown ones first, then contested ones, then the rest.

    A graded cell is tried at every level of support, stable, and at its own level in every
    maturity; a measured one at both ends of its range. Of the rest, the cell whose smallest
    deciding change is the smallest comes first.
    """
    counted = _counted(model, ranking)
    required = {must.feature for must in ranking.needs.requirements}
    found = [
        (_urgency(model, fact, step), fact)
        for place in ranking.places
        for feature in sorted(_able(ranking, place, counted, required))
        for step, fact in _fact(_Trial(model, ranking, place, feature, counted.get(feature)))
    ]
    return tuple(fact for _, fact in sorted(found, key=lambda entry: entry[0]))


_ROUNDED: Final = 0.2
"""More than rounding to hundredths can move between two scores."""

Counted = tuple[int, Rows]
"""The place of the criterion that a feature counts in, and the rows that count there."""


@dataclass(frozen=True, slots=True)
class _Trial:
    """A cell to be tried at other levels; `counted` is None where it has no weight."""

    model: Model
    ranking: Ranking
    place: Place
    feature: str
    counted: Counted | None


def _counted(model: Model, ranking: Ranking) -> dict[str, Counted]:
    counted: dict[str, Counted] = {}
    for place, criterion in enumerate(model.scales.criteria):
        rows = rows_of(criterion, ranking.needs.emphasis)
        counted.update({feature: (place, rows) for feature, _ in rows})
    return counted


def _able(
    ranking: Ranking, place: Place, counted: Mapping[str, Counted], required: set[str]
) -> Iterator[str]:
    """Yield the features whose cells could decide: must-haves, and what counts for enough."""
    yield from required
    rival = _rival(ranking, place)
    if place.verdict is not rival.verdict:
        return
    gap = abs(place.score.points - rival.score.points) - _ROUNDED
    for feature, (criterion, _) in counted.items():
        column = ranking.columns[criterion]
        share = ranking.shares[criterion] * column.weights[feature] / column.whole
        if feature not in required and 100 * share >= gap:
            yield feature


def _rival(ranking: Ranking, place: Place) -> Place:
    return next(one for one in ranking.places if one is not place)


def _fact(trial: _Trial) -> Iterator[tuple[float, CriticalFact]]:
    """Yield the fact, with its smallest deciding step in points, if any change decides."""
    model, option, feature = trial.model, trial.place.option, trial.feature
    now = trial.ranking.winner.option if trial.ranking.winner else None
    changes: list[tuple[float, FactChange]] = []
    for level in levels_of(model, option, feature):
        winner = _winner(trial, level)
        if winner != now:
            step = _step(model, option, feature, level)
            changes.append((step, FactChange(level.words, winner)))
    if changes:
        changes.sort(key=lambda change: (change[0], change[1].level))
        told = tuple(change for _, change in changes)
        yield changes[0][0], _told(model, option, feature, told)


def _winner(trial: _Trial, level: Level) -> str | None:
    """Return who wins with this one cell at another level."""
    ranking, place = trial.ranking, trial.place
    rival = _rival(ranking, place)
    judged = (
        judge(level.claim, must, ranking.paid) if must.feature == trial.feature else own
        for must, own in ranking.screened[place.option].verdicts
    )
    verdict = max(judged, default=Verdict.MEETS)
    if min(verdict, rival.verdict) is Verdict.FAILS:
        return None
    if verdict is not rival.verdict:
        return place.option if verdict < rival.verdict else rival.option
    points = _points(trial, level)
    return min((-points, place.option), (-rival.score.points, rival.option))[1]


def _points(trial: _Trial, level: Level) -> float:
    """Return the option's score with this one cell at another level."""
    ranking, place = trial.ranking, trial.place
    if trial.counted is None or level.values is None:
        return place.score.points
    criterion, rows = trial.counted
    row = trial.model.row(place.option, ranking.needs)
    changed = {**row, trial.feature: level.values[ranking.paid == "accept"]}
    values = list(place.score.values)
    values[criterion] = mean_of(changed, rows)
    return score(tuple(values), ranking.shares).points


def _step(model: Model, option: str, feature: str, level: Level) -> float:
    """Return by how many points of its scale a cell changes."""
    if level.values is None:
        return 100.0
    return abs(level.values[0].point - model.values[False][option][feature].point)


def _urgency(model: Model, fact: CriticalFact, step: float) -> tuple[bool, bool, float, str]:
    claim = model.claims[fact.option][fact.feature]
    return claim.support is not Support.UNKNOWN, not fact.is_contested, step, fact.cell


def _told(model: Model, option: str, feature: str, changes: tuple[FactChange, ...]) -> CriticalFact:
    cell = model.catalogue.cell(option, feature)
    claim = cell.claim
    level = words_for(model, feature, claim)
    first = changes[0]
    name = model.catalogue.option(option).short_name
    then = (
        f"{model.catalogue.option(first.winner).short_name} would come first"
        if first.winner
        else "nothing would fit"
    )
    return CriticalFact(
        cell=f"{option}.{feature}",
        option=option,
        feature=feature,
        level=level,
        changes=changes,
        sources=claim.evidence,
        verified=claim.verified.on if claim.verified else None,
        against=claim.verified.against if claim.verified else None,
        is_contested=cell.is_contested,
        because=(
            f"{model.catalogue.feature(feature).name} of {name}: {level}. "
            f"If it were {first.level}, {then}."
        ),
    )
