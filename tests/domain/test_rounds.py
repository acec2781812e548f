from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from app.content.load import Content
from app.domain.divergence import WEIGHTS
from app.domain.rounds import Merge, Sheet, merge, newest_sheets
from app.domain.scoring import model_of
from app.domain.sent_answers import parse_answers

BEGUN = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SIMPLE = {"priority": "simplicity"}


def sheet(
    content: Content,
    author: str,
    answers: Mapping[str, object],
    *,
    weights: dict[str, float] | None = None,
    after: int = 0,
) -> Sheet:
    parsed = parse_answers(content.graph, answers)
    moment = BEGUN + timedelta(minutes=after)
    return Sheet(f"{author}{after}", author, parsed, {}, weights, moment)


def merged(content: Content, *sheets: Sheet) -> Merge:
    model = model_of(content.catalogue, content.graph, content.scales)
    return merge(model, content.graph, sheets)


def test_what_an_author_hands_in_again_replaces_the_earlier_one(content: Content) -> None:
    first = sheet(content, "Kim", SIMPLE)
    other = sheet(content, "Alex", SIMPLE, after=1)
    again = sheet(content, "KIM", {"cni": "cilium"}, after=2)

    assert newest_sheets([again, first, other]) == (again, other)


def test_members_who_answer_alike_do_not_differ(content: Content) -> None:
    found = merged(content, sheet(content, "Kim", SIMPLE), sheet(content, "Alex", SIMPLE))

    assert found.disagreements == ()
    assert found.agreed == ("priority",)
    assert found.winner == "linkerd"
    assert [each.winner for each in found.members] == ["linkerd", "linkerd"]


def test_the_answer_that_most_gave_counts_and_of_two_the_first(content: Content) -> None:
    kim = sheet(content, "Kim", {"priority": "features", "services": "under_20"})
    alex = sheet(content, "Alex", {**SIMPLE, "services": "from_20_to_100"})
    bo = sheet(content, "Bo", SIMPLE)

    found = merged(content, kim, alex, bo)

    assert found.answers["priority"] == ("simplicity",)
    assert found.answers["services"] == ("under_20",)


def test_a_question_that_most_left_out_is_left_out(content: Content) -> None:
    kim = sheet(content, "Kim", {**SIMPLE, "cni": "cilium"})
    others = [sheet(content, name, SIMPLE) for name in ("Alex", "Bo")]

    found = merged(content, kim, *others)

    assert "cni" not in found.answers
    assert found.disagreements[0].groups[0].answers == ()
    assert found.disagreements[0].groups[0].authors == ("Alex", "Bo")


def test_each_group_says_who_would_win_if_it_were_right(content: Content) -> None:
    kim = sheet(content, "Kim", {**SIMPLE, "cni": "cilium"})
    others = [sheet(content, name, SIMPLE) for name in ("Alex", "Bo")]

    cni = merged(content, kim, *others).disagreements[0]

    assert cni.question == "cni"
    assert cni.matters
    assert [group.winner for group in cni.groups] == ["linkerd", "cilium"]


def test_what_matters_comes_first(content: Content) -> None:
    kim = sheet(content, "Kim", {**SIMPLE, "services": "under_20", "cni": "cilium"})
    others = [
        sheet(content, name, {**SIMPLE, "services": "from_20_to_100"}) for name in ("Alex", "Bo")
    ]

    found = merged(content, kim, *others).disagreements

    assert [(each.question, each.matters) for each in found] == [
        ("cni", True),
        ("services", False),
    ]


def test_weights_are_merged_as_a_question_is(content: Content) -> None:
    weights = {"security": 2.5}
    kim = sheet(content, "Kim", SIMPLE, weights=weights)
    alex = sheet(content, "Alex", SIMPLE, weights=weights)
    bo = sheet(content, "Bo", SIMPLE)

    found = merged(content, bo, kim, alex)

    assert found.weights == weights
    assert [each.question for each in found.disagreements] == [WEIGHTS]
