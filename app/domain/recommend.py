"""Turn answers into a recommendation: the one mechanism behind pages, links and the API."""

from collections.abc import Iterator, Mapping

from app.domain.advice import Advice
from app.domain.catalogue import Catalogue
from app.domain.graph import Graph
from app.domain.outcome import Margin, RankedOption, Recommendation, UnusedAnswer
from app.domain.questions import Answers
from app.domain.ranking import rank
from app.domain.scales import Scales
from app.domain.scoring import model_of


def advise(
    catalogue: Catalogue,
    graph: Graph,
    scales: Scales,
    answers: Answers,
    weights: Mapping[str, float] | None = None,
) -> Advice:
    """Return the advice for answers that passed parse_answers.

    `weights` (from parse_weights) replace the points that the answers collected, criterion by
    criterion. With no answers at all there is a ranking too, and it says that it is open. The
    method is written down in docs/method.md.
    """
    return Advice(rank(model_of(catalogue, graph, scales), answers, weights))


def recommend(
    catalogue: Catalogue,
    graph: Graph,
    scales: Scales,
    answers: Answers,
    weights: Mapping[str, float] | None = None,
) -> Recommendation:
    """Return the advice as a recommendation, the shape that clients read."""
    return recommendation_of(advise(catalogue, graph, scales, answers, weights))


def recommendation_of(advice: Advice) -> Recommendation:
    """Put advice in the shape that clients read."""
    ranking = advice.ranking
    return Recommendation(
        winner=advice.winner,
        add_ons=advice.add_ons,
        settled=advice.settled,
        first_rank_share=advice.share,
        too_close_to_call=advice.too_close,
        alternative=advice.alternative,
        ranking=tuple(ranked_options(advice)),
        margins=tuple(Margin(criterion, points) for points, criterion in advice.margins),
        weights=ranking.weights,
        path=tuple(given.told for given in ranking.givens),
        unused_answers=tuple(UnusedAnswer(*item) for item in ranking.unused.items()),
        next_questions=tuple(candidate.question.id for candidate in advice.questions),
        caveats=tuple(caveat.text for caveat in advice.caveats),
        caveat_reasons=advice.caveats,
        concessions=advice.concessions,
        vector=advice.vector,
        versions=advice.versions,
        links=advice.links,
    )


def ranked_options(advice: Advice) -> Iterator[RankedOption]:
    """Return the options of some advice, best first."""
    ranking = advice.ranking
    names, shown, ranges = tuple(ranking.weights), ranking.sums.shown, ranking.sums.ranges
    for place, passages in zip(ranking.places, advice.reasons, strict=True):
        number, points = place.number, place.score.points
        low, high = ranges[number]
        yield RankedOption(
            option=place.option,
            outcome=advice.outcome(place),
            score=points,
            range=(min(points, low), max(points, high)),
            contributions=dict(zip(names, place.score.contributions, strict=True)),
            values=dict(zip(names, shown[number], strict=True)),
            reasons=tuple(reason for passage in passages for reason in passage.reasons),
        )
