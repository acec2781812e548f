"""Where an option stands with the Gateway API: its conformance reports, or that none is current."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.domain.catalogue import Option
from app.domain.conformance import Conformance, Found, Profile, Report, Search


class Kind(StrEnum):
    """What a profile is about: routes between services, or gateways at the edge."""

    MESH = "mesh"
    GATEWAY = "gateway"


KIND_OF_FEATURE = {"gateway_api_mesh": Kind.MESH, "gateway_api": Kind.GATEWAY}
"""The features that conformance reports speak about."""


@dataclass(frozen=True, slots=True)
class Filed:
    """A report with its profiles of the kind asked for, and where it can be read."""

    report: Report
    profiles: tuple[Profile, ...]
    is_current: bool
    address: str


@dataclass(frozen=True, slots=True)
class Standing:
    """The reports of an option, the newest first, how the search ended and what that comes to."""

    option: Option
    found: Found
    filed: tuple[Filed, ...]
    search: Search | None


def standing_of(conformance: Conformance, option: Option, kind: Kind | None = None) -> Standing:
    """Return an option's reports that hold profiles of `kind`, or of any kind.

    `found` is about that kind: an option may have current reports for gateways and none for
    the mesh. A report is current while its Gateway API minor is one of the newest.
    """
    filed = tuple(
        Filed(report, profiles, conformance.is_current(report), conformance.address(report))
        for report in conformance.reports_of(option.id)
        if (profiles := _of_kind(report.profiles, kind))
    )
    found = Found.NONE
    if filed:
        found = Found.CURRENT if any(one.is_current for one in filed) else Found.OLD
    return Standing(option, found, filed, conformance.search_for(option.id))


def standings_of(
    conformance: Conformance, options: Sequence[Option], feature_id: str
) -> tuple[Standing, ...]:
    """Return where the options stand in what a feature is about; empty if no report is."""
    kind = KIND_OF_FEATURE.get(feature_id)
    if kind is None:
        return ()
    return tuple(standing_of(conformance, option, kind) for option in options)


def _of_kind(profiles: Sequence[Profile], kind: Kind | None) -> tuple[Profile, ...]:
    return tuple(one for one in profiles if kind is None or one.is_mesh is (kind is Kind.MESH))
