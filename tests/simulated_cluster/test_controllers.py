"""What the simulated controllers do: inject, refuse calls, and take away what they brought."""

from pathlib import Path
from typing import Any

from tests.simulated_cluster.typing_operator import Operator, web


def test_a_pod_gets_the_proxy_only_where_it_is_asked_for_and_only_anew(meshed: Operator) -> None:
    selector = "--selector linkerd.io/control-plane-ns --output name"

    assert "pod/app-" in meshed.must(f"kubectl --namespace shop get pods {selector}")
    assert meshed.must(f"kubectl --namespace kube-system get pods {selector}") == ""
    meshed.must("kubectl annotate namespace shop linkerd.io/inject-")
    assert "pod/app-" in meshed.must(f"kubectl --namespace shop get pods {selector}")
    meshed.must("kubectl --namespace shop rollout restart deployment")
    assert meshed.must(f"kubectl --namespace shop get pods {selector}") == ""


def test_a_webhook_that_fails_closed_stops_new_pods_when_its_service_is_gone(
    meshed: Operator,
) -> None:
    meshed.must("kubectl --namespace linkerd delete deployment linkerd-proxy-injector")

    meshed.must("kubectl apply --filename -", web("shop"))

    answer = meshed.types("kubectl --namespace shop rollout status deployment/web --timeout=9s")
    assert "exceeded its progress deadline" in answer.errors


def test_strictness_refuses_who_is_outside_and_nobody_else(meshed: Operator) -> None:
    service: Any = {"apiVersion": "v1", "kind": "Service"}
    service["metadata"] = {"name": "web", "namespace": "shop"}
    service["spec"] = {"selector": {"app": "web"}, "ports": [{"port": 80}]}
    outside = web("default")
    meshed.must("kubectl apply --filename -", web("shop"), service, outside)
    call = "exec deploy/web -- curl --silent --write-out %{http_code} --output /dev/null http://web.shop.svc.cluster.local/"

    assert meshed.must(f"kubectl {call}") == "200"
    meshed.must(
        "kubectl annotate namespace shop config.linkerd.io/default-inbound-policy=all-authenticated"
    )
    assert (
        meshed.must(f"kubectl {call}") == "200"
    )  # Running pods keep the policy that they began with.
    meshed.must("kubectl --namespace shop rollout restart deployment")
    assert meshed.must(f"kubectl {call}") == "403"
    assert meshed.must(f"kubectl --namespace shop {call}") == "200"


def test_linkerd_is_not_uninstalled_while_a_pod_has_its_proxy(meshed: Operator) -> None:
    assert "Please uninject" in meshed.types("linkerd uninstall").errors


def test_argo_cd_leaves_definitions_and_flux_does_not(tmp_path: Path) -> None:
    gone = []
    for tool in ("argocd", "flux"):
        operator = Operator(tmp_path, tool=tool, certificates="own_ca")
        [*documents] = _gitops(tool)
        operator.must("kubectl apply --filename -", *documents)
        kind = documents[-1]["kind"].lower()
        place = f"--namespace {documents[-1]['metadata']['namespace']}"
        assert "servers.policy" in operator.must("kubectl get customresourcedefinitions")
        operator.must(f"kubectl {place} delete {kind} crds --wait")
        gone.append("servers.policy" not in operator.must("kubectl get customresourcedefinitions"))

    assert gone == [False, True]


def _gitops(tool: str) -> list[Any]:
    chart = {"chart": "linkerd-crds", "version": "2026.8.3"}
    if tool == "argocd":
        source = {"chart": chart["chart"], "targetRevision": chart["version"]}
        helm = {"helm": {"releaseName": "crds", "valuesObject": {}}}
        spec = {"source": {**source, **helm}, "destination": {"namespace": "shop"}}
        metadata = {"name": "crds", "namespace": "argocd", "finalizers": ["resources-finalizer"]}
        own = {"apiVersion": "argoproj.io/v1alpha1", "kind": "Application", "metadata": metadata}
        return [{**own, "spec": {**spec, "syncPolicy": {"syncOptions": []}}}]
    metadata = {"name": "crds", "namespace": "flux-system"}
    repository = {"apiVersion": "source.toolkit.fluxcd.io/v1", "kind": "HelmRepository"}
    reference = {"kind": "HelmRepository", "name": "crds"}
    flux: dict[str, Any] = {
        "chart": {"spec": {**chart, "sourceRef": reference}},
        "values": {},
        "install": {},
    }
    flux |= {"releaseName": "crds", "storageNamespace": "shop"}
    own = {"apiVersion": "helm.toolkit.fluxcd.io/v2", "kind": "HelmRelease"}
    return [
        {**repository, "metadata": dict(metadata), "spec": {}},
        {**own, "metadata": metadata, "spec": flux},
    ]
