"""The walk through the graph, and what is refused before it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import InvalidInput
from app.domain.graph import Answers, Graph, walk
from app.domain.sent_answers import parse_answers


def asked(graph: Graph, raw: dict[str, object]) -> list[str]:
    return [question.id for question in walk(graph, parse_answers(graph, raw)).asked]


def test_the_first_question_is_what_the_mesh_should_do(graph: Graph) -> None:
    path = walk(graph, {})

    assert path.next_question is not None
    assert path.next_question.id == "goals"
    assert path.steps == ()


def test_without_answers_only_the_unconditional_questions_are_asked(graph: Graph) -> None:
    assert asked(graph, {}) == [
        "goals",
        "services",
        "priority",
        "cni",
        "clusters",
        "workloads",
        "sidecars",
        "overhead_budget",
        "team",
        "release_policy",
        "gateway_api",
        "platform",
    ]


@pytest.mark.parametrize(
    ("raw", "question", "is_asked"),
    [
        ({"services": "under_20"}, "continue_without_need", True),
        ({"services": "under_20", "goals": ["none"]}, "continue_without_need", True),
        ({"services": "under_20", "goals": ["mtls"]}, "continue_without_need", False),
        ({"services": "under_20", "goals": ["traffic_splitting"]}, "continue_without_need", False),
        ({"services": "from_20_to_100"}, "continue_without_need", False),
        ({"goals": ["mtls"]}, "mtls_assurance", True),
        ({"priority": "mtls_only"}, "mtls_assurance", True),
        ({"priority": "features"}, "mtls_assurance", False),
        ({"goals": ["mtls"]}, "authorization_level", True),
        ({"goals": ["authorization"]}, "authorization_level", True),
        ({"goals": ["observability"]}, "authorization_level", False),
        ({"goals": ["traffic_splitting"]}, "canary_style", True),
        ({"priority": "progressive_delivery"}, "canary_style", True),
        ({"priority": "simplicity"}, "canary_style", False),
        ({"priority": "features"}, "traffic_features", True),
        ({"priority": "balanced"}, "traffic_features", True),
        ({"priority": "progressive_delivery"}, "traffic_features", True),
        ({"goals": ["resilience"]}, "traffic_features", True),
        ({"priority": "simplicity"}, "traffic_features", False),
    ],
)
def test_a_question_is_asked_when_its_condition_holds(
    graph: Graph, raw: dict[str, object], question: str, *, is_asked: bool
) -> None:
    assert (question in asked(graph, raw)) is is_asked


def test_stopping_ends_the_walk_and_leaves_later_answers_unused(graph: Graph) -> None:
    raw = {"services": "under_20", "continue_without_need": "stop", "priority": "features"}

    path = walk(graph, parse_answers(graph, raw))

    assert path.stopped
    assert [question.id for question in path.asked] == [
        "goals",
        "services",
        "continue_without_need",
    ]
    assert path.unused == {"priority": ("features",)}


def test_an_answer_off_the_path_asks_nothing_more(graph: Graph) -> None:
    raw = {"goals": ["observability"], "canary_style": "automated"}

    path = walk(graph, parse_answers(graph, raw))

    assert path.unused == {"canary_style": ("automated",)}
    assert [step.question.id for step in path.steps] == ["goals"]


def test_not_sure_moves_on_without_an_effect(graph: Graph) -> None:
    path = walk(graph, parse_answers(graph, {"goals": "not_sure"}))

    assert path.next_question is not None
    assert path.next_question.id == "services"
    assert path.steps[0].answers == ()
    assert path.steps[0].effects == ()


def test_answers_come_back_in_the_order_of_the_question(graph: Graph) -> None:
    raw = {"services": "under_20", "goals": ["observability", "mtls", "mtls"]}

    answers = parse_answers(graph, raw)

    assert answers == {"goals": ("mtls", "observability"), "services": ("under_20",)}
    assert list(answers) == ["goals", "services"]


@pytest.mark.parametrize("nothing", [None, "", [], ()])
def test_nothing_means_that_the_question_was_not_seen(graph: Graph, nothing: object) -> None:
    assert parse_answers(graph, {"services": nothing}) == {}


@pytest.mark.parametrize(
    ("raw", "field", "allowed"),
    [
        ({"color": "red"}, "answers.color", "services"),
        ({"<script>": "x"}, "answers", "services"),
        ({"services": "many"}, "answers.services", "under_20"),
        ({"services": 20}, "answers.services", "under_20"),
        ({"services": {"under_20": True}}, "answers.services", "under_20"),
        ({"services": [["under_20"]]}, "answers.services", "under_20"),
        ({"services": ["under_20", "over_500"]}, "answers.services", "over_500"),
        ({"services": ["under_20", "not_sure"]}, "answers.services", "not_sure"),
        ({"goals": ["none", "mtls"]}, "answers.goals", "mtls"),
    ],
)
def test_what_is_refused_names_the_field_and_what_is_allowed(
    graph: Graph, raw: dict[str, object], field: str, allowed: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        parse_answers(graph, raw)

    (problem,) = refusal.value.problems
    assert problem.field == field
    assert allowed in problem.allowed


def test_every_wrong_field_is_named_at_once(graph: Graph) -> None:
    with pytest.raises(InvalidInput) as refusal:
        parse_answers(graph, {"services": "many", "team": "none", "color": "red"})

    fields = {problem.field for problem in refusal.value.problems}
    assert fields == {"answers.services", "answers.team", "answers.color"}


@settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_a_refusal_repeats_nothing_that_is_no_id(graph: Graph, data: st.DataObject) -> None:
    text = data.draw(st.text(min_size=1).filter(lambda text: not text.isidentifier()))

    with pytest.raises(InvalidInput) as refusal:
        parse_answers(graph, {"services": f"<{text}", f"<{text}": "x"})

    assert "<" not in str(refusal.value)


@settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_following_the_next_question_ends_with_every_asked_question_seen(
    graph: Graph, any_answers: st.SearchStrategy[Answers], data: st.DataObject
) -> None:
    wanted = data.draw(any_answers)
    given_so_far: dict[str, tuple[str, ...]] = {}

    while (question := walk(graph, given_so_far).next_question) is not None:
        assert question.id not in given_so_far
        given_so_far[question.id] = wanted.get(question.id, ("not_sure",))

    path = walk(graph, given_so_far)
    assert [step.question for step in path.steps] == list(path.asked)
    assert path.unused == {}
