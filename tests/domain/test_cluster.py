"""Reading a cluster: what is detected on realistic output, and what stays unknown."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.content.cluster_signals import read_cluster_signals
from app.domain.cluster import MAX_TEXT, ClusterFacts, GatewayApi, MeshFound
from app.domain.cluster_observer import ClusterObserver
from app.domain.cluster_tally import MAX_DISTINCT
from app.domain.cluster_versions import parse_quantity, parse_version
from app.domain.errors import InvalidInput
from app.formats.kubectl_json import read_objects
from app.paths import CONTENT

SIGNALS = read_cluster_signals(CONTENT)
FIXTURES = Path(__file__).parents[1] / "fixtures" / "clusters"
ISTIO_SIDECARS = MeshFound("istio", is_installed=True, pods={"istio-sidecar": 3})
ISTIO_AMBIENT = MeshFound("istio", is_installed=True, pods={"istio-ambient": 2})


def read(name: str) -> ClusterFacts:
    chunks = [(FIXTURES / f"{name}.json").read_bytes()]
    return observed(read_objects(chunks))


def observed(objects: Iterable[Mapping[str, Any]]) -> ClusterFacts:
    observer = ClusterObserver(SIGNALS)
    for found in objects:
        observer.observe(found)
    return observer.facts


def thing(kind: str, name: str = "x", **fields: Any) -> dict[str, Any]:
    metadata = {"name": name, **fields.pop("metadata", {})}
    return {"kind": kind, "metadata": metadata, **fields}


def values(facts: ClusterFacts) -> dict[str, object]:
    return {name: fact.value for name, fact in facts.known.items()}


DETECTED: dict[str, dict[str, object]] = {
    "eks-vpc-cni": {
        "kubernetes": "1.34.1", "platform": "eks", "cnis": ("aws-vpc-cni",), "nodes": 2,
        "services": 26, "workload_pods": 25, "jobs": 1, "load_balancer": True,
        "storage_class": "ebs.csi.aws.com", "gateway_api": None, "meshes": (),
    },
    "eks-auto-mode": {
        "platform": "eks", "cnis": ("aws-vpc-cni",), "architectures": {"arm64": 1},
        "kernels": {"6.12.48": 1},
    },
    "eks-graviton-cilium-chained": {
        "platform": "eks", "cnis": ("cilium", "aws-vpc-cni"),
        "architectures": {"amd64": 1, "arm64": 1},
    },
    "eks-calico-policy": {"platform": "eks", "cnis": ("calico", "aws-vpc-cni")},
    "gke-dataplane-v2": {
        "platform": "gke", "cnis": ("cilium",), "cilium_managed": "gke", "services": 120,
        "gateway_api": GatewayApi("1.3.0", "standard"),
        "os_images": {"Container-Optimized OS from Google": 2},
    },
    "gke-kubenet": {"platform": "gke"},
    "aks-azure-cni": {"platform": "aks", "cnis": ("azure-cni",)},
    "aks-cilium": {"platform": "aks", "cnis": ("cilium", "azure-cni"), "cilium_managed": "aks"},
    "aks-windows-pool": {
        "platform": "aks", "systems": {"windows": 2, "linux": 1},
        "kernels": {"6.8.0-1034-azure": 1},
    },
    "doks": {
        "platform": "doks", "cnis": ("cilium",), "cilium_managed": "doks", "nodes": 2,
        "storage_class": "dobs.csi.digitalocean.com", "load_balancer": True,
        "workload_pods": 3, "own_namespaces": ("default", "shop"),
    },
    "openshift-ovn": {
        "platform": "openshift", "cnis": ("ovn-kubernetes",), "nodes": 3,
        "runtimes": {"cri-o://1.33.5-2.rhaos4.20.git1b4b6c1.el9": 3},
        "gateway_api": GatewayApi("1.2.1", "standard"),
    },
    "openshift-windows": {"platform": "openshift", "systems": {"linux": 2, "windows": 1}},
    "k3s-homelab": {
        "platform": "k3s", "cnis": ("flannel",), "architectures": {"arm64": 3},
        "load_balancer": True, "storage_class": "rancher.io/local-path", "node_gib": 7.86,
    },
    "rke2-canal": {"platform": "rke2", "cnis": ("calico", "flannel")},
    "kubeadm-calico": {"platform": "kubeadm", "cnis": ("calico",), "node_vcpu": 4.0},
    "kubeadm-flannel-old-kernel": {
        "platform": "kubeadm", "cnis": ("flannel",), "kubernetes": "1.30.14",
        "kernels": {"5.4.0-216-generic": 2, "6.8.0-85-generic": 1},
    },
    "kubeadm-rhel-8-10": {"kernels": {"4.18.0-553.82.1.el8_10.x86_64": 1}},
    "kubeadm-dual-stack": {"dual_stack": True, "cnis": ("cilium",)},
    "kubeadm-skewed-kubelets": {"skew": 4, "kubelets": {"v1.30.9": 1, "v1.34.2": 1}},
    "kind-kindnet": {"platform": "kind", "cnis": ("kindnet",)},
    "kind-cilium": {"platform": "kind", "cnis": ("cilium",)},
    "minikube": {"platform": "minikube", "runtimes": {"docker://28.4.0": 1}},
    "talos-cilium": {"platform": "talos", "cnis": ("cilium",)},
    "istio-sidecars": {"meshes": (ISTIO_SIDECARS,), "workload_pods": 4},
    "istio-ambient": {"meshes": (ISTIO_AMBIENT,), "gateway_api": GatewayApi("1.4.0", "standard")},
    "linkerd": {
        "meshes": (MeshFound("linkerd", is_installed=True, pods={"linkerd": 1}),),
        "gateway_api": GatewayApi("1.0.0", "experimental"),
    },
    "kuma": {"meshes": (MeshFound("kuma", is_installed=True, pods={"kuma": 1}),)},
    "consul": {
        "meshes": (MeshFound("consul", is_installed=True, pods={"consul": 1}),),
        "storage_class": "",
    },
    "osm-and-linkerd": {
        "meshes": (
            MeshFound("linkerd", is_installed=True, pods={"linkerd": 1}),
            MeshFound("osm", is_installed=True, pods={"osm": 1}),
        ),
    },
    "gitops-tools": {
        "tools": {
            "cert-manager": False, "prometheus-operator": False, "argo-cd": True, "flux": True,
            "argo-rollouts": True, "flagger": True,
        },
    },
    "pod-security-restricted": {
        "pod_security": {"not set": 2, "baseline": 1, "restricted": 1},
    },
    "load-balancer-pending": {"load_balancer": False},
    "stream-of-documents": {"nodes": 1, "cnis": ("calico",), "services": 2, "workload_pods": 1},
    "raw-lists": {"kubernetes": "1.34.2", "pods": 1, "workload_pods": 1},
    "version-only": {"kubernetes": "1.32.9"},
}  # fmt: skip

UNKNOWN: dict[str, set[str]] = {
    "gke-kubenet": {"cnis", "cilium_managed", "gateway_api", "tools", "meshes", "storage_class"},
    "aks-azure-cni": {"cilium_managed", "tools", "load_balancer"},
    "eks-vpc-cni": {"cilium_managed"},
    "raw-lists": {"nodes", "platform", "cnis", "services", "meshes", "dual_stack"},
    "version-only": {"nodes", "kubelets", "skew", "platform", "cnis", "pods", "services", "jobs"},
}


@pytest.mark.parametrize("name", DETECTED)
def test_a_cluster_is_read_from_its_real_field_names(name: str) -> None:
    found = values(read(name))

    assert {fact: found.get(fact, "unknown") for fact in DETECTED[name]} == DETECTED[name]


@pytest.mark.parametrize("name", UNKNOWN)
def test_unknown_stays_unknown(name: str) -> None:
    assert set(read(name).unknown) >= UNKNOWN[name]


def test_every_fixture_is_expected_to_say_something() -> None:
    assert {path.stem for path in FIXTURES.glob("*.json")} == set(DETECTED)
    assert len(DETECTED) >= 25


@pytest.mark.parametrize("name", DETECTED)
def test_every_fact_shows_where_it_comes_from(name: str) -> None:
    for fact in read(name).known.values():
        assert fact.evidence
        for told in fact.evidence:
            assert told.source in SIGNALS.source_by_id
            assert told.line.startswith(told.object)


def test_the_evidence_names_object_field_value_and_how_many_agree() -> None:
    facts = read("k3s-homelab")

    assert facts.platform is not None
    assert facts.cnis is not None
    assert facts.platform.evidence[0].line == (
        "kubectl version: serverVersion.gitVersion = v1.34.1+k3s1 (and 3 more)"
    )
    assert facts.cnis.evidence[0].line == (
        'Node pi-1: metadata.annotations["flannel.alpha.coreos.com/backend-type"] = vxlan'
        " (and 2 more)"
    )


@pytest.mark.parametrize("kind", ["Secret", "SecretList"])
def test_a_secret_is_refused(kind: str) -> None:
    observer = ClusterObserver(SIGNALS)
    observer.observe(thing("Node"))

    with pytest.raises(InvalidInput) as refused:
        observer.observe(thing(kind, "token", data={"password": "aHVudGVyMg=="}))

    assert "Secret" in refused.value.problems[0].message
    assert "token" not in str(refused.value)


def test_a_secret_deep_in_a_list_is_refused() -> None:
    text = json.dumps({"items": [{"kind": "List", "items": [thing("Secret")]}]}).encode()

    with pytest.raises(InvalidInput):
        observed(read_objects([text]))


def test_no_objects_leave_everything_unknown() -> None:
    facts = observed([])

    assert facts == ClusterFacts()
    assert not facts.known


def test_the_same_object_counts_once_and_order_does_not_matter() -> None:
    objects = list(read_objects([(FIXTURES / "eks-vpc-cni.json").read_bytes()]))

    once = values(observed(objects))

    assert values(observed(objects + objects)) == once
    assert values(observed(reversed(objects))) == once


def test_facts_may_be_asked_for_on_the_way() -> None:
    observer = ClusterObserver(SIGNALS)
    observer.observe(thing("Namespace", "shop"))
    before = observer.facts
    observer.observe(thing("Namespace", "bank"))

    assert before.namespaces is not None
    assert before.namespaces.value == 1
    assert observer.facts.namespaces is not None
    assert observer.facts.namespaces.value == 2


def test_finished_pods_and_pods_on_the_host_network_need_no_mesh() -> None:
    objects = [
        thing("Pod", "done", metadata={"namespace": "shop"}, status={"phase": "Succeeded"}),
        thing("Pod", "host", metadata={"namespace": "shop"}, spec={"hostNetwork": True}),
        thing("Pod", "web", metadata={"namespace": "shop"}, status={"phase": "Running"}),
    ]

    facts = values(observed(objects))

    assert (facts["pods"], facts["workload_pods"]) == (2, 1)


HOSTILE = [
    {},
    {"kind": 7},
    {"kind": ["Node"]},
    {"kind": "Node"},
    {"kind": "Node", "metadata": None, "spec": "x", "status": []},
    {"kind": "Node", "metadata": {"labels": [], "annotations": 3}, "status": {"nodeInfo": "?"}},
    {"kind": "Node", "spec": {"podCIDRs": [1, None, {"a": 1}], "providerID": {}}},
    {"kind": "Node", "status": {"capacity": {"cpu": "1e999", "memory": "-5Ki"}}},
    {"kind": "Service", "spec": {"ipFamilies": "IPv4,IPv6", "type": 1}},
    {"kind": "Service", "spec": {"type": "LoadBalancer"}, "status": {"loadBalancer": 3}},
    {"kind": "Service", "status": {"loadBalancer": {"ingress": {"ip": "1.2.3.4"}}}},
    {"kind": "CustomResourceDefinition", "metadata": {"name": 5}},
    {"kind": "CustomResourceDefinition",
     "metadata": {"name": "x.gateway.networking.k8s.io", "annotations": "v1"}},
    {"kind": "StorageClass", "metadata": [], "provisioner": 9},
    {"kind": "Pod", "metadata": {"annotations": {"sidecar.istio.io/status": None}}},
    {"serverVersion": {"gitVersion": "$(touch x)"}},
    {"serverVersion": {"gitVersion": ["v1.34.1"]}},
]  # fmt: skip


@pytest.mark.parametrize("found", HOSTILE, ids=repr)
def test_objects_of_any_shape_do_no_harm(found: dict[str, Any]) -> None:
    facts = observed([found, thing("Namespace", "shop")])

    assert facts.namespaces is not None
    assert facts.kubernetes is None
    assert facts.platform is None


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["metadata", "spec", "status", "labels", "name", "nodeInfo", "uid"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
kinds = st.sampled_from(
    [*sorted({kind for signal in SIGNALS.signals for kind in signal.kinds}), "Namespace", "Job"]
)


@settings(max_examples=80, deadline=None)
@given(kinds, st.dictionaries(st.sampled_from(["metadata", "spec", "status"]), json_values))
def test_no_shape_of_an_object_breaks_the_reading(kind: str, rest: dict[str, Any]) -> None:
    facts = observed([{"kind": kind, **rest}])

    assert all(fact.evidence for fact in facts.known.values())


def test_hostile_texts_are_cut_and_lose_their_control_characters() -> None:
    nasty = "\x1b[31m<script>alert(1)</script>\u202e\n" + "x" * 5000
    node = thing("Node", nasty, status={"nodeInfo": {"kernelVersion": nasty, "osImage": nasty}})

    facts = observed([node])

    assert facts.kernels is not None
    (kernel,) = facts.kernels.value
    texts = [kernel, *(told.line for fact in facts.known.values() for told in fact.evidence)]
    assert all(text.isprintable() for text in texts)
    assert all(len(text) <= 3 * MAX_TEXT + 40 for text in texts)


def test_a_million_different_values_are_not_remembered() -> None:
    nodes = (
        thing("Node", f"w-{number}", status={"nodeInfo": {"kernelVersion": f"6.{number}"}})
        for number in range(500)
    )

    facts = observed(nodes)

    assert facts.kernels is not None
    assert len(facts.kernels.value) == MAX_DISTINCT + 1
    assert facts.kernels.value["other"] == 500 - MAX_DISTINCT
    assert facts.kernels.evidence


@pytest.mark.parametrize("found", [{}, {"kind": "Pod"}, thing("Pod")])
def test_there_is_an_end_to_objects_even_to_empty_ones(
    monkeypatch: pytest.MonkeyPatch, found: dict[str, Any]
) -> None:
    monkeypatch.setattr("app.domain.cluster_observer.MAX_OBJECTS", 3)

    observed([found] * 3)
    with pytest.raises(InvalidInput, match="more than 3 objects"):
        observed([found] * 4)


def test_thousands_of_pods_are_counted() -> None:
    pods = (
        thing(
            "Pod",
            f"web-{number}",
            metadata={"namespace": "shop", "annotations": {"linkerd.io/proxy-version": "edge-1"}},
            status={"phase": "Running"},
        )
        for number in range(4_000)
    )

    facts = observed(pods)

    assert facts.workload_pods is not None
    assert facts.meshes is not None
    assert facts.workload_pods.value == 4_000
    assert facts.meshes.value[0].pods == {"linkerd": 4_000}


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("v1.30.4-eks-a737599", (1, 30, 4)),
        ("1.33", (1, 33)),
        ("5.14.0-427.el9_4.x86_64", (5, 14, 0)),
        ("6.6.137+", (6, 6, 137)),
        ("edge-26.8.3", None),
        ("", None),
    ],
)
def test_versions_are_read_as_vendors_write_them(text: str, version: object) -> None:
    assert parse_version(text) == version


@pytest.mark.parametrize(
    ("text", "number"),
    [("8", 8), ("7910m", 7.91), ("16Ki", 16384), ("2G", 2e9), ("1e3", None), ("-1", None)],
)
def test_quantities_are_read_as_kubernetes_writes_them(text: str, number: object) -> None:
    assert parse_quantity(text) == number


RARE: list[tuple[str, str, dict[str, Any]]] = [
    ("platform", "microk8s", thing("Node", metadata={"labels": {"microk8s.io/cluster": "true"}})),
    ("platform", "docker-desktop",
     thing("Node", status={"nodeInfo": {"osImage": "Docker Desktop"}})),
    ("platform", "doks", thing("Node", spec={"providerID": "digitalocean://123"})),
    ("cni", "antrea", thing("DaemonSet", metadata={"labels": {"component": "antrea-agent"}})),
    ("cni", "weave", thing("DaemonSet", metadata={"labels": {"name": "weave-net"}})),
    ("cni", "kube-router", thing("DaemonSet", metadata={"labels": {"k8s-app": "kube-router"}})),
    ("cni", "openshift-sdn", thing("Network", status={"networkType": "OpenShiftSDN"})),
    ("mesh", "app-mesh", thing("CustomResourceDefinition", "meshes.appmesh.k8s.aws")),
    ("mesh", "nginx-service-mesh",
     thing("CustomResourceDefinition", "ratelimits.specs.smi.nginx.com")),
    ("mesh", "traefik-mesh", thing("Deployment", metadata={"labels": {"app": "maesh"}})),
    ("load_balancer", "metallb",
     thing("CustomResourceDefinition", "ipaddresspools.metallb.io")),
]  # fmt: skip


@pytest.mark.parametrize(("means", "value", "found"), RARE)
def test_what_is_rare_is_recognised_too(means: str, value: str, found: dict[str, Any]) -> None:
    said = {signal.conclusion for signal, _ in SIGNALS.matches(found, found["kind"])}

    assert said == {(means, value)}


def test_every_conclusion_is_drawn_from_some_cluster() -> None:
    objects = [*ALL_OBJECTS, *(found for _, _, found in RARE)]
    drawn = {
        signal.conclusion for found in objects for signal, _ in SIGNALS.matches(found, _kind(found))
    }

    assert drawn == {signal.conclusion for signal in SIGNALS.signals}


def _kind(found: Mapping[str, Any]) -> str:
    return "Version" if "serverVersion" in found else str(found.get("kind"))


ALL_OBJECTS = [
    found for path in FIXTURES.glob("*.json") for found in read_objects([path.read_bytes()])
]
