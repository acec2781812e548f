"""What holds of every recommendation, whatever the answers and whatever the facts."""

import os
import random
import subprocess
import sys
from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from app.content.load import Content
from app.domain.catalogue import Option
from app.domain.claims import Maturity, Support
from app.domain.graph import Answers
from app.domain.outcome import Outcome, Recommendation
from app.domain.published import changed
from app.domain.ranking import Ranking, rank
from app.domain.recommend import recommend
from app.domain.scoring import Model
from app.domain.sent_answers import parse_answers
from tests.domain.models import with_options

AnyAnswers = st.SearchStrategy[Answers]
few = settings(max_examples=40, deadline=None)


def as_bytes(recommendation: Recommendation) -> bytes:
    return TypeAdapter(Recommendation).dump_json(recommendation)


def with_claim(option: Option, feature: str, **changes: object) -> Option:
    """Return the option with another claim in one cell."""
    cells = [
        changed(cell, claims=(changed(cell.claim, **changes), *cell.claims[1:]))
        if cell.feature == feature
        else cell
        for cell in option.cells
    ]
    return changed(option, cells=tuple(cells))


def standing(ranking: Ranking) -> list[tuple[str, float, int]]:
    return [(place.option, place.score.points, place.verdict) for place in ranking.places]


@few
@given(data=st.data())
def test_removing_an_option_never_reorders_the_others(
    model: Model, any_answers: AnyAnswers, data: st.DataObject
) -> None:
    answers = data.draw(any_answers)
    before = rank(model, answers)
    removed = data.draw(st.sampled_from(before.places[1:])).option
    left = tuple(option for option in model.catalogue.options if option.id != removed)

    after = rank(with_options(model, left), answers)

    assert standing(after) == [one for one in standing(before) if one[0] != removed]


@few
@given(data=st.data())
def test_a_duplicate_option_ties_and_moves_nobody(
    model: Model, any_answers: AnyAnswers, data: st.DataObject
) -> None:
    answers = data.draw(any_answers)
    twin = data.draw(st.sampled_from(model.catalogue.options))
    copied = changed(twin, id=f"{twin.id}-twin")

    after = standing(rank(with_options(model, (*model.catalogue.options, copied)), answers))

    own = next(one for one in after if one[0] == twin.id)
    other = next(one for one in after if one[0] == copied.id)
    assert own[1:] == other[1:]
    assert [one for one in after if one is not other] == standing(rank(model, answers))


@few
@given(data=st.data())
def test_improving_a_graded_cell_never_lowers_its_option(
    model: Model, any_answers: AnyAnswers, data: st.DataObject
) -> None:
    answers = data.draw(any_answers)
    option = data.draw(st.sampled_from(model.catalogue.options))
    graded = [cell for cell in option.cells if model.catalogue.feature(cell.feature).rubric]
    cell = data.draw(st.sampled_from(graded))
    assume(cell.claim.support is not Support.FULL or cell.claim.maturity is not Maturity.STABLE)
    evidence = cell.claim.evidence or ("a-source",)
    better = with_claim(
        option,
        cell.feature,
        support=data.draw(st.sampled_from(_better(cell.claim.support))),
        maturity=Maturity.STABLE,
        addon=None,
        evidence=evidence,
        verified=cell.claim.verified or _any_verified(model),
    )
    others = (one for one in model.catalogue.options if one.id != option.id)

    before = standing(rank(model, answers))
    after = standing(rank(with_options(model, (better, *others)), answers))

    old, new = (next(one for one in run if one[0] == option.id) for run in (before, after))
    assert (new[2], -new[1]) <= (old[2], -old[1])
    assert after.index(new) <= before.index(old)


def _better(support: Support) -> list[Support]:
    """Return the levels that are at least as good."""
    return {
        Support.NONE: [Support.PARTIAL, Support.FULL],
        Support.UNKNOWN: [Support.PARTIAL, Support.FULL],
        Support.ADDON: [Support.PARTIAL, Support.FULL],
        Support.PARTIAL: [Support.PARTIAL, Support.FULL],
        Support.FULL: [Support.FULL],
        Support.NOT_APPLICABLE: [Support.FULL],
    }[support]


def _any_verified(model: Model) -> object:
    claims = (cell.claim for cell in model.catalogue.options[0].cells)
    return next(claim.verified for claim in claims if claim.verified)


@few
@given(data=st.data())
def test_improving_a_figure_never_lowers_its_option(
    model: Model, any_answers: AnyAnswers, data: st.DataObject
) -> None:
    answers = data.draw(any_answers)
    option = data.draw(st.sampled_from(model.catalogue.options))
    cell = data.draw(st.sampled_from([cell for cell in option.cells if cell.claim.quantity]))
    anchors = model.catalogue.feature(cell.feature).anchors
    quantity = cell.claim.quantity
    assert anchors is not None
    assert quantity is not None
    best = dict.fromkeys(("low", "typical", "high"), anchors.full_points_at)
    others = (one for one in model.catalogue.options if one.id != option.id)
    better = with_claim(option, cell.feature, quantity=changed(quantity, **best))

    before = standing(rank(model, answers))
    after = standing(rank(with_options(model, (better, *others)), answers))

    old, new = (next(one for one in run if one[0] == option.id) for run in (before, after))
    assert new[1] >= old[1]
    assert after.index(new) <= before.index(old)


@few
@given(data=st.data())
def test_the_order_of_options_and_answers_is_irrelevant(
    content: Content, any_answers: AnyAnswers, data: st.DataObject
) -> None:
    answers = data.draw(any_answers)
    raw = {key: list(reversed(given)) for key, given in reversed(list(answers.items()))}
    options = list(content.catalogue.options)
    random.Random(data.draw(st.integers())).shuffle(options)

    one = recommend(content.catalogue, content.graph, content.scales, answers)
    other = recommend(
        changed(content.catalogue, options=tuple(options)),
        content.graph,
        content.scales,
        parse_answers(content.graph, raw),
    )

    assert as_bytes(one) == as_bytes(other)


@few
@given(data=st.data())
def test_what_is_ruled_out_is_never_recommended(
    content: Content, any_answers: AnyAnswers, data: st.DataObject
) -> None:
    answers = data.draw(any_answers)

    recommendation = recommend(content.catalogue, content.graph, content.scales, answers)

    outcomes = [ranked.outcome for ranked in recommendation.ranking]
    ruled_out = {o.option for o in recommendation.ranking if o.outcome is Outcome.RULED_OUT}
    named = {recommendation.winner} | (
        {recommendation.alternative.option} if recommendation.alternative else set()
    )
    assert not named & ruled_out
    assert outcomes.count(Outcome.RECOMMENDED) == (recommendation.winner is not None)
    assert (recommendation.winner is None) == (len(ruled_out) == len(outcomes))


@few
@given(data=st.data())
def test_a_stricter_answer_never_makes_an_option_more_eligible(
    model: Model, any_answers: AnyAnswers, data: st.DataObject
) -> None:
    ordered = [question for question in model.graph.questions if question.by_strictness]
    question = data.draw(st.sampled_from(ordered))
    answers = dict(data.draw(any_answers))
    verdicts = []

    for answer in question.answers:
        ranking = rank(model, {**answers, question.id: (answer.id,)})
        verdicts.append({place.option: place.verdict for place in ranking.places})

    for lenient, strict in pairwise(verdicts):
        assert all(strict[option] >= lenient[option] for option in lenient)


@few
@given(data=st.data())
def test_one_more_must_have_never_makes_an_option_more_eligible(
    model: Model, any_answers: AnyAnswers, data: st.DataObject
) -> None:
    question = model.graph.question(data.draw(st.sampled_from(["workloads", "traffic_features"])))
    answers = dict(data.draw(any_answers))
    ids = [answer.id for answer in question.answers]
    some = data.draw(st.sets(st.sampled_from(ids), min_size=1))
    more = some | data.draw(st.sets(st.sampled_from(ids)))

    fewer, further = (
        {
            place.option: place.verdict
            for place in rank(
                model, {**answers, question.id: tuple(one for one in ids if one in chosen)}
            ).places
        }
        for chosen in (some, more)
    )

    assert all(further[option] >= fewer[option] for option in fewer)


def test_the_same_input_gives_the_same_bytes_in_another_process(content: Content) -> None:
    code = (
        "import sys; from pydantic import TypeAdapter;"
        "from app.content.load import load_content;"
        "from app.domain.sent_answers import parse_answers;"
        "from app.domain.outcome import Recommendation; from app.domain.recommend import recommend;"
        "c = load_content(); a = parse_answers(c.graph, {'goals': ['mtls', 'observability']});"
        "r = recommend(c.catalogue, c.graph, c.scales, a);"
        "sys.stdout.buffer.write(TypeAdapter(Recommendation).dump_json(r))"
    )
    answers = parse_answers(content.graph, {"goals": ["observability", "mtls"]})
    here = as_bytes(recommend(content.catalogue, content.graph, content.scales, answers))

    there = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONHASHSEED": "7"},
        check=True,
        capture_output=True,
    )

    assert there.stdout == here
