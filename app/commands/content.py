"""The commands that speak of the content: check, diff, publish and schemas."""

import argparse
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from pydantic import ValidationError

from app.commands.parsing import Commands, add
from app.content.catalogue import read_catalogue
from app.content.json_schemas import SCHEMAS, write_schemas
from app.content.load import load_content
from app.content.publication import publish
from app.content.yaml_files import BrokenContent
from app.domain.catalogue import Catalogue
from app.domain.changes import changes
from app.formats.plain_text import one_line
from app.paths import CONTENT


def add_to(commands: Commands) -> None:
    """Add `check`, `diff`, `publish` and `schemas`."""
    add(commands, "check", check, "read all content and check it")
    differing = add(commands, "diff", print_changes, "print what changed between two catalogues")
    differing.epilog = "Exit status: 0 nothing changed, 1 something did, 2 a folder is broken."
    differing.add_argument("old", type=Path, metavar="OLD", help="a folder such as app/content")
    differing.add_argument("new", type=Path, metavar="NEW", help="a folder such as app/content")
    publishing = add(commands, "publish", publish_catalogue, "give the catalogue a new version")
    publishing.add_argument("old", type=Path, metavar="OLD", help="a copy of the version before")
    publishing.add_argument("--title", required=True, help="what it is about, for the feed")
    publishing.add_argument("--day", type=date.fromisoformat, default=None, help="else today")
    publishing.add_argument("--folder", type=Path, default=CONTENT, help=argparse.SUPPRESS)
    writing = add(commands, "schemas", make_schemas, "write the schemas of the content files")
    writing.add_argument("folder", type=Path, nargs="?", default=SCHEMAS, help="where to")


def check(_given: argparse.Namespace) -> int:
    """Read all content and check it, so that a mistake is found before it is served."""
    content = load_content()
    catalogue = content.catalogue
    counts = {
        "options": len(catalogue.options),
        "add-ons": len(catalogue.add_ons),
        "features": len(catalogue.features),
        "cells": sum(len(option.cells) for option in (*catalogue.options, *catalogue.add_ons)),
        "sources": len(catalogue.sources),
        "questions": len(content.graph.questions),
    }
    said = ", ".join(f"{count} {name}" for name, count in counts.items())
    print(f"Catalogue of {catalogue.version}: {said}. Nothing is wrong.")
    return 0


def print_changes(given: argparse.Namespace) -> int:
    """Print one line a changed cell; return 0 for none, 1 for some, 2 for a broken folder."""
    try:
        old, new = _catalogue_in(given.old), _catalogue_in(given.new)
    except BrokenContent as error:
        print(error, file=sys.stderr)
        return 2
    found = changes(old, new)
    for change in found:
        print(one_line(str(change)))  # A folder may be anybody's.
    return 1 if found else 0


def publish_catalogue(given: argparse.Namespace) -> int:
    """Set VERSION and write the changelog and the history's entry; git holds the version before."""
    day = (given.day or datetime.now(UTC).date()).isoformat()
    changelog = publish(
        given.folder, _catalogue_in(given.old), _catalogue_in(given.folder), day, given.title
    )
    count = len(changelog.changes)
    changes_are = "change is" if count == 1 else "changes are"
    print(f"{count} {changes_are} written as {day}, since {changelog.since}.")
    return 0


def make_schemas(given: argparse.Namespace) -> int:
    """Write the JSON Schemas of the content files."""
    write_schemas(given.folder)
    print(f"The schemas stand in {given.folder}.")
    return 0


def _catalogue_in(folder: Path) -> Catalogue:
    try:
        return read_catalogue(folder)
    except BrokenContent as error:
        raise BrokenContent(
            "\n".join(f"{folder}: {line}" for line in str(error).splitlines())
        ) from error
    except (OSError, UnicodeDecodeError, ValidationError) as error:
        raise BrokenContent(f"{folder}: this is no catalogue: {error}") from error
