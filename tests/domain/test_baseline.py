"""The baseline says what can be had whichever mesh a team runs."""

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

import pytest
from pydantic import BaseModel

from app.content.load import Content
from app.domain.baseline import Baseline, Reach, reach_of
from app.domain.catalogue import Feature, Option, Release
from app.domain.claims import Cell, Claim, FeatureKind, Maturity, Support

FULL = (Support.FULL, Maturity.STABLE)
PARTIAL = (Support.PARTIAL, Maturity.STABLE)
TODAY = date(2027, 1, 1)

Model = TypeVar("Model", bound=BaseModel)


def bare(kind: type[Model], /, **fields: Any) -> Model:
    """Return a value with these fields alone, unchecked."""
    return kind.model_construct(**fields)


def option(name: str, grade: tuple[Support, Maturity], *, until: str = "unknown") -> Option:
    claim = bare(Claim, support=grade[0], maturity=grade[1])
    release = bare(Release, version="1.0", support_until=until)
    cell = bare(Cell, feature="a", claims=(claim,))
    return bare(Option, id=name, is_mesh=name != "none", release=release, cells=(cell,))


def reach(options: Iterable[Option]) -> Reach:
    feature = bare(Feature, id="a", kind=FeatureKind.GRADED)
    found = reach_of(feature, options, TODAY)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("grade", "baseline", "short"),
    [
        (FULL, Baseline.EVERY_MESH, []),
        (PARTIAL, Baseline.IN_PART, ["two"]),
        ((Support.FULL, Maturity.BETA), Baseline.LIMITED, ["two"]),
        ((Support.ADDON, Maturity.STABLE), Baseline.LIMITED, ["two"]),
        ((Support.UNKNOWN, Maturity.NOT_APPLICABLE), Baseline.LIMITED, ["two"]),
        ((Support.FULL, Maturity.NOT_APPLICABLE), Baseline.EVERY_MESH, []),
    ],
)
def test_the_least_mesh_decides_and_is_named(
    grade: tuple[Support, Maturity], baseline: Baseline, short: list[str]
) -> None:
    found = reach([option("one", FULL), option("two", grade)])

    assert found.baseline is baseline
    assert [each.id for each in found.short] == short


def test_what_is_no_mesh_does_not_count() -> None:
    none = option("none", (Support.NONE, Maturity.NOT_APPLICABLE))

    assert reach([option("one", FULL), none]).baseline is Baseline.EVERY_MESH


@pytest.mark.parametrize(
    ("until", "counts"),
    [("2026-12-31", False), ("2027-01-01", True), ("2026-12-31 (Enterprise)", True)],
)
def test_a_mesh_counts_until_its_support_has_ended_for_all(until: str, *, counts: bool) -> None:
    gone = option("two", (Support.NONE, Maturity.NOT_APPLICABLE), until=until)

    found = reach([option("one", FULL), gone])

    assert (found.baseline is Baseline.LIMITED) is counts


def test_without_any_mesh_nothing_is_had() -> None:
    assert reach([option("none", FULL)]).baseline is Baseline.LIMITED


def test_only_graded_features_have_a_baseline(content: Content) -> None:
    catalogue = content.catalogue

    for feature in catalogue.features:
        found = reach_of(feature, catalogue.options, TODAY)
        assert (found is None) is (feature.kind is not FeatureKind.GRADED)
