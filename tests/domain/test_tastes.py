"""How often each option takes each place, and in words."""

import re

import pytest

from app.content.load import Content
from app.domain.graph import Answers, Graph
from app.domain.ranking import rank
from app.domain.recommend import recommend
from app.domain.scoring import Model
from app.domain.sent_answers import parse_answers
from app.domain.tastes import acceptances
from app.domain.weightings import sample_of


def answers_of_cases(content: Content) -> list[Answers]:
    cases = (*content.scenarios.scenarios, *content.scenarios.guide)[::3]
    return [parse_answers(content.graph, case.answers) for case in cases]


def test_shares_are_those_of_weighing_again_in_every_weighting(
    model: Model, content: Content
) -> None:
    for answers in answers_of_cases(content):
        check_shares(model, answers)


def check_shares(model: Model, answers: Answers) -> None:
    ranking = rank(model, answers)
    weightings = sample_of(model.scales, ranking.weights.values()).weightings()
    luck = sample_of(model.scales, ranking.weights.values()).luck
    won = dict.fromkeys((place.option for place in ranking.contenders), 0)
    for weights, part in zip(weightings, luck, strict=True):
        scores = {}
        for option in won:
            spread = ranking.spreads[option]
            ends = zip(weights, spread.worst, spread.best, strict=True)
            scores[option] = sum(w * (low + part * (high - low)) for w, low, high in ends)
        won[max(won, key=lambda option: round(scores[option], 9))] += 1

    found = acceptances(model, ranking)

    for one in found:
        assert one.share == pytest.approx(won[one.option] / len(weightings), abs=2.1 / 256)
        assert sum(one.ranks) == pytest.approx(1, abs=0.001)
        assert (one.central_weights is None) == (one.share == 0)
    assert sum(one.share for one in found) == pytest.approx(1 if found else 0, abs=0.001)


def test_the_share_of_the_winner_is_that_of_the_recommendation(
    model: Model, content: Content
) -> None:
    for answers in answers_of_cases(content):
        advice = recommend(model.catalogue, model.graph, model.scales, answers)
        found = {one.option: one for one in acceptances(model, rank(model, answers))}

        assert advice.winner
        assert found[advice.winner].share == advice.first_rank_share


def test_words_say_for_which_taste_a_rival_would_be_picked(model: Model, graph: Graph) -> None:
    answers = parse_answers(graph, {"priority": "simplicity"})

    said = [one.in_words for one in acceptances(model, rank(model, answers))]

    assert re.search(r"comes first in (more than )?\d+ % of the weightings tried\.", said[0])
    assert any(
        re.fullmatch(
            r"You would pick .+ if .+ counted (only )?[\d.]+ times as much as .+"
            r"( \(now [\d.]+ times\)|, which counts [\d.]+ times as much now)\.",
            text,
        )
        for text in said
    )
    assert all(text.endswith(".") for text in said)
