"""What an option's page says for and against it follows from the cells, and breaks with them."""

from collections.abc import Mapping

import pytest

from app.content.advice import advice_follows_from_its_cells
from app.content.load import Content
from app.domain.catalogue import Advice, Catalogue
from app.domain.claims import Cell, Claim, FeatureKind, Maturity, Support
from app.domain.quantities import Confidence, Quantity

OPTIONS = ["istio-sidecar", "istio-ambient", "linkerd", "cilium", "kuma", "consul", "no-mesh"]


def with_advice(catalogue: Catalogue, option_id: str, side: str, feature: str) -> Catalogue:
    """Return the catalogue with a single sentence, for or against, on one cell."""
    advice = {"pick_when": (), "avoid_when": (), side: (Advice(text="Say so.", cells=(feature,)),)}
    return with_option(catalogue, option_id, advice)


def with_claim(
    catalogue: Catalogue, option_id: str, feature: str, update: Mapping[str, object]
) -> Catalogue:
    """Return the catalogue with one claim changed."""
    cells = tuple(
        Cell.model_construct(
            feature=feature, claims=(Claim.model_construct(**{**dict(cell.claim), **update}),)
        )
        if cell.feature == feature
        else cell
        for cell in catalogue.option(option_id).cells
    )
    return with_option(catalogue, option_id, {"cells": cells})


def with_option(catalogue: Catalogue, option_id: str, update: Mapping[str, object]) -> Catalogue:
    options = tuple(
        type(one).model_construct(**{**dict(one), **update}) if one.id == option_id else one
        for one in catalogue.options
    )
    return Catalogue.model_construct(**{**dict(catalogue), "options": options})


@pytest.mark.parametrize("option", OPTIONS)
def test_each_option_has_three_to_six_reasons_for_and_against(
    content: Content, option: str
) -> None:
    found = content.catalogue.option(option)

    assert 3 <= len(found.pick_when) <= 6
    assert 3 <= len(found.avoid_when) <= 6
    assert len({one.text for one in (*found.pick_when, *found.avoid_when)}) == len(
        (*found.pick_when, *found.avoid_when)
    )


def test_add_ons_have_no_such_texts(content: Content) -> None:
    for add_on in content.catalogue.add_ons:
        assert (add_on.pick_when, add_on.avoid_when) == ((), ())


@pytest.mark.parametrize(
    ("side", "support", "maturity", "follows"),
    [
        ("pick_when", Support.FULL, Maturity.STABLE, True),
        ("pick_when", Support.FULL, Maturity.ALPHA, True),
        ("pick_when", Support.PARTIAL, Maturity.STABLE, True),
        ("pick_when", Support.ADDON, Maturity.STABLE, False),
        ("pick_when", Support.NONE, Maturity.NOT_APPLICABLE, False),
        ("pick_when", Support.UNKNOWN, Maturity.NOT_APPLICABLE, False),
        ("avoid_when", Support.FULL, Maturity.STABLE, False),
        ("avoid_when", Support.FULL, Maturity.NOT_APPLICABLE, False),
        ("avoid_when", Support.FULL, Maturity.BETA, True),
        ("avoid_when", Support.PARTIAL, Maturity.STABLE, True),
        ("avoid_when", Support.ADDON, Maturity.STABLE, True),
        ("avoid_when", Support.NONE, Maturity.NOT_APPLICABLE, True),
        ("avoid_when", Support.UNKNOWN, Maturity.NOT_APPLICABLE, True),
    ],
)
def test_a_grade_is_a_reason_for_or_against(
    content: Content, side: str, support: Support, maturity: Maturity, *, follows: bool
) -> None:
    planted = with_advice(content.catalogue, "linkerd", side, "mtls")
    planted = with_claim(planted, "linkerd", "mtls", {"support": support, "maturity": maturity})

    faults = list(advice_follows_from_its_cells(planted))

    assert faults == ([] if follows else [f"linkerd.yaml: {side}[0]: cells: mtls does not say so"])


@pytest.mark.parametrize(
    ("feature", "figure", "side", "follows"),
    [
        ("latency_p99", 0.0, "pick_when", True),
        ("latency_p99", 99.0, "pick_when", False),
        ("latency_p99", 99.0, "avoid_when", True),
        ("latency_p99", 0.0, "avoid_when", False),
        ("learning_curve", 100.0, "pick_when", True),
        ("learning_curve", 0.0, "pick_when", False),
        ("learning_curve", 0.0, "avoid_when", True),
    ],
)
def test_a_figure_is_a_reason_when_it_is_among_the_three_best_or_worst(
    content: Content, feature: str, figure: float, side: str, *, follows: bool
) -> None:
    quantity = Quantity(
        low=figure, typical=figure, high=figure, confidence=Confidence.LOW, basis=("invented",)
    )
    planted = with_advice(content.catalogue, "linkerd", side, feature)
    planted = with_claim(planted, "linkerd", feature, {"quantity": quantity})

    assert (list(advice_follows_from_its_cells(planted)) == []) is follows


def test_a_described_cell_and_an_unknown_one_are_no_reason(content: Content) -> None:
    assert content.catalogue.feature("proxy").kind is FeatureKind.DESCRIPTIVE
    for feature in ("proxy", "no_such_feature"):
        planted = with_advice(content.catalogue, "linkerd", "pick_when", feature)

        assert list(advice_follows_from_its_cells(planted)) == [
            f"linkerd.yaml: pick_when[0]: cells: {feature} does not say so"
        ]
