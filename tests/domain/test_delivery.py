"""A release is brought in by Helm, Argo CD or Flux, in this cluster or, with Helm, in another."""

import pytest

from app.content.load import Content
from app.domain.delivery import file_of, go_back, install, remove
from app.domain.releases import Release

CHART = Release.model_validate(
    {
        "name": "mesh",
        "chart": "mesh",
        "repository": "https://charts.example.com",
        "alias": "example",
        "version": "{version}",
        "namespace": "mesh-system",
    }
)
ELSEWHERE = CHART.model_copy(update={"context": "{peer_name}"})
WAVE = "argocd.argoproj.io/sync-wave"
VALUES = {"version": "1.2.3", "peer_name": "west"}


def lines(release: Release, tool: str) -> list[str]:
    return [command.line for command in install(release, {**VALUES, "tool": tool})]


def test_helm_reaches_another_cluster_by_its_context() -> None:
    values = {**VALUES, "tool": "helm"}

    upgrade = lines(ELSEWHERE, "helm")[-1]
    (uninstall,) = remove(ELSEWHERE, values)
    (rollback,) = go_back(ELSEWHERE, values)

    assert upgrade.startswith("helm --kube-context west upgrade --install mesh example/mesh")
    assert uninstall.line.startswith("helm --kube-context west uninstall mesh")
    assert rollback.line.startswith("helm --kube-context west rollback mesh")


def test_in_this_cluster_helm_names_no_context() -> None:
    assert "--kube-context" not in " ".join(lines(CHART, "helm"))


def test_flux_waits_for_the_version_because_the_one_before_is_ready_too() -> None:
    waits = [line for line in lines(CHART, "flux") if " wait " in line]

    assert "'--for=jsonpath={.status.history[0].chartVersion}=1.2.3'" in waits[0]
    assert "--for=condition=Ready" in waits[1]


def test_a_chart_from_an_oci_registry_is_waited_for_by_a_request_named_after_the_version() -> None:
    """Its version ends with a digest that is not known; the source has it before one asks."""
    release = CHART.model_copy(update={"repository": "oci://registry.example.com/charts"})

    source, request, answered, ready = (
        line.removeprefix("kubectl --namespace flux-system ") for line in lines(release, "flux")[1:]
    )

    assert source.startswith("wait --for=condition=Ready ocirepositories.")
    assert request.endswith("mesh reconcile.fluxcd.io/requestedAt=1.2.3")
    assert answered.startswith("wait '--for=jsonpath={.status.lastHandledReconcileAt}=1.2.3'")
    assert ready.startswith("wait --for=condition=Ready helmreleases.")


def test_argo_cd_is_done_when_the_hooks_of_this_version_are() -> None:
    waits = [line.split("{.status.")[1] for line in lines(CHART, "argocd") if " wait " in line]

    assert [wait.split("'")[0] for wait in waits] == [
        "sync.revision}=1.2.3",
        "sync.status}=Synced",
        "operationState.phase}=Succeeded",
        "health.status}=Healthy",
    ]


@pytest.mark.parametrize(("wave", "annotations"), [(0, None), (2, {WAVE: "2"})])
def test_applications_that_are_applied_at_once_have_an_order(
    wave: int, annotations: dict[str, str] | None
) -> None:
    file = file_of(CHART, {**VALUES, "tool": "argocd"}, wave)

    assert file is not None
    assert file.documents[0]["metadata"].get("annotations") == annotations


def test_a_release_comes_after_all_that_it_needs(content: Content) -> None:
    recipe = content.runbooks.recipe("istio-ambient")
    values = {"istiod": "istiod"}
    names = ("istio-base", "istiod", "istio-cni", "ztunnel")

    assert [recipe.wave(recipe.release(name), values) for name in names] == [0, 1, 1, 2]
