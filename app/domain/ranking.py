"""Screen, score and order the options for some answers: everything but the words."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.graph import Path, walk
from app.domain.needs import Needs, needs_of
from app.domain.questions import Answers
from app.domain.score import Score, score, shares_of, weights_of
from app.domain.scoring import Model
from app.domain.screening import Screened, Verdict, judge, screen


@dataclass(frozen=True, slots=True)
class Place:
    """One option in the ranking."""

    screened: Screened
    score: Score

    @property
    def option(self) -> str:
        """The option's id."""
        return self.screened.option

    @property
    def order(self) -> tuple[Verdict, float, str]:
        """The key it is ranked by: screening first, then points; ties go by id."""
        return self.screened.verdict, -self.score.points, self.option


@dataclass(frozen=True, slots=True)
class Ranking:
    """All options, best first, with what they were ranked by."""

    path: Path
    needs: Needs
    weights: Mapping[str, float]
    places: tuple[Place, ...]

    @property
    def winner(self) -> Place | None:
        """The first place, unless every option fails a must-have."""
        first = self.places[0]
        return None if first.screened.verdict is Verdict.FAILS else first

    @property
    def contenders(self) -> tuple[Place, ...]:
        """The options that only points keep from the first place; none when nothing fits."""
        if self.winner is None:
            return ()
        verdict = self.winner.screened.verdict
        return tuple(place for place in self.places if place.screened.verdict is verdict)


def rank(model: Model, answers: Answers, weights: Mapping[str, float] | None = None) -> Ranking:
    """Rank every option for the answers; `weights` replace what the answers collected.

    An option that meets every must-have stands before one that has facts to check, and that
    one before an option that fails.
    """
    path = walk(model.graph, answers)
    needs = needs_of(path)
    points = weights_of(model.scales, needs, weights)
    places = []
    extras = model.extras(needs)
    shares = shares_of(points)
    for screened in screen(model.claims, needs):
        values = model.points(screened.option, needs, extras)
        places.append(Place(screened, score(values, shares)))
    return Ranking(path, needs, points, tuple(sorted(places, key=lambda place: place.order)))


def winner_of(
    model: Model, answers: Answers, weights: Mapping[str, float] | None = None
) -> str | None:
    """Return the winner's id alone: the same as that of `rank`, in half the time."""
    needs = needs_of(walk(model.graph, answers))
    verdicts = {
        option: max(
            (judge(row[must.feature], must, needs.paid) for must in needs.requirements),
            default=Verdict.MEETS,
        )
        for option, row in model.claims.items()
    }
    best = min(verdicts.values())
    if best is Verdict.FAILS:
        return None
    shares, extras = shares_of(weights_of(model.scales, needs, weights)), model.extras(needs)
    return min(
        (-score(model.points(option, needs, extras), shares).points, option)
        for option, verdict in verdicts.items()
        if verdict is best
    )[1]
