"""The one line that opens a run again."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.content.load import Content
from app.domain.errors import InvalidInput
from app.domain.graph import Answers
from app.domain.scales import MOST_POINTS, parse_weights
from app.domain.sent_answers import parse_answers
from app.domain.vector import parse_vector, query_of, vector_of


def test_a_vector_reads_well() -> None:
    answers = {"goals": ("mtls", "observability"), "team": ("not_sure",)}

    line = vector_of("1.0", answers, {"security": 30.0})

    assert line == "meshwise/1.0/goals=mtls+observability/team=not_sure/weights.security=30.0"


@settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_a_vector_opens_the_same_run_again(
    content: Content, any_answers: st.SearchStrategy[Answers], data: st.DataObject
) -> None:
    answers = data.draw(any_answers)
    points = st.floats(0.5, MOST_POINTS)
    weights = data.draw(
        st.fixed_dictionaries({}, optional=dict.fromkeys(content.scales.criterion_by_id, points))
    )

    graph, raw_answers, raw_weights = parse_vector(vector_of("1.0", answers, weights))

    assert graph == "1.0"
    assert parse_answers(content.graph, raw_answers) == answers
    assert parse_weights(content.scales, raw_weights) == weights


@pytest.mark.parametrize(
    "line", ["", "meshwise", "other/1.0", "meshwise/1.0/goals", "meshwise/1.0/=mtls", "x" * 10_000]
)
def test_a_line_that_is_no_vector_is_refused(line: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        parse_vector(line)

    assert refusal.value.problems[0].field == "vector"


def test_several_answers_repeat_the_key_in_a_link() -> None:
    answers = {"goals": ("mtls", "observability"), "services": ("under_20",)}

    query = query_of(answers, {"security": 30.0})

    assert query == "goals=mtls&goals=observability&services=under_20&weights.security=30.0"
