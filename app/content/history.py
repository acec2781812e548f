"""Read what changed in the catalogue over time, and check that the present version is told."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final

from app.content.yaml_files import parse, read_yaml
from app.domain.catalogue import Catalogue
from app.domain.changelog import Changelog
from app.domain.history import History

HISTORY: Final = "history.yaml"
CHANGES: Final = "changes"
"""The folder with a changelog for each version but the first."""


def read_history(folder: Path) -> History:
    """Return the publications in `folder`; BrokenContent names file, entry and field."""
    return parse(History, read_yaml(folder / HISTORY), file=HISTORY)


def read_changelogs(folder: Path) -> tuple[Changelog, ...]:
    """Return the changelogs in `folder`, newest first; BrokenContent as for the history."""
    files = sorted((folder / CHANGES).glob("*.yaml"), reverse=True)
    return tuple(parse(Changelog, read_yaml(file), file=f"{CHANGES}/{file.name}") for file in files)


def history_is_whole(catalogue: Catalogue, history: History) -> Iterator[str]:
    """Find a version that is not the newest entry, and entries that are not newest first."""
    publications = history.publications
    if publications[0].version != catalogue.version:
        newest = publications[0].version
        yield f"{HISTORY}: VERSION is {catalogue.version}, the newest entry {newest}"
    for newer, older in pairwise(publications):
        if newer.version <= older.version or newer.day < older.day:
            yield f"{HISTORY}: {older.version}: must be older than the entry above it"
    for each in publications:
        if each.day < each.version:
            yield f"{HISTORY}: {each.version}: day: is before the day of the version"


def changelogs_are_whole(history: History, changelogs: Sequence[Changelog]) -> Iterator[str]:
    """Find versions without a changelog, and changelogs that follow no version."""
    versions = [each.version for each in history.publications]
    steps = list(pairwise(versions))
    told = [(each.version, each.since) for each in changelogs]
    for version, since in steps:
        if (version, since) not in told:
            place = f"{CHANGES}/{version}.yaml"
            yield f"{place}: must say what differs from {since}; `python -m app publish` writes it"
    for version, since in told:
        if (version, since) not in steps:
            yield f"{CHANGES}/{version}.yaml: {HISTORY} has no {version} after {since}"
