"""Baseline: whether a feature can be relied on whichever mesh a team runs, by a written rule."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.catalogue import Feature, Option
from app.domain.claims import Claim, FeatureKind, Maturity, Support
from app.domain.support_ends import has_ended

_UNSTABLE = frozenset({Maturity.ALPHA, Maturity.BETA})


class Baseline(StrEnum):
    """How widely a feature can be had, the widest first."""

    EVERY_MESH = "every mesh"
    IN_PART = "every mesh, in part"
    LIMITED = "not every mesh"


@dataclass(frozen=True, slots=True)
class Reach:
    """The baseline of a feature, and the meshes that keep it from the next wider one."""

    baseline: Baseline
    meshes: tuple[Option, ...]
    short: tuple[Option, ...]


def reach_of(feature: Feature, options: Iterable[Option], today: date | None) -> Reach | None:
    """Return how widely a graded feature can be had on the day; None for any other feature.

    Every mesh counts, a mode as a mesh of its own, unless the release that was read is known to
    be supported no longer. EVERY_MESH: full and stable in each. IN_PART: full or partial, and
    stable, in each. What needs an add-on or is unknown is not had.
    """
    if feature.kind is not FeatureKind.GRADED:
        return None
    meshes = tuple(
        option
        for option in options
        if option.is_mesh and not (today and has_ended(option.release, today))
    )
    claims = {option.id: option.cell(feature.id).claim for option in meshes}
    lacking = tuple(o for o in meshes if not _is_had(claims[o.id], Support.FULL, Support.PARTIAL))
    if lacking or not meshes:
        return Reach(Baseline.LIMITED, meshes, lacking)
    partly = tuple(option for option in meshes if not _is_had(claims[option.id], Support.FULL))
    return Reach(Baseline.IN_PART if partly else Baseline.EVERY_MESH, meshes, partly)


def _is_had(claim: Claim, *levels: Support) -> bool:
    return claim.support in levels and claim.maturity not in _UNSTABLE
