from collections.abc import Mapping

import pytest

from app.content.load import Content
from app.domain.divergence import WEIGHTS, Divergence, Position, diverge, readable
from app.domain.recommend import recommend
from app.domain.scoring import model_of
from app.domain.sent_answers import parse_answers

SIMPLE = {"priority": "simplicity", "services": "from_20_to_100"}
CILIUM = {"cni": "cilium"}


def position(
    content: Content, answers: Mapping[str, object], weights: Mapping[str, float] | None = None
) -> Position:
    return Position(parse_answers(content.graph, answers), weights)


def compare(content: Content, left: Position, right: Position) -> Divergence:
    model = model_of(content.catalogue, content.graph, content.scales)
    return diverge(model, content.graph, left, right)


def test_sides_that_answered_alike_do_not_differ(content: Content) -> None:
    same = position(content, SIMPLE)

    found = compare(content, same, same)

    assert found.is_same_winner
    assert not found.differences
    assert not found.turning


def test_winners_are_those_that_are_recommended(content: Content) -> None:
    left, right = position(content, SIMPLE), position(content, CILIUM)

    found = compare(content, left, right)

    parts = content.catalogue, content.graph, content.scales
    assert found.left_winner == recommend(*parts, left.answers).winner
    assert found.right_winner == recommend(*parts, right.answers).winner


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (SIMPLE, CILIUM),
        (SIMPLE, {**SIMPLE, **CILIUM}),
        (SIMPLE, {"priority": "features"}),
        ({"goals": ["mtls", "observability"]}, {"goals": ["mtls"], "priority": "features"}),
    ],
)
def test_each_difference_says_who_would_win_with_the_others_answer(
    content: Content, left: Mapping[str, object], right: Mapping[str, object]
) -> None:
    sides = position(content, left), position(content, right)
    parts = content.catalogue, content.graph, content.scales

    found = compare(content, *sides)

    assert found.differences
    for difference in found.differences:
        swapped = {k: v for k, v in sides[0].answers.items() if k != difference.question}
        if difference.right:
            swapped[difference.question] = difference.right
        winner = recommend(*parts, swapped).winner
        assert difference.left_winner == winner
        assert difference.turns_left == (winner != found.left_winner)


def test_the_one_answer_that_makes_the_difference_is_named(content: Content) -> None:
    found = compare(content, position(content, SIMPLE), position(content, {**SIMPLE, **CILIUM}))

    assert not found.is_same_winner
    assert found.turning == ("cni",)
    assert [each.question for each in found.differences if each.matters] == ["cni"]


def test_the_same_comparison_the_other_way_round_is_its_mirror(content: Content) -> None:
    left, right = position(content, SIMPLE), position(content, CILIUM)

    there, back = compare(content, left, right), compare(content, right, left)

    assert (there.left_winner, there.right_winner) == (back.right_winner, back.left_winner)
    assert [(each.left, each.turns_left) for each in there.differences] == [
        (each.right, each.turns_right) for each in back.differences
    ]


def test_weights_are_one_difference_of_their_own(content: Content) -> None:
    plain, weighed = position(content, SIMPLE), position(content, SIMPLE, {"security": 100.0})

    found = compare(content, plain, weighed)

    assert [each.question for each in found.differences] == [WEIGHTS]


def test_answers_that_are_gone_are_left_out(content: Content) -> None:
    old = Position({"gone": ("yes",), "priority": ("gone",), "cni": ("cilium",)})

    assert readable(content.graph, old).answers == {"cni": ("cilium",)}
    assert compare(content, old, position(content, CILIUM)).differences == ()
