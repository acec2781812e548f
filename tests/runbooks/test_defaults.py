"""What answers settle for a runbook never asks for what its option does not support."""

from itertools import product

import pytest

from app.content.load import Content
from app.domain.errors import Unsupported
from app.domain.recipe import RunbookLibrary
from app.domain.runbook import parse_parameters, supported_values
from app.domain.runbook_defaults import defaults_from_answers
from tests.runbooks.test_recipes import OPTIONS

FACTS = ("platform", "cni")


def supported(option: str, raw: dict[str, object], library: RunbookLibrary) -> bool:
    try:
        supported_values(option, parse_parameters(option, raw), library)
    except Unsupported:
        return False
    return True


@pytest.mark.parametrize(
    ("option", "answers", "implied"),
    [
        ("linkerd", {}, {}),
        ("linkerd", {"platform": "eks"}, {"platform": "eks"}),
        ("linkerd", {"platform": "moon"}, {}),
        ("linkerd", {"cni": "cilium"}, {"cni": "cilium"}),
        ("linkerd", {"cni": "cilium_managed"}, {"cni": "cilium_managed"}),
        ("linkerd", {"cni": "other_fixed"}, {"cni": "platform_default"}),
        ("linkerd", {"goals": "observability"}, {"observability": "bundled"}),
        ("kuma", {"goals": "observability"}, {}),
        ("linkerd", {"goals": "mtls"}, {"strict_mtls": "true"}),
        ("kuma", {"mtls_assurance": "workload_identity"}, {"strict_mtls": "true"}),
        ("cilium", {"mtls_assurance": "fips"}, {}),
        ("linkerd", {"mtls_assurance": "encryption_in_transit"}, {}),
        ("linkerd", {"canary_style": "automated"}, {"progressive_delivery": "argo_rollouts"}),
        ("linkerd", {"canary_style": "weights"}, {}),
        ("linkerd", {"clusters": "one"}, {}),
        ("linkerd", {"clusters": "several_flat_network"}, {"multicluster": "mirrored_services"}),
        ("consul", {"clusters": "several_separate_networks"}, {"multicluster": "peering"}),
        ("cilium", {"clusters": "several_flat_network"}, {"multicluster": "cluster_mesh"}),
        (
            "istio-sidecar",
            {"clusters": "several_flat_network"},
            {"multicluster": "multi_primary", "certificates": "own_ca"},
        ),
        ("kuma", {"clusters": "several_flat_network"}, {}),
        ("linkerd", {"team": "first_mesh"}, {"profile": "evaluation"}),
        ("linkerd", {"team": "platform_team"}, {}),
        ("linkerd", {"gateway_api": "required"}, {}),
        (
            "istio-sidecar",
            {"platform": "openshift"},
            {"platform": "openshift", "gateway_api": "existing"},
        ),
        ("linkerd", {"platform": "openshift", "goals": "mtls"}, {"platform": "openshift"}),
    ],
)
def test_answers_settle_what_they_imply_and_the_option_supports(
    library: RunbookLibrary, option: str, answers: dict[str, str], implied: dict[str, str]
) -> None:
    given = {question: (answer,) for question, answer in answers.items()}

    assert defaults_from_answers(option, given, library) == implied


@pytest.mark.parametrize("option", OPTIONS)
def test_whatever_is_answered_gives_a_runbook_wherever_the_option_runs_at_all(
    library: RunbookLibrary, content: Content, option: str
) -> None:
    asked = {one.id: [answer.id for answer in one.answers] for one in content.graph.questions}
    facts = product(*([(), *((each,) for each in asked[name])] for name in FACTS))
    alone: list[dict[str, tuple[str, ...]]] = [
        {name: (each,)} for name in asked if name not in FACTS for each in asked[name]
    ]
    most = {name: tuple(every) for name, every in asked.items() if name not in FACTS}

    for given, wished in product(facts, [*alone, most, {**most, "clusters": ("one",)}]):
        answers = {**wished, **dict(zip(FACTS, given, strict=True))}
        settled = defaults_from_answers(option, answers, library)
        so = {name: value for name, value in settled.items() if name in FACTS}
        if supported(option, so, library):
            assert supported(option, settled, library), answers
        else:
            assert settled == so
