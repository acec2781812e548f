"""The commands, from serving to keeping the database; `--help` lists them."""

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import uvicorn
from pydantic import HttpUrl, ValidationError
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from app.commands import print_graph, print_recommendation
from app.content.catalogue import read_catalogue
from app.content.json_schemas import SCHEMAS, write_schemas
from app.content.load import load_content
from app.content.yaml_files import BrokenContent
from app.domain.catalogue import Catalogue
from app.domain.changes import changes
from app.domain.errors import Refusal
from app.formats.plain_text import one_line
from app.main import create_app
from app.settings import Settings
from app.store.backup import back_up, restore
from app.store.engine import WRITES, connect, is_sqlite
from app.store.migrate import is_current, migrate
from app.store.prune import prune

GRACE = 20  # seconds that requests in flight have to end
LONGEST = 3650  # days; ten years
BEHIND = "The database is behind this version: run `meshwise migrate` first."

Command = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 done, 1 refused, 2 misspelt."""
    given = _parser().parse_args(arguments)
    command: Command = given.command
    try:
        return command(given)
    except (BrokenContent, Refusal) as error:
        print(error, file=sys.stderr)
    except OperationalError as error:
        print(f"The database does not answer: {error.orig}", file=sys.stderr)
    return 1


def serve(given: argparse.Namespace) -> int:
    """Serve pages and API; a SQLite database is migrated first, another one has to be."""
    settings = _settings(given.host, given.port)
    url = settings.database_url.get_secret_value()
    if not is_sqlite(url) and not is_current(url):
        print(BEHIND, file=sys.stderr)
        return 1
    uvicorn.run(
        create_app(settings),
        host=given.host,
        port=given.port,
        log_level=settings.log_level.lower(),
        access_log=False,  # It would write down paths, and a decision's path is its permission.
        server_header=False,
        timeout_graceful_shutdown=GRACE,
    )
    return 0


def migrate_database(_given: argparse.Namespace) -> int:
    """Bring the database to the newest shape."""
    migrate(_database())
    print("The database is up to date.")
    return 0


def back_up_database(given: argparse.Namespace) -> int:
    """Copy a SQLite database into a file; it may be served meanwhile."""
    back_up(_database(), given.file, replace=given.force)
    print(f"The backup stands in {given.file}.")
    return 0


def restore_database(given: argparse.Namespace) -> int:
    """Put a backup in the place of a SQLite database; it may be served meanwhile."""
    restore(_database(), given.file, replace=given.force)
    print(f"The database holds what {given.file} holds.")
    return 0


def prune_links(given: argparse.Namespace) -> int:
    """Forget links that ended some days ago."""
    if not is_current(_database()):
        print(BEHIND, file=sys.stderr)
        return 1
    engine = connect(_database()).execution_options(**WRITES)
    before = datetime.now(UTC) - timedelta(days=given.days)
    with Session(engine) as session, session.begin():
        count = prune(session, before)
    engine.dispose()
    print(f"{count} links that ended {given.days} days ago or earlier are forgotten.")
    return 0


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


def _catalogue_in(folder: Path) -> Catalogue:
    try:
        return read_catalogue(folder)
    except BrokenContent as error:
        raise BrokenContent(
            "\n".join(f"{folder}: {line}" for line in str(error).splitlines())
        ) from error
    except (OSError, UnicodeDecodeError, ValidationError) as error:
        raise BrokenContent(f"{folder}: this is no catalogue: {error}") from error


def make_schemas(given: argparse.Namespace) -> int:
    """Write the JSON Schemas of the content files."""
    write_schemas(given.folder)
    print(f"The schemas stand in {given.folder}.")
    return 0


def _database() -> str:
    return Settings().database_url.get_secret_value()


def _settings(host: str, port: int) -> Settings:
    """Read the settings; without a public address of its own, the server's is what people type."""
    settings = Settings()
    if "public_url" in settings.model_fields_set:
        return settings
    everywhere = {"0.0.0.0", "::"}  # noqa: S104  Compared with, not listened on.
    name = "127.0.0.1" if host in everywhere else f"[{host}]" if ":" in host else host
    return settings.model_copy(update={"public_url": HttpUrl(f"http://{name}:{port}")})


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="meshwise", description="Choose a service mesh.")
    commands = parser.add_subparsers(required=True, metavar="command")
    serving = _command(commands, "serve", serve, "serve pages and API")
    serving.add_argument("--host", default="127.0.0.1", help="address to listen on")
    serving.add_argument("--port", default=8000, type=int, help="port to listen on")
    _command(commands, "migrate", migrate_database, "bring the database to the newest shape")
    for name, command, text in (
        ("backup", back_up_database, "copy a SQLite database into a file"),
        ("restore", restore_database, "put a backup in the place of a SQLite database"),
    ):
        copying = _command(commands, name, command, text)
        copying.add_argument("file", type=Path, metavar="FILE")
        copying.add_argument("--force", action="store_true", help="overwrite what is there")
    pruning = _command(commands, "prune", prune_links, "forget links that ended")
    pruning.add_argument("--days", default=30, type=_days, help="how long ago at least (30)")
    _command(commands, "check", check, "read all content and check it")
    asking = _command(commands, "recommend", print_recommendation, "print a recommendation")
    asking.add_argument(
        "answers",
        nargs="*",
        metavar="FILE or question=answer",
        help="a JSON file as POST /recommend takes it, - for standard input, or answers",
    )
    drawing = _command(commands, "graph", print_graph, "print the decision graph")
    drawing.add_argument("--dot", action="store_true", help="for Graphviz")
    differing = _command(
        commands, "diff", print_changes, "print what changed between two catalogues"
    )
    differing.epilog = "Exit status: 0 nothing changed, 1 something did, 2 a folder is broken."
    differing.add_argument("old", type=Path, metavar="OLD", help="a folder such as app/content")
    differing.add_argument("new", type=Path, metavar="NEW", help="a folder such as app/content")
    writing = _command(commands, "schemas", make_schemas, "write the schemas of the content files")
    writing.add_argument("folder", type=Path, nargs="?", default=SCHEMAS, help="where to")
    return parser


def _days(text: str) -> int:
    days = int(text)
    if not 0 <= days <= LONGEST:
        raise argparse.ArgumentTypeError(f"allowed are 0 to {LONGEST} days")
    return days


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    command: Command,
    text: str,
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=text, description=text.capitalize() + ".")
    parser.set_defaults(command=command)
    return parser


if __name__ == "__main__":
    sys.exit(main())
