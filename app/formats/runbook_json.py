"""Write a runbook as JSON: all of it, its preflight checks alone, and what it was made from."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from app.domain.recipe_parts import PhaseId
from app.domain.runbook import Phase, Probe, Runbook, Step

ENGINE: Final = "1"
"""Raised when the same recipe and parameters are written into another bundle than before."""


def plain(runbook: Runbook) -> dict[str, Any]:
    """Return a runbook as plain data; commands are shell lines, files stand for their paths."""
    return {
        **_head("runbook", runbook),
        "summary": runbook.summary,
        "phases": [_phase(phase) for phase in runbook.phases],
    }


def render(runbook: Runbook) -> str:
    """Return the whole runbook as JSON."""
    return _text(plain(runbook))


def render_preflight(runbook: Runbook) -> str:
    """Return the checks of the preflight as JSON, for a pipeline that runs them before all else."""
    steps = [
        step for phase in runbook.phases if phase.id is PhaseId.PREFLIGHT for step in phase.steps
    ]
    checks = [
        {"step": step.id, "title": step.title, **_check(step), "hint": step.abort_if}
        for step in steps
    ]
    return _text({**_head("preflight", runbook), "checks": checks})


def render_provenance(runbook: Runbook, contents: Mapping[str, bytes]) -> str:
    """Return what the files in `contents`, by path, were made from; nothing in it is a time.

    `digest` is the SHA-256 of one line `DIGEST  PATH` for each file, as sha256sum prints them.
    """
    lines = checksums(contents)
    cited = [step.source for phase in runbook.phases for step in phase.steps]
    cited += [note.source for note in runbook.notes]
    origins = sorted({one.title: one for one in cited}.values(), key=lambda one: one.title)
    return _text(
        {
            **_head("provenance", runbook),
            "engine_version": ENGINE,
            "sources": [one.model_dump(mode="json") for one in origins],
            "digest": f"sha256:{hashlib.sha256(lines.encode()).hexdigest()}",
        }
    )


def checksums(contents: Mapping[str, bytes]) -> str:
    """Return the lines that `sha256sum --check` reads."""
    return "".join(
        f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in contents.items()
    )


def _head(kind: str, runbook: Runbook) -> dict[str, Any]:
    return {
        "kind": kind,
        "option": runbook.option,
        "option_version": runbook.option_version,
        "catalogue_version": runbook.catalogue_version,
        "parameters": runbook.parameters.model_dump(mode="json", exclude={"option"}),
        "versions": {pin.name: pin.version for pin in runbook.pins},
    }


def _phase(phase: Phase) -> dict[str, Any]:
    low, high = phase.minutes
    return {
        "id": phase.id.value,
        "goal": phase.goal,
        "minutes": [low, high],
        "blast_radius": phase.blast_radius,
        "steps": [_step(step) for step in phase.steps],
    }


def _step(step: Step) -> dict[str, Any]:
    undo = step.undo
    lines = [command.line for command in undo.commands] if undo else []
    return {
        "id": step.id,
        "title": step.title,
        "why": step.why,
        "by_hand": step.by_hand,
        "changes": step.changes,
        "no_return": step.no_return,
        "skip_if": _probe(step.skip_if) if step.skip_if else None,
        "files": [file.path for file in step.files],
        "run": [command.line for command in step.commands],
        "expect": _check(step),
        "abort_if": step.abort_if,
        "undo": {"how": undo.how, "run": lines} if undo else None,
        "source": step.source.model_dump(mode="json"),
    }


def _check(step: Step) -> dict[str, Any]:
    told = asdict(step.expect)
    said = ("code", "severity", "shows", "timeout", "example")
    return {**{name: told[name] for name in said}, **_probe(step.expect)}


def _probe(probe: Probe) -> dict[str, Any]:
    return {
        "run": probe.command.line,
        "exit": probe.exit,
        "pattern": probe.pattern,
        "absent": probe.absent,
    }


def _text(data: Any) -> str:
    return json.dumps(data, indent=2, allow_nan=False) + "\n"
