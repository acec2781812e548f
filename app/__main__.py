"""The commands: serve, migrate, check, recommend, diff and schemas."""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import parse_qsl

import uvicorn
from pydantic import HttpUrl, TypeAdapter, ValidationError

from app.content.catalogue import read_catalogue
from app.content.json_schemas import SCHEMAS, write_schemas
from app.content.load import load_content
from app.content.yaml_files import BrokenContent
from app.domain.catalogue import Catalogue
from app.domain.changes import changes
from app.domain.errors import InvalidInput
from app.domain.graph import parse_answers
from app.domain.outcome import Recommendation
from app.domain.recommend import recommend
from app.formats.plain_text import one_line
from app.main import create_app
from app.settings import Settings
from app.store.engine import is_sqlite
from app.store.migrate import is_current, migrate

GRACE = 20  # seconds that requests in flight have to end
BEHIND = "The database is behind this version: run `meshwise migrate` first."

Command = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 done, 1 refused, 2 misspelt."""
    given = _parser().parse_args(arguments)
    command: Command = given.command
    try:
        return command(given)
    except BrokenContent as error:
        print(error, file=sys.stderr)
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
    migrate(Settings().database_url.get_secret_value())
    print("The database is up to date.")
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


def print_recommendation(given: argparse.Namespace) -> int:
    """Print the recommendation for the answers in a query, as POST /recommend gives it."""
    content = load_content()
    raw: dict[str, list[str]] = {}
    for question, answer in parse_qsl("&".join(given.answers), keep_blank_values=True):
        raw.setdefault(question, []).append(answer)
    try:
        answers = parse_answers(content.graph, raw)
    except InvalidInput as error:
        for problem in error.problems:
            allowed = f" Allowed: {', '.join(problem.allowed)}." if problem.allowed else ""
            print(f"{problem.field}: {problem.message}{allowed}", file=sys.stderr)
        return 1
    advice = recommend(content.catalogue, content.graph, content.scales, answers)
    shown = TypeAdapter(Recommendation).dump_python(advice, mode="json")
    print(json.dumps(shown, indent=2, ensure_ascii=False))
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
    _command(commands, "check", check, "read all content and check it")
    asking = _command(commands, "recommend", print_recommendation, "print a recommendation")
    asking.add_argument("answers", nargs="*", metavar="question=answer", help="repeat for several")
    differing = _command(
        commands, "diff", print_changes, "print what changed between two catalogues"
    )
    differing.epilog = "Exit status: 0 nothing changed, 1 something did, 2 a folder is broken."
    differing.add_argument("old", type=Path, metavar="OLD", help="a folder such as app/content")
    differing.add_argument("new", type=Path, metavar="NEW", help="a folder such as app/content")
    writing = _command(commands, "schemas", make_schemas, "write the schemas of the content files")
    writing.add_argument("folder", type=Path, nargs="?", default=SCHEMAS, help="where to")
    return parser


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
