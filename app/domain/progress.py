"""How many questions can still come, whatever is answered from here on."""

from collections.abc import Collection

from app.domain.graph import Graph
from app.domain.questions import NOT_SURE, Answers, Condition


def questions_left(graph: Graph, answers: Answers) -> tuple[int, int]:
    """Return the fewest and the most questions that can still be asked.

    A condition on a question that nobody answered yet may hold or not. Each is judged alone,
    so the true range can be narrower, never wider.
    """
    fewest = most = 0
    given: dict[str, tuple[str, ...]] = {}
    undecided: set[str] = set()
    may_have_stopped = False
    for question in graph.questions:
        must, may = _truth(question.asked_when, given, undecided)
        if not may:
            continue
        stops = {answer.id for answer in question.answers if answer.stops}
        if question.id not in answers:
            most += 1
            fewest += must and not may_have_stopped
            undecided.add(question.id)
            may_have_stopped |= bool(stops)
        elif must and not may_have_stopped:
            given[question.id] = answers[question.id]
            if stops & set(answers[question.id]):
                break
        else:
            given[question.id] = answers[question.id]
            undecided.add(question.id)
            may_have_stopped |= bool(stops & set(answers[question.id]))
    return fewest, most


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
