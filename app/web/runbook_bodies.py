"""How a runbook is written down for programs."""

from dataclasses import asdict
from typing import Any

from pydantic import BaseModel, Field

from app.domain.runbook import Check, Command, Phase, Probe, Runbook, Step
from app.formats.yaml_text import to_yaml
from app.web.runbook_files import offered
from app.web.runbook_forms import query_of

_SAID = ("shows", "timeout", "example")


class CommandBody(BaseModel):
    """Programs with their arguments, each piped into the next, and the line a shell takes."""

    pipeline: list[list[str]]
    line: str


class FileBody(BaseModel):
    """A values file or a manifest, as YAML."""

    path: str
    content: str


class ProbeBody(BaseModel):
    """A command with the exit status and the output it must have; patterns are POSIX extended."""

    run: CommandBody
    exit: str = Field(description="zero, nonzero or any.")
    pattern: str
    absent: str


class CheckBody(ProbeBody):
    """The proof that a step worked; `timeout` in seconds."""

    code: str
    severity: str = Field(description="fail, or warn where a run goes on without it.")
    shows: str
    timeout: int
    example: str


class UndoBody(BaseModel):
    """The way back from a step."""

    how: str
    run: list[CommandBody]


class OriginBody(BaseModel):
    """Where upstream documents it, in which version, and how far it was checked."""

    title: str
    url: str
    version: str
    checked: str


class StepBody(BaseModel):
    """One thing to do; `changes` is empty for a step that only reads.

    `no_return` says what cannot be got back afterwards, and what must be so before.
    """

    id: str
    title: str
    why: str
    by_hand: bool
    changes: str
    no_return: str
    skip_if: ProbeBody | None
    files: list[FileBody]
    run: list[CommandBody]
    expect: CheckBody
    abort_if: str
    undo: UndoBody | None
    source: OriginBody


class PhaseBody(BaseModel):
    """Steps that belong together; `minutes` is the expected duration, low and high."""

    id: str
    goal: str
    owner: str
    minutes: tuple[int, int]
    blast_radius: str
    steps: list[StepBody]


class RunbookBody(BaseModel):
    """A runbook with every parameter filled in. Addresses in `links` are relative to here."""

    option: str
    option_name: str
    option_version: str
    catalogue_version: str
    summary: str
    parameters: dict[str, Any]
    pins: list[dict[str, str]]
    notes: list[dict[str, Any]]
    phases: list[PhaseBody]
    faults: list[dict[str, str]]
    links: dict[str, str]


def body_of(runbook: Runbook) -> RunbookBody:
    """Return a runbook as clients read it."""
    return RunbookBody(
        option=runbook.option,
        option_name=runbook.option_name,
        option_version=runbook.option_version,
        catalogue_version=runbook.catalogue_version,
        summary=runbook.summary,
        parameters=runbook.parameters.model_dump(mode="json"),
        pins=[pin.model_dump(mode="json", exclude={"when"}) for pin in runbook.pins],
        notes=[
            {"text": note.text, "source": note.source.model_dump(mode="json")}
            for note in runbook.notes
        ],
        phases=[_phase(phase) for phase in runbook.phases],
        faults=[fault.model_dump(mode="json") for fault in runbook.faults],
        links=_links(runbook),
    )


def _links(runbook: Runbook) -> dict[str, str]:
    path, query = f"/runbooks/{runbook.option}", query_of(runbook.parameters)
    files = {name: f"{path}/download?format={name}&{query}" for name in offered()}
    return {"page": f"{path}?{query}", **files}


def _phase(phase: Phase) -> PhaseBody:
    return PhaseBody(
        id=phase.id,
        goal=phase.goal,
        owner=phase.owner,
        minutes=phase.minutes,
        blast_radius=phase.blast_radius,
        steps=[_step(step) for step in phase.steps],
    )


def _step(step: Step) -> StepBody:
    undo = step.undo
    return StepBody(
        id=step.id,
        title=step.title,
        why=step.why,
        by_hand=step.by_hand,
        changes=step.changes,
        no_return=step.no_return,
        skip_if=ProbeBody(**_probe(step.skip_if)) if step.skip_if else None,
        files=[FileBody(path=file.path, content=to_yaml(file.documents)) for file in step.files],
        run=[_command(command) for command in step.commands],
        expect=_check(step.expect),
        abort_if=step.abort_if,
        undo=UndoBody(how=undo.how, run=[_command(one) for one in undo.commands]) if undo else None,
        source=OriginBody(**step.source.model_dump(mode="json")),
    )


def _check(check: Check) -> CheckBody:
    told = asdict(check)
    return CheckBody(**_probe(check), **{name: told[name] for name in ("code", "severity", *_SAID)})


def _probe(probe: Probe) -> dict[str, Any]:
    return {
        "run": _command(probe.command),
        "exit": probe.exit,
        "pattern": probe.pattern,
        "absent": probe.absent,
    }


def _command(command: Command) -> CommandBody:
    return CommandBody(pipeline=[list(argv) for argv in command.pipeline], line=command.line)
