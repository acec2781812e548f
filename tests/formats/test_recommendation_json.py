"""The JSON of recommendations, against the same written by pydantic."""

import pytest
from pydantic import TypeAdapter

from app.content.load import Content
from app.domain.outcome import Recommendation
from app.domain.recommend import assess, recommendation_of
from app.domain.sent_answers import parse_answers
from app.formats.recommendation_json import write_recommendation

BY_PYDANTIC = TypeAdapter(Recommendation)


@pytest.mark.parametrize(
    "weights",
    [
        None,
        {"security": 0.1, "traffic": 1e-7, "reach": 999.9999},
        {"simplicity": 1000.0, "security": 0.0},
    ],
)
def test_worked_cases_are_written_as_pydantic_writes_them(
    content: Content, weights: dict[str, float] | None
) -> None:
    parts = content.catalogue, content.graph, content.scales
    for scenario in content.scenarios.scenarios:
        answers = parse_answers(content.graph, scenario.answers)

        assessment = assess(*parts, answers, weights)

        assert write_recommendation(assessment) == BY_PYDANTIC.dump_json(
            recommendation_of(assessment)
        )


def test_an_answer_that_nothing_fits_and_one_that_is_not_used_are_written_so(
    content: Content,
) -> None:
    parts = content.catalogue, content.graph, content.scales
    raw = {
        "goals": ["mtls"],
        "workloads": ["windows", "vms"],
        "sidecars": "avoid",
        "cni": "other_fixed",
        "canary_style": "weights",
    }

    assessment = assess(*parts, parse_answers(content.graph, raw))

    assert assessment.winner is None
    assert assessment.ranking.unused
    assert write_recommendation(assessment) == BY_PYDANTIC.dump_json(recommendation_of(assessment))
