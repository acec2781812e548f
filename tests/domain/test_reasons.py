"""Reasons in words, and the cells they point at."""

from collections.abc import Callable, Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from app.content.load import Content
from app.domain.graph import Answers
from app.domain.outcome import RankedOption, Reason, ReasonKind, Recommendation
from app.domain.recommend import recommend

Advise = Callable[[Mapping[str, object]], Recommendation]


def place(recommendation: Recommendation, option: str) -> RankedOption:
    return next(ranked for ranked in recommendation.ranking if ranked.option == option)


def of_kind(reasons: tuple[Reason, ...], kind: ReasonKind) -> list[Reason]:
    return [reason for reason in reasons if reason.kind is kind]


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_every_reason_points_at_a_cell_and_its_evidence(
    content: Content, any_answers: st.SearchStrategy[Answers], data: st.DataObject
) -> None:
    answers = data.draw(any_answers)

    recommendation = recommend(content.catalogue, content.graph, content.scales, answers)

    for ranked in recommendation.ranking:
        for reason in ranked.reasons:
            option, feature = reason.cell.split(".")
            claim = content.catalogue.cell(option, feature).claim
            assert option == ranked.option
            assert reason.sources == claim.evidence
            assert content.catalogue.feature(feature).name in reason.text


def test_the_winner_says_what_it_meets_and_where_it_is_ahead_of_the_runner_up(
    advise: Advise,
) -> None:
    recommendation = advise({"priority": "simplicity"})

    linkerd = recommendation.ranking[0]
    assert of_kind(linkerd.reasons, ReasonKind.MEETS)[0].cell == "linkerd.mtls"
    ahead = of_kind(linkerd.reasons, ReasonKind.AHEAD)
    assert 1 <= len(ahead) <= 3
    assert all("for Istio, sidecar" in reason.text for reason in ahead)


def test_the_others_say_where_they_are_behind_the_winner(advise: Advise) -> None:
    recommendation = advise({"priority": "simplicity"})

    behind = of_kind(place(recommendation, "cilium").reasons, ReasonKind.BEHIND)
    assert behind
    assert all("for Linkerd" in reason.text for reason in behind)


def test_a_figure_is_told_with_its_range_and_its_unit(advise: Advise) -> None:
    recommendation = advise({"priority": "simplicity"})

    texts = {reason.cell: reason.text for reason in recommendation.ranking[0].reasons}
    assert (
        "20 (0 to 20), against 128 for Istio, sidecar (MiB per joined pod)."
        in (texts["linkerd.memory_request_per_pod"])
    )


def test_an_option_that_is_ruled_out_tells_only_must_haves(advise: Advise) -> None:
    recommendation = advise({"priority": "simplicity"})

    kinds = {reason.kind for reason in place(recommendation, "no-mesh").reasons}
    assert kinds == {ReasonKind.FAILS}


def test_an_add_on_of_ours_is_told_by_its_name(advise: Advise) -> None:
    recommendation = advise({"goals": ["traffic_splitting"], "canary_style": "automated"})

    reason = next(
        reason
        for reason in recommendation.ranking[0].reasons
        if reason.cell == "istio-sidecar.automated_canary"
    )
    assert "only with Argo Rollouts or Flagger" in reason.text


def test_what_was_asked_for_and_is_missing_is_a_caveat(advise: Advise) -> None:
    recommendation = advise({"cni": "other_fixed", "priority": "features", "goals": ["mtls"]})
    stopped = advise(
        {"goals": ["resilience"], "services": "under_20", "continue_without_need": "stop"}
    )

    assert recommendation.winner == "istio-sidecar"
    missing = {one.cell for one in stopped.caveat_reasons if "is not there" in one.text}
    assert {"no-mesh.retries", "no-mesh.circuit_breaking"} <= missing


def test_each_cell_has_one_caveat(advise: Advise) -> None:
    recommendation = advise({"priority": "mtls_only", "cni": "cilium"})

    cells = [caveat.cell for caveat in recommendation.caveat_reasons]
    assert len(cells) == len(set(cells))
