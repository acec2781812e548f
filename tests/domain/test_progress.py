import random

from app.content.load import Content
from app.domain.graph import walk
from app.domain.progress import questions_left
from app.domain.questions import NOT_SURE, Answers


def test_a_finished_walk_has_nothing_left(content: Content) -> None:
    stopped = {
        "goals": ("observability",),
        "services": ("under_20",),
        "continue_without_need": ("stop",),
    }

    assert questions_left(content.graph, stopped) == (0, 0)


def test_the_range_holds_on_every_step_of_two_hundred_random_walks(content: Content) -> None:
    dice = random.Random(5)
    for _ in range(200):
        answers: dict[str, tuple[str, ...]] = {}
        ranges = []
        while question := walk(content.graph, answers).next_question:
            ranges.append(questions_left(content.graph, answers))
            ids = [NOT_SURE, *(answer.id for answer in question.answers)]
            answers[question.id] = (dice.choice(ids),)
        assert questions_left(content.graph, answers) == (0, 0)
        for step, (fewest, most) in enumerate(ranges):
            assert fewest <= len(ranges) - step <= most


def test_an_answer_given_ahead_is_not_counted_again(content: Content) -> None:
    none: Answers = {}
    fewest, most = questions_left(content.graph, none)

    assert questions_left(content.graph, {"priority": ("simplicity",)})[1] < most
    assert fewest >= 1
