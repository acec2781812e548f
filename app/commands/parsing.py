"""How a command joins the program, and how its arguments are read."""

import argparse
from collections.abc import Callable, Sequence
from typing import TypeAlias

Command = Callable[[argparse.Namespace], int]
"""What runs: given the arguments, it returns the exit status."""

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001  It has no public name.
"""All commands of the program."""

_IDS = frozenset({"--decision", "--team"})


def add(commands: Commands, name: str, command: Command, text: str) -> argparse.ArgumentParser:
    """Add a command under its name and return its parser, for arguments of its own."""
    parser = commands.add_parser(name, help=text, description=text.capitalize() + ".")
    parser.set_defaults(command=command)
    return parser


def with_ids_joined(arguments: Sequence[str]) -> list[str]:
    """Return the arguments with each id joined to its option.

    A random id may begin with a hyphen, and would be taken for an option itself.
    """
    joined: list[str] = []
    for argument in arguments:
        if joined and joined[-1] in _IDS:
            joined[-1] += f"={argument}"
        else:
            joined.append(argument)
    return joined
