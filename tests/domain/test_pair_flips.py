"""Two changes that change the winner together, against ranking every pair again."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.explanation import PairFlips
from app.domain.flips import answer_flips, instead_of
from app.domain.graph import Answers, Graph
from app.domain.pair_flips import MOST_TRIED, pair_flips
from app.domain.ranking import Ranking, rank
from app.domain.scoring import Model
from app.domain.sent_answers import parse_answers
from app.domain.trials import Trials

Told = tuple[tuple[str, tuple[str, ...]], tuple[str, tuple[str, ...]], str | None]
weights_of_some = st.dictionaries(
    st.sampled_from(["security", "traffic", "simplicity", "overhead"]),
    st.floats(0, 1000) | st.sampled_from([0.0, 10.0, 100.0]),
    max_size=2,
)


def winner(ranking: Ranking) -> str | None:
    return ranking.winner.option if ranking.winner else None


def told_of(found: PairFlips) -> set[Told]:
    told = set()
    for pair in found.pairs:
        one, other = pair.changes
        told.add(((one.question, one.instead), (other.question, other.instead), pair.winner))
    return told


def by_brute_force(model: Model, answers: Answers, weights: dict[str, float] | None) -> set[Told]:
    """Rank again with every single change and with every two."""
    ranking = rank(model, answers, weights)
    changes = [
        (step.question.id, instead)
        for step in ranking.path.steps
        for instead in (instead_of(step) if step.answers else ())
    ]

    def winner_with(*changed: tuple[str, tuple[str, ...]]) -> str | None:
        left = {**answers, **dict(changed)}
        return winner(rank(model, {key: own for key, own in left.items() if own}, weights))

    now = winner(ranking)
    idle = [change for change in changes if winner_with(change) == now]
    return {
        (one, other, then)
        for one, other in combinations(idle, 2)
        if one[0] != other[0] and (then := winner_with(one, other)) != now
    }


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_pairs_are_all_those_that_change_the_winner_though_neither_change_does(
    model: Model, any_answers: st.SearchStrategy[Answers], data: st.DataObject
) -> None:
    drawn = data.draw(any_answers)
    most = data.draw(st.integers(2, 6))
    answers = dict(list(drawn.items())[:most])
    weights = data.draw(st.none() | weights_of_some)
    ranking = rank(model, answers, weights)

    found = pair_flips(ranking, answer_flips(Trials(ranking), ranking.path))

    assert told_of(found) == by_brute_force(model, answers, weights)
    assert len(told_of(found)) == len(found.pairs)
    assert found.untried == 0


FULL = {
    "goals": ["mtls", "observability", "authorization"],
    "services": "from_20_to_100",
    "priority": "balanced",
    "cni": "other_replaceable",
    "mtls_assurance": "encryption_in_transit",
    "authorization_level": "l4",
    "clusters": "one",
    "sidecars": "fine",
    "overhead_budget": "relaxed",
    "team": "some_experience",
    "release_policy": "any",
    "gateway_api": "preferred",
    "platform": "eks",
}


def test_along_a_whole_path_they_are_all_found_too(model: Model, graph: Graph) -> None:
    answers = parse_answers(graph, FULL)
    ranking = rank(model, answers)

    found = pair_flips(ranking, answer_flips(Trials(ranking), ranking.path))

    assert told_of(found) == by_brute_force(model, answers, None)
    assert found.pairs


def test_pairs_that_leave_no_answer_out_come_first(model: Model, graph: Graph) -> None:
    ranking = rank(model, parse_answers(graph, FULL))

    found = pair_flips(ranking, answer_flips(Trials(ranking), ranking.path))

    left_out = [sum(not one.instead for one in pair.changes) for pair in found.pairs]
    assert left_out == sorted(left_out)


def test_one_answer_makes_no_pair(model: Model, graph: Graph) -> None:
    ranking = rank(model, parse_answers(graph, {"priority": "simplicity"}))

    assert pair_flips(ranking, answer_flips(Trials(ranking), ranking.path)).tried == 0


def test_the_bound_on_pairs_is_above_what_the_published_questions_can_make(graph: Graph) -> None:
    changes = [len(question.answers) + 1 for question in graph.questions]

    assert sum(one * other for one, other in combinations(changes, 2)) <= MOST_TRIED


def test_what_is_beyond_the_bound_is_counted_and_not_tried(
    model: Model, graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    ranking = rank(model, parse_answers(graph, FULL))
    alone = answer_flips(Trials(ranking), ranking.path)
    every = pair_flips(ranking, alone)
    monkeypatch.setattr("app.domain.pair_flips.MOST_TRIED", 10)

    few = pair_flips(ranking, alone)

    assert (few.tried, few.untried) == (10, every.tried - 10)
    assert set(few.pairs) <= set(every.pairs)


def test_where_nothing_fits_pairs_tell_which_two_to_give_up(model: Model, graph: Graph) -> None:
    raw = {
        "priority": "features",
        "traffic_features": ["fault_injection", "rate_limiting"],
        "workloads": ["vms", "jobs"],
        "sidecars": "avoid",
    }
    answers = parse_answers(graph, raw)
    ranking = rank(model, answers)
    assert ranking.winner is None

    found = pair_flips(ranking, answer_flips(Trials(ranking), ranking.path))

    assert found.pairs
    assert all(pair.winner for pair in found.pairs)
    assert told_of(found) == by_brute_force(model, answers, None)
