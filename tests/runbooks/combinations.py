"""The combinations of parameters in which runbooks are checked, and what they hold, each once."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import cycle, islice, product
from typing import TypeVar

from app.domain.errors import Unsupported
from app.domain.recipe import RunbookLibrary
from app.domain.recipe_parts import PhaseId
from app.domain.runbook import (
    Command,
    File,
    Runbook,
    Step,
    assemble,
    parameter_fields,
    parse_parameters,
)
from tests.runbooks.pairs import Row, rows_that_fit

# These three are combined in full, all other choices pair by pair.
IN_FULL = ("tool", "platform", "cni")
OWN: Mapping[str, Mapping[str, object]] = {
    "nothing": {},
    "a namespace": {"namespaces": ["shop"]},
    "a canary": {"namespaces": "a", "canary_service": "web", "canary_weight": 50},
    "two and a canary": {"namespaces": ["shop", "pay"], "canary_service": "orders"},
}
AXES: Mapping[str, tuple[str, ...]] = {
    **{field.name: field.choices for field in parameter_fields() if field.choices},
    "own": tuple(OWN),
}
DEFAULTS: Mapping[str, str] = {field.name: field.default for field in parameter_fields()}

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Placed:
    """A step, and where it stands."""

    option: str
    phase: PhaseId
    step: Step


@dataclass(frozen=True)
class Combinations:
    """What the combinations of parameters gave: runbooks, and each refusal once."""

    runbooks: tuple[Runbook, ...]
    refused: tuple[tuple[str, Row, Unsupported], ...]

    @cached_property
    def steps(self) -> tuple[Placed, ...]:
        """Every step of every runbook; those that say and do the same are one."""
        placed = (
            Placed(runbook.option, phase.id, step)
            for runbook in self.runbooks
            for phase in runbook.phases
            for step in phase.steps
        )
        return _distinct(placed, lambda one: (one.option, one.phase, _content(one.step)))

    @cached_property
    def argvs(self) -> frozenset[tuple[str, ...]]:
        """Every program with its arguments that a step runs, checks with or goes back with."""
        return frozenset(
            argv
            for one in self.steps
            for command in commands_of(one.step)
            for argv in command.pipeline
        )

    @cached_property
    def files(self) -> tuple[tuple[str, File], ...]:
        """Every file with the option that it belongs to."""
        found = ((one.option, file) for one in self.steps for file in one.step.files)
        return _distinct(found, lambda one: (one[0], one[1].path, repr(one[1].documents)))


def commands_of(step: Step) -> Iterator[Command]:
    """Yield every command of a step: to change, to look before and after, and to go back."""
    yield from step.commands
    yield step.expect.command
    if step.skip_if:
        yield step.skip_if.command
    if step.undo:
        yield from step.undo.commands


def combine(library: RunbookLibrary) -> Combinations:
    """Make the runbook of every combination, option by option."""
    attempts = [_Attempts(option, library) for option in library.options]
    for one in attempts:
        one.make_all()
    return Combinations(
        tuple(runbook for one in attempts for runbook in one.runbooks),
        tuple(refusal for one in attempts for refusal in one.refusals.values()),
    )


class _Attempts:
    """The runbooks of one option, made row by row."""

    def __init__(self, option: str, library: RunbookLibrary) -> None:
        self.option, self.library = option, library
        self.runbooks: list[Runbook] = []
        self.refusals: dict[str, tuple[str, Row, Unsupported]] = {}

    def make_all(self) -> None:
        further = {name: values for name, values in AXES.items() if name not in IN_FULL}
        additions = list(rows_that_fit(further, lambda _: True))
        plain = {name: DEFAULTS.get(name, values[0]) for name, values in further.items()}
        made: list[Row] = []
        for turn, chosen in enumerate(product(*(AXES[name] for name in IN_FULL))):
            base = dict(zip(IN_FULL, chosen, strict=True))
            start = turn % len(additions)
            in_turn = (
                {name: {**base, **addition}[name] for name in AXES}
                for addition in [*islice(cycle(additions), start, start + 2), plain]
            )
            made += islice(filter(self._fits, in_turn), 1)
        for _ in rows_that_fit(AXES, self._fits, made):
            pass

    def _fits(self, row: Row) -> bool:
        raw = {**{name: row[name] for name in AXES if name != "own"}, **OWN[row["own"]]}
        parameters = parse_parameters(self.option, raw)
        try:
            self.runbooks.append(assemble("test", self.option, parameters, self.library))
        except Unsupported as refusal:
            self.refusals.setdefault(str(refusal), (self.option, row, refusal))
            return False
        return True


def _content(step: Step) -> Hashable:
    plain = tuple(getattr(step, field.name) for field in fields(step) if field.name != "files")
    return plain, tuple((file.path, repr(file.documents)) for file in step.files)


def _distinct(things: Iterable[Thing], key: Callable[[Thing], Hashable]) -> tuple[Thing, ...]:
    return tuple({key(thing): thing for thing in things}.values())
