"""The command that compiles the sums."""

import argparse

from app.commands.parsing import Commands, add
from app.native.library import compile_kernel


def add_to(commands: Commands) -> None:
    """Add `compile`."""
    compiling = add(commands, "compile", compile_sums, "compile the sums behind a ranking")
    compiling.epilog = "Needs a C compiler. Without it all is the same, and takes longer."


def compile_sums(_given: argparse.Namespace) -> int:
    """Compile the library that is used from the next start on."""
    print(f"Compiled {compile_kernel()}")
    return 0
