"""The worked cases: what experienced teams chose, against what the model advises today."""

import pytest

from app.content.load import Content
from app.domain.graph import parse_answers
from app.domain.outcome import Recommendation
from app.domain.recommend import recommend
from app.domain.scenarios import Scenario

LEAST_ACCEPTED = 28


def advise(content: Content, case: Scenario) -> Recommendation:
    answers = parse_answers(content.graph, case.answers)
    return recommend(content.catalogue, content.graph, content.scales, answers)


def disagreeing(content: Content, cases: tuple[Scenario, ...]) -> set[str]:
    return {case.id for case in cases if advise(content, case).winner not in case.accepted}


def test_exactly_the_cases_marked_so_disagree(content: Content) -> None:
    marked = {case.id for case in content.scenarios.scenarios if case.disagrees}

    assert disagreeing(content, content.scenarios.scenarios) == marked


def test_the_model_gives_what_teams_chose_in_nearly_every_case(content: Content) -> None:
    cases = content.scenarios.scenarios

    assert len(cases) == 30
    assert len(cases) - len(disagreeing(content, cases)) >= LEAST_ACCEPTED


def test_only_a_case_driven_by_what_is_not_asked_disagrees(content: Content) -> None:
    for case in content.scenarios.scenarios:
        if case.disagrees:
            assert case.driven_by_unasked
            assert case.unasked


def test_every_case_of_the_guide_comes_out(content: Content) -> None:
    assert len(content.scenarios.guide) == 8
    assert disagreeing(content, content.scenarios.guide) == set()


def test_the_guides_leaders_add_ons_and_alternatives_come_out(content: Content) -> None:
    checked = 0
    for case in content.scenarios.guide:
        advice = advise(content, case)
        if case.leaders:
            assert {ranked.option for ranked in advice.ranking[:2]} == set(case.leaders), case.id
        if case.add_ons:
            assert advice.add_ons == case.add_ons, case.id
        if case.alternative:
            assert advice.alternative is not None, case.id
            assert advice.alternative.option in case.alternative
        checked += bool(case.leaders) + bool(case.add_ons) + bool(case.alternative)

    assert checked == 5


def test_no_answer_of_a_case_is_off_its_path(content: Content) -> None:
    for case in (*content.scenarios.scenarios, *content.scenarios.guide):
        assert advise(content, case).unused_answers == (), case.id


@pytest.mark.parametrize("field", ["needed", "chose", "url"])
def test_every_case_says_what_was_needed_and_chosen_and_where_it_was_told(
    content: Content, field: str
) -> None:
    assert all(getattr(case, field) for case in content.scenarios.scenarios)


def test_what_was_inferred_is_an_answer_of_the_case(content: Content) -> None:
    for case in content.scenarios.scenarios:
        assert set(case.inferred) <= set(case.answers), case.id
