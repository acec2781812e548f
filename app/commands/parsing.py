"""How a command joins the program."""

import argparse
from collections.abc import Callable
from typing import TypeAlias

Command = Callable[[argparse.Namespace], int]
"""What runs: given the arguments, it returns the exit status."""

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001  It has no public name.
"""All commands of the program."""


def add(commands: Commands, name: str, command: Command, text: str) -> argparse.ArgumentParser:
    """Add a command under its name and return its parser, for arguments of its own."""
    parser = commands.add_parser(name, help=text, description=text.capitalize() + ".")
    parser.set_defaults(command=command)
    return parser
