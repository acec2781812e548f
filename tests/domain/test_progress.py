import random
from itertools import combinations

import pytest

from app.content.load import Content
from app.domain.graph import walk
from app.domain.progress import Prospect, prospects, questions_left
from app.domain.questions import NOT_SURE, Answers, Question


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


@pytest.mark.parametrize("end", [0, 1])
def test_the_fewest_and_the_most_can_both_be_reached(content: Content, end: int) -> None:
    dice = random.Random(7)
    for _ in range(10):
        answers: dict[str, tuple[str, ...]] = {}
        for given in walk(content.graph, {}).asked[: dice.randint(0, 6)]:
            answers[given.id] = (dice.choice(given.answers).id,)
        while question := walk(content.graph, answers).next_question:
            left = questions_left(content.graph, answers)[end]
            ways = [{**answers, question.id: given} for given in every_answer(question)]
            ends = [questions_left(content.graph, way)[end] for way in ways]
            assert (min(ends), max(ends))[end] == left - 1
            answers = ways[ends.index(left - 1)]


def test_what_will_come_comes_on_every_walk_and_what_is_out_on_none(content: Content) -> None:
    dice = random.Random(8)
    for _ in range(20):
        start: dict[str, tuple[str, ...]] = {}
        for _ in range(dice.randint(0, 4)):
            if question := walk(content.graph, start).next_question:
                start[question.id] = dice.choice(every_answer(question))
        outlook = prospects(content.graph, start)
        for _ in range(10):
            answers = dict(start)
            while question := walk(content.graph, answers).next_question:
                answers[question.id] = dice.choice(every_answer(question))
            for name, found in outlook.items():
                assert (name in answers) or found in {Prospect.MAY_COME, Prospect.OUT}
                assert (name not in answers) or found is not Prospect.OUT


def every_answer(question: Question) -> list[tuple[str, ...]]:
    """Return each answer alone, all that can be given together, and not sure."""
    together = tuple(answer.id for answer in question.answers if not answer.excludes_others)
    alone = [(answer.id,) for answer in question.answers]
    several = [
        chosen for size in range(2, len(together) + 1) for chosen in combinations(together, size)
    ]
    return [*alone, *(several if question.multi else ()), (NOT_SURE,)]
