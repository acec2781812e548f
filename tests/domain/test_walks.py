"""Thousands of complete walks through the graph: none ends early, none meets an idle question."""

import random

import pytest

from app.domain.graph import Graph, Question, walk
from app.domain.progress import questions_left
from app.domain.scoring import Model
from app.domain.trials import Trials

WALKS = 2000


def any_answer(question: Question, chance: random.Random) -> tuple[str, ...]:
    if chance.random() < 0.2:
        return ("not_sure",)
    together = [answer.id for answer in question.answers if not answer.excludes_others]
    if question.multi and chance.random() < 0.7:
        chosen = set(chance.sample(together, chance.randint(1, len(together))))
        return tuple(answer for answer in together if answer in chosen)
    return (chance.choice(question.answers).id,)


@pytest.mark.endurance
def test_no_walk_meets_a_dead_end_a_loop_or_a_question_without_effect(
    graph: Graph, model: Model
) -> None:
    chance = random.Random(4)
    for _ in range(WALKS):
        given: dict[str, tuple[str, ...]] = {}
        while (question := walk(graph, given).next_question) is not None:
            assert question.id not in given
            assert any(answer.effects for answer in question.answers)
            fewest, most = questions_left(graph, given)
            assert most >= 1
            assert fewest <= most
            given[question.id] = any_answer(question, chance)
        path = walk(graph, given)
        assert path.unused == {}
        assert [step.question for step in path.steps] == list(path.asked)
        assert questions_left(graph, given) == (0, 0)
        winner = Trials.of(model, given).winner()
        assert winner is None or winner in model.options
