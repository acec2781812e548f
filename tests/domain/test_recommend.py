"""The table that the model must reproduce, its outcomes, and what it says about them."""

from collections.abc import Callable, Mapping

import pytest

from app.content.load import Content
from app.domain.outcome import Outcome, RankedOption, ReasonKind, Recommendation, Settled
from app.domain.recommend import recommend

Advise = Callable[[Mapping[str, object]], Recommendation]

ISTIO = {"istio-sidecar", "istio-ambient"}
CANARY = {"priority": "progressive_delivery", "goals": ["traffic_splitting"]}
FEW = {"services": "under_20", "goals": ["observability"], "continue_without_need": "stop"}


def place(recommendation: Recommendation, option: str) -> RankedOption:
    return next(ranked for ranked in recommendation.ranking if ranked.option == option)


@pytest.mark.parametrize(
    ("raw", "winners"),
    [
        ({"priority": "features"}, ISTIO),
        ({"priority": "simplicity"}, {"linkerd"}),
        ({"cni": "cilium"}, {"cilium"}),
        ({"priority": "mtls_only"}, {"linkerd"}),
        (CANARY, ISTIO),
        (FEW, {"no-mesh"}),
    ],
)
def test_the_published_guide_comes_out_of_the_model(
    advise: Advise, raw: dict[str, object], winners: set[str]
) -> None:
    recommendation = advise(raw)

    assert recommendation.winner in winners
    assert recommendation.ranking[0].option == recommendation.winner
    assert recommendation.ranking[0].outcome is Outcome.RECOMMENDED


def test_for_mutual_tls_on_cilium_the_two_leaders_are_cilium_and_linkerd(advise: Advise) -> None:
    recommendation = advise({"priority": "mtls_only", "cni": "cilium"})

    assert {ranked.option for ranked in recommendation.ranking[:2]} == {"cilium", "linkerd"}


def test_the_guides_claim_about_mutual_tls_in_cilium_is_shown_as_disputed(advise: Advise) -> None:
    recommendation = advise({"priority": "mtls_only", "cni": "cilium"})

    said = [caveat.text for caveat in recommendation.caveat_reasons if caveat.cell == "cilium.mtls"]
    assert any("a source says otherwise" in text for text in said)
    assert any("beta" in text for text in said)


def test_for_canaries_no_mesh_with_an_add_on_is_named_as_the_alternative(advise: Advise) -> None:
    recommendation = advise(CANARY)

    assert recommendation.winner in ISTIO
    assert recommendation.add_ons == ("argo-rollouts",)
    assert recommendation.alternative is not None
    assert recommendation.alternative.option == "no-mesh"
    assert recommendation.alternative.add_ons == ("argo-rollouts",)


def test_with_few_services_it_is_the_other_way_round(advise: Advise) -> None:
    recommendation = advise({**CANARY, "services": "under_20"})

    assert recommendation.winner == "no-mesh"
    assert recommendation.add_ons == ("argo-rollouts",)
    assert recommendation.alternative is not None
    assert recommendation.alternative.option in ISTIO


def test_no_alternative_is_named_where_an_add_on_does_not_cover_a_goal(advise: Advise) -> None:
    recommendation = advise({**CANARY, "goals": ["traffic_splitting", "mtls"]})

    assert recommendation.alternative is None


def test_stopping_with_few_services_rules_every_mesh_out(advise: Advise) -> None:
    recommendation = advise(FEW)

    others = recommendation.ranking[1:]
    assert {ranked.outcome for ranked in others} == {Outcome.RULED_OUT}
    assert all(
        f"{ranked.option}.nothing_to_operate" in {reason.cell for reason in ranked.reasons}
        for ranked in others
    )
    assert recommendation.next_questions == ()


def test_with_no_answers_there_is_a_ranking_and_it_is_open(advise: Advise) -> None:
    recommendation = advise({})

    assert len(recommendation.ranking) == 7
    assert recommendation.settled is Settled.OPEN
    assert recommendation.path == ()
    assert "priority" in recommendation.next_questions


def test_an_option_that_fails_says_which_cell_and_on_what_evidence(
    advise: Advise, content: Content
) -> None:
    recommendation = advise({"workloads": ["vms"]})

    failed = place(recommendation, "cilium")
    reason = failed.reasons[0]
    assert failed.outcome is Outcome.RULED_OUT
    assert (reason.kind, reason.cell) == (ReasonKind.FAILS, "cilium.vm_workloads")
    assert reason.sources
    assert all(source in content.catalogue.sources for source in reason.sources)


def test_an_unknown_must_have_makes_an_option_conditional_and_ranks_it_below(
    advise: Advise,
) -> None:
    recommendation = advise({"platform": "openshift", "priority": "simplicity"})

    linkerd = place(recommendation, "linkerd")
    viable = [ranked for ranked in recommendation.ranking if ranked.outcome is Outcome.VIABLE]
    assert linkerd.outcome is Outcome.CONDITIONAL
    assert linkerd.reasons[0].kind is ReasonKind.CHECK
    assert linkerd.reasons[0].cell == "linkerd.openshift_support"
    assert recommendation.winner != "linkerd"
    assert all(
        recommendation.ranking.index(ranked) < recommendation.ranking.index(linkerd)
        for ranked in viable
    )


def test_a_paid_edition_is_to_be_checked_until_someone_wants_a_contract(advise: Advise) -> None:
    asked = {"workloads": ["windows"], "goals": ["mtls"]}

    outcomes = {
        policy: place(advise({**asked, "release_policy": policy}), "linkerd").outcome
        for policy in ("not_sure", "vendor_support", "free_stable_releases")
    }

    assert outcomes == {
        "not_sure": Outcome.RECOMMENDED,  # Nothing else can take Windows pods into mutual TLS.
        "vendor_support": Outcome.RECOMMENDED,
        "free_stable_releases": Outcome.RULED_OUT,
    }
    assert advise(asked).settled is Settled.OPEN
    assert any("Buoyant" in caveat for caveat in advise(asked).caveats)


def test_when_nothing_fits_it_says_what_to_give_up_and_the_shortest_list_first(
    advise: Advise,
) -> None:
    recommendation = advise({"workloads": ["windows", "vms"], "sidecars": "avoid"})

    assert recommendation.winner is None
    assert recommendation.add_ons == ()
    assert recommendation.settled is Settled.OPEN
    assert {ranked.outcome for ranked in recommendation.ranking} == {Outcome.RULED_OUT}
    lengths = [len(concession.give_up) for concession in recommendation.concessions]
    assert len(lengths) == 7
    assert lengths == sorted(lengths)
    assert lengths[0] > 0
    linkerd = next(one for one in recommendation.concessions if one.option == "linkerd")
    assert [(must.question, must.answer) for must in linkerd.give_up] == [("sidecars", "avoid")]
    assert linkerd.give_up[0].text == "No, pods stay as they are"


def test_giving_up_what_is_listed_makes_the_option_fit(advise: Advise) -> None:
    recommendation = advise({"workloads": ["windows", "vms"], "sidecars": "avoid"})

    without = advise({"workloads": ["windows", "vms"]})

    assert recommendation.concessions[0].option == "linkerd"
    assert place(without, "linkerd").outcome is not Outcome.RULED_OUT


def test_contributions_add_up_to_the_score_and_can_be_recomputed(advise: Advise) -> None:
    recommendation = advise({"goals": ["mtls"], "priority": "simplicity"})

    total = sum(recommendation.weights.values())
    for ranked in recommendation.ranking:
        assert ranked.score == pytest.approx(sum(ranked.contributions.values()), abs=1e-9)
        for criterion, points in recommendation.weights.items():
            by_hand = points / total * ranked.values[criterion]
            assert ranked.contributions[criterion] == pytest.approx(by_hand, abs=0.011)


def test_the_range_holds_the_score_and_widens_with_what_is_unknown(advise: Advise) -> None:
    known = place(advise({"platform": "eks"}), "linkerd")
    unknown = place(advise({"platform": "openshift"}), "linkerd")

    for ranked in (known, unknown):
        assert ranked.range[0] <= ranked.score <= ranked.range[1]
    assert unknown.range[1] - unknown.range[0] > known.range[1] - known.range[0]


def test_given_weights_replace_what_the_answers_collected(content: Content) -> None:
    only_overhead = dict.fromkeys(content.scales.criterion_by_id, 0.0) | {"overhead": 1.0}

    recommendation = recommend(
        content.catalogue,
        content.graph,
        content.scales,
        {"priority": ("features",)},
        weights=only_overhead,
    )

    assert recommendation.weights == only_overhead
    assert recommendation.winner == "no-mesh"
    assert recommendation.ranking[0].contributions["traffic"] == 0


def test_a_weight_that_is_not_given_keeps_what_the_answers_collected(content: Content) -> None:
    answers = {"priority": ("features",)}
    parts = (content.catalogue, content.graph, content.scales, answers)

    plain = recommend(*parts)
    changed = recommend(*parts, weights={"overhead": 80.0})

    assert changed.weights == {**plain.weights, "overhead": 80.0}


def test_the_margins_explain_the_lead_over_the_runner_up(advise: Advise) -> None:
    recommendation = advise({"priority": "simplicity"})

    first, second = recommendation.ranking[:2]
    lead = sum(margin.points for margin in recommendation.margins)
    sizes = [abs(margin.points) for margin in recommendation.margins]
    assert lead == pytest.approx(first.score - second.score)
    assert sizes == sorted(sizes, reverse=True)
    assert recommendation.margins[0].criterion in {"simplicity", "overhead"}


def test_the_path_tells_each_answer_and_what_it_did(advise: Advise) -> None:
    recommendation = advise({"sidecars": "avoid", "team": "not_sure", "canary_style": "weights"})

    assert [(step.question, step.answer) for step in recommendation.path] == [
        ("sidecars", ("avoid",)),
        ("team", ()),
    ]
    assert "Pods have to stay without a proxy container." in recommendation.path[0].effects
    assert recommendation.path[1].effects == ()
    assert [unused.question for unused in recommendation.unused_answers] == ["canary_style"]


def test_an_option_that_is_missing_what_was_asked_says_so_in_the_caveats(advise: Advise) -> None:
    recommendation = advise({"priority": "mtls_only", "cni": "cilium"})

    assert recommendation.winner == "cilium"
    assert recommendation.caveats == tuple(one.text for one in recommendation.caveat_reasons)
    assert all(one.cell.startswith("cilium.") for one in recommendation.caveat_reasons)


def test_versions_and_links_belong_to_the_run(advise: Advise, content: Content) -> None:
    recommendation = advise({"goals": ["mtls", "observability"], "services": "under_20"})

    assert recommendation.versions == {
        "catalog": content.catalogue.version,
        "graph": content.graph.version,
        "engine": content.scales.version,
    }
    assert recommendation.links["result"] == (
        "/result?goals=mtls&goals=observability&services=under_20"
    )
    assert recommendation.links["runbook"] == (
        f"/runbooks/{recommendation.winner}?goals=mtls&goals=observability&services=under_20"
    )


def test_answering_more_settles_it(advise: Advise) -> None:
    raw: dict[str, object] = {"priority": "features"}
    before = advise(raw)

    while (following := advise(raw)).next_questions:
        raw[following.next_questions[0]] = _harmless(advise, raw, following)

    assert before.settled is Settled.LEANING
    assert following.settled is Settled.SETTLED
    assert following.winner == before.winner


def _harmless(advise: Advise, raw: dict[str, object], now: Recommendation) -> str:
    question = now.next_questions[0]
    answers = {"sidecars": ["fine"], "workloads": ["jobs"]}.get(question, ["not_sure"])
    assert advise({**raw, question: answers[0]}).winner == now.winner
    return answers[0]
