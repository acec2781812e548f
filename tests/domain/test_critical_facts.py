"""Decision-critical facts, against building the whole model again for each changed cell."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.catalogue import Catalogue
from app.domain.cell_levels import levels_of
from app.domain.claims import Claim, Support
from app.domain.critical_facts import critical_facts
from app.domain.graph import Answers, Graph
from app.domain.ranking import rank
from app.domain.scoring import Model
from app.domain.sent_answers import parse_answers

AnyAnswers = st.SearchStrategy[Answers]


def with_claim(model: Model, option_id: str, feature: str, claim: Claim) -> Model:
    """Build everything from a catalogue in which one cell is another."""
    options = []
    for option in model.catalogue.options:
        if option.id == option_id:
            cells = tuple(
                cell.model_copy(update={"claims": (claim, *cell.claims[1:])})
                if cell.feature == feature
                else cell
                for cell in option.cells
            )
            fields = {name: getattr(option, name) for name in type(option).model_fields}
            option = type(option).model_construct(**{**fields, "cells": cells})  # noqa: PLW2901
        options.append(option)
    fields = {name: getattr(model.catalogue, name) for name in Catalogue.model_fields}
    catalogue = Catalogue.model_construct(**{**fields, "options": tuple(options)})
    return Model.of(catalogue, model.graph, model.scales)


def winner(model: Model, answers: Answers) -> str | None:
    found = rank(model, answers).winner
    return found.option if found else None


@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_critical_facts_are_exactly_the_cells_that_change_the_winner(
    model: Model, any_answers: AnyAnswers, data: st.DataObject
) -> None:
    answers = data.draw(any_answers)
    ranking = rank(model, answers)
    found = {fact.cell: fact for fact in critical_facts(model, ranking)}
    now = winner(model, answers)
    every = [(place.option, feature) for place in ranking.places for feature in model.weight_of]
    tried = data.draw(st.lists(st.sampled_from(every), min_size=4, max_size=4, unique=True))
    tried += [(fact.option, fact.feature) for fact in list(found.values())[:3]]

    for option, feature in tried:
        changes = {}
        for level in levels_of(model, option, feature):
            then = winner(with_claim(model, option, feature, level.claim), answers)
            if then != now:
                changes[level.words] = then
        fact = found.get(f"{option}.{feature}")
        assert changes == ({one.level: one.winner for one in fact.changes} if fact else {})


def test_unknown_cells_come_first_then_contested_ones(model: Model, graph: Graph) -> None:
    answers = parse_answers(graph, {"platform": "openshift", "priority": "simplicity"})

    facts = critical_facts(model, rank(model, answers))

    order = [
        (model.claims[fact.option][fact.feature].support is not Support.UNKNOWN,
         not fact.is_contested)
        for fact in facts
    ]  # fmt: skip
    assert order == sorted(order)
    assert facts[0].cell == "linkerd.openshift_support"
    assert facts[0].level == "unknown"
    assert facts[0].changes[0].winner == "linkerd"


def test_a_critical_fact_brings_its_evidence_and_day(model: Model, graph: Graph) -> None:
    answers = parse_answers(graph, {"goals": ["mtls"], "priority": "simplicity"})

    fact = next(
        one for one in critical_facts(model, rank(model, answers)) if one.cell == "linkerd.mtls"
    )

    assert fact.level == "full"
    assert fact.sources
    assert fact.verified is not None
    assert fact.against
    assert "would come first" in fact.because
