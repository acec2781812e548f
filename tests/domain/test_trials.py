"""The quick way to a winner, against ranking again."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.graph import NOT_SURE, Answers, walk
from app.domain.needs import needs_of
from app.domain.ranking import rank
from app.domain.scoring import Model
from app.domain.trials import Trials

pytestmark = pytest.mark.usefixtures("each_sums")
AnyAnswers = st.SearchStrategy[Answers]
many = settings(max_examples=150, deadline=None)
weights_of_some = st.dictionaries(
    st.sampled_from(["security", "traffic", "simplicity", "overhead", "reach"]),
    st.floats(0, 1000) | st.sampled_from([0.0, 10.0, 100.0]),
    max_size=3,
)


def winner(model: Model, answers: Answers, weights: dict[str, float] | None) -> str | None:
    found = rank(model, answers, weights).winner
    return found.option if found else None


@many
@given(data=st.data())
def test_the_winner_is_that_of_the_ranking(
    model: Model, any_answers: AnyAnswers, data: st.DataObject
) -> None:
    answers = data.draw(any_answers)
    weights = data.draw(st.none() | weights_of_some)

    assert Trials.of(model, answers, weights).winner() == winner(model, answers, weights)


@many
@given(data=st.data())
def test_another_answer_to_a_question_gives_the_winner_of_the_ranking_with_it(
    model: Model, any_answers: AnyAnswers, data: st.DataObject
) -> None:
    answers = dict(data.draw(any_answers))
    weights = data.draw(st.none() | weights_of_some)
    question = data.draw(st.sampled_from(model.graph.questions))
    trials = Trials.of(model, answers, weights)

    for answer in question.answers:
        other = {**answers, question.id: (answer.id,)}
        assert trials.winner_with(question.id, (answer.id,)) == winner(model, other, weights)


@many
@given(data=st.data())
def test_the_answers_that_change_the_winner_are_counted(
    model: Model, any_answers: AnyAnswers, data: st.DataObject
) -> None:
    answers = data.draw(any_answers)
    weights = data.draw(st.none() | weights_of_some)
    trials = Trials.of(model, answers, weights)
    expected = {}

    for question in walk(model.graph, answers).asked:
        if answers.get(question.id, (NOT_SURE,)) == (NOT_SURE,):
            winners = [
                winner(model, {**answers, question.id: (answer.id,)}, weights)
                for answer in question.answers
            ]
            expected[question.id] = sum(one != trials.winner() for one in winners)

    assert list(trials.changes().items()) == [one for one in expected.items() if one[1]]


@many
@given(data=st.data())
def test_the_path_by_bits_is_the_path_through_the_graph(
    model: Model, any_answers: AnyAnswers, data: st.DataObject
) -> None:
    answers = data.draw(any_answers)

    ranking = rank(model, answers)

    assert ranking.path == walk(model.graph, answers)
    assert ranking.needs == needs_of(ranking.path)
