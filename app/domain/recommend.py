"""Turn answers into a recommendation: the one mechanism behind pages, links and the API."""

from collections.abc import Iterator, Mapping

from app.domain.assessment import Assessment
from app.domain.catalogue import Catalogue
from app.domain.graph import Graph
from app.domain.outcome import Margin, RankedOption, Recommendation, UnusedAnswer
from app.domain.questions import Answers
from app.domain.ranking import rank
from app.domain.scales import Scales
from app.domain.scoring import model_of


def assess(
    catalogue: Catalogue,
    graph: Graph,
    scales: Scales,
    answers: Answers,
    weights: Mapping[str, float] | None = None,
) -> Assessment:
    """Return the assessment of answers that passed parse_answers.

    `weights` (from parse_weights) replace the points that the answers collected, criterion by
    criterion. With no answers at all there is a ranking too, and it says that it is open. The
    method is written down in docs/method.md.
    """
    return Assessment(rank(model_of(catalogue, graph, scales), answers, weights))


def recommend(
    catalogue: Catalogue,
    graph: Graph,
    scales: Scales,
    answers: Answers,
    weights: Mapping[str, float] | None = None,
) -> Recommendation:
    """Return the assessment as a recommendation, the shape that clients read."""
    return recommendation_of(assess(catalogue, graph, scales, answers, weights))


def recommendation_of(assessment: Assessment) -> Recommendation:
    """Put an assessment in the shape that clients read."""
    ranking = assessment.ranking
    return Recommendation(
        winner=assessment.winner,
        add_ons=assessment.add_ons,
        settled=assessment.settled,
        first_rank_share=assessment.share,
        too_close_to_call=assessment.too_close,
        alternative=assessment.alternative,
        ranking=tuple(ranked_options(assessment)),
        margins=tuple(Margin(criterion, points) for points, criterion in assessment.margins),
        weights=ranking.weights,
        path=tuple(given.told for given in ranking.givens),
        unused_answers=tuple(UnusedAnswer(*item) for item in ranking.unused.items()),
        next_questions=tuple(candidate.question.id for candidate in assessment.questions),
        caveats=tuple(caveat.text for caveat in assessment.caveats),
        caveat_reasons=assessment.caveats,
        concessions=assessment.concessions,
        vector=assessment.vector,
        versions=assessment.versions,
        links=assessment.links,
    )


def ranked_options(assessment: Assessment) -> Iterator[RankedOption]:
    """Return the options of an assessment, best first."""
    ranking = assessment.ranking
    names, shown, ranges = tuple(ranking.weights), ranking.sums.shown, ranking.sums.ranges
    for place, reasons in zip(ranking.places, assessment.reasons, strict=True):
        number, points = place.number, place.score.points
        low, high = ranges[number]
        yield RankedOption(
            option=place.option,
            outcome=assessment.outcome(place),
            score=points,
            range=(min(points, low), max(points, high)),
            contributions=dict(zip(names, place.score.contributions, strict=True)),
            values=dict(zip(names, shown[number], strict=True)),
            reasons=reasons,
        )
