"""Which questions could still change the winner."""

from app.domain.graph import Graph
from app.domain.next_questions import OpenQuestion, open_questions
from app.domain.ranking import rank
from app.domain.scoring import Model
from app.domain.sent_answers import parse_answers
from app.domain.trials import Trials


def find(model: Model, graph: Graph, raw: dict[str, object]) -> tuple[OpenQuestion, ...]:
    answers = parse_answers(graph, raw)
    return open_questions(Trials.of(model, answers))


def test_an_open_question_tells_the_winner_of_each_answer(model: Model, graph: Graph) -> None:
    found = {one.question.id: one for one in find(model, graph, {"priority": "features"})}

    sidecars = found["sidecars"]
    assert sidecars.winners == {"fine": "istio-sidecar", "avoid": "istio-ambient"}
    assert (sidecars.changes, sidecars.share) == (1, 0.5)


def test_each_answer_is_what_answering_would_give(model: Model, graph: Graph) -> None:
    raw: dict[str, object] = {"priority": "simplicity"}

    for one in find(model, graph, raw):
        for answer, winner in one.winners.items():
            then = rank(model, parse_answers(graph, {**raw, one.question.id: answer})).winner
            assert winner == (then.option if then else None)


def test_the_question_that_changes_most_comes_first(model: Model, graph: Graph) -> None:
    shares = [one.share for one in find(model, graph, {"priority": "simplicity"})]

    assert len(shares) > 1
    assert shares == sorted(shares, reverse=True)


def test_a_question_left_as_not_sure_is_still_open(model: Model, graph: Graph) -> None:
    raw: dict[str, object] = {"priority": "features", "sidecars": "not_sure"}

    assert "sidecars" in {one.question.id for one in find(model, graph, raw)}


def test_answered_questions_and_those_off_the_path_are_not_open(model: Model, graph: Graph) -> None:
    found = {one.question.id for one in find(model, graph, {"priority": "simplicity"})}

    assert not found & {"priority", "canary_style", "mtls_assurance", "continue_without_need"}


def test_nothing_is_open_after_stopping(model: Model, graph: Graph) -> None:
    raw: dict[str, object] = {
        "goals": ["observability"],
        "services": "under_20",
        "continue_without_need": "stop",
    }

    assert find(model, graph, raw) == ()
