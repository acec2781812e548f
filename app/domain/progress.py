"""How many questions can still come, whatever is answered from here on."""

from collections.abc import Collection, Mapping
from enum import StrEnum

from app.domain.graph import Graph
from app.domain.questions import NOT_SURE, Answers, Condition


class Prospect(StrEnum):
    """What becomes of a question: it was answered, will come, can still come, or cannot."""

    SEEN = "seen"
    COMES = "comes"
    MAY_COME = "may_come"
    OUT = "out"


def questions_left(graph: Graph, answers: Answers) -> tuple[int, int]:
    """Return the fewest and the most questions that can still be asked."""
    found = list(prospects(graph, answers).values())
    fewest = found.count(Prospect.COMES)
    return fewest, fewest + found.count(Prospect.MAY_COME)


def prospects(graph: Graph, answers: Answers) -> Mapping[str, Prospect]:
    """Return what becomes of each question, whatever is answered from here on.

    A condition on a question that nobody answered yet may hold or not. Each is judged alone,
    so more may seem possible than is, never less.
    """
    found: dict[str, Prospect] = {}
    given: dict[str, tuple[str, ...]] = {}
    undecided: set[str] = set()
    may_have_stopped = has_stopped = False
    for question in graph.questions:
        must, may = _truth(question.asked_when, given, undecided)
        if has_stopped or not may:
            found[question.id] = Prospect.OUT
            continue
        is_certain = must and not may_have_stopped
        stops = {answer.id for answer in question.answers if answer.stops}
        if question.id not in answers:
            found[question.id] = Prospect.COMES if is_certain else Prospect.MAY_COME
            undecided.add(question.id)
            may_have_stopped |= bool(stops)
            continue
        found[question.id] = Prospect.SEEN
        given[question.id] = answers[question.id]
        does_stop = bool(stops & set(answers[question.id]))
        has_stopped = is_certain and does_stop
        may_have_stopped |= does_stop
        if not is_certain:
            undecided.add(question.id)
    return found


def _truth(
    condition: Condition | None, given: Answers, undecided: Collection[str]
) -> tuple[bool, bool]:
    """Tell whether a condition holds for certain, and whether it can hold at all."""
    if condition is None:
        return True, True
    if condition.question is not None:
        has = set(condition.has) & set(given.get(condition.question, (NOT_SURE,)))
        if condition.question not in undecided:
            return bool(has), bool(has)
        return False, bool(has) or condition.question not in given
    parts = [_truth(part, given, undecided) for part in (*condition.all, *condition.any)]
    if condition.none:
        denied = [_truth(part, given, undecided) for part in condition.none]
        return not any(may for _, may in denied), not any(must for must, _ in denied)
    combine = any if condition.any else all
    return combine(must for must, _ in parts), combine(may for _, may in parts)
