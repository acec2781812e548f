"""Scores that are rounded together, against the sums as the method has them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.graph import Answers
from app.domain.ranking import rank
from app.domain.score import score, weighted
from app.domain.scoring import Model

pytestmark = pytest.mark.usefixtures("each_sums")
AnyAnswers = st.SearchStrategy[Answers]
many = settings(max_examples=150, deadline=None)
weights_of_all = st.lists(
    st.floats(0, 1000) | st.sampled_from([0.0, 1.0, 2.0, 16.0, 1000.0]), min_size=8, max_size=8
)


@many
@given(data=st.data())
def test_each_option_is_scored_as_if_it_were_alone(
    model: Model, any_answers: AnyAnswers, data: st.DataObject
) -> None:
    weights = dict(zip(model.scales.criterion_by_id, data.draw(weights_of_all), strict=True))

    ranking = rank(model, data.draw(any_answers), data.draw(st.none() | st.just(weights)))

    for place in ranking.places:
        values = tuple(column.points[place.number] for column in ranking.columns)
        low = tuple(column.low[place.number] for column in ranking.columns)
        high = tuple(column.high[place.number] for column in ranking.columns)
        assert place.score == score(values, ranking.shares)
        assert ranking.ranges[place.number] == (
            round(weighted(low, ranking.shares), 2),
            round(weighted(high, ranking.shares), 2),
        )
