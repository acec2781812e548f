"""A release is brought in by Helm, Argo CD or Flux, in this cluster or, with Helm, in another."""

from app.domain.delivery import go_back, install, remove
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


def test_the_version_of_a_chart_from_an_oci_registry_ends_with_a_digest() -> None:
    release = CHART.model_copy(update={"repository": "oci://registry.example.com/charts"})

    assert not any("chartVersion" in line for line in lines(release, "flux"))
