"""What would change the winner, against computing everything again."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.explanation import Direction, WeightFlip
from app.domain.flips import answer_flips, weight_flips
from app.domain.graph import Answers, Graph, walk
from app.domain.ranking import Ranking, rank
from app.domain.scoring import Model
from app.domain.sent_answers import parse_answers
from app.domain.trials import Trials

AnyAnswers = st.SearchStrategy[Answers]
some = settings(max_examples=60, deadline=None)
NEAR = 0.1  # points that rounding to hundredths can move two scores


def winner(ranking: Ranking) -> str | None:
    return ranking.winner.option if ranking.winner else None


def lead_at(ranking: Ranking, criterion: str, share: float, option: str) -> float:
    """Weigh everything again with another share of one criterion, the others in proportion."""
    rest = sum(points for name, points in ranking.weights.items() if name != criterion)
    shares = [
        share if name == criterion else (1 - share) * points / rest
        for name, points in ranking.weights.items()
    ]
    scores = {
        place.option: sum(w * v for w, v in zip(shares, place.score.values, strict=True))
        for place in ranking.contenders
    }
    return scores[option] - max(score for other, score in scores.items() if other != option)


@some
@given(data=st.data())
def test_answer_flips_are_all_single_changes_that_change_the_winner(
    model: Model, any_answers: AnyAnswers, data: st.DataObject
) -> None:
    answers = data.draw(any_answers)
    path = walk(model.graph, answers)
    now = winner(rank(model, answers))
    expected = set()
    for step in path.steps:
        ids = [answer.id for answer in step.answers]
        if not ids:
            continue
        alone = [answer.id for answer in step.question.answers if answer.excludes_others]
        others: set[tuple[str, ...]] = {()}
        for answer in step.question.answers:
            if not step.question.multi or answer.id in alone or set(ids) & set(alone):
                others.add((answer.id,))
            else:
                toggled = set(ids) ^ {answer.id}
                others.add(tuple(a.id for a in step.question.answers if a.id in toggled))
        for instead in others - {tuple(ids)}:
            changed = {key: own for key, own in answers.items() if key != step.question.id}
            if instead:
                changed[step.question.id] = instead
            then = winner(rank(model, changed))
            if then != now:
                expected.add((step.question.id, tuple(ids), instead, then))

    found = answer_flips(Trials.of(model, answers), path)

    assert {(one.question, one.given, one.instead, one.winner) for one in found} == expected
    assert len(found) == len(expected)


@some
@given(data=st.data())
def test_at_a_weight_flip_the_lead_is_nothing_and_beyond_it_the_other_leads(
    model: Model, any_answers: AnyAnswers, data: st.DataObject
) -> None:
    ranking = rank(model, data.draw(any_answers))

    for flip in weight_flips(ranking):
        assert 0 <= flip.at_share <= 1
        ahead = lead_at(ranking, flip.criterion, flip.at_share, flip.winner)
        assert ahead == pytest.approx(0, abs=NEAR)
        further = 1.0 if flip.direction is Direction.MORE else 0.0
        step = flip.at_share + (further - flip.at_share) * 1e-3
        assert lead_at(ranking, flip.criterion, step, flip.winner) > -NEAR


@some
@given(data=st.data())
def test_between_the_weight_flips_of_a_criterion_the_winner_stays(
    model: Model, any_answers: AnyAnswers, data: st.DataObject
) -> None:
    ranking = rank(model, data.draw(any_answers))
    if len(ranking.contenders) < 2:
        assert weight_flips(ranking) == ()
        return
    flips = {(flip.criterion, flip.direction): flip for flip in weight_flips(ranking)}

    for criterion in ranking.weights:
        low = _share(flips.get((criterion, Direction.LESS)), 0.0)
        high = _share(flips.get((criterion, Direction.MORE)), 1.0)
        for part in (0.0, 0.25, 0.5, 0.75, 1.0):
            at = low + part * (high - low)
            assert lead_at(ranking, criterion, at, ranking.contenders[0].option) >= -NEAR


def _share(flip: WeightFlip | None, otherwise: float) -> float:
    return flip.at_share if flip else otherwise


def test_points_and_share_of_a_flip_say_the_same(model: Model, graph: Graph) -> None:
    answers = parse_answers(graph, {"goals": ["mtls"], "priority": "simplicity"})
    ranking = rank(model, answers)
    checked = 0

    for flip in weight_flips(ranking):
        assert flip.at_points is not None
        factor = 1.02 if flip.direction is Direction.MORE else 0.98
        weights = {**ranking.weights, flip.criterion: flip.at_points * factor}
        beyond = rank(model, answers, weights).winner
        total = sum(weights.values()) - weights[flip.criterion] + flip.at_points
        assert flip.at_points / total == pytest.approx(flip.at_share)
        assert beyond is not None
        checked += beyond.option == flip.winner

    assert checked >= len(weight_flips(ranking)) - 1
    assert checked > 3


def test_flips_by_weight_come_nearest_first(model: Model, graph: Graph) -> None:
    flips = weight_flips(rank(model, parse_answers(graph, {"priority": "simplicity"})))

    moves = [abs(flip.at_share - flip.share) for flip in flips]
    assert moves == sorted(moves)
    assert flips
