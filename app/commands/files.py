"""The commands for people who prefer files: export and import decisions."""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlmodel import Session

from app.commands.database import opened, writing
from app.commands.parsing import Commands, add
from app.content.load import load_content
from app.domain.decision_file import parse_file
from app.domain.decisions import Decision
from app.domain.errors import InvalidInput, NotFound, Problem
from app.settings import Settings
from app.store import decisions, team_decisions
from app.web.access import enter
from app.web.importing import import_file
from app.web.records import FILES, Format, written
from app.web.saving import Saved

PAGE = 200  # decisions of a team that are read at once


def add_to(commands: Commands) -> None:
    """Add `export` and `import`."""
    leaving = add(commands, "export", export_decisions, "write decisions into files")
    which = leaving.add_mutually_exclusive_group(required=True)
    which.add_argument("--decision", metavar="ID", help="its id, or what its view link ends with")
    which.add_argument("--team", metavar="ID", help="all decisions of the team with this id")
    leaving.add_argument(
        "--format", choices=[each.value for each in Format], default="json", help="json comes back"
    )
    leaving.add_argument(
        "--to", type=Path, metavar="FOLDER", help="where to, instead of standard output"
    )
    coming = add(
        commands, "import", import_decisions, "read decisions from files that export wrote"
    )
    coming.add_argument("files", type=Path, nargs="+", metavar="FILE", help="JSON files")


def export_decisions(given: argparse.Namespace) -> int:
    """Write one decision, or all of a team, in one form."""
    settings = Settings()
    content, form = load_content(), Format(given.format)
    with opened(settings.database_url.get_secret_value()) as engine, Session(engine) as session:
        for decision in _wanted(session, given):
            text = written(content, settings, session, decision, form)
            if given.to is None:
                print(text, end="")
                continue
            given.to.mkdir(parents=True, exist_ok=True)
            file = given.to / f"{decision.id}-{FILES[form]}"
            file.write_text(text, encoding="utf-8")
            print(file)
    return 0


def import_decisions(given: argparse.Namespace) -> int:
    """Save what files hold, all or nothing, and print the links to each."""
    settings = Settings()
    files = [(file, parse_file(_read(file))) for file in given.files]
    url = settings.database_url.get_secret_value()
    with opened(url) as engine, writing(engine) as session, session.begin():
        made = [(file, import_file(session, read)) for file, read in files]
    for file, saved in made:
        print(_told(file, saved, str(settings.public_url).rstrip("/")))
    return 0


def _wanted(session: Session, given: argparse.Namespace) -> Iterator[Decision]:
    if given.decision:
        found = decisions.find(session, given.decision)
        yield found or enter(session, given.decision).decision
        return
    after, count = None, 0
    while page := team_decisions.listed(session, given.team, after=after, limit=PAGE):
        for row in page:
            if (found := decisions.find(session, row.id)) is not None:
                count += 1
                yield found
        after = page[-1].place
    if not count:
        raise NotFound("There is no team with this id, or it has no decisions.")


def _read(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise InvalidInput(
            [Problem(str(file), f"This cannot be read: {error.strerror}.")]
        ) from error
    except (ValueError, RecursionError) as error:
        raise InvalidInput([Problem(str(file), f"This is no JSON: {error}.")]) from error


def _told(file: Path, saved: Saved, address: str) -> str:
    team_view, team_edit = saved.team_paths
    return "\n".join(
        (
            f"{file}: revision {saved.decision.revision.number}",
            f"  reads the decision:    {address}{saved.view_path}",
            f"  changes the decision:  {address}{saved.edit_path}",
            f"  reads the team:        {address}{team_view}",
            f"  changes the team:      {address}{team_edit}",
        )
    )
