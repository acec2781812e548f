"""Sets of answers to measure with: as people give them, and never the same twice."""

import json
import random
from collections.abc import Iterator
from itertools import islice

from pydantic import TypeAdapter

from app.content.load import Content
from app.domain.graph import Answers, Question, walk
from app.domain.outcome import Recommendation
from app.domain.recommend import recommend

HALF_WAY = 0.5  # the share of walks that end before their last question


def any_answers(content: Content, seed: int) -> Iterator[Answers]:
    """Yield answers along random paths, every other one still half-way, never the same twice."""
    chance = random.Random(seed)
    seen: set[str] = set()
    while True:
        given: dict[str, tuple[str, ...]] = {}
        while (question := walk(content.graph, given).next_question) is not None:
            given[question.id] = any_answer(question, chance)
        if chance.random() < HALF_WAY:
            given = dict(islice(given.items(), chance.randint(1, len(given))))
        if (key := json.dumps(given)) not in seen:
            seen.add(key)
            yield given


def typical(content: Content) -> Answers:
    """Return answers whose recommendation is of middle length."""
    some = list(islice(any_answers(content, 2), 101))
    parts = content.catalogue, content.graph, content.scales
    text = TypeAdapter(Recommendation)
    return sorted(some, key=lambda one: len(text.dump_json(recommend(*parts, one))))[50]


def any_answer(question: Question, chance: random.Random) -> tuple[str, ...]:
    """Return one answer, one in five times not sure, or some where several may be given."""
    if chance.random() < 0.2:
        return ("not_sure",)
    if question.multi:
        together = [one.id for one in question.answers if not one.excludes_others]
        chosen = set(chance.sample(together, chance.randint(1, 3)))
        return tuple(one for one in together if one in chosen)
    return (chance.choice(question.answers).id,)
