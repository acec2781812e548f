"""The program: runs one command; `--help` lists them."""

import argparse
import sys
from collections.abc import Sequence

from sqlalchemy.exc import OperationalError

from app.commands import advice, content, database, files, kernel, links, notices, runbooks, server
from app.commands.parsing import Command, with_ids_joined
from app.content.yaml_files import BrokenContent
from app.domain.errors import Refusal

PARTS = (server, kernel, database, notices, files, content, runbooks, links, advice)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 done, 1 refused, 2 misspelt."""
    typed = sys.argv[1:] if arguments is None else arguments
    given = _parser().parse_args(with_ids_joined(typed))
    command: Command = given.command
    try:
        return command(given)
    except (BrokenContent, Refusal) as error:
        print(error, file=sys.stderr)
    except OperationalError as error:
        print(f"The database does not answer: {error.orig}", file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="meshwise", description="Choose a service mesh.")
    commands = parser.add_subparsers(required=True, metavar="command")
    for part in PARTS:
        part.add_to(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
