"""Read what changed in the catalogue over time, and check that the present version is told."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from app.content.yaml_files import parse, read_yaml
from app.domain.catalogue import Catalogue
from app.domain.history import History

_FILE = "history.yaml"


def read_history(folder: Path) -> History:
    """Return the publications in `folder`; BrokenContent names file, entry and field."""
    return parse(History, read_yaml(folder / _FILE), file=_FILE)


def history_is_whole(catalogue: Catalogue, history: History) -> Iterator[str]:
    """Find a version that is not the newest entry, and entries that are not newest first."""
    publications = history.publications
    if publications[0].version != catalogue.version:
        yield f"{_FILE}: VERSION is {catalogue.version}, the newest entry {publications[0].version}"
    for newer, older in pairwise(publications):
        if newer.version <= older.version or newer.day < older.day:
            yield f"{_FILE}: {older.version}: must be older than the entry above it"
    for each in publications:
        if each.day < each.version:
            yield f"{_FILE}: {each.version}: day: is before the day of the version"
