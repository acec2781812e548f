"""Turn answers into a recommendation: the one mechanism behind pages, links and the API."""

from collections.abc import Iterator, Mapping
from typing import Final

from app.domain.acceptability import first_rank_share
from app.domain.add_ons import add_ons_of, alternative_to
from app.domain.catalogue import Catalogue
from app.domain.columns import spread_of
from app.domain.graph import Graph
from app.domain.next_questions import OpenQuestion, open_questions
from app.domain.outcome import (
    Concession,
    Margin,
    Outcome,
    RankedOption,
    Recommendation,
    Settled,
    UnusedAnswer,
)
from app.domain.questions import Answers
from app.domain.ranking import Ranking, rank
from app.domain.reasons import caveats_for, reasons_for
from app.domain.scales import Scales
from app.domain.scoring import Model, model_of
from app.domain.screening import Verdict
from app.domain.too_close import too_close
from app.domain.trials import Trials
from app.domain.vector import query_of, vector_of
from app.domain.weightings import sample_of

_OUTCOMES: Final = (Outcome.VIABLE, Outcome.CONDITIONAL, Outcome.RULED_OUT)
"""What is said of an option that does not win, by its verdict."""


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
    questions = open_questions(Trials(ranking))
    share = _first_rank_share(model, ranking)
    winner = ranking.winner.option if ranking.winner else None
    caveats = caveats_for(ranking, winner) if winner else ()
    return Recommendation(
        winner=winner,
        add_ons=add_ons_of(ranking, winner) if winner else (),
        settled=_settled(model, ranking, share, questions),
        first_rank_share=share,
        too_close_to_call=too_close(model, ranking, share, questions),
        alternative=alternative_to(model, ranking),
        ranking=tuple(_ranked_options(ranking)),
        margins=tuple(_margins(ranking)),
        weights=ranking.weights,
        path=tuple([given.told for given in ranking.givens]),
        unused_answers=tuple(UnusedAnswer(*item) for item in ranking.unused.items()),
        next_questions=tuple(candidate.question.id for candidate in questions),
        caveats=tuple(caveat.text for caveat in caveats),
        caveat_reasons=caveats,
        concessions=() if winner else _concessions(ranking),
        vector=vector_of(graph.version, answers, weights),
        versions={"catalog": catalogue.version, "graph": graph.version, "engine": scales.version},
        links=_links(answers, weights, winner),
    )


def _first_rank_share(model: Model, ranking: Ranking) -> float:
    if len(ranking.contenders) <= 1:
        return float(len(ranking.contenders))
    leader, *rivals = (spread_of(ranking.columns, place.number) for place in ranking.contenders)
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
    is_checked = ranking.winner is not None and ranking.winner.verdict is Verdict.MEETS
    has_order = len(set(ranking.weights.values())) > 1
    if share < limits.leaning.value or not is_checked or not has_order:
        return Settled.OPEN
    return Settled.LEANING if questions or share < limits.settled.value else Settled.SETTLED


def _ranked_options(ranking: Ranking) -> Iterator[RankedOption]:
    names = tuple(ranking.weights)
    shown = list(zip(*[column.shown for column in ranking.columns], strict=True))
    for place, reasons in zip(ranking.places, reasons_for(ranking), strict=True):
        number, option, verdict, (points, contributions, _) = place
        low, high = ranking.ranges[number]
        yield RankedOption(
            option=option,
            outcome=Outcome.RECOMMENDED if place is ranking.winner else _OUTCOMES[verdict],
            score=points,
            range=(min(points, low), max(points, high)),
            contributions=dict(zip(names, contributions, strict=True)),
            values=dict(zip(names, shown[number], strict=True)),
            reasons=reasons,
        )


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


def _concessions(ranking: Ranking) -> tuple[Concession, ...]:
    """Say for each option what would have to be given up for it, the shortest list first."""
    failed = [given.failed[ranking.paid] for given in ranking.givens if given.required]
    found = [
        Concession(place.option, tuple([must for own in failed for must in own[place.number]]))
        for place in ranking.places
    ]
    return tuple(sorted(found, key=lambda concession: len(concession.give_up)))


def _links(
    answers: Answers, weights: Mapping[str, float] | None, winner: str | None
) -> dict[str, str]:
    query = query_of(answers)
    links = {"result": _address("/result", query_of(answers, weights) if weights else query)}
    if winner:
        links["runbook"] = _address(f"/runbooks/{winner}", query)
    return links


def _address(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path
