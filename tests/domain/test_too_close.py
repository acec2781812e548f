"""The written rule of what is too close to call, against weighing every unknown cell again."""

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.content.load import Content
from app.domain.catalogue import Catalogue
from app.domain.claims import Support
from app.domain.graph import Answers
from app.domain.outcome import Settled
from app.domain.published import changed
from app.domain.ranking import Ranking, rank
from app.domain.recommend import recommend
from app.domain.scoring import Model, model_of
from app.domain.sent_answers import parse_answers

GRADED = ["mtls_default", "retries", "upgrade", "ha", "tracing", "windows", "governance"]
OPTIONS = ["istio-sidecar", "linkerd", "cilium", "kuma"]
pytestmark = pytest.mark.usefixtures("each_sums")


def with_unknown(catalogue: Catalogue, cells: Iterable[tuple[str, str]]) -> Catalogue:
    """Return the facts with some cells that nobody documents."""
    lost = set(cells)
    options = []
    for option in catalogue.options:
        kept = []
        for cell in option.cells:
            if (option.id, cell.feature) in lost:
                nobody = changed(cell.claim, support=Support.UNKNOWN)
                kept.append(changed(cell, claims=(nobody, *cell.claims[1:])))
            else:
                kept.append(cell)
        options.append(changed(option, cells=tuple(kept)))
    return changed(catalogue, options=tuple(options))


def at_the_end(model: Model, ranking: Ranking, option: str, *, best: bool) -> float:
    """Weigh an option with its unknown cells at their best or worst, all else as it is."""
    row = model.row(option, ranking.needs)
    total = 0.0
    for share, column in zip(ranking.shares, ranking.columns, strict=True):
        whole = sum(weight for _, weight in column.weights.items())
        values = [
            weight * ((row[f].high if best else row[f].low) if row[f].is_unknown else row[f].point)
            for f, weight in column.weights.items()
        ]
        total += share * sum(values) / whole
    return total


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_it_is_said_for_a_small_share_and_for_unknown_cells_that_could_decide_and_else_never(
    content: Content, any_answers: st.SearchStrategy[Answers], data: st.DataObject
) -> None:
    cells = st.tuples(st.sampled_from(OPTIONS), st.sampled_from(GRADED))
    catalogue = with_unknown(content.catalogue, data.draw(st.sets(cells, max_size=6)))
    answers = data.draw(any_answers)
    model = model_of(catalogue, content.graph, content.scales)
    ranking = rank(model, answers)

    advice = recommend(catalogue, content.graph, content.scales, answers)

    found = advice.too_close_to_call
    if len(ranking.contenders) < 2:
        assert found is None
        return
    leader, *rivals = ranking.contenders
    worst = at_the_end(model, ranking, leader.option, best=False)
    unknown = {
        place.option
        for place in ranking.contenders
        if any(value.is_unknown for value in model.row(place.option, ranking.needs).values())
    }
    able = [
        rival.option
        for rival in rivals
        if at_the_end(model, ranking, rival.option, best=True) >= worst
        and unknown & {leader.option, rival.option}
    ]
    limit = content.scales.robustness.too_close.value
    assert (found is not None) == (advice.first_rank_share < limit or bool(able))
    if found is not None:
        assert list(found.rivals) == (able or [rivals[0].option])
        assert set(found.questions) <= set(advice.next_questions)
        for cell in found.cells:
            option, _, feature = cell.partition(".")
            assert model.claims[option][feature].support is Support.UNKNOWN
            assert option in {leader.option, *found.rivals}


def test_unknown_cells_that_could_decide_are_named_weightiest_first(content: Content) -> None:
    answers = parse_answers(content.graph, {"priority": "simplicity"})
    lost = [("linkerd", "egress_control"), ("linkerd", "ha")]
    catalogue = with_unknown(content.catalogue, lost)

    advice = recommend(catalogue, content.graph, content.scales, answers)

    assert advice.winner is not None
    found = advice.too_close_to_call
    assert found
    assert found.because == "Facts that nobody documents could put another option first."
    assert found.cells == ("linkerd.ha", "linkerd.egress_control")


@pytest.mark.parametrize(
    ("answers", "settled"),
    [
        ({}, Settled.OPEN),
        ({"priority": "simplicity"}, Settled.LEANING),
        (
            {
                "goals": "observability",
                "services": "under_20",
                "continue_without_need": "stop",
            },
            Settled.SETTLED,
        ),
    ],
)
def test_how_settled_it_is_can_be_each_of_three(
    content: Content, answers: dict[str, object], settled: Settled
) -> None:
    given = parse_answers(content.graph, answers)

    assert recommend(content.catalogue, content.graph, content.scales, given).settled is settled


def test_on_the_published_facts_it_happens_too(content: Content) -> None:
    given = parse_answers(
        content.graph, {"goals": ["mtls", "traffic_splitting"], "services": "under_20"}
    )

    advice = recommend(content.catalogue, content.graph, content.scales, given)

    assert advice.too_close_to_call is not None
    assert advice.first_rank_share < content.scales.robustness.too_close.value
    assert advice.too_close_to_call.questions == advice.next_questions[:3]
