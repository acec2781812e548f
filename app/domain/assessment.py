"""What a ranking comes to: everything that is told of it, each part as the model has it."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Final

from app.domain.add_ons import add_ons_of, alternative_to
from app.domain.next_questions import OpenQuestion, open_questions
from app.domain.outcome import Concession, Outcome, Reason, Settled
from app.domain.questions import Answers
from app.domain.ranking import Place, Ranking
from app.domain.reasons import caveats_for, reasons_for
from app.domain.screening import Verdict
from app.domain.too_close import too_close
from app.domain.trials import Trials
from app.domain.vector import query_of, vector_of

_OUTCOMES: Final = (Outcome.VIABLE, Outcome.CONDITIONAL, Outcome.RULED_OUT)
"""What is said of an option that does not win, by its verdict."""


class Assessment:
    """A recommendation before it is put in the shape of one, or in JSON.

    `winner` is an option's id, None when nothing fits. `questions` are those that could still
    change it, and `share` (0 to 1) is that of the sampled weightings in which it comes first.
    `margins` say by how many points of score each criterion puts the winner before the runner-up,
    the largest difference first. The rest is named and described in Recommendation.
    """

    def __init__(self, ranking: Ranking) -> None:
        self.ranking = ranking
        model = self.model = ranking.model
        winner = self.winner = ranking.winner.option if ranking.winner else None
        self.questions = open_questions(Trials(ranking))
        self.share = _first_rank_share(ranking)
        self.settled = _settled(ranking, self.share, self.questions)
        self.add_ons = add_ons_of(ranking, winner) if winner else ()
        self.too_close = too_close(model, ranking, self.share, self.questions)
        self.alternative = alternative_to(model, ranking)
        self.margins = _margins(ranking)
        self.caveats = caveats_for(ranking, winner) if winner else ()
        self.concessions = () if winner else _concessions(ranking)
        answers, weights = ranking.answers, ranking.given_weights
        self.vector = vector_of(model.graph.version, answers, weights)
        self.links = _links(answers, weights, winner)
        self.versions = {
            "catalog": model.catalogue.version,
            "graph": model.graph.version,
            "engine": model.scales.version,
        }

    @cached_property
    def reasons(self) -> Sequence[tuple[Reason, ...]]:
        """Why each option stands where it stands, in the order of the places."""
        return list(reasons_for(self.ranking))

    def outcome(self, place: Place) -> Outcome:
        """Return what is said of an option."""
        return Outcome.RECOMMENDED if place is self.ranking.winner else _OUTCOMES[place.verdict]


def _first_rank_share(ranking: Ranking) -> float:
    if len(ranking.contenders) <= 1:
        return float(len(ranking.contenders))
    leader, *rivals = (place.number for place in ranking.contenders)
    return round(1 - ranking.sums.lost(leader, rivals), 4)


def _settled(ranking: Ranking, share: float, questions: tuple[OpenQuestion, ...]) -> Settled:
    """Grade the first place by its share of weightings, and by what is not known yet.

    It stays open while no criterion comes before another (then every order is allowed) or a
    must-have of the winner is to be checked, and is never settled while an open question
    could change the winner.
    """
    limits = ranking.model.scales.robustness
    is_checked = ranking.winner is not None and ranking.winner.verdict is Verdict.MEETS
    has_order = len(set(ranking.weights.values())) > 1
    if share < limits.leaning.value or not is_checked or not has_order:
        return Settled.OPEN
    return Settled.LEANING if questions or share < limits.settled.value else Settled.SETTLED


def _margins(ranking: Ranking) -> list[tuple[float, str]]:
    """Compare the winner with the runner-up, the largest difference first."""
    if ranking.winner is None or len(ranking.contenders) == 1:
        return []
    first, second = (ranking.sums.contributions(place.number) for place in ranking.contenders[:2])
    margins = [
        (round(mine - theirs, 2), criterion)
        for criterion, mine, theirs in zip(ranking.weights, first, second, strict=True)
    ]
    margins.sort(key=_size)
    return margins


def _size(margin: tuple[float, str]) -> tuple[float, str]:
    points, criterion = margin
    return -abs(points), criterion


def _concessions(ranking: Ranking) -> tuple[Concession, ...]:
    """Say for each option what would have to be given up for it, the shortest list first."""
    failed = [given.failed[ranking.paid] for given in ranking.givens if given.required]
    found = [
        Concession(place.option, tuple([must for own in failed for must in own[place.number]]))
        for place in ranking.places
    ]
    return tuple(sorted(found, key=lambda concession: len(concession.give_up)))


def _links(answers: Answers, weights: Mapping[str, float], winner: str | None) -> dict[str, str]:
    query = query_of(answers)
    links = {"result": _address("/result", query_of(answers, weights) if weights else query)}
    if winner:
        links["runbook"] = _address(f"/runbooks/{winner}", query)
    return links


def _address(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path
