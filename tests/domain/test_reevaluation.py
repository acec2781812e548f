"""A decision saved in one world and looked at in another: does it stand, and what moved it?"""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.content.load import Content
from app.domain.decisions import Revision, advice_of
from app.domain.graph import Answers
from app.domain.grounds import Grounds, grounds_of, parse_grounds
from app.domain.next_revision import revision_of
from app.domain.proposal import parse_amendment
from app.domain.published import changed
from app.domain.recommend import recommend
from app.domain.reevaluation import Reevaluation, State, reevaluate
from app.domain.shift_words import sentence_of
from app.domain.shifts import Kind, Shift, shifts_since
from app.domain.undoing import Basis, undone

ANSWERS: Answers = {
    "goals": ("mtls",),
    "services": ("from_20_to_100",),
    "priority": ("simplicity",),
}
NONE = {"support": "none", "maturity": "n/a"}
ALPHA = {"support": "full", "maturity": "alpha"}


@pytest.fixture(scope="session")
def today(content: Content) -> Basis:
    return Basis(content.catalogue, content.graph, content.scales)


def world(today: Basis, **facts: Mapping[str, str]) -> Basis:
    """Today's world with other facts: `linkerd__mtls` names a cell."""
    now = grounds_of(*today).facts
    shifts = []
    for name, fact in facts.items():
        option, _, feature = name.replace("_sidecar", "-sidecar").partition("__")
        shifts.append(Shift(Kind.CELL, f"{option}.{feature}", fact, now[option][feature]))
    return undone(today, shifts)


def saved_in(basis: Basis, answers: Answers = ANSWERS, chosen: str | None = None) -> Revision:
    advice = advice_of(recommend(*basis, answers))
    option = chosen or advice.winner or "no-mesh"
    return revision_of(
        parse_amendment({"title": "T", "answers": {}, "chosen_option": option, "reason": "So."}),
        number=1,
        answers=answers,
        weights=None,
        advice=advice,
        catalogue=basis.catalogue,
        graph=basis.graph,
        created_at=datetime(2026, 11, 22, tzinfo=UTC),
    )


def seen(today: Basis, then: Basis, chosen: str | None = None) -> Reevaluation:
    return reevaluate(today, saved_in(then, chosen=chosen), grounds_of(*then))


def blamed(found: Reevaluation) -> list[str]:
    assert found.blame is not None
    return [shift.place for shift in found.blame.shifts]


def test_where_nothing_shifted_it_stands_and_nothing_is_blamed(today: Basis) -> None:
    found = seen(today, today)

    assert (found.state, found.weaknesses, found.blame) == (State.UNCHANGED, (), None)


def test_the_one_cell_that_flips_a_decision_is_named(today: Basis) -> None:
    then = world(today, linkerd__mtls=NONE, cilium__windows=ALPHA)

    found = seen(today, then)

    assert (found.state, found.winner_now) == (State.FLIPPED, "linkerd")
    assert found.winner_then != "linkerd"
    assert blamed(found) == ["linkerd.mtls"]
    assert found.blame is not None
    assert found.blame.alone


def test_a_new_caveat_makes_a_decision_weaker_and_its_cell_is_named(today: Basis) -> None:
    mtls = grounds_of(*today).facts["linkerd"]["mtls"]
    beta_today = undone(
        today, [Shift(Kind.CELL, "linkerd.mtls", {**mtls, "maturity": "beta"}, mtls)]
    )

    found = seen(beta_today, today)

    assert (found.state, found.winner_now) == (State.WEAKER, "linkerd")
    assert any("beta" in sentence for sentence in found.weaknesses)
    assert blamed(found) == ["linkerd.mtls"]


def test_a_choice_against_the_advice_is_weaker_once_it_is_ruled_out(today: Basis) -> None:
    kuma = grounds_of(*today).facts["kuma"]["mtls"]
    without = undone(today, [Shift(Kind.CELL, "kuma.mtls", NONE, kuma)])

    found = seen(without, today, chosen="kuma")

    assert found.state is State.WEAKER
    assert "Kuma, which was chosen, is ruled out now." in found.weaknesses[0]
    assert blamed(found) == ["kuma.mtls"]


def test_an_effect_that_an_answer_lost_is_blamed_on_its_question(today: Basis) -> None:
    question = today.graph.question("priority")
    answers = tuple(
        changed(each, effects=()) if each.id == "simplicity" else each for each in question.answers
    )
    questions = tuple(
        changed(each, answers=answers) if each is question else each
        for each in today.graph.questions
    )
    then = today._replace(graph=changed(today.graph, questions=questions))

    found = seen(today, then)

    assert found.state is State.FLIPPED
    assert blamed(found) == ["priority"]


def test_answers_to_a_question_of_another_meaning_cannot_be_compared(today: Basis) -> None:
    questions = tuple(
        changed(each, version="2.0.0") if each.id == "priority" else each
        for each in today.graph.questions
    )
    later = today._replace(graph=changed(today.graph, questions=questions))

    found = reevaluate(later, saved_in(today), grounds_of(*today))

    assert (found.state, found.reworded) == (State.UNKNOWN, ("priority",))


def test_an_option_that_joined_and_wins_is_blamed(today: Basis) -> None:
    options = tuple(each for each in today.catalogue.options if each.id != "linkerd")
    then = today._replace(catalogue=changed(today.catalogue, options=options))

    found = seen(today, then)

    assert (found.state, blamed(found)) == (State.FLIPPED, ["linkerd"])


def test_a_winner_that_left_is_named_without_a_proof(today: Basis) -> None:
    options = tuple(each for each in today.catalogue.options if each.id != "linkerd")
    later = today._replace(catalogue=changed(today.catalogue, options=options))

    found = seen(later, today)

    assert found.state is State.FLIPPED
    assert found.blame is not None
    assert not found.blame.is_proven
    assert "linkerd" in blamed(found)


def test_without_the_grounds_of_then_the_state_is_told_and_nobody_is_blamed(today: Basis) -> None:
    found = reevaluate(today, saved_in(world(today, linkerd__mtls=NONE)))

    assert (found.state, found.blame) == (State.FLIPPED, None)


def test_grounds_come_back_from_their_text_and_words_are_no_part_of_facts(today: Basis) -> None:
    grounds = grounds_of(*today)
    read = parse_grounds(grounds.text)
    features = tuple(changed(each, name=f"{each.name}!") for each in today.catalogue.features)
    reworded = today._replace(catalogue=changed(today.catalogue, features=features))

    assert (read.id, shifts_since(read, grounds)) == (grounds.id, ())
    assert grounds_of(*reworded).id == grounds.id


LEVELS = st.sampled_from(
    [{"support": s, "maturity": m} for s in ("full", "partial", "none") for m in ("stable", "beta")]
)


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_undoing_every_shift_gives_the_grounds_of_then(today: Basis, data: st.DataObject) -> None:
    now = grounds_of(*today)
    graded = [
        (option, feature)
        for option, facts in now.facts.items()
        for feature, fact in facts.items()
        if "figures" not in fact
    ]
    cells = data.draw(st.lists(st.sampled_from(graded), min_size=1, max_size=8, unique=True))
    shifts = [
        Shift(Kind.CELL, f"{option}.{feature}", data.draw(LEVELS), now.facts[option][feature])
        for option, feature in cells
    ]
    then = undone(today, shifts)
    old: Grounds = parse_grounds(grounds_of(*then).text)

    back = undone(today, shifts_since(old, now))

    assert grounds_of(*back).text == old.text
    found = reevaluate(today, saved_in(then), old)
    if found.state is State.FLIPPED:
        assert found.blame is not None
        assert found.blame.is_proven
        places = {shift.place for shift in found.blame.shifts}
        assert places <= {shift.place for shift in shifts}


@pytest.mark.parametrize(
    ("shift", "says"),
    [
        (Shift(Kind.CELL, "linkerd.mtls", NONE, ALPHA), "full (alpha) now, none before."),
        (Shift(Kind.CELL, "linkerd.mtls", ALPHA, None), "not compared any more"),
        (
            Shift(
                Kind.CELL,
                "linkerd.memory_per_pod",
                {"support": "full", "maturity": "stable", "figures": [5, 5, 5]},
                {"support": "full", "maturity": "stable", "figures": [1, 2, 4]},
            ),
            "2 (1 to 4) now, 5 before.",
        ),
        (
            Shift(
                Kind.CELL,
                "linkerd.fips",
                NONE,
                {**ALPHA, "addon": {"name": "Enterprise", "cost": "paid", "add_ons": []}},
            ),
            "only with Enterprise, which is paid for (alpha) now",
        ),
        (Shift(Kind.OPTION, "kuma", None, "kuma"), "Kuma joined the catalogue."),
        (Shift(Kind.OPTION, "osm", "osm", None), "osm left the catalogue."),
        (Shift(Kind.QUESTION, "cni", None, {}), "is new."),
        (Shift(Kind.QUESTION, "gone", {}, None), "“gone” is not asked any more."),
        (Shift(Kind.SCALE, "memory_per_pod", [150, 0], [100, 0]), "100 to 0 now, 150 to 0 before."),
        (Shift(Kind.CONSTANTS, "constants", {}, {}), "The constants of the model"),
    ],
)
def test_a_shift_is_told_in_a_sentence(today: Basis, shift: Shift, says: str) -> None:
    assert says in sentence_of(today.catalogue, today.graph, shift)
