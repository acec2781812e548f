import pytest

from app.content.load import Content
from app.domain.catalogue import Catalogue, Option
from app.domain.environment import (
    ANYWHERE,
    CNIS,
    FIELDS,
    PLATFORMS,
    Environment,
    Version,
    parse_environment,
)
from app.domain.environment_remarks import Remark, Standing, remarks_for, remarks_on
from app.domain.errors import InvalidInput


@pytest.fixture(scope="session")
def catalogue(content: Content) -> Catalogue:
    return content.catalogue


def read(option: Option, **said: str) -> list[Remark]:
    environment = parse_environment({f"my_{name}": text for name, text in said.items()})
    return list(remarks_for(option, environment))


def test_nothing_said_says_nothing(catalogue: Catalogue) -> None:
    assert parse_environment({}) == parse_environment(dict.fromkeys(FIELDS, " ")) == ANYWHERE
    for option in catalogue.options:
        assert remarks_for(option, ANYWHERE) == ()
        assert all(remarks_on(option, cell.feature, ANYWHERE) == () for cell in option.cells)


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("1.31", Version(1, 31)),
        ("v1.31.4", Version(1, 31)),
        ("v1.29.8-eks-a737599", Version(1, 29)),
        ("1.32.1+k3s1", Version(1, 32)),
        (" 1.33 ", Version(1, 33)),
    ],
)
def test_a_version_is_read_as_kubectl_prints_it(text: str, version: Version) -> None:
    assert parse_environment({"my_kubernetes": text}).kubernetes == version


def test_a_kernel_is_read_as_uname_prints_it() -> None:
    environment = parse_environment({"my_kernel": "5.15.0-91-generic"})

    assert environment.kernel == Version(5, 15)
    assert str(environment.kernel) == "5.15"


@pytest.mark.parametrize(
    ("raw", "field", "allowed"),
    [
        ({"my_kubernetes": "new"}, "my_kubernetes", ""),
        ({"my_kubernetes": "1"}, "my_kubernetes", ""),
        ({"my_kubernetes": "1.٣١"}, "my_kubernetes", ""),
        ({"my_kernel": "5.10; rm -rf /"}, "my_kernel", ""),
        ({"my_cni": "weave"}, "my_cni", "calico"),
        ({"my_platform": "mars"}, "my_platform", "gke"),
    ],
)
def test_what_cannot_be_read_is_refused_by_field(
    raw: dict[str, str], field: str, allowed: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        parse_environment(raw)

    assert [problem.field for problem in refusal.value.problems] == [field]
    assert allowed in (*refusal.value.problems[0].allowed, "")


def test_all_wrong_fields_are_named_at_once() -> None:
    with pytest.raises(InvalidInput) as refusal:
        parse_environment(dict.fromkeys(FIELDS, "?"))

    assert {problem.field for problem in refusal.value.problems} == set(FIELDS)


def test_no_parameter_is_called_like_a_question(content: Content) -> None:
    assert not set(FIELDS) & set(content.graph.question_by_id)


@pytest.mark.parametrize(
    ("option", "yours", "standing", "text"),
    [
        ("istio-sidecar", "1.29", Standing.FAILS, "Needs Kubernetes 1.32 or newer, you said 1.29."),
        ("istio-sidecar", "1.34", Standing.FITS, "Kubernetes 1.34 is within 1.32 to 1.37."),
        ("istio-sidecar", "1.99", Standing.READ, "Stated up to Kubernetes 1.37, you said 1.99."),
        (
            "cilium",
            "1.30",
            Standing.UNKNOWN,
            "Needs Kubernetes 1.21 or newer; up to which version is unknown.",
        ),
        ("cilium", "1.20", Standing.FAILS, "Needs Kubernetes 1.21 or newer, you said 1.20."),
    ],
)
def test_the_supported_kubernetes_versions_are_held_against_yours(
    catalogue: Catalogue, option: str, yours: str, standing: Standing, text: str
) -> None:
    (remark,) = read(catalogue.option(option), kubernetes=yours)

    assert (remark.standing, remark.text) == (standing, text)
    assert remark.feature == "kubernetes_versions"


def test_another_release_that_takes_your_version_is_named(catalogue: Catalogue) -> None:
    (remark,) = read(catalogue.option("kuma"), kubernetes="1.33")

    assert remark.standing is Standing.FAILS
    assert "2.14.7 takes 1.32 to 1.35." in remark.text


@pytest.mark.parametrize(
    ("option", "yours", "standing"),
    [
        ("cilium", "5.15", Standing.FITS),
        ("cilium", "5.4", Standing.FAILS),
        ("cilium", "4.18", Standing.READ),
        ("kuma", "4.4", Standing.FITS),
        ("istio-sidecar", "6.8", Standing.UNKNOWN),
        ("no-mesh", "6.8", Standing.UNKNOWN),
    ],
)
def test_a_kernel_fits_only_where_a_cell_says_so(
    catalogue: Catalogue, option: str, yours: str, standing: Standing
) -> None:
    (remark,) = read(catalogue.option(option), kernel=yours)

    assert remark.standing is standing
    assert remark.words == catalogue.cell(option, "kernel_requirement").claim.summary


@pytest.mark.parametrize(
    ("option", "cni", "standing", "feature"),
    [
        ("linkerd", "calico", Standing.FITS, "any_cni"),
        ("istio-ambient", "calico", Standing.READ, "any_cni"),
        ("cilium", "calico", Standing.FAILS, "any_cni"),
        ("cilium", "cilium", Standing.FITS, "reuses_cilium"),
        ("linkerd", "cilium_managed", Standing.UNKNOWN, "works_on_managed_cilium"),
    ],
)
def test_a_plug_in_is_judged_by_the_cell_that_speaks_of_it(
    catalogue: Catalogue, option: str, cni: str, standing: Standing, feature: str
) -> None:
    (remark,) = read(catalogue.option(option), cni=cni)

    assert (remark.standing, remark.feature) == (standing, feature)


def test_every_remark_names_a_cell_and_says_its_words(catalogue: Catalogue) -> None:
    for option in catalogue.options:
        for cni in CNIS:
            for platform in PLATFORMS:
                environment = Environment(Version(1, 30), cni, platform, Version(5, 4))
                for remark in remarks_for(option, environment):
                    cell = option.cell(remark.feature)
                    assert remark.words == cell.claim.summary
                    assert remark in remarks_on(option, remark.feature, environment)


def test_an_unknown_cell_stays_unknown(catalogue: Catalogue) -> None:
    (remark,) = read(catalogue.option("linkerd"), platform="openshift")

    assert catalogue.cell("linkerd", "openshift_support").claim.support == "unknown"
    assert remark.standing is Standing.UNKNOWN


def test_a_cell_that_names_your_plug_in_is_quoted(catalogue: Catalogue) -> None:
    environment = parse_environment({"my_cni": "cilium"})

    remarks = remarks_on(catalogue.option("istio-sidecar"), "cni_requirement", environment)

    assert {remark.text for remark in remarks} == {"Names Cilium."}
    detail = catalogue.cell("istio-sidecar", "cni_requirement").claim.detail or ""
    assert any("cni.exclusive" in remark.words for remark in remarks)
    assert all(remark.words in detail for remark in remarks)


def test_an_options_own_name_is_no_news_in_its_cells(catalogue: Catalogue) -> None:
    environment = parse_environment({"my_cni": "cilium"})

    assert remarks_on(catalogue.option("cilium"), "mtls", environment) == ()


def test_a_cell_that_names_a_newer_kernel_is_quoted(catalogue: Catalogue) -> None:
    cilium = catalogue.option("cilium")

    (remark,) = remarks_on(cilium, "session_affinity", Environment(kernel=Version(5, 4)))
    assert remark.text == "Names Linux 5.7, you said 5.4."
    assert remarks_on(cilium, "session_affinity", Environment(kernel=Version(5, 7))) == ()
