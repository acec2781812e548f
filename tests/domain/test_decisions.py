from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from app.content.load import Content
from app.domain.decisions import Advice, Revision, Versions, advice_of, reworded_questions
from app.domain.errors import InvalidInput
from app.domain.next_revision import restated, revision_of
from app.domain.proposal import parse_amendment
from app.domain.recommend import recommend

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LATER = datetime(2026, 12, 1, 12, tzinfo=UTC)
VERSIONS = Versions("2026-11-22", "1.0", "1.0")
LINKERD = Advice("linkerd", VERSIONS, {"winner": "linkerd"})
NOTHING = Advice(None, VERSIONS, {"winner": None})


def drawn_up(content: Content, advice: Advice = LINKERD, **sent: Any) -> Revision:
    amendment = {"title": "Mesh", "answers": {}, "chosen_option": "linkerd", **sent}
    return revision_of(
        parse_amendment(amendment),
        number=1,
        answers={"goals": ("mtls",)},
        weights=None,
        advice=advice,
        catalogue=content.catalogue,
        graph=content.graph,
        created_at=NOW,
    )


def wrong_field(content: Content, advice: Advice = LINKERD, **sent: Any) -> str:
    with pytest.raises(InvalidInput) as refused:
        drawn_up(content, advice, **sent)
    return refused.value.problems[0].field


def test_following_the_advice_needs_no_reason(content: Content) -> None:
    assert drawn_up(content).follows_advice


def test_departing_from_the_advice_needs_a_reason(content: Content) -> None:
    assert wrong_field(content, chosen_option="cilium") == "reason"
    assert wrong_field(content, chosen_option="cilium", reason=" \n ") == "reason"
    assert not drawn_up(content, chosen_option="cilium", reason="It is our CNI.").follows_advice


def test_where_nothing_was_recommended_every_choice_needs_a_reason(content: Content) -> None:
    assert wrong_field(content, NOTHING) == "reason"
    assert not drawn_up(content, NOTHING, reason="We drop Windows.").follows_advice


@pytest.mark.parametrize("option", ["", "Linkerd", "nginx", "flagger", "../linkerd"])
def test_only_an_option_of_the_catalogue_can_be_chosen(content: Content, option: str) -> None:
    assert wrong_field(content, chosen_option=option, reason="Why not") == "chosen_option"


def test_a_revision_notes_to_which_wording_the_answers_were_given(content: Content) -> None:
    version = content.graph.question("goals").version

    assert drawn_up(content).question_versions == {"goals": version}


@pytest.mark.parametrize(
    ("versions", "reworded"),
    [
        ({"goals": "1.0.0"}, ()),
        ({"goals": "1.9.9"}, ()),
        ({"goals": "0.9.0"}, ("goals",)),
        ({"gone": "1.0.0"}, ("gone",)),
    ],
)
def test_only_another_major_version_makes_answers_mean_something_else(
    content: Content, versions: dict[str, str], reworded: tuple[str, ...]
) -> None:
    revision = replace(drawn_up(content), question_versions=versions)

    assert content.graph.question("goals").version.startswith("1.")
    assert reworded_questions(revision, content.graph) == reworded


def test_restating_keeps_the_answers_and_the_advice(content: Content) -> None:
    first = drawn_up(content, author="Kim", note="First")
    sent = {"title": "Other", "answers": {}, "chosen_option": "cilium", "reason": "Our CNI."}

    second = restated(first, parse_amendment(sent), catalogue=content.catalogue, created_at=LATER)

    assert (second.number, second.title, second.author, second.note) == (2, "Other", "", "")
    assert (second.answers, second.advice) == (first.answers, first.advice)
    assert (second.chosen_option, second.created_at) == ("cilium", LATER)


def test_restating_needs_a_reason_too(content: Content) -> None:
    sent = {"title": "Other", "answers": {}, "chosen_option": "cilium"}

    with pytest.raises(InvalidInput, match="reason"):
        restated(
            drawn_up(content),
            parse_amendment(sent),
            catalogue=content.catalogue,
            created_at=LATER,
        )


def test_an_option_that_left_the_catalogue_may_stay_chosen(content: Content) -> None:
    first = replace(drawn_up(content), chosen_option="retired-mesh", reason="It was there.")
    sent = {"title": "Other", "answers": {}, "chosen_option": "retired-mesh", "reason": "Still."}

    second = restated(first, parse_amendment(sent), catalogue=content.catalogue, created_at=LATER)

    assert second.chosen_option == "retired-mesh"


def test_advice_is_kept_as_clients_got_it(content: Content) -> None:
    recommendation = recommend(
        content.catalogue, content.graph, content.scales, {"priority": ("simplicity",)}
    )

    advice = advice_of(recommendation)

    assert advice.winner == recommendation.winner == advice.shown["winner"]
    assert advice.versions.catalogue == content.catalogue.version
    assert [place["option"] for place in advice.shown["ranking"]] == [
        place.option for place in recommendation.ranking
    ]
