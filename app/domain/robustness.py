"""How firm a recommendation is: everything that can be told besides it, by name."""

from collections.abc import Collection, Mapping
from typing import Final

from app.domain.catalogue import Catalogue
from app.domain.critical_facts import critical_facts
from app.domain.explanation import Explanation, Flips, OpenQuestion
from app.domain.flips import answer_flips, weight_flips
from app.domain.graph import Graph
from app.domain.next_questions import open_questions
from app.domain.pair_flips import pair_flips
from app.domain.questions import Answers
from app.domain.ranking import rank
from app.domain.scales import Scales
from app.domain.scoring import model_of
from app.domain.tastes import acceptances
from app.domain.trials import Trials

EXTRAS: Final = ("flips", "pair_flips", "acceptability", "next_questions", "critical_facts")
"""What can be told."""


def explain(
    catalogue: Catalogue,
    graph: Graph,
    scales: Scales,
    answers: Answers,
    weights: Mapping[str, float] | None = None,
    *,
    include: Collection[str] = EXTRAS,
) -> Explanation:
    """Return the parts of EXTRAS that `include` names, for the answers of a recommendation."""
    model = model_of(catalogue, graph, scales)
    ranking = rank(model, answers, weights)
    trials = Trials(ranking)
    alone = answer_flips(trials, ranking.path) if {"flips", "pair_flips"} & set(include) else ()
    return Explanation(
        flips=Flips(alone, weight_flips(ranking)) if "flips" in include else None,
        acceptability=acceptances(model, ranking) if "acceptability" in include else None,
        open_questions=_told(trials) if "next_questions" in include else None,
        critical_facts=critical_facts(model, ranking) if "critical_facts" in include else None,
        pair_flips=pair_flips(ranking, alone) if "pair_flips" in include else None,
    )


def _told(trials: Trials) -> tuple[OpenQuestion, ...]:
    return tuple(
        OpenQuestion(found.question.id, round(found.share, 4), found.winners)
        for found in open_questions(trials)
    )
