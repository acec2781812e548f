"""The simulated cluster refuses what a real one refuses, and keeps what a real one keeps."""

import pytest

from tests.simulated_cluster.fixed_answers import FIXED
from tests.simulated_cluster.typing_operator import Operator, web


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("kubectl get namespace nowhere", 'namespaces "nowhere" not found'),
        (
            "kubectl --namespace shop get deployment nothing",
            '(NotFound): deployments.apps "nothing"',
        ),
        ("kubectl get servers.policy.linkerd.io", "doesn't have a resource type"),
        ("kubectl --namespace shop delete deployment nothing", "NotFound"),
        (
            "kubectl delete meshes.kuma.io default --ignore-not-found",
            "doesn't have a resource type",
        ),
        ("kubectl wait --for=condition=Ready pods --selector app=none --timeout=1s", "no matching"),
        (
            "kubectl --namespace shop wait --for=condition=Ready pods --all --timeout=1s",
            "timed out",
        ),
        ("kubectl apply --filename missing.yaml", "no such file"),
        ("helm upgrade app repo/app --version 1", "repo repo not found"),
        ("helm upgrade app oci://example.com/charts/flagger --version 1", "no deployed releases"),
        ("helm rollback app --namespace shop", "release: not found"),
        ("helm uninstall app --namespace shop", "not found"),
        ("linkerd upgrade", "Failed to build upgrade configuration"),
        ("linkerd check", "control plane pods are ready"),
        ("cilium status", "not found"),
        ("istioctl uninstall --skip-confirmation", "at least one of"),
        ("istioctl tag set prod --revision 1-31-1", "cannot find a control plane"),
    ],
)
def test_what_is_not_there_is_refused_as_the_tools_refuse_it(
    operator: Operator, line: str, told: str
) -> None:
    before = operator.simulation.state()

    answer = operator.types(line)

    assert answer.status != 0
    assert told in answer.errors
    assert operator.simulation.state() == before
    assert operator.simulation.misused == []


@pytest.mark.parametrize(
    "line",
    ["kubectl get pods --namespaze shop", "helm upgrade --instal a b", "linkerd instal", "kubectl"],
)
def test_a_flag_or_a_subcommand_that_the_tool_does_not_have_is_noticed(
    operator: Operator, line: str
) -> None:
    assert operator.types(line).status != 0
    assert len(operator.simulation.misused) == 1


def test_a_context_that_kubectl_does_not_have_is_refused(operator: Operator) -> None:
    answer = operator.types("kubectl get namespaces", context="another")

    assert (answer.status, answer.errors) == (1, 'error: context "another" does not exist\n')


def test_an_object_needs_its_definition_and_its_namespace(operator: Operator) -> None:
    route = {
        "apiVersion": "gateway.networking.k8s.io/v1",
        "kind": "HTTPRoute",
        "metadata": {"name": "web", "namespace": "shop"},
        "spec": {},
    }
    lost = web("nowhere")

    assert "no matches for kind" in operator.types("kubectl apply --filename -", route).errors
    assert 'namespaces "nowhere"' in operator.types("kubectl apply --filename -", lost).errors


def test_a_field_that_is_no_longer_applied_goes_and_one_that_others_set_stays(
    operator: Operator,
) -> None:
    operator.must("kubectl apply --filename -", web("shop", old="yes", kept="yes"))
    operator.must("kubectl --namespace shop label deployment web other=yes")

    operator.must("kubectl apply --filename -", web("shop", kept="yes"))

    line = "kubectl --namespace shop get deployment web --output jsonpath={.metadata.labels}"
    assert operator.must(line) == '{"kept":"yes","other":"yes"}'


def test_helm_takes_over_nothing_that_it_did_not_make(operator: Operator) -> None:
    operator.must("helm repo add flagger https://flagger.app")
    operator.must(
        "kubectl apply --filename -",
        web("shop", "loadtester"),
    )

    answer = operator.types(
        "helm upgrade --install loadtester flagger/loadtester --namespace shop --version 0.38.0"
    )

    assert "invalid ownership metadata" in answer.errors


def test_an_uninstall_keeps_what_the_chart_keeps(operator: Operator) -> None:
    operator.must("helm repo add jetstack https://charts.jetstack.io")
    place = "--namespace cert-manager"
    operator.must(
        "helm upgrade --install cert-manager jetstack/cert-manager --create-namespace "
        f"--version v1.21.1 --set crds.enabled=true {place}"
    )

    operator.must(f"helm uninstall cert-manager {place}")

    assert "certificates.cert-manager.io" in operator.must("kubectl get customresourcedefinitions")
    assert operator.must(f"kubectl {place} get deployments --output name") == ""


def test_few_answers_do_not_come_from_state() -> None:
    assert len(FIXED) < 10
