"""Weights that a client sends, and scales that contradict themselves."""

import pytest
from pydantic import ValidationError

from app.content.load import Content
from app.domain.errors import InvalidInput
from app.domain.scales import Criterion, Scales, StandingRow, parse_weights


def test_weights_are_read_as_numbers_in_the_order_of_the_criteria(content: Content) -> None:
    weights = parse_weights(content.scales, {"overhead": "12.5", "security": 30})

    assert list(weights.items()) == [("security", 30.0), ("overhead", 12.5)]


@pytest.mark.parametrize(
    "value", [-1, 1000.1, "many", "nan", "inf", float("nan"), True, None, [], 10**400]
)
def test_points_that_are_no_number_in_bounds_are_refused(content: Content, value: object) -> None:
    with pytest.raises(InvalidInput) as refusal:
        parse_weights(content.scales, {"security": value})

    (problem,) = refusal.value.problems
    assert problem.field == "weights.security"
    assert "0 to 1000" in problem.message


def test_an_unknown_criterion_is_refused_with_those_there_are(content: Content) -> None:
    with pytest.raises(InvalidInput) as refusal:
        parse_weights(content.scales, {"beauty": 1, "<b>": 1})

    fields = [problem.field for problem in refusal.value.problems]
    assert fields == ["weights.beauty", "weights"]
    assert refusal.value.problems[0].allowed == tuple(content.scales.criterion_by_id)


def test_not_every_criterion_can_be_weightless(content: Content) -> None:
    with pytest.raises(InvalidInput, match="At least one"):
        parse_weights(content.scales, dict.fromkeys(content.scales.criterion_by_id, 0))


def test_a_feature_cannot_count_in_two_criteria(content: Content) -> None:
    row = StandingRow(feature="mtls", weight=1)
    twin = Criterion(
        id="twin", name="Twin", measures="The same.", points=10, because="A test.", rows=(row,)
    )
    criteria = (*content.scales.criteria, twin)
    fields = {name: getattr(content.scales, name) for name in Scales.model_fields}

    with pytest.raises(ValidationError, match="mtls"):
        Scales.model_validate({**fields, "criteria": criteria})


def test_every_feature_that_counts_is_named_with_a_reason_where_it_does_not_count_fully(
    content: Content,
) -> None:
    rows = [row for criterion in content.scales.criteria for row in criterion.rows]

    assert all(row.because for row in rows if row.weight != 1)


def test_points_of_minus_nothing_are_nothing(content: Content) -> None:
    assert repr(parse_weights(content.scales, {"security": "-0"})) == "{'security': 0.0}"
