"""Before something is lost for good, one is told what that is, and asked once more."""

import os
import pty
import subprocess
from collections.abc import Iterator
from itertools import dropwhile
from pathlib import Path

import pytest

from app.domain.recipe import RunbookLibrary
from app.domain.runbook import Step
from app.domain.step_templates import StepTemplate
from app.formats import markdown
from tests.runbooks.test_recipes import OPTIONS
from tests.simulated_cluster.rehearsal import Rehearsal, rehearse

PHASE = "uninstall"


@pytest.fixture
def rehearsal(library: RunbookLibrary, tmp_path: Path) -> Iterator[Rehearsal]:
    with rehearse("kuma", {"namespaces": ["shop"]}, library, tmp_path) as installed:
        assert installed.phase("install").returncode == 0
        yield installed


@pytest.fixture
def steps(rehearsal: Rehearsal) -> tuple[Step, ...]:
    """The steps of the phase from the first point of no return on."""
    every = next(phase.steps for phase in rehearsal.runbook.phases if phase.id == PHASE)
    return tuple(dropwhile(lambda step: not step.no_return, every))


def asked(rehearsal: Rehearsal, start: Step, *typed: str) -> subprocess.CompletedProcess[str]:
    """Run from a step on at a terminal where somebody types these lines."""
    ours, theirs = pty.openpty()
    os.write(ours, "".join(f"{line}\n" for line in typed).encode())
    try:
        return subprocess.run(
            ["bash", "runbook.sh", "--context", "demo", "--from", start.id, PHASE],
            cwd=rehearsal.folder,
            env=rehearsal.environment,
            stdin=theirs,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    finally:
        os.close(ours)
        os.close(theirs)


@pytest.mark.parametrize("option", OPTIONS)
def test_every_option_says_what_its_removal_takes_for_good(
    library: RunbookLibrary, option: str
) -> None:
    for phase in library.recipe(option).phases:
        if phase.id == PHASE:
            told = [step.no_return for step in phase.steps if step.no_return]
            assert told
            assert all("Not before" in text for text in told)


def test_who_does_not_confirm_loses_nothing(rehearsal: Rehearsal, steps: tuple[Step, ...]) -> None:
    before = rehearsal.simulation.state()

    run = asked(rehearsal, steps[0], "demo", "no")

    assert run.returncode == 3
    assert f"POINT OF NO RETURN: {steps[0].no_return}" in run.stdout
    assert "Not confirmed. The step was not run." in run.stdout
    assert rehearsal.simulation.state() == before


def test_who_confirms_goes_on(rehearsal: Rehearsal, steps: tuple[Step, ...]) -> None:
    words = ["yes" for step in steps if step.no_return]

    run = asked(rehearsal, steps[0], "demo", *words)

    assert run.returncode == 0, run.stdout[-2000:]
    assert f"Phase {PHASE} is done." in run.stdout


def test_who_asked_not_to_be_asked_is_told_before_it_happens(
    rehearsal: Rehearsal, steps: tuple[Step, ...]
) -> None:
    run = rehearsal.phase(PHASE, "--from", steps[0].id)

    line = steps[0].commands[0].line
    assert run.returncode == 0, run.stdout[-2000:]
    assert run.stdout.index(f"POINT OF NO RETURN: {steps[0].no_return}") < run.stdout.index(
        f"$ {line}"
    )


def test_the_checks_alone_and_a_dry_run_ask_nobody(rehearsal: Rehearsal) -> None:
    shown = rehearsal.run("--dry-run", PHASE)
    checked = rehearsal.run("check", "--context", "demo", PHASE, CHECK_SECONDS="0")

    assert "POINT OF NO RETURN" in shown.stdout
    assert f"Phase {PHASE} was shown; nothing was run." in shown.stdout
    assert "POINT OF NO RETURN" not in checked.stdout


def test_whoever_reads_the_runbook_is_told_as_well(
    rehearsal: Rehearsal, steps: tuple[Step, ...]
) -> None:
    assert f"**Point of no return:** {steps[0].no_return}" in markdown.render(rehearsal.runbook)


def test_only_a_step_that_changes_something_can_be_one(library: RunbookLibrary) -> None:
    step = next(one for one in library.recipe("kuma").phases[0].steps if not one.changes)
    raw = step.model_dump(mode="python", exclude_unset=True)

    with pytest.raises(ValueError, match="is a point of no return but"):
        StepTemplate.model_validate({**raw, "no_return": "All is lost."})
