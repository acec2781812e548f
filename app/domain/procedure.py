"""The parts of a runbook: what to run, what to see, and how to go back, all filled in."""

import shlex
from dataclasses import dataclass
from typing import Any

from app.domain.recipe_parts import Fault, Origin, PhaseId, Pin
from app.domain.runbook_parameters import Parameters


@dataclass(frozen=True, slots=True)
class Command:
    """Programs with their arguments; the output of each is the input of the next."""

    pipeline: tuple[tuple[str, ...], ...]

    @property
    def line(self) -> str:
        """The command as one would type it in a shell; ValueError for a sign a shell cannot take.

        Every argument is quoted where it needs to be, so that it stays one argument.
        """
        for argument in (part for argv in self.pipeline for part in argv):
            if not argument.isprintable():
                raise ValueError(f"{argument!r} cannot stand in a command")
        return " | ".join(shlex.join(argv) for argv in self.pipeline)


@dataclass(frozen=True, slots=True)
class File:
    """A YAML file that commands read, by its path in the bundle; `documents` is plain data."""

    path: str
    documents: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Probe:
    """A command with the exit status (zero, nonzero, any) and the output patterns it must have."""

    command: Command
    exit: str
    pattern: str
    absent: str


@dataclass(frozen=True, slots=True)
class Check(Probe):
    """The proof that a step worked; `timeout` in seconds, `example` an output that satisfies it.

    `severity` is fail or warn: whether a run stops where it does not hold.
    """

    code: str
    severity: str
    shows: str
    timeout: int
    example: str


@dataclass(frozen=True, slots=True)
class Undo:
    """How to go back from a step, in words and as commands."""

    how: str
    commands: tuple[Command, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do; `changes` is empty for a step that only reads.

    `no_return` says what cannot be got back afterwards and what must be so before; mostly empty.
    """

    id: str
    title: str
    why: str
    by_hand: bool
    changes: str
    no_return: str
    skip_if: Probe | None
    files: tuple[File, ...]
    commands: tuple[Command, ...]
    expect: Check
    abort_if: str
    undo: Undo | None
    source: Origin


@dataclass(frozen=True, slots=True)
class Phase:
    """Steps that belong together; `minutes` is the expected duration, low and high."""

    id: PhaseId
    goal: str
    owner: str
    minutes: tuple[int, int]
    blast_radius: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """What one should know before starting."""

    text: str
    source: Origin


@dataclass(frozen=True, slots=True)
class Runbook:
    """All that a rendering needs; the same input gives an equal value."""

    option: str
    option_name: str
    option_version: str
    catalogue_version: str
    summary: str
    parameters: Parameters
    pins: tuple[Pin, ...]
    notes: tuple[Note, ...]
    phases: tuple[Phase, ...]
    faults: tuple[Fault, ...]

    @property
    def files(self) -> tuple[File, ...]:
        """Every file that a step uses, once, in the order of first use."""
        steps = (step for phase in self.phases for step in phase.steps)
        return tuple({file.path: file for step in steps for file in step.files}.values())
