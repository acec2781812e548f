"""What differs from one version of the catalogue to the next, cell by cell, written by machine."""

from collections.abc import Collection, Iterable, Mapping
from typing import Annotated

from pydantic import Field

from app.domain.catalogue import Catalogue
from app.domain.changes import Change
from app.domain.published import Day, Published, Sequence


class Changelog(Published):
    """The differences between two versions that follow each other."""

    version: Day = Field(description="The version in which things stand as `after` says.")
    since: Day = Field(description="The version before it.")
    changes: Annotated[tuple[Change, ...], Sequence]


class Past(Published):
    """Those changes that came with one version and are asked for."""

    version: Day
    changes: Annotated[tuple[Change, ...], Sequence]


def select_changes(
    changelogs: Iterable[Changelog],
    *,
    since: str = "",
    options: Collection[str] = (),
    features: Collection[str] = (),
) -> tuple[Past, ...]:
    """Return what changed after a version, of some options and features, in the order given.

    What is empty is left open; versions without such a change are left out. What changed in
    a feature itself, or in an option's release, belongs to that feature or option.
    """
    return tuple(
        Past(version=one.version, changes=found)
        for one in changelogs
        if one.version > since
        and (found := tuple(c for c in one.changes if _is_about(c.place, options, features)))
    )


def changed_cells(changelogs: Iterable[Changelog], since: str) -> frozenset[str]:
    """Return the places that read otherwise on the day `since` than they do now."""
    return frozenset(
        change.place for one in changelogs if one.version > since for change in one.changes
    )


def told(catalogue: Catalogue, changes: Iterable[Change]) -> tuple[str, ...]:
    """Tell changes in sentences, one an option and one for the rows, as release notes do."""
    places: dict[str, list[str]] = {}
    for change in changes:
        option, _, feature = change.place.partition(".")
        if option in catalogue.option_by_id:
            places.setdefault(catalogue.option(option).short_name, []).append(
                _named(catalogue, feature)
            )
        else:
            places.setdefault("Rows", []).append(_named(catalogue, change.place))
    return tuple(_sentence(name, dict.fromkeys(found)) for name, found in places.items())


def _sentence(name: str, places: Mapping[str, None]) -> str:
    count = len(places)
    return f"{name}, {count} {'place' if count == 1 else 'places'}: {', '.join(places)}."


def _named(catalogue: Catalogue, feature: str) -> str:
    known = catalogue.feature_by_id.get(feature)
    return known.name if known else feature or "the option"


def _is_about(place: str, options: Collection[str], features: Collection[str]) -> bool:
    first, _, second = place.partition(".")
    return (not options or first in options) and (
        not features or second in features or (not second and first in features)
    )
