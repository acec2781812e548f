"""The quick way to a winner, against ranking again."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.graph import Answers, walk
from app.domain.ranking import rank
from app.domain.scoring import Model
from app.domain.trials import Trials

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
def test_the_bits_on_the_path_are_the_answers_on_the_path(
    model: Model, any_answers: AnyAnswers, data: st.DataObject
) -> None:
    answers = data.draw(any_answers)
    trials = Trials.of(model, answers)

    path = walk(model.graph, answers)

    assert trials.used == sum(
        trials.circuit.bits(step.question.id, tuple(answer.id for answer in step.answers))
        for step in path.steps
    )
