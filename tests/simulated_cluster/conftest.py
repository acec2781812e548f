"""Operators before a cluster as it begins, and before one with a mesh."""

from pathlib import Path

import pytest

from tests.simulated_cluster.typing_operator import Operator


@pytest.fixture
def operator(tmp_path: Path) -> Operator:
    return Operator(tmp_path)


@pytest.fixture
def meshed(tmp_path: Path) -> Operator:
    """One whose cluster runs Linkerd and has taken the namespace shop into it."""
    operator = Operator(tmp_path, gateway_api="existing")
    (tmp_path / "ca.crt").write_text("a root", encoding="ascii")
    operator.must("helm repo add edge https://helm.linkerd.io/edge")
    labels = {"config.linkerd.io/admission-webhooks": "disabled"}
    metadata = {"name": "linkerd", "labels": labels}
    namespace = {"apiVersion": "v1", "kind": "Namespace", "metadata": metadata}
    operator.must("kubectl apply --filename -", namespace)
    chart = "--namespace linkerd --version 2026.8.3 --wait"
    operator.must(f"helm upgrade --install crds edge/linkerd-crds {chart}")
    operator.must(
        f"helm upgrade --install plane edge/linkerd-control-plane {chart} "
        "--set-file identityTrustAnchorsPEM=ca.crt --set webhookFailurePolicy=Fail"
    )
    operator.must("kubectl annotate namespace shop linkerd.io/inject=enabled")
    operator.must("kubectl --namespace shop rollout restart deployment")
    return operator
