"""Every command, values file and manifest of every supported runbook fits the pinned versions."""

import itertools
import re
from collections.abc import Iterator
from typing import Any, Protocol

import pytest

from app.domain.recipe import Recipe, RunbookLibrary
from app.domain.runbook import File
from tests.runbooks.admission import core_problems, small_problems
from tests.runbooks.combinations import Combinations, commands_of

# They run on the operator's machine only; no inventory is kept of them.
LOCAL_TOOLS = frozenset(
    [
        "base64",
        "cat",
        "curl",
        "cut",
        "mkdir",
        "mv",
        "openssl",
        "rm",
        "sha256sum",
        "sleep",
        "sort",
        "sudo",
        "tar",
        "tee",
        "test",
        "tr",
        "uniq",
        "unzip",
    ]
)
CORE_GROUPS = {"v1", "apps/v1", "networking.k8s.io/v1", "rbac.authorization.k8s.io/v1"}
KUBERNETES = ("1.31", "1.37")


class _Upstream(Protocol):
    TOOLS: frozenset[str]

    def command_problems(self, argv: tuple[str, ...], *, helm: str = ...) -> tuple[str, ...]: ...
    def values_problems(self, chart: str, values: Any) -> tuple[str, ...]: ...
    def manifest_problems(self, document: Any, variant: str = ...) -> tuple[str, ...]: ...


@pytest.fixture(scope="module")
def argvs(combinations: Combinations) -> frozenset[tuple[str, ...]]:
    return combinations.argvs


@pytest.fixture(scope="module")
def files(combinations: Combinations) -> tuple[tuple[str, File], ...]:
    return combinations.files


@pytest.mark.parametrize("helm", ["helm3", "helm4"])
def test_every_command_line_is_one_that_the_pinned_tool_takes(
    argvs: frozenset[tuple[str, ...]], upstream: _Upstream, helm: str
) -> None:
    called = [argv for argv in argvs if argv[0] in upstream.TOOLS]

    problems = [fault for argv in called for fault in upstream.command_problems(argv, helm=helm)]

    assert len(called) > 150
    assert problems == []


def test_no_other_tool_is_called(argvs: frozenset[tuple[str, ...]], upstream: _Upstream) -> None:
    assert {argv[0] for argv in argvs} - upstream.TOOLS <= LOCAL_TOOLS


@pytest.mark.parametrize(
    "line",
    [
        "kubectl apply --filenam x",
        "kubectl applies --filename x",
        "kubectl get pods --namespace",
        "helm upgrade --install one",
        "helm upgrade a b --wait-for-it",
        "linkerd install --crds=yes",
        "linkerd jaeger install",
        "istioctl verify-install",
        "istioctl experimental waypoint list",
        "cilium check --pre",
        "kind create cluster --config",
    ],
)
def test_a_command_line_that_is_wrong_is_noticed(upstream: _Upstream, line: str) -> None:
    assert upstream.command_problems(tuple(line.split()))


def test_every_chart_and_every_key_that_a_command_sets_exists(
    argvs: frozenset[tuple[str, ...]], upstream: _Upstream
) -> None:
    problems: list[str] = []
    for argv in argvs:
        for flag, pair in itertools.pairwise(argv):
            if argv[0] == "helm" and flag in ("--set", "--set-file"):
                chart = next(
                    word.split("/")[-1]
                    for word in argv
                    if re.fullmatch(r"\w+[-\w]*/[-\w]+|oci://[-.\w/]+", word)
                )
                key, _, value = pair.partition("=")
                tree: Any = value
                for part in reversed(key.split(".")):
                    tree = {part: tree}
                problems += upstream.values_problems(chart, tree)

    assert problems == []


def test_all_values_of_every_release_are_keys_of_its_chart(
    library: RunbookLibrary, files: tuple[tuple[str, File], ...], upstream: _Upstream
) -> None:
    values = [one for option, file in files for one in _values_in(file, library.recipe(option))]

    problems = [fault for chart, own in values for fault in upstream.values_problems(chart, own)]

    assert len({chart for chart, _ in values}) >= 8
    assert problems == []


def _values_in(file: File, recipe: Recipe) -> Iterator[tuple[str, Any]]:
    """Yield the values that a file holds for a chart: for Helm, for Argo CD or for Flux."""
    charts = {release.name: release.chart for release in recipe.releases}
    name = file.path.split("/")[-1].removesuffix(".yaml")
    for document in file.documents:
        kind = document.get("kind")
        if file.path.startswith("values/") and not kind:
            # A file for the second cluster stands beside the one of the same chart here.
            yield charts.get(name, name.removesuffix("-peer")), document
        elif kind == "Application":
            source = document["spec"]["source"]
            yield source["chart"], source["helm"]["valuesObject"]
        elif kind == "HelmRelease":
            yield charts[name], document["spec"]["values"]


@pytest.mark.parametrize(
    ("chart", "values"),
    [
        ("istiod", {"profil": "ambient"}),
        ("istiod", {"profile": "ambience"}),
        ("cilium", {"hubble": {"relay": True}}),
        ("cilium", {"encryption": {"kind": "wireguard"}}),
        ("linkerd-control-plane", {"podMonitor": {"enabled": {"yes": True}}}),
    ],
)
def test_a_values_file_that_is_wrong_is_noticed(
    upstream: _Upstream, chart: str, values: Any
) -> None:
    assert upstream.values_problems(chart, values)


@pytest.fixture(scope="module")
def documents(files: tuple[tuple[str, File], ...]) -> list[tuple[str, Any]]:
    """Every object of every file with the option that it belongs to."""
    every = ((option, one) for option, file in files for one in file.documents)
    return [(option, one) for option, one in every if isinstance(one, dict) and "kind" in one]


def test_every_custom_resource_fits_the_schema_and_the_rules_of_its_version(
    documents: list[tuple[str, Any]], upstream: _Upstream
) -> None:
    custom = [(option, one) for option, one in documents if one["apiVersion"] not in CORE_GROUPS]

    problems = [
        fault
        for option, one in custom
        for fault in upstream.manifest_problems(one, "v1.5.1" if option == "linkerd" else "")
    ]

    assert len(custom) > 300
    assert problems == []


@pytest.mark.parametrize(
    "broken",
    [
        {
            "apiVersion": "security.istio.io/v1",
            "kind": "PeerAuthentication",
            "metadata": {"name": "default"},
            "spec": {"mtls": {"mode": "STRIKT"}},
        },
        {
            "apiVersion": "trust.cert-manager.io/v1alpha1",
            "kind": "Bundle",
            "metadata": {"name": "roots"},
            "spec": {
                "sources": [{"secret": {"name": "a", "selector": {}, "key": "tls.crt"}}],
                "target": {"configMap": {"key": "ca.crt"}},
            },
        },
        {
            "apiVersion": "gateway.networking.k8s.io/v1",
            "kind": "HTTPRoute",
            "metadata": {"name": "web"},
            "spec": {"rules": [{"backendRefs": [{"name": "web"}]}]},
        },
    ],
    ids=["a value that is none", "a rule between two fields", "a Service without a port"],
)
def test_a_custom_resource_that_is_wrong_is_noticed(upstream: _Upstream, broken: Any) -> None:
    assert upstream.manifest_problems(broken)


@pytest.mark.parametrize("kubernetes", KUBERNETES)
def test_every_core_object_is_one_that_kubernetes_takes(
    documents: list[tuple[str, Any]], kubernetes: str
) -> None:
    core = [one for _, one in documents if one["apiVersion"] in CORE_GROUPS]

    problems = [fault for one in core for fault in core_problems(one, kubernetes)]

    assert len(core) > 100
    assert problems == []


def test_no_object_breaks_what_schemas_cannot_say(documents: list[tuple[str, Any]]) -> None:
    named = [one for _, one in documents if "metadata" in one]

    assert [fault for one in named for fault in small_problems(one)] == []


@pytest.mark.parametrize(
    ("ports", "told"),
    [([{"port": "http"}], "integer"), ([{"port": 80, "targetport": 80}], "targetport")],
)
def test_a_core_object_that_is_wrong_is_noticed(ports: list[Any], told: str) -> None:
    service = {"kind": "Service", "metadata": {"name": "x"}, "spec": {"ports": ports}}

    (fault,) = core_problems({"apiVersion": "v1", **service}, KUBERNETES[0])

    assert told in fault


@pytest.mark.parametrize(
    "broken",
    [
        {"kind": "Service", "spec": {"selector": {}, "ports": []}},
        {"kind": "Service", "spec": {"selector": {"app": "x"}, "ports": [{"port": 70000}]}},
        {"kind": "NetworkPolicy", "spec": {"podSelector": {}}},
        {"kind": "Namespace", "metadata": {"name": "-x"}},
        {"kind": "Namespace", "metadata": {"name": "x", "labels": {"a": "b" * 64}}},
    ],
)
def test_what_schemas_cannot_say_is_noticed(broken: dict[str, Any]) -> None:
    assert list(small_problems({"metadata": {"name": "x"}, **broken}))


def test_every_file_that_a_command_names_comes_with_the_runbook(
    combinations: Combinations,
) -> None:
    for one in combinations.steps:
        named = {
            word
            for command in one.step.commands
            for argv in command.pipeline
            if argv[0] != "mv"  # The file comes from the command before.
            for word in argv
            if word.endswith(".yaml") and "://" not in word
        }
        assert named <= {file.path for file in one.step.files}, one.step.id


def test_nothing_is_fetched_without_a_version(
    library: RunbookLibrary, argvs: frozenset[tuple[str, ...]]
) -> None:
    addresses = {word for argv in argvs for word in argv if word.startswith("https://")}
    recipes = library.recipes.values()
    repositories = {release.repository for recipe in recipes for release in recipe.releases}
    repositories |= {"https://helm.linkerd.io/edge", "https://helm.cilium.io/"}
    repositories |= {"https://blob.istio.io/istio-release/charts"}
    repositories |= {"https://kumahq.github.io/charts"}

    assert [
        word for word in addresses - repositories if not re.search(r"\d+\.\d+\.\d+", word)
    ] == []
    assert not any("latest" in word or "main" in word.split("/") for word in addresses)


def test_every_chart_is_applied_in_a_stated_version(argvs: frozenset[tuple[str, ...]]) -> None:
    applied = [argv for argv in argvs if argv[:2] in (("helm", "upgrade"), ("helm", "install"))]

    assert applied
    assert [argv for argv in applied if "--version" not in argv] == []


def test_nothing_fetched_is_piped_into_a_shell(combinations: Combinations) -> None:
    shells = {"sh", "bash", "zsh", "sudo"}
    for one in combinations.steps:
        for command in commands_of(one.step):
            assert not shells & {argv[0] for argv in command.pipeline[1:]}
