"""A runbook is its recipe with the parameters filled in, or a refusal that says what would work."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from app.content.runbooks import load_runbooks
from app.domain.errors import NotFound, Unsupported
from app.domain.recipe import RunbookLibrary
from app.domain.runbook import Runbook, Step, assemble, parse_parameters
from app.paths import CONTENT


@pytest.fixture(scope="module")
def library() -> RunbookLibrary:
    return load_runbooks(CONTENT / "runbooks")


def make(library: RunbookLibrary, option: str, **raw: object) -> Runbook:
    return assemble("2026-11-22", option, parse_parameters(option, raw), library)


def steps(runbook: Runbook, phase: str) -> Mapping[str, Step]:
    (found,) = [one for one in runbook.phases if one.id == phase]
    return {step.id: step for step in found.steps}


def test_the_same_input_gives_an_equal_runbook(library: RunbookLibrary) -> None:
    assert make(library, "linkerd", tool="cli") == make(library, "linkerd", tool="cli")


def test_an_option_without_a_recipe_is_not_found(library: RunbookLibrary) -> None:
    with pytest.raises(NotFound, match="There is one for: cilium, consul, istio"):
        make(library, "nothing")


@pytest.mark.parametrize(
    ("option", "raw", "reason"),
    [
        ("linkerd", {"platform": "openshift"}, "does not mention OpenShift"),
        ("linkerd", {"kubernetes_version": "1.30"}, "refuse versions below 1.31"),
        ("istio-ambient", {"kubernetes_version": "1.31.4"}, "1.32 to 1.36"),
        ("istio-sidecar", {"cni": "none"}, "pod network already works"),
        ("istio-sidecar", {"multicluster": "multi_primary"}, "a root of its own"),
        (
            "istio-sidecar",
            {"multicluster": "primary_remote", "certificates": "own_ca", "tool": "flux"},
            "not in Git",
        ),
        ("istio-ambient", {"multicluster": "primary_remote"}, "no remote clusters"),
        (
            "istio-ambient",
            {"multicluster": "multi_primary", "certificates": "own_ca", "profile": "production"},
            "advises against them in production",
        ),
        ("istio-ambient", {"cni": "cilium_managed"}, "no statement"),
        ("cilium", {"platform": "gke"}, "Dataplane V2"),
        ("cilium", {"platform": "aks"}, "without a network plugin"),
        ("cilium", {"platform": "openshift"}, "while the cluster itself is installed"),
        ("cilium", {"cni": "cilium_managed"}, "provider manages"),
        ("cilium", {"cni": "calico"}, "migration"),
        ("cilium", {"strict_mtls": True}, "no setting that refuses clear text"),
    ],
)
def test_what_upstream_does_not_support_is_refused_with_the_nearest(
    library: RunbookLibrary, option: str, raw: dict[str, object], reason: str
) -> None:
    with pytest.raises(Unsupported, match=reason) as refused:
        make(library, option, **raw)

    assert refused.value.nearest.startswith("Nearest: ")


def test_the_nearest_combination_of_a_refusal_is_supported(library: RunbookLibrary) -> None:
    assert make(library, "cilium", platform="aks", cni="none")
    assert make(library, "istio-ambient", platform="openshift")
    assert make(library, "linkerd", kubernetes_version="1.31")


def test_namespaces_are_taken_in_one_after_the_other_the_demo_first(
    library: RunbookLibrary,
) -> None:
    onboard = steps(make(library, "linkerd", namespaces=["shop", "pay"]), "onboard")

    assert list(onboard) == [
        "demo-deploy",
        "outsider-is-answered",
        "inject--meshwise-demo",
        "restart--meshwise-demo",
        "all-meshed--meshwise-demo",
        "inject--shop",
        "restart--shop",
        "all-meshed--shop",
        "inject--pay",
        "restart--pay",
        "all-meshed--pay",
        "client-is-answered",
    ]


def test_a_namespace_is_one_argument_of_its_commands(library: RunbookLibrary) -> None:
    inject = steps(make(library, "linkerd", namespaces=["shop"]), "onboard")["inject--shop"]

    assert inject.commands[0].pipeline == (
        ("kubectl", "annotate", "namespace", "shop", "linkerd.io/inject=enabled", "--overwrite"),
    )


def test_strict_mtls_is_for_your_namespaces_only_when_asked_for(library: RunbookLibrary) -> None:
    relaxed = steps(make(library, "istio-ambient", namespaces=["shop"]), "secure")
    strict = steps(make(library, "istio-ambient", namespaces=["shop"], strict_mtls=True), "secure")

    assert "strict-demo" in relaxed
    assert "strict--shop" not in relaxed
    assert strict["strict--shop"].files[0].documents[0]["metadata"]["namespace"] == "shop"


def test_the_tool_chooses_the_commands(library: RunbookLibrary) -> None:
    def tools(tool: str) -> set[str]:
        install = steps(make(library, "linkerd", tool=tool), "install").values()
        pipelines = [command.pipeline for step in install for command in step.commands]
        return {argv[0] for pipeline in pipelines for argv in pipeline}

    assert tools("cli") == {"kubectl", "linkerd"}
    assert "helm" in tools("helm")
    assert "linkerd" not in tools("helm")


@pytest.mark.parametrize(
    ("platform", "set_globally"),
    [("kubeadm", None), ("k3s", {"platform": "k3s"}), ("openshift", {"platform": "openshift"})],
)
def test_the_platform_changes_the_values(
    library: RunbookLibrary, platform: str, set_globally: dict[str, str] | None
) -> None:
    runbook = make(library, "istio-ambient", platform=platform)

    (istiod,) = [file for file in runbook.files if file.path == "values/istiod.yaml"]
    assert istiod.documents[0]["profile"] == "ambient"
    assert istiod.documents[0].get("global") == set_globally


def test_weights_and_ports_stay_numbers_in_manifests(library: RunbookLibrary) -> None:
    runbook = make(
        library,
        "linkerd",
        namespaces=["shop"],
        canary_service="orders",
        canary_port=80,
        canary_weight=20,
    )

    (route,) = [file for file in runbook.files if file.path == "manifests/canary-route.yaml"]
    assert route.documents[0]["spec"]["rules"] == [
        {
            "backendRefs": [
                {"name": "orders-v1", "port": 80, "weight": 80},
                {"name": "orders-v2", "port": 80, "weight": 20},
            ]
        }
    ]


def test_a_version_in_a_pattern_matches_only_itself(library: RunbookLibrary) -> None:
    reachable = steps(make(library, "linkerd"), "preflight")["cluster-reachable"]

    assert reachable.expect.pattern == r"Server Version: v1\.35\."


def test_notes_speak_of_the_platform_that_was_chosen(library: RunbookLibrary) -> None:
    texts = " ".join(note.text for note in make(library, "linkerd", platform="gke").notes)

    assert "GKE:" in texts
    assert "EKS:" not in texts


def test_a_recipe_with_an_unknown_placeholder_is_broken(tmp_path: Path) -> None:
    shutil.copytree(CONTENT / "runbooks", tmp_path, dirs_exist_ok=True)
    shared = tmp_path / "shared" / "demo.yaml"
    text = shared.read_text(encoding="utf-8").replace("{demo_namespace}", "{demo_namespaze}", 1)
    shared.write_text(text, encoding="utf-8")

    with pytest.raises(Exception, match=r"cilium/recipe\.yaml.*demo_namespaze"):
        load_runbooks(tmp_path)
