"""What a cluster means for each option, and that every finding rests on a cell."""

from pathlib import Path

import pytest

from app.content.cluster_signals import requirements_stand_in_their_cells
from app.content.load import Content
from app.domain.cluster import ClusterFacts, Fact, GatewayApi
from app.domain.cluster_findings import Finding, findings
from app.domain.cluster_observer import ClusterObserver
from app.domain.cluster_requirements import ClusterRequirement, ClusterRequirements, Severity
from app.formats.kubectl_json import read_objects

FIXTURES = Path(__file__).parents[1] / "fixtures" / "clusters"
NAMES = sorted(path.stem for path in FIXTURES.glob("*.json"))


def judged(content: Content, facts: ClusterFacts) -> tuple[Finding, ...]:
    return findings(
        facts,
        content.catalogue,
        content.cluster_signals,
        content.cluster_requirements,
        content.market,
    )


def found_in(content: Content, name: str) -> tuple[Finding, ...]:
    observer = ClusterObserver(content.cluster_signals)
    for found in read_objects([(FIXTURES / f"{name}.json").read_bytes()]):
        observer.observe(found)
    return judged(content, observer.facts)


@pytest.mark.parametrize(
    ("name", "cell", "severity", "words"),
    [
        ("kubeadm-flannel-old-kernel", "cilium.kernel_requirement", Severity.BLOCKS,
         "Kernel 5.4.0-216-generic is below 5.10"),
        ("kubeadm-flannel-old-kernel", "istio-ambient.release", Severity.BLOCKS,
         "Kubernetes 1.30.14 is older than"),
        ("aks-azure-cni", "kuma.release", Severity.WARNS, "supports it"),
        ("linkerd", "linkerd.gateway_api", Severity.BLOCKS,
         "definitions 1.0.0 are older than 1.2.1"),
        ("gke-dataplane-v2", "cilium.gateway_api", Severity.WARNS, "1.3.0 are older than 1.6.1"),
        ("gke-dataplane-v2", "linkerd.works_on_managed_cilium", Severity.NOTES, "provider"),
        ("eks-vpc-cni", "cilium.any_cni", Severity.WARNS, "Amazon VPC CNI"),
        ("eks-vpc-cni", "linkerd.gateway_api", Severity.NOTES, "not installed"),
        ("eks-vpc-cni", "cilium.eks_support", Severity.NOTES, "Amazon EKS"),
        ("openshift-windows", "istio-sidecar.windows", Severity.WARNS, "Windows nodes (1)"),
        ("openshift-windows", "linkerd.openshift_support", Severity.NOTES, "OpenShift"),
        ("kubeadm-dual-stack", "linkerd.dual_stack", Severity.NOTES, "Both address families"),
        ("kubeadm-skewed-kubelets", "istio-sidecar.jobs_and_init_containers", Severity.WARNS,
         "v1.30.9"),
        ("pod-security-restricted", "linkerd.works_without_privileged_init", Severity.NOTES,
         "restricted and baseline"),
        ("consul", "consul.ha", Severity.WARNS, "no default StorageClass"),
    ],
)  # fmt: skip
def test_a_cluster_gives_a_finding_that_names_its_cell(
    content: Content, name: str, cell: str, severity: Severity, words: str
) -> None:
    texts = [
        one.text
        for one in found_in(content, name)
        if (one.cell, one.severity) == (cell, severity) and one.sources and one.evidence
    ]

    assert any(words in text for text in texts), texts


@pytest.mark.parametrize(
    ("name", "severity", "words"),
    [
        ("kubeadm-skewed-kubelets", Severity.WARNS, "4 minor versions behind"),
        ("istio-sidecars", Severity.NOTES, "Istio is there already, with 3 pods as istio-sidecar"),
        ("osm-and-linkerd", Severity.WARNS, "Open Service Mesh is there already, with 1 pod"),
        ("osm-and-linkerd", Severity.WARNS, "archived by the CNCF"),
        ("load-balancer-pending", Severity.WARNS, "LoadBalancer has no address"),
        ("eks-graviton-cilium-chained", Severity.NOTES, "Cilium and Amazon VPC CNI"),
    ],
)
def test_a_cluster_has_findings_of_its_own(
    content: Content, name: str, severity: Severity, words: str
) -> None:
    texts = [
        one.text
        for one in found_in(content, name)
        if one.option is None and one.severity is severity and one.evidence
    ]

    assert any(words in text for text in texts), texts


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("kubeadm-rhel-8-10", "cilium.kernel_requirement"),
        ("aks-windows-pool", "cilium.kernel_requirement"),
        ("aks-cilium", "cilium.any_cni"),
        ("version-only", "cilium.kernel_requirement"),
        ("gke-kubenet", "linkerd.gateway_api"),
        ("eks-vpc-cni", "istio-sidecar.jobs_and_init_containers"),
    ],
)
def test_no_finding_where_all_is_well_or_unknown(content: Content, name: str, cell: str) -> None:
    assert cell not in {one.cell for one in found_in(content, name)}


@pytest.mark.parametrize("name", NAMES)
def test_every_finding_about_an_option_rests_on_a_cell(content: Content, name: str) -> None:
    for one in found_in(content, name):
        assert one.text.endswith(".")
        if one.option is not None:
            option, _, feature = one.cell.partition(".")
            assert option == one.option
            assert feature == "release" or content.catalogue.cell(option, feature)
            assert set(one.sources) <= set(content.catalogue.sources)


def test_nothing_known_gives_no_finding(content: Content) -> None:
    assert judged(content, ClusterFacts()) == ()


@pytest.mark.parametrize(
    ("version", "cells"),
    [
        ("1.2.0", {"linkerd.gateway_api", "cilium.gateway_api", "no-mesh.upgrade"}),
        ("1.5.1", {"cilium.gateway_api", "no-mesh.upgrade"}),
        ("1.6.0", {"linkerd.gateway_api", "cilium.gateway_api"}),
        ("1.6.1", {"linkerd.gateway_api"}),
        ("", set()),
    ],
)
def test_gateway_api_versions_are_compared_part_by_part(
    content: Content, version: str, cells: set[str]
) -> None:
    facts = ClusterFacts(gateway_api=Fact(GatewayApi(version, "standard"), ()))
    worrying = {one.cell for one in judged(content, facts) if one.severity is not Severity.NOTES}

    assert worrying == cells


def test_a_corrected_cell_makes_its_requirement_fail(content: Content) -> None:
    (first, *_) = content.cluster_requirements.requirements
    stale = first.model_copy(update={"quote": "kernel 4.9"})
    gone = first.model_copy(update={"feature": "no_such_feature"})

    faults = list(
        requirements_stand_in_their_cells(
            content.catalogue, ClusterRequirements(requirements=(first, stale, gone))
        )
    )

    assert len(faults) == 2


def test_a_requirement_asks_for_one_thing() -> None:
    both = {
        "id": "x", "option": "cilium", "feature": "ha", "fact": "kernels", "min": "1.0",
        "max": "2.0", "severity": "notes", "text": "t", "quote": "q",
    }  # fmt: skip

    with pytest.raises(ValueError, match="one of"):
        ClusterRequirement.model_validate(both)
