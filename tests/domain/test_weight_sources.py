"""The weights, added up again from what each answer gives."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.graph import Answers, Graph
from app.domain.ranking import rank
from app.domain.scoring import Model
from app.domain.sent_answers import parse_answers
from app.domain.weight_sources import emphases, weight_sources


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_standing_points_and_those_of_each_answer_add_up_to_the_weights(
    model: Model, any_answers: st.SearchStrategy[Answers], data: st.DataObject
) -> None:
    ranking = rank(model, data.draw(any_answers))
    sources = list(weight_sources(model.scales, ranking.path))

    for criterion, weight in ranking.weights.items():
        total = sum(source.points.get(criterion, 0.0) for source in sources)
        assert total == pytest.approx(weight)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_each_row_counts_as_its_strongest_emphasis_says(
    model: Model, any_answers: st.SearchStrategy[Answers], data: st.DataObject
) -> None:
    ranking = rank(model, data.draw(any_answers))
    found = emphases(model.scales, ranking.path)

    for column in ranking.columns:
        for feature, rows in column.weights.items():
            expected = found[feature].rows if feature in found else model.weight_of[feature]
            assert rows == expected


def test_an_answer_off_the_path_gives_nothing(model: Model, graph: Graph) -> None:
    answers = parse_answers(graph, {"services": "over_500", "authorization_level": "l7"})
    path = rank(model, answers).path

    assert {source.question for source in weight_sources(model.scales, path)} == {None, "services"}
    assert "l7_authz" not in emphases(model.scales, path)
