"""From facts to answers, runbook parameters and the sizing; and what that does to the advice."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from app.content.load import Content
from app.domain.cluster import ClusterFacts, Fact
from app.domain.cluster_answers import (
    implied_parameters,
    implied_sizing,
    offered_namespaces,
    settled_answers,
)
from app.domain.cluster_environment import implied_environment
from app.domain.cluster_observer import ClusterObserver
from app.domain.outcome import Outcome, Recommendation
from app.domain.overhead_sizing import parse_sizing
from app.domain.recommend import recommend
from app.domain.runbook_form import parse_parameters
from app.domain.sent_answers import parse_answers
from app.formats.kubectl_json import read_objects

FIXTURES = Path(__file__).parents[1] / "fixtures" / "clusters"
NAMES = sorted(path.stem for path in FIXTURES.glob("*.json"))


def read(content: Content, name: str) -> ClusterFacts:
    return observed(content, read_objects([(FIXTURES / f"{name}.json").read_bytes()]))


def observed(content: Content, objects: Iterable[Mapping[str, Any]]) -> ClusterFacts:
    observer = ClusterObserver(content.cluster_signals)
    for found in objects:
        observer.observe(found)
    return observer.facts


def answers(content: Content, name: str) -> dict[str, list[str]]:
    settled = settled_answers(read(content, name), content.cluster_signals)
    return {one.question: list(one.answers) for one in settled}


def advice(content: Content, raw: dict[str, list[str]]) -> Recommendation:
    given = parse_answers(content.graph, raw)
    return recommend(content.catalogue, content.graph, content.scales, given)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "eks-vpc-cni",
            {
                "services": ["from_20_to_100"], "cni": ["other_fixed"], "workloads": ["jobs"],
                "platform": ["eks"],
            },
        ),
        (
            "gke-dataplane-v2",
            {"services": ["from_100_to_500"], "cni": ["cilium_managed"], "platform": ["gke"]},
        ),
        (
            "k3s-homelab",
            {
                "services": ["under_20"], "cni": ["other_fixed"], "workloads": ["arm64"],
                "platform": ["k3s"],
            },
        ),
        (
            "openshift-windows",
            {
                "services": ["under_20"], "cni": ["other_fixed"], "workloads": ["windows"],
                "platform": ["openshift"],
            },
        ),
        ("kind-cilium", {"services": ["under_20"], "cni": ["cilium"], "platform": ["other"]}),
        ("kubeadm-dual-stack",
         {"services": ["under_20"], "cni": ["cilium"], "workloads": ["dual_stack"],
          "platform": ["kubeadm"]}),
        ("eks-graviton-cilium-chained",
         {"services": ["under_20"], "workloads": ["arm64"], "platform": ["eks"]}),
        ("kind-kindnet", {"cni": ["other_fixed"], "platform": ["other"]}),
        ("version-only", {}),
    ],
)  # fmt: skip
def test_facts_settle_what_they_can(
    content: Content, name: str, expected: dict[str, list[str]]
) -> None:
    assert answers(content, name) == expected


@pytest.mark.parametrize("name", NAMES)
def test_settled_answers_pass_as_answers_and_say_why(content: Content, name: str) -> None:
    settled = settled_answers(read(content, name), content.cluster_signals)

    parse_answers(content.graph, {one.question: list(one.answers) for one in settled})
    assert all(one.because and one.evidence for one in settled)
    assert "clusters" not in {one.question for one in settled}


@pytest.mark.parametrize("name", NAMES)
def test_settled_answers_say_which_are_only_presumed(content: Content, name: str) -> None:
    settled = {
        one.question: one for one in settled_answers(read(content, name), content.cluster_signals)
    }

    assert all(settled[one].is_presumed for one in settled.keys() & {"services"})
    assert not any(settled[one].is_presumed for one in settled.keys() & {"platform", "workloads"})


def test_only_a_provider_that_forbids_it_settles_that_the_plug_in_stays(content: Content) -> None:
    by_name = {
        name: next(
            one
            for one in settled_answers(read(content, name), content.cluster_signals)
            if one.question == "cni"
        )
        for name in ("openshift-ovn", "eks-vpc-cni")
    }

    assert not by_name["openshift-ovn"].is_presumed
    assert by_name["eks-vpc-cni"].is_presumed


@pytest.mark.parametrize(
    ("number", "answer"),
    [(1, "under_20"), (19, "under_20"), (20, "from_20_to_100"), (100, "from_20_to_100"),
     (101, "from_100_to_500"), (500, "from_100_to_500"), (501, "over_500")],
)  # fmt: skip
def test_services_fall_into_the_answers_ranges(content: Content, number: int, answer: str) -> None:
    facts = ClusterFacts(services=Fact(number, ()))

    assert settled_answers(facts, content.cluster_signals)[0].answers == (answer,)


def outcomes(found: Recommendation) -> dict[str, Outcome]:
    return {one.option: one.outcome for one in found.ranking}


def test_eks_with_its_own_plug_in_rules_cilium_out(content: Content) -> None:
    wishes = {"goals": ["mtls"]}
    before = outcomes(advice(content, wishes))
    after = outcomes(advice(content, wishes | answers(content, "eks-vpc-cni")))

    assert before["cilium"] is not Outcome.RULED_OUT
    assert after["cilium"] is Outcome.RULED_OUT


def test_gke_dataplane_v2_makes_what_nobody_documents_conditional(content: Content) -> None:
    wishes = {"goals": ["mtls"]}
    before = outcomes(advice(content, wishes))
    after = outcomes(advice(content, wishes | answers(content, "gke-dataplane-v2")))

    assert before["linkerd"] is not Outcome.CONDITIONAL
    assert after["linkerd"] is Outcome.CONDITIONAL


def test_a_k3s_homelab_moves_the_advice_towards_less(content: Content) -> None:
    wishes = {"goals": ["observability"]}
    before, after = (
        {one.option: one.score for one in advice(content, raw).ranking}
        for raw in (wishes, wishes | answers(content, "k3s-homelab"))
    )

    assert before["no-mesh"] - before["istio-sidecar"] < after["no-mesh"] - after["istio-sidecar"]


def test_openshift_with_windows_nodes_leaves_few_options(content: Content) -> None:
    after = outcomes(advice(content, {"goals": ["mtls"]} | answers(content, "openshift-windows")))

    for option in ("istio-sidecar", "istio-ambient", "cilium", "kuma", "consul"):
        assert after[option] is Outcome.RULED_OUT


@pytest.mark.parametrize("name", NAMES)
def test_implied_parameters_are_those_of_a_runbook(content: Content, name: str) -> None:
    implied = implied_parameters(read(content, name))

    assert parse_parameters("linkerd", implied).option == "linkerd"


def test_a_cluster_gives_its_runbook_version_platform_network_and_tools(content: Content) -> None:
    assert implied_parameters(read(content, "eks-vpc-cni")) == {
        "kubernetes_version": "1.34",
        "platform": "eks",
        "cni": "platform_default",
        "gateway_api": "install",
        "observability": "existing_prometheus",
    }
    assert implied_parameters(read(content, "gke-dataplane-v2"))["cni"] == "cilium_managed"
    assert implied_parameters(ClusterFacts()) == {}


def test_a_cluster_gives_its_sizing_all_but_the_load(content: Content) -> None:
    implied = implied_sizing(read(content, "eks-vpc-cni"))

    assert implied == {
        "nodes": 2, "meshed_pods": 25, "namespaces": 2, "node_vcpu": 4.0, "node_gib": 15.52,
        "cilium_is_cni": False,
    }  # fmt: skip
    assert parse_sizing({**implied, "rps": 100}).nodes == 2
    assert implied_sizing(ClusterFacts()) == {}


@pytest.mark.parametrize("version", ["v1.9999.1", "v0.0.0", "v2.1.0", "v9999.9999.9999"])
def test_a_version_that_cannot_be_one_settles_nothing(content: Content, version: str) -> None:
    facts = observed(content, [{"serverVersion": {"gitVersion": version}}])

    assert "kubernetes_version" not in implied_parameters(facts)
    assert implied_environment(facts) in ({}, {"my_kubernetes": version[1:4]})


def test_namespaces_are_offered_that_a_runbook_takes(content: Content) -> None:
    names = ["shop", "default", "kube-system", "linkerd-viz", "x" * 64, "Bad_Name", "namespace-7"]

    facts = observed(content, ({"kind": "Namespace", "metadata": {"name": name}} for name in names))

    assert offered_namespaces(facts) == ("default", "shop")


def test_no_more_namespaces_are_offered_than_a_runbook_takes(content: Content) -> None:
    many = ({"kind": "Namespace", "metadata": {"name": f"team-{n:02}"}} for n in range(60))

    offered = offered_namespaces(observed(content, many))

    assert parse_parameters("linkerd", {"namespaces": list(offered)}).namespaces == offered
