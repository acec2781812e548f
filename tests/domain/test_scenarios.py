"""The worked cases: what experienced teams chose, against what the model advises today."""

import pytest

from app.content.load import Content
from app.domain.outcome import Outcome, Recommendation
from app.domain.recommend import recommend
from app.domain.scenarios import FactCase, Scenario
from app.domain.sent_answers import parse_answers

LEAST_ACCEPTED = 28


def advise(content: Content, case: Scenario | FactCase) -> Recommendation:
    answers = parse_answers(content.graph, case.answers)
    return recommend(content.catalogue, content.graph, content.scales, answers)


def every_case(content: Content) -> tuple[Scenario | FactCase, ...]:
    cases = content.scenarios
    return (*cases.scenarios, *cases.guide, *cases.facts)


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
    for case in every_case(content):
        assert advise(content, case).unused_answers == (), case.id


@pytest.mark.parametrize("field", ["needed", "chose", "url"])
def test_every_case_says_what_was_needed_and_chosen_and_where_it_was_told(
    content: Content, field: str
) -> None:
    assert all(getattr(case, field) for case in content.scenarios.scenarios)


def test_what_was_inferred_is_an_answer_of_the_case(content: Content) -> None:
    for case in content.scenarios.scenarios:
        assert set(case.inferred) <= set(case.answers), case.id


def test_there_are_more_than_fifty_cases(content: Content) -> None:
    assert len(every_case(content)) >= 50


def test_what_the_facts_decide_comes_out_so(content: Content) -> None:
    for case in content.scenarios.facts:
        advice = advise(content, case)
        assert advice.winner in (case.accepted or (None,)), case.id
        outcomes = {ranked.option: ranked.outcome for ranked in advice.ranking}
        assert {outcomes[option] for option in case.ruled_out} <= {Outcome.RULED_OUT}, case.id
        assert {outcomes[option] for option in case.conditional} <= {Outcome.CONDITIONAL}, case.id
        assert not {*case.accepted} & {*case.ruled_out, *case.conditional}, case.id


def test_the_facts_that_are_named_do_decide(content: Content) -> None:
    """Each named cell is a reason that the advice gives, or belongs to an accepted option."""
    for case in content.scenarios.facts:
        reasons = {
            reason.cell
            for ranked in advise(content, case).ranking
            if ranked.option in {*case.ruled_out, *case.conditional}
            for reason in ranked.reasons
        }
        assert any(cell in reasons for cell in case.cells), case.id
        for cell in case.cells:
            assert cell in reasons or cell.split(".")[0] not in case.ruled_out, (case.id, cell)
