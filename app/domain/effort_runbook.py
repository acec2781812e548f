"""What can be counted in an option's runbook: steps, restarts, minutes and ways back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from app.domain.effort import Entry
from app.domain.errors import Unsupported
from app.domain.procedure import Runbook, Step
from app.domain.questions import Answers
from app.domain.recipe import RunbookLibrary
from app.domain.recipe_parts import PhaseId
from app.domain.runbook import assemble, parse_parameters
from app.domain.runbook_choices import Certificates, Profile
from app.domain.runbook_defaults import defaults_from_answers

NAMESPACE: Final = "your-namespace"
"""The one namespace that is taken into the mesh beside the demo."""

INSTALL: Final = (PhaseId.PREFLIGHT, PhaseId.INSTALL, PhaseId.VERIFY)
JOIN: Final = (PhaseId.ONBOARD, PhaseId.SECURE)
UPGRADE: Final = (PhaseId.UPGRADE,)
LEAVE: Final = (PhaseId.ROLLBACK, PhaseId.UNINSTALL)
FORTH: Final = (PhaseId.INSTALL, *JOIN, *UPGRADE)


@dataclass(frozen=True, slots=True)
class Counted:
    """A runbook with the parameters that it was made from, as texts."""

    runbook: Runbook
    parameters: Mapping[str, str]


def runbook_for(
    option: str, answers: Answers, library: RunbookLibrary, catalogue_version: str
) -> Counted:
    """Return an option's runbook for answers, for production where it can be.

    Raises NotFound for an option without one, and Unsupported where upstream supports nothing
    that these answers ask for.
    """
    settled = {**defaults_from_answers(option, answers, library), "namespaces": [NAMESPACE]}
    refused: Unsupported | None = None
    for raw in _ways(settled):
        try:
            runbook = assemble(catalogue_version, option, parse_parameters(option, raw), library)
        except Unsupported as error:
            refused = refused or error
        else:
            return Counted(runbook, {name: _text(value) for name, value in raw.items()})
    raise refused or Unsupported("There is no runbook for these answers.", "")


def _ways(settled: Mapping[str, object]) -> Iterator[dict[str, object]]:
    """Yield production with each way to sign, the simplest first; then what is settled alone."""
    for signer in (Certificates.BUILT_IN, Certificates.OWN_CA, Certificates.CERT_MANAGER):
        way = {"profile": Profile.PRODUCTION.value, "certificates": signer.value}
        yield {**way, **settled}
    yield dict(settled)


def _text(value: object) -> str:
    return ",".join(value) if isinstance(value, list) else str(value)


def entries_of(runbook: Runbook) -> Iterator[tuple[str, Entry]]:
    """Yield what was counted, by the item's id."""
    yield "install_steps", _steps(runbook, INSTALL)
    yield "install_minutes", _minutes(runbook, INSTALL)
    yield "join_steps", _steps(runbook, JOIN)
    yield "join_restarts", _restarts(runbook, JOIN)
    yield "join_minutes", _minutes(runbook, JOIN)
    yield "upgrade_steps", _steps(runbook, UPGRADE)
    yield "upgrade_minutes", _minutes(runbook, UPGRADE)
    yield "upgrade_restarts", _restarts(runbook, UPGRADE)
    yield "words_only", _words_only(runbook)
    yield "leave_steps", _steps(runbook, LEAVE)
    yield "leave_minutes", _minutes(runbook, LEAVE)


def _in(runbook: Runbook, phases: tuple[PhaseId, ...]) -> list[Step]:
    return [step for phase in runbook.phases if phase.id in phases for step in phase.steps]


def _counted(steps: list[Step], phases: tuple[PhaseId, ...], text: str) -> Entry:
    number = float(len(steps))
    titles = tuple(step.title for step in steps)
    return Entry(text, low=number, high=number, phases=tuple(phases), steps=titles)


def _steps(runbook: Runbook, phases: tuple[PhaseId, ...]) -> Entry:
    steps = _in(runbook, phases)
    changing = [step for step in steps if step.changes]
    looking = len(steps) - len(changing)
    by_hand = sum(step.by_hand for step in steps)
    text = f"{len(changing)}, and {looking} that only look"
    return _counted(changing, phases, f"{text}; {by_hand} by hand" if by_hand else text)


def _minutes(runbook: Runbook, phases: tuple[PhaseId, ...]) -> Entry:
    spans = [phase.minutes for phase in runbook.phases if phase.id in phases]
    low, high = sum(span[0] for span in spans), sum(span[1] for span in spans)
    return Entry(f"{low} to {high}", low=low, high=high, phases=tuple(phases))


def _restarts(runbook: Runbook, phases: tuple[PhaseId, ...]) -> Entry:
    steps = [step for step in _in(runbook, phases) if _restarts_yours(step)]
    return _counted(steps, phases, str(len(steps)) if steps else "none")


def _restarts_yours(step: Step) -> bool:
    """Tell whether a step restarts the workloads of your namespace."""
    lines = (argv for command in step.commands for argv in command.pipeline)
    return any({"rollout", "restart", NAMESPACE} <= set(argv) for argv in lines)


def _words_only(runbook: Runbook) -> Entry:
    steps = [
        step
        for step in _in(runbook, FORTH)
        if step.changes and (step.undo is None or not step.undo.commands)
    ]
    told = tuple(f"{step.title}: {step.undo.how}" if step.undo else step.title for step in steps)
    entry = _counted(steps, FORTH, str(len(steps)) if steps else "none")
    return replace(entry, steps=told)
