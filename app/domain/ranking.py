"""Screen, score and order the options for some answers: everything but the words."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.graph import Path, walk
from app.domain.needs import Needs, needs_of
from app.domain.questions import Answers
from app.domain.score import Score, score, shares_of, weights_of
from app.domain.scoring import Model, Spread, spreads_of
from app.domain.screening import Screened, Verdict, screen


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
    """All options, best first, with what they were ranked by and the ends of their values."""

    path: Path
    needs: Needs
    weights: Mapping[str, float]
    places: tuple[Place, ...]
    spreads: Mapping[str, Spread]

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
    columns = model.columns(needs)
    rows = zip(*[column.points for column in columns], strict=True)
    shares = shares_of(points)
    verdicts = [model.judge_all(must, needs.paid) for must in needs.requirements]
    screened = screen(model.options, needs.requirements, verdicts)
    places = [Place(own, score(values, shares)) for own, values in zip(screened, rows, strict=True)]
    return Ranking(
        path=path,
        needs=needs,
        weights=points,
        places=tuple(sorted(places, key=lambda place: place.order)),
        spreads=dict(zip(model.options, spreads_of(columns), strict=True)),
    )
