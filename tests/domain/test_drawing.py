import random

import pytest

from app.content.layout import load_layout
from app.content.load import Content
from app.content.yaml_files import BrokenContent
from app.domain.drawing import Look, draw
from app.domain.graph import Graph, walk
from app.domain.questions import NOT_SURE, Answers
from app.domain.successors import ADVICE, successors
from app.paths import CONTENT


def looks(content: Content, answers: Answers, now: str | None = None) -> dict[str, Look]:
    drawing = draw(content.graph, content.layout, answers, now)
    return {node.place.id: node.look for node in drawing.nodes}


def strong(content: Content, answers: Answers, now: str | None = None) -> set[tuple[str, str]]:
    drawing = draw(content.graph, content.layout, answers, now)
    return {(e.place.tail, e.place.head) for e in drawing.edges if e.look is Look.ON_PATH}


def random_walks(graph: Graph, number: int) -> list[dict[str, tuple[str, ...]]]:
    dice = random.Random(7)
    walks = []
    for _ in range(number):
        answers: dict[str, tuple[str, ...]] = {}
        while question := walk(graph, answers).next_question:
            ids = [NOT_SURE, *(answer.id for answer in question.answers)]
            answers[question.id] = (dice.choice(ids),)
        walks.append(answers)
    return walks


def test_the_stored_picture_holds_the_graphs_questions_and_what_can_follow_them(
    content: Content,
) -> None:
    placed = [node.id for node in content.layout.nodes]
    drawn = {(edge.tail, edge.head) for edge in content.layout.edges}

    assert placed == [*(question.id for question in content.graph.questions), ADVICE]
    assert drawn == successors(content.graph)


def test_a_picture_of_another_graph_is_refused(content: Content) -> None:
    shorter = content.graph.model_copy(update={"questions": content.graph.questions[:-1]})

    with pytest.raises(BrokenContent, match="lay it out again"):
        load_layout(CONTENT / "graph_layout.yaml", shorter)


def test_a_picture_with_an_edge_too_many_is_refused(content: Content) -> None:
    always = tuple(
        question.model_copy(update={"asked_when": None}) for question in content.graph.questions
    )
    other = content.graph.model_copy(update={"questions": always})

    with pytest.raises(BrokenContent, match="edges"):
        load_layout(CONTENT / "graph_layout.yaml", other)


def test_boxes_stand_inside_the_picture_and_do_not_overlap(content: Content) -> None:
    layout = content.layout
    wide, high = layout.node_width, layout.node_height
    for node in layout.nodes:
        assert wide / 2 <= node.x <= layout.width - wide / 2
        assert high / 2 <= node.y <= layout.height - high / 2
        for other in layout.nodes:
            apart = abs(node.x - other.x) >= wide or abs(node.y - other.y) >= high
            assert apart or node is other


def test_every_finished_walk_runs_along_drawn_lines_to_the_advice(content: Content) -> None:
    for answers in random_walks(content.graph, 300):
        steps = [step.question.id for step in walk(content.graph, answers).steps]
        wanted = set(zip(steps, [*steps[1:], ADVICE], strict=True))
        assert strong(content, answers) == wanted


def test_before_any_answer_nothing_is_strong_and_nothing_out_of_reach(content: Content) -> None:
    assert strong(content, {}, "goals") == set()
    assert Look.OUT not in looks(content, {}, "goals").values()
    assert looks(content, {}, "goals")["goals"] is Look.NOW


def test_the_path_leads_to_the_question_being_asked(content: Content) -> None:
    answers = {"goals": ("mtls",), "services": ("under_20",)}

    found = looks(content, answers, "priority")

    assert strong(content, answers, "priority") == {("goals", "services"), ("services", "priority")}
    assert found["services"] is Look.ON_PATH
    assert found["continue_without_need"] is Look.OUT
    assert found["canary_style"] is Look.OPEN
    assert found[ADVICE] is Look.OPEN


def test_a_question_that_was_skipped_leaves_a_gap_in_the_path(content: Content) -> None:
    assert strong(content, {"goals": ("mtls",), "priority": ("features",)}) == set()


def test_stopping_leaves_all_the_rest_out_of_reach(content: Content) -> None:
    answers = {
        "goals": ("observability",),
        "services": ("under_20",),
        "continue_without_need": ("stop",),
    }

    found = looks(content, answers)

    assert found["priority"] is Look.OUT
    assert found[ADVICE] is Look.ON_PATH
    assert ("continue_without_need", ADVICE) in strong(content, answers)


def test_no_walk_takes_a_step_that_is_not_an_edge(content: Content) -> None:
    edges = successors(content.graph)
    for answers in random_walks(content.graph, 300):
        steps = [step.question.id for step in walk(content.graph, answers).steps]
        assert set(zip(steps, [*steps[1:], ADVICE], strict=True)) <= edges
