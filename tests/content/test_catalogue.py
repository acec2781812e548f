"""The published catalogue is whole, cited and consistent; each check can fail."""

from collections.abc import Callable

import pytest

from app.content import checks
from app.content.load import Content
from app.domain.benchmarks import Benchmarks
from app.domain.catalogue import Catalogue
from app.domain.claims import FeatureKind, Rank, Support

Change = Callable[[Catalogue], Catalogue]


def test_every_option_answers_every_feature(content: Content) -> None:
    catalogue = content.catalogue

    assert len(catalogue.options) == 7
    assert len(catalogue.features) == 96
    assert all(len(option.cells) == 96 for option in catalogue.options)
    assert [add_on.id for add_on in catalogue.add_ons] == ["argo-rollouts", "flagger"]


def test_the_features_are_those_that_were_researched_and_derived(content: Content) -> None:
    features = content.catalogue.features

    assert sum(feature.origin == "base" for feature in features) == 67
    assert sum(feature.kind is FeatureKind.GRADED for feature in features) == 69
    assert sum(feature.kind is FeatureKind.NUMERIC for feature in features) == 11


def test_every_cell_is_cited_or_says_unknown(content: Content) -> None:
    for option in content.catalogue.options:
        for cell in option.cells:
            cited = content.catalogue.cited(cell.claim.evidence)
            assert cited or cell.claim.support is Support.UNKNOWN, (option.id, cell.feature)


@pytest.mark.parametrize(
    ("option", "feature", "support", "maturity"),
    [
        ("linkerd", "mtls", "full", "stable"),
        ("cilium", "mtls", "partial", "beta"),
        ("kuma", "mtls", "full", "beta"),
        ("istio-ambient", "l7_authz", "full", "beta"),
        ("linkerd", "external_ca", "partial", "stable"),
        ("no-mesh", "l7_authz", "none", "n/a"),
        ("no-mesh", "fips", "unknown", "n/a"),
    ],
)
def test_the_calibrated_grade_holds(
    content: Content, option: str, feature: str, support: str, maturity: str
) -> None:
    claim = content.catalogue.cell(option, feature).claim

    assert (claim.support, claim.maturity) == (support, maturity)


@pytest.mark.parametrize(
    ("option", "feature", "figures"),
    [
        ("linkerd", "memory_per_pod", (4, 12, 25)),
        ("istio-sidecar", "latency_p99", (0.3, 1.45, 3.7)),
        ("cilium", "memory_per_node", (14.5, 65, 162)),
        ("no-mesh", "low_moving_parts", (1, 2, 2)),
    ],
)
def test_a_numeric_cell_has_low_typical_and_high(
    content: Content, option: str, feature: str, figures: tuple[float, float, float]
) -> None:
    quantity = content.catalogue.cell(option, feature).claim.quantity

    assert quantity is not None
    assert (quantity.low, quantity.typical, quantity.high) == figures


@pytest.mark.parametrize("option", ["istio-sidecar", "linkerd", "cilium"])
@pytest.mark.parametrize(
    "feature", ["memory_per_pod", "latency_overhead", "mtls", "learning_curve"]
)
def test_the_claims_of_the_published_guide_stand_beside_ours(
    content: Content, option: str, feature: str
) -> None:
    others = content.catalogue.cell(option, feature).claims[1:]

    assert any("kubernetes-recipes" in claim.evidence for claim in others)
    assert all(claim.rank is not Rank.PREFERRED and claim.why for claim in others)


def test_a_claim_that_primary_sources_contradict_marks_the_cell(content: Content) -> None:
    assert content.catalogue.cell("cilium", "mtls").is_contested
    assert not content.catalogue.cell("linkerd", "mtls").is_contested


def test_all_measurements_and_retired_meshes_are_there(content: Content) -> None:
    assert len(content.benchmarks.measurements) == 510
    assert len(content.benchmarks.by_option["linkerd"]) == 102
    assert len(content.market.retired) == 17
    assert "Open Service Mesh (OSM)" in {one.name for one in content.market.retired}


def without_first_cell(catalogue: Catalogue) -> Catalogue:
    first, *rest = catalogue.options
    broken = first.model_copy(update={"cells": first.cells[1:]})
    broken.__dict__.pop("cell_by_feature", None)
    return copy(catalogue, options=(broken, *rest))


def with_first_claim(catalogue: Catalogue, feature: str, **update: object) -> Catalogue:
    first, *rest = catalogue.options
    cells = []
    for cell in first.cells:
        claims = cell.claims
        if cell.feature == feature:
            claims = (claims[0].model_copy(update=update), *claims[1:])
        cells.append(cell.model_copy(update={"claims": claims}))
    return copy(catalogue, options=(first.model_copy(update={"cells": tuple(cells)}), *rest))


def copy(catalogue: Catalogue, **update: object) -> Catalogue:
    return Catalogue.model_construct(**{**dict(catalogue), **update})


@pytest.mark.parametrize(
    ("check", "break_it", "complaint"),
    [
        (
            checks.every_option_has_every_cell,
            without_first_cell,
            "istio-sidecar.yaml: cells: the feature data_plane has no cell",
        ),
        (
            checks.every_evidence_is_a_source,
            lambda c: with_first_claim(c, "mtls", evidence=("istio/nowhere",)),
            "istio-sidecar.yaml: cells[mtls].claims[0]: there is no source istio/nowhere",
        ),
        (
            checks.every_feature_has_a_group,
            lambda c: copy(c, groups=c.groups[1:]),
            "features.yaml: data_plane: group: there is no group architecture",
        ),
        (
            checks.every_id_stands_once,
            lambda c: copy(c, features=(*c.features, c.features[0])),
            "features.yaml: data_plane: id: stands twice",
        ),
        (
            checks.numeric_cells_have_a_quantity,
            lambda c: with_first_claim(c, "memory_per_pod", quantity=None),
            "istio-sidecar.yaml: cells[memory_per_pod]: needs a quantity",
        ),
        (
            checks.levels_stand_in_the_rubric,
            lambda c: with_first_claim(c, "mtls", support=Support.NOT_APPLICABLE),
            "istio-sidecar.yaml: cells[mtls]: the rubric has no level n/a",
        ),
        (
            checks.add_ons_exist,
            lambda c: copy(c, add_ons=()),
            "istio-sidecar.yaml: cells[automated_canary]: there is no add-on argo-rollouts",
        ),
    ],
    ids=lambda case: getattr(case, "__name__", None),
)
def test_a_check_is_silent_on_the_catalogue_and_finds_a_planted_fault(
    content: Content, check: checks.Check, break_it: Change, complaint: str
) -> None:
    assert list(check(content.catalogue)) == []

    assert complaint in list(check(break_it(content.catalogue)))


def test_a_measurement_of_nothing_is_found(content: Content) -> None:
    first, *rest = content.benchmarks.measurements
    lost = first.model_copy(update={"option": "osm", "source": "benchmarks/nowhere"})
    broken = content.benchmarks.model_copy(update={"measurements": (lost, *rest)})

    faults = list(checks.measurements_name_what_exists(content.catalogue, broken))

    assert faults == [
        f"benchmarks.yaml: {first.id}: there is no option osm",
        f"benchmarks.yaml: {first.id}: there is no source benchmarks/nowhere",
    ]


def test_a_source_that_nothing_cites_is_found(content: Content) -> None:
    nothing = Benchmarks.model_construct(gaps=(), background=(), rejected=(), measurements=())

    faults = list(checks.every_source_is_cited(content.catalogue, nothing))

    assert "sources: benchmarks/opencost-default-prices: nothing cites it" in faults
