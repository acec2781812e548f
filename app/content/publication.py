"""Publish a version of the catalogue: its day, its changelog by machine, and its entry."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import yaml

from app.content.history import CHANGES, HISTORY, read_history
from app.domain.catalogue import Catalogue
from app.domain.changelog import Changelog, told
from app.domain.changes import changes
from app.domain.errors import InvalidInput, Problem

_HEAD: Final = "publications:\n"
_NOTE: Final = """\
# What differs from the version before, cell by cell; written by `python -m app publish`.
# yaml-language-server: $schema=../schemas/changelog.json
"""


def publish(folder: Path, before: Catalogue, now: Catalogue, day: str, title: str) -> Changelog:
    """Give the catalogue `now`, which stands in `folder`, the version `day`.

    VERSION, the changelog and an entry of the history are written; an entry that has the day
    already keeps its words. InvalidInput when nothing differs from `before`, or when `day` is
    not after its version.
    """
    found = changes(before, now)
    if day <= before.version:
        raise InvalidInput([Problem("day", f"{day} is not after {before.version}.")])
    if not found:
        raise InvalidInput([Problem("old", "Nothing differs, so there is nothing to publish.")])
    changelog = Changelog(version=day, since=before.version, changes=found)
    (folder / CHANGES).mkdir(exist_ok=True)
    target = folder / CHANGES / f"{day}.yaml"
    target.write_text(_NOTE + _yaml(changelog.model_dump(exclude_none=True)), encoding="utf-8")
    (folder / "VERSION").write_text(f"{day}\n", encoding="utf-8")
    if read_history(folder).publications[0].version != day:
        entry = {"version": day, "day": day, "title": title, "changes": list(told(now, found))}
        _add_entry(folder / HISTORY, entry)
    return changelog


def _add_entry(path: Path, entry: Mapping[str, Any]) -> None:
    """Put an entry in front of the others; the comments of the file stay."""
    text = path.read_text(encoding="utf-8")
    head, _, rest = text.partition(_HEAD)
    added = "".join(f"  {line}\n" for line in _yaml([entry]).splitlines())
    path.write_text(f"{head}{_HEAD}{added}{rest}", encoding="utf-8")


def _yaml(value: Any) -> str:
    return str(yaml.safe_dump(value, sort_keys=False, allow_unicode=True, width=140))
