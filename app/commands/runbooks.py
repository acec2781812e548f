"""The commands that speak of runbooks: what differs between two bundles."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from app.commands.parsing import Commands, add
from app.domain.errors import InvalidInput
from app.domain.runbook_changes import Changes, Kind, compare
from app.formats.plain_text import one_line
from app.formats.runbook_written import read_bundle


def add_to(commands: Commands) -> None:
    """Add `runbook`, which has commands of its own."""
    parser = commands.add_parser("runbook", help="compare the runbooks of two bundles")
    own = parser.add_subparsers(required=True, metavar="command")
    differing = add(own, "diff", print_changes, "print what differs between two bundles' runbooks")
    differing.epilog = "Exit status: 0 nothing differs, 1 something does, 2 one is no bundle."
    for name in ("old", "new"):
        differing.add_argument(name, type=Path, metavar=name.upper(), help="a zip, or its folder")


def print_changes(given: argparse.Namespace) -> int:
    """Print versions and steps that differ; return 0 for none, 1 for some, 2 for no bundle."""
    try:
        found = compare(read_bundle(given.old), read_bundle(given.new))
    except InvalidInput as error:
        print(error, file=sys.stderr)
        return 2
    for line in _lines(found):
        print(line)
    return 1 if found else 0


def _lines(found: Changes) -> Iterator[str]:
    """Yield the lines of a report; a bundle may be anybody's, so each is made harmless."""
    counts = ", ".join(f"{found.count(kind)} {kind}" for kind in Kind)
    yield f"Steps: {counts}, {found.same} the same."
    for pin in found.versions:
        yield one_line(f"Version of {pin.name}: {pin.old or 'none'} -> {pin.new or 'none'}")
    for step in found.steps:
        yield ""
        yield one_line(f"{step.kind} {step.phase}/{step.id}: {step.title}")
        for part in step.parts:
            yield one_line(f"  {part.name}:")
            for mark, text in part.lines:
                yield f"  {mark} {_harmless(text)}".rstrip()


def _harmless(text: str) -> str:
    """Return a line as it is, its indentation kept, without signs that steer a terminal."""
    return "".join(sign if sign.isprintable() else " " for sign in text)
