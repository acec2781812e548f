"""One mesh for a fleet: the matrix, the best of each cluster and the best for all."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content.load import Content
from app.domain.cluster_fleet import MAX_CLUSTERS, Fleet, choose_for_fleet
from app.domain.errors import InvalidInput
from app.domain.outcome import Outcome, RankedOption, Recommendation, Settled
from app.domain.questions import Answers
from app.domain.recommend import recommend

Scores = Mapping[str, float | None]
"""Score by option; None is ruled out."""


def recommended(scores: Scores) -> Recommendation:
    ranking = tuple(
        RankedOption(
            option=option,
            outcome=Outcome.RULED_OUT if score is None else Outcome.VIABLE,
            score=0.0 if score is None else score,
            range=(0.0, 100.0),
            contributions={},
            values={},
            reasons=(),
        )
        for option, score in scores.items()
    )
    fitting = [one for one in ranking if one.outcome is not Outcome.RULED_OUT]
    winner = max(fitting, key=lambda one: one.score).option if fitting else None
    return Recommendation(
        winner=winner, add_ons=(), settled=Settled.OPEN, first_rank_share=1.0, alternative=None,
        ranking=ranking, margins=(), weights={}, path=(), unused_answers=(), next_questions=(),
        caveats=(), caveat_reasons=(), concessions=(), too_close_to_call=None, vector="",
        versions={}, links={},
    )  # fmt: skip


def fleet(**clusters: Scores) -> Fleet:
    answers: dict[str, Answers] = {name: {"platform": (name,)} for name in clusters}

    def score(given: Answers) -> Recommendation:
        return recommended(clusters[given["platform"][0]])

    return choose_for_fleet(answers, score)


def test_the_single_best_is_the_highest_mean_that_no_cluster_rules_out() -> None:
    found = fleet(
        east={"linkerd": 60.0, "istio": 70.0, "cilium": 90.0},
        west={"linkerd": 66.0, "istio": 50.0, "cilium": None},
    )

    assert found.best == {"east": "cilium", "west": "linkerd"}
    assert found.single == "linkerd"
    assert found.loss_of_one == 15.0
    assert found.matrix["east"]["linkerd"].lost == 30.0
    assert found.options[-1].ruled_out_in == ("west",)


def test_where_nothing_fits_all_the_fewest_exceptions_come_first() -> None:
    found = fleet(
        a={"linkerd": None, "istio": 50.0},
        b={"linkerd": 90.0, "istio": None},
        c={"linkerd": 90.0, "istio": None},
    )

    assert found.single is None
    assert found.loss_of_one is None
    assert found.options[0].option == "linkerd"
    assert found.options[0].ruled_out_in == ("a",)


def test_a_tie_goes_to_the_one_whose_worst_cluster_loses_least() -> None:
    found = fleet(a={"even": 50.0, "odd": 80.0}, b={"even": 50.0, "odd": 20.0})

    assert found.single == "even"


def test_a_cluster_where_nothing_fits_has_no_best() -> None:
    assert fleet(a={"linkerd": None}).best == {"a": None}


cluster_scores = st.fixed_dictionaries(
    {name: st.none() | st.floats(0, 100) for name in ("linkerd", "istio", "cilium")}
)


@given(st.dictionaries(st.sampled_from("abcd"), cluster_scores, min_size=1))
def test_the_single_best_is_ruled_out_nowhere_and_order_is_irrelevant(
    clusters: dict[str, Scores],
) -> None:
    found = fleet(**clusters)
    turned = fleet(**dict(reversed(clusters.items())))

    assert found.single == turned.single
    if found.single is not None:
        assert all(scores[found.single] is not None for scores in clusters.values())
    else:
        assert all(one.ruled_out_in for one in found.options)


@pytest.mark.parametrize("size", [0, MAX_CLUSTERS + 1])
def test_no_clusters_and_too_many_are_refused(size: int) -> None:
    with pytest.raises(InvalidInput) as refused:
        fleet(**{f"c{number}": {"linkerd": 1.0} for number in range(size)})

    assert refused.value.problems[0].field == "clusters"


def test_the_real_model_answers_for_a_fleet(content: Content) -> None:
    def score(given: Answers) -> Recommendation:
        return recommend(content.catalogue, content.graph, content.scales, given)

    found = choose_for_fleet(
        {
            "cloud": {"goals": ("mtls",), "platform": ("eks",), "cni": ("other_fixed",)},
            "plant": {"goals": ("mtls",), "platform": ("k3s",), "workloads": ("arm64",)},
        },
        score,
    )

    assert found.single in {option.id for option in content.catalogue.options}
    assert "cloud" in next(one for one in found.options if one.option == "cilium").ruled_out_in
