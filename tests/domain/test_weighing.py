"""Scores that are rounded together, against the sums as the method has them."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.graph import Answers
from app.domain.hundredths import HUNDREDTH, Rounding
from app.domain.lanes import marked, pack
from app.domain.ranking import rank
from app.domain.score import score, weighted
from app.domain.scoring import Model

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


@given(parts=st.lists(st.integers(0, 10_000 * 64 - 1), min_size=1, max_size=9))
def test_half_a_hundredth_is_unclear_and_all_else_is_rounded(parts: list[int]) -> None:
    packed = pack([part * (HUNDREDTH // 64) for part in parts])

    found, unclear = Rounding.of(len(parts)).rounded(packed)

    halves = {place for place, part in enumerate(parts) if part % 64 == 32}
    assert {place for _, place in marked(unclear)} == halves
    assert all(
        number == round(part / 64)
        for place, (number, part) in enumerate(zip(found, parts, strict=True))
        if place not in halves
    )
