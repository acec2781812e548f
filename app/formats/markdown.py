"""Write a runbook as Markdown for a repository, a ticket or a printer."""

import json
from collections.abc import Iterable, Iterator
from itertools import chain

from app.domain.recipe_parts import Origin
from app.domain.runbook import Command, Phase, Probe, Runbook, Step
from app.formats.markdown_text import code, link, marks_around, prose, table
from app.formats.yaml_text import to_yaml

_HOW_TO_USE = """\
Do the phases in order. Each step says what to run, what to see before going on, and how to go
back. The script does the same: `./runbook.sh --context NAME PHASE` asks before it starts, checks
every step, stops at the first that fails and names the way back. `--dry-run` shows everything and
runs nothing. `./runbook.sh check PHASE` only runs the checks of a phase, and `--output json` tells
programs of each step."""


def render(runbook: Runbook) -> str:
    """Return the runbook as Markdown with YAML front matter; nothing in it can become syntax."""
    blocks = chain(
        _head(runbook),
        *(_phase(number, phase) for number, phase in enumerate(runbook.phases, 1)),
        _faults(runbook),
        _sources(runbook),
        _sign_off(runbook),
    )
    return _front_matter(runbook) + "\n" + "\n\n".join(blocks) + "\n"


def _front_matter(runbook: Runbook) -> str:
    parameters = runbook.parameters.model_dump(mode="json", exclude={"option"})
    head = {
        "kind": "runbook",
        "option": runbook.option,
        "option_version": runbook.option_version,
        "catalogue_version": runbook.catalogue_version,
        "parameters": parameters,
        "versions": {pin.name: pin.version for pin in runbook.pins},
    }
    return f"{to_yaml([head])}---\n"


def _head(runbook: Runbook) -> Iterator[str]:
    yield f"# Runbook: {prose(runbook.option_name)} {prose(runbook.option_version)}"
    yield prose(runbook.summary)
    yield _HOW_TO_USE
    yield _table(
        ("Owner", "Approver", "Cluster", "Last rehearsed"),
        [("to be named", "to be named", runbook.parameters.cluster_name, "never")],
    )
    yield "## Versions"
    pins = (
        (prose(pin.name), prose(pin.version), link(pin.where, pin.where), prose(pin.proof))
        for pin in runbook.pins
    )
    yield table(("What", "Version", "From", "How to check it"), pins)
    yield "## Before you start"
    yield "\n".join(f"- {prose(note.text)} {_source(note.source)}" for note in runbook.notes)


def _phase(number: int, phase: Phase) -> Iterator[str]:
    low, high = phase.minutes
    yield f"## {number}. {phase.id.capitalize()}"
    yield prose(phase.goal)
    yield "\n".join(
        (
            f"- Owner: {prose(phase.owner)}",
            f"- Expected duration: {low} to {high} minutes",
            f"- Blast radius: {prose(phase.blast_radius)}",
            f"- With the script: `./runbook.sh {phase.id}`",
            f"- Its checks alone, which change nothing: `./runbook.sh check {phase.id}`",
        )
    )
    for index, step in enumerate(phase.steps, 1):
        yield from _step(f"{number}.{index}", f"{phase.id}-{step.id}", step)


def _step(number: str, name: str, step: Step) -> Iterator[str]:
    yield f"### {number} {prose(step.title)}"
    yield f"- [ ] `{step.id}`{' (by hand)' if step.by_hand else ''}"
    yield prose(step.why)
    if step.changes:
        yield f"**Changes:** {prose(step.changes)}"
    if step.no_return:
        yield f"**Point of no return:** {prose(step.no_return)}"
    if step.skip_if:
        yield f"**Done already** {_signs(step.skip_if)}:"
        yield _commands(f"{name}-done", step.skip_if.command)
    for file in step.files:
        yield f"**File** {code(file.path)}"
        yield _fence("yaml", to_yaml(file.documents).rstrip("\n"))
    if step.commands:
        yield "**Run:**"
        yield _commands(f"{name}-run", *step.commands)
    yield from _expectation(name, step)
    yield f"**{_when_to_stop(step)}:** {prose(step.abort_if)}"
    if step.undo:
        yield f"**Go back:** {prose(step.undo.how)}"
        if step.undo.commands:
            yield _commands(f"{name}-back", *step.undo.commands)
    yield f"Source: {_source(step.source)}"


def _signs(probe: Probe) -> str:
    """Return what a command is to end with, as the end of a sentence."""
    if probe.exit == "nonzero":
        return "if this finds nothing"
    signs = [f"a line matches {code(probe.pattern)}"] if probe.pattern else []
    signs += [f"no line matches {code(probe.absent)}"] if probe.absent else []
    return f"if here {' and '.join(signs)}" if signs else "if this ends without an error"


def _expectation(name: str, step: Step) -> Iterator[str]:
    check = step.expect
    yield f"**Expect** ({check.code}, within {check.timeout} s): {prose(check.shows)}"
    yield _commands(f"{name}-check", check.command)
    if check.example:
        yield "for example"
        yield _fence("text", check.example)
    if check.exit == "nonzero":
        yield "The command itself is to end with an error here."
    if check.pattern:
        yield f"A line must match {code(check.pattern)}."
    if check.absent:
        yield f"No line may match {code(check.absent)}."
    if check.severity == "warn":
        yield "Where it does not hold, that is a warning: weigh it, and go on if you accept it."


def _when_to_stop(step: Step) -> str:
    return "Warning if" if step.expect.severity == "warn" else "Stop if"


def _faults(runbook: Runbook) -> Iterator[str]:
    yield "## Signs of trouble"
    rows = [(fault.sign, fault.cause, fault.fix) for fault in runbook.faults]
    yield _table(("Sign", "Likely cause", "What to do"), rows)


def _sources(runbook: Runbook) -> Iterator[str]:
    yield "## How far this was checked"
    cited = [step.source for phase in runbook.phases for step in phase.steps]
    cited += [note.source for note in runbook.notes]
    origins = {origin.title: origin for origin in cited}.values()
    rows = [(origin.title, origin.version, origin.checked) for origin in origins]
    yield _table(("Source", "Version", "Checked"), rows)


def _sign_off(runbook: Runbook) -> Iterator[str]:
    yield "## Sign-off"
    rows = [(phase.id, "", "", "") for phase in runbook.phases]
    yield _table(("Phase", "Who", "When", "Result"), rows)


def _source(origin: Origin) -> str:
    return f"{link(origin.title, origin.url)}, {prose(origin.version)}"


def _table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    return table(header, (map(prose, row) for row in rows))


def _commands(name: str, *commands: Command) -> str:
    """Return a block of commands. Runme runs it by its name, and never all blocks in a row."""
    attributes = json.dumps({"excludeFromRunAll": "true", "name": name})
    return _fence(f"bash {attributes}", "\n".join(command.line for command in commands))


def _fence(language: str, text: str) -> str:
    """Return a code block whose fence is longer than any run of backticks inside."""
    fence = marks_around(text, least=3)
    return f"{fence}{language}\n{text}\n{fence}"
