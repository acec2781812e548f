"""Rules that a graph has to keep as a whole: each yields a sentence for every fault."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from app.domain.graph import Graph
from app.domain.progress import STOPPED, questions_left, stages
from app.domain.questions import Answer, Level
from app.domain.scales import Scales

LONGEST: Final = 16
"""So many questions are asked at most, whatever is answered."""

Rule = Callable[[Graph, Scales], Iterator[str]]


def faults_of(graph: Graph, scales: Scales) -> Iterator[str]:
    """Yield what every rule finds. That conditions are acyclic is held when a graph is read."""
    for rule in RULES:
        yield from rule(graph, scales)


def conditions_can_hold_and_fail(graph: Graph, _: Scales) -> Iterator[str]:
    """Find questions that nobody can reach, and conditions or parts of them that decide nothing."""
    for stage in stages(graph, {}):
        question, asked = stage.question, stage.asked
        held = {leaf for way in stage.before for leaf in way}
        leaves = question.asked_when.leaves() if question.asked_when else ()
        if not any(asked):
            yield f"{question.id}: asked_when: can never hold, so nobody is asked"
            continue
        going = [is_on for way, is_on in zip(stage.before, asked, strict=True) if way != STOPPED]
        if question.asked_when and all(going):
            yield f"{question.id}: asked_when: always holds, and decides nothing"
        for name, answer in leaves:
            if (name, answer) not in held:
                yield f"{question.id}: asked_when: nobody who comes here has {name} {answer}"


def answers_do_something(graph: Graph, _: Scales) -> Iterator[str]:
    """Find answers without an effect: not sure is there for those who mean nothing."""
    for question in graph.questions:
        for answer in question.answers:
            if not answer.effects:
                yield f"{question.id}: {answer.id}: effects: an answer must do something"


def effects_can_fire(graph: Graph, scales: Scales) -> Iterator[str]:
    """Find emphasis that gives a feature no more than it counts for anyway."""
    standing = {row.feature: row.weight for each in scales.criteria for row in each.rows}
    for question in graph.questions:
        for answer in question.answers:
            for effect in answer.effects:
                for feature, rows in effect.emphasise.items():
                    if rows <= standing.get(feature, 0.0):
                        place = f"{question.id}: {answer.id}: emphasise: {feature}"
                        yield f"{place}: counts as {standing[feature]:g} rows already"


def answers_do_not_contradict_themselves(graph: Graph, _: Scales) -> Iterator[str]:
    """Find answers that accept a contract and refuse it."""
    for question in graph.questions:
        for answer in question.answers:
            said = {effect.paid for effect in answer.effects if effect.paid}
            if len(said) > 1:
                yield f"{question.id}: {answer.id}: paid: accepts a contract and refuses it"


def stricter_answers_ask_for_no_less(graph: Graph, _: Scales) -> Iterator[str]:
    """Find a stricter answer without a must-have of a more lenient one."""
    for question in graph.questions:
        pairs = zip(question.answers, question.answers[1:], strict=False)
        for lenient, strict in pairs if question.by_strictness else ():
            asked = _required(strict)
            for feature, level in _required(lenient).items():
                if asked.get(feature) not in {level, Level.FULL}:
                    place = f"{question.id}: {strict.id}: require"
                    yield f"{place}: asks for less {feature} than {lenient.id}, which is milder"


def no_way_is_too_long(graph: Graph, _: Scales) -> Iterator[str]:
    """Find a graph that may ask for more than anyone wants to answer."""
    most = questions_left(graph, {})[1]
    if most > LONGEST:
        yield f"questions: up to {most} can be asked in one walk; at most {LONGEST} should"


def _required(answer: Answer) -> Mapping[str, Level]:
    return {
        feature: level for effect in answer.effects for feature, level in effect.require.items()
    }


RULES: Final[tuple[Rule, ...]] = (
    conditions_can_hold_and_fail,
    answers_do_something,
    effects_can_fire,
    answers_do_not_contradict_themselves,
    stricter_answers_ask_for_no_less,
    no_way_is_too_long,
)
