"""Turn answers into a recommendation: the one mechanism behind pages, links and the API."""

from collections.abc import Iterator, Mapping

from app.domain.acceptability import first_rank_share, sample_of
from app.domain.add_ons import add_ons_of, alternative_to
from app.domain.catalogue import Catalogue
from app.domain.graph import Graph, Path
from app.domain.next_questions import OpenQuestion, open_questions
from app.domain.outcome import (
    Concession,
    Margin,
    MustHave,
    Outcome,
    PathStep,
    RankedOption,
    Recommendation,
    Settled,
    UnusedAnswer,
)
from app.domain.questions import Answers
from app.domain.ranking import Place, Ranking, rank
from app.domain.reasons import Shares, caveats_for, feature_shares, reasons_for
from app.domain.scales import Scales
from app.domain.score import range_of, shares_of
from app.domain.scoring import Model, model_of
from app.domain.screening import Screened, Verdict
from app.domain.too_close import too_close
from app.domain.trials import Trials
from app.domain.vector import query_of, vector_of


def recommend(
    catalogue: Catalogue,
    graph: Graph,
    scales: Scales,
    answers: Answers,
    weights: Mapping[str, float] | None = None,
) -> Recommendation:
    """Return the advice for answers that passed parse_answers.

    `weights` (from parse_weights) replace the points that the answers collected, criterion by
    criterion. With no answers at all there is a ranking too, and it says that it is open. The
    method is written down in docs/method.md.
    """
    model = model_of(catalogue, graph, scales)
    ranking = rank(model, answers, weights)
    questions = open_questions(Trials.of(model, answers, weights), ranking.path)
    share = _first_rank_share(model, ranking)
    winner = ranking.winner.option if ranking.winner else None
    caveats = caveats_for(model, ranking.needs, winner) if winner else ()
    return Recommendation(
        winner=winner,
        add_ons=add_ons_of(model, ranking.needs, winner) if winner else (),
        settled=_settled(model, ranking, share, questions),
        first_rank_share=share,
        too_close_to_call=too_close(model, ranking, share, questions),
        alternative=alternative_to(model, ranking),
        ranking=_ranked_options(model, ranking),
        margins=tuple(_margins(ranking)),
        weights=ranking.weights,
        path=_told(ranking.path),
        unused_answers=tuple(UnusedAnswer(*item) for item in ranking.path.unused.items()),
        next_questions=tuple(candidate.question.id for candidate in questions),
        caveats=tuple(caveat.text for caveat in caveats),
        caveat_reasons=caveats,
        concessions=() if winner else _concessions(model, ranking),
        vector=vector_of(graph.version, answers, weights),
        versions={"catalog": catalogue.version, "graph": graph.version, "engine": scales.version},
        links=_links(answers, weights, winner),
    )


def _first_rank_share(model: Model, ranking: Ranking) -> float:
    if not ranking.contenders:
        return 0.0
    leader, *rivals = (ranking.spreads[place.option] for place in ranking.contenders)
    return round(first_rank_share(leader, rivals, sample_of(model.scales, ranking.weights)), 4)


def _settled(
    model: Model, ranking: Ranking, share: float, questions: tuple[OpenQuestion, ...]
) -> Settled:
    """Grade the first place by its share of weightings, and by what is not known yet.

    It stays open while no criterion comes before another (then every order is allowed) or a
    must-have of the winner is to be checked, and is never settled while an open question
    could change the winner.
    """
    limits = model.scales.robustness
    is_checked = ranking.winner is not None and ranking.winner.screened.verdict is Verdict.MEETS
    has_order = len(set(ranking.weights.values())) > 1
    if share < limits.leaning.value or not is_checked or not has_order:
        return Settled.OPEN
    return Settled.LEANING if questions or share < limits.settled.value else Settled.SETTLED


def _ranked_options(model: Model, ranking: Ranking) -> tuple[RankedOption, ...]:
    shares = feature_shares(model, ranking)
    return tuple(_ranked(model, ranking, shares, place) for place in ranking.places)


def _ranked(model: Model, ranking: Ranking, shares: Shares, place: Place) -> RankedOption:
    return RankedOption(
        option=place.option,
        outcome=_outcome(ranking, place),
        score=place.score.points,
        range=_range(ranking, place),
        contributions=dict(zip(ranking.weights, place.score.contributions, strict=True)),
        values={
            criterion: round(value, 2)
            for criterion, value in zip(ranking.weights, place.score.values, strict=True)
        },
        reasons=reasons_for(model, ranking, shares, place),
    )


def _range(ranking: Ranking, place: Place) -> tuple[float, float]:
    low, high = range_of(ranking.spreads[place.option], shares_of(ranking.weights))
    return min(low, place.score.points), max(high, place.score.points)


def _outcome(ranking: Ranking, place: Place) -> Outcome:
    if place is ranking.winner:
        return Outcome.RECOMMENDED
    outcomes = {
        Verdict.MEETS: Outcome.VIABLE,
        Verdict.CHECK: Outcome.CONDITIONAL,
        Verdict.FAILS: Outcome.RULED_OUT,
    }
    return outcomes[place.screened.verdict]


def _margins(ranking: Ranking) -> Iterator[Margin]:
    """Compare the winner with the runner-up, the largest difference first."""
    if ranking.winner is None or len(ranking.contenders) == 1:
        return
    first, second = (place.score.contributions for place in ranking.contenders[:2])
    margins = [
        Margin(criterion, round(mine - theirs, 2))
        for criterion, mine, theirs in zip(ranking.weights, first, second, strict=True)
    ]
    yield from sorted(margins, key=lambda margin: (-abs(margin.points), margin.criterion))


def _told(path: Path) -> tuple[PathStep, ...]:
    return tuple(
        PathStep(
            question=step.question.id,
            answer=tuple(answer.id for answer in step.answers),
            effects=tuple(effect.because for effect in step.effects),
        )
        for step in path.steps
    )


def _concessions(model: Model, ranking: Ranking) -> tuple[Concession, ...]:
    """Say for each option what would have to be given up for it, the shortest list first."""
    order = sorted(
        ranking.places,
        key=lambda place: (len(place.screened.requirements(Verdict.FAILS)), place.order),
    )
    return tuple(Concession(place.option, _failed(model, place.screened)) for place in order)


def _failed(model: Model, screened: Screened) -> tuple[MustHave, ...]:
    return tuple(
        MustHave(
            question=requirement.question,
            answer=requirement.answer,
            feature=requirement.feature,
            text=model.graph.question(requirement.question).answer(requirement.answer).text,
        )
        for requirement in screened.requirements(Verdict.FAILS)
    )


def _links(
    answers: Answers, weights: Mapping[str, float] | None, winner: str | None
) -> dict[str, str]:
    links = {"result": f"/result?{query_of(answers, weights)}".rstrip("?")}
    if winner:
        links["runbook"] = f"/runbooks/{winner}?{query_of(answers)}".rstrip("?")
    return links
