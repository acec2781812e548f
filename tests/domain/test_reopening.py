"""Answers that were given to an older version of the questions."""

from collections.abc import Mapping

import pytest

from app.domain.errors import InvalidInput
from app.domain.graph import Graph
from app.domain.graph_history import GraphVersion, QuestionChange, faults_of, versions_at
from app.domain.published import changed
from app.domain.reopening import Turn, reopen


def entry(version: str, gone: Mapping[str, str] | None = None, **questions: str) -> GraphVersion:
    """A version of the graph; each question with its new version."""
    return GraphVersion(
        version=version,
        because=f"Brought by {version}.",
        questions={
            name: QuestionChange(version=own, because=f"{name} became {own}.")
            for name, own in questions.items()
        },
        gone=gone or {},
    )


HISTORY = (
    entry("2.0", gone={"colour": "Nobody needed it."}, team="2.0.0", platform="1.1.1"),
    entry("1.2", services="1.1.0", platform="1.1.0", gateway_api="1.0.0"),
    entry("1.1", cni="1.0.1"),
    entry("1.0"),
)
VERSIONS = {"team": "2.0.0", "platform": "1.1.1", "services": "1.1.0", "cni": "1.0.1"}


@pytest.fixture(scope="module")
def newer(graph: Graph) -> Graph:
    """The published graph as it might be two versions on; K3s was added to the platforms."""
    questions = []
    for question in graph.questions:
        answers = tuple(
            changed(answer, since="1.1.0") if answer.id == "k3s" else answer
            for answer in question.answers
        )
        version = VERSIONS.get(question.id, question.version)
        questions.append(changed(question, version=version, answers=answers))
    return changed(graph, version="2.0", versions=HISTORY, questions=tuple(questions))


def test_the_published_history_ends_with_todays_versions(graph: Graph) -> None:
    assert list(faults_of(graph.versions, graph.version, graph.questions)) == []
    assert graph.versions[0].version == graph.version


def test_a_history_is_found_whole(newer: Graph) -> None:
    assert list(faults_of(newer.versions, newer.version, newer.questions)) == []


def test_the_versions_of_the_questions_are_known_at_each_version_of_the_graph(
    newer: Graph,
) -> None:
    names = ("team", "platform", "services", "cni", "gateway_api")

    def at(version: str) -> list[str | None]:
        found = versions_at(newer.versions, version, newer.questions)
        return [found.get(name) for name in names]

    assert at("2.0") == ["2.0.0", "1.1.1", "1.1.0", "1.0.1", "1.0.0"]
    assert at("1.2") == ["1.0.0", "1.1.0", "1.1.0", "1.0.1", "1.0.0"]
    assert at("1.1") == ["1.0.0", "1.0.0", "1.0.0", "1.0.1", None]
    assert at("1.0") == ["1.0.0", "1.0.0", "1.0.0", "1.0.0", None]


def test_an_answer_of_another_major_version_is_to_be_given_again(newer: Graph) -> None:
    found = reopen(newer, "1.2", {"team": ["first_mesh"], "cni": ["cilium"]})

    assert found.answers == {"cni": ["cilium"]}
    assert found.answer_again == ("team",)
    (question,) = found.questions
    assert (question.turn, question.then, question.now) == (Turn.OTHER_MEANING, "1.0.0", "2.0.0")
    assert question.given == ("first_mesh",)
    assert question.because == ("team became 2.0.0.",)


def test_added_answers_are_named_and_the_old_answer_counts(newer: Graph) -> None:
    found = reopen(newer, "1.1", {"platform": ["eks"]})

    assert found.answers == {"platform": ["eks"]}
    assert found.answer_again == ()
    (question,) = found.questions
    assert question.turn is Turn.MORE_ANSWERS
    assert question.new_answers == ("k3s",)
    assert question.because == ("platform became 1.1.1.", "platform became 1.1.0.")


def test_other_words_mean_the_same(newer: Graph) -> None:
    found = reopen(newer, "1.0", {"cni": ["cilium"]})

    assert found.answers == {"cni": ["cilium"]}
    assert [question.turn for question in found.questions] == [Turn.OTHER_WORDS]


def test_an_answer_to_what_is_no_longer_asked_is_left_out(newer: Graph) -> None:
    found = reopen(newer, "1.0", {"colour": ["red"], "cni": ["cilium"]})

    assert found.answers == {"cni": ["cilium"]}
    assert found.answer_again == ()
    gone = found.questions[0]
    assert (gone.question, gone.turn, gone.because) == (
        "colour", Turn.GONE, ("Nobody needed it.",),
    )  # fmt: skip


def test_each_version_since_is_told_newest_first(newer: Graph) -> None:
    assert reopen(newer, "1.1", {}).changes == (
        "2.0: Brought by 2.0.", "1.2: Brought by 1.2.",
    )  # fmt: skip
    assert reopen(newer, "2.0", {}).changes == ()


def test_answers_to_todays_version_stand_as_they_are(newer: Graph) -> None:
    answers = {"team": ["first_mesh"], "platform": ["k3s"]}

    found = reopen(newer, "2.0", answers)

    assert found.answers == answers
    assert found.questions == ()


@pytest.mark.parametrize("version", ["0.9", "3.0", "", "x", "1.0.0"])
def test_a_version_that_never_was_is_refused_with_those_that_were(
    newer: Graph, version: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        reopen(newer, version, {})

    assert refusal.value.problems[0].field == "vector"
    assert refusal.value.problems[0].allowed == ("2.0", "1.2", "1.1", "1.0")


def test_what_is_told_again_is_shaped_like_an_id(newer: Graph) -> None:
    found = reopen(newer, "1.0", {"team": ["<script>", "first_mesh"]})

    assert found.questions[0].given == ("first_mesh",)


@pytest.mark.parametrize(
    ("history", "message"),
    [
        ((), "the first must be 2.0"),
        (HISTORY[1:], "the first must be 2.0"),
        ((HISTORY[0], HISTORY[2], HISTORY[1], HISTORY[3]), "1.2: must be older"),
        ((HISTORY[0], HISTORY[1], HISTORY[3]), "no entry says what changed in cni 1.0.1"),
        ((entry("2.0", gone={"cni": "?"}), *HISTORY), "gone: cni is still asked"),
    ],
)
def test_a_history_that_does_not_fit_is_told(
    newer: Graph, history: tuple[GraphVersion, ...], message: str
) -> None:
    faults = list(faults_of(history, "2.0", newer.questions))

    assert any(message in fault for fault in faults)
