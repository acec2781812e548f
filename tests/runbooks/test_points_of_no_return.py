"""Before something is lost for good, one is told what that is, and asked once more."""

import os
import pty
import subprocess

import pytest

from app.domain.recipe import RunbookLibrary
from app.domain.runbook import Step
from app.domain.step_templates import StepTemplate
from app.formats import markdown
from tests.runbooks.rehearsal import CONFIRMED, FAKES, Rehearsal, clean_steps, first_line, prepare
from tests.runbooks.test_recipes import OPTIONS

PHASE = "uninstall"


@pytest.fixture
def rehearsal(library: RunbookLibrary, tmp_path_factory: pytest.TempPathFactory) -> Rehearsal:
    return prepare("kuma", {"namespaces": ["shop"]}, library, tmp_path_factory.mktemp("kuma"))


@pytest.fixture
def place(rehearsal: Rehearsal) -> int:
    """Where in its phase the first point of no return stands."""
    steps = rehearsal.phase(PHASE).steps
    return next(place for place, step in enumerate(steps) if step.no_return)


def asked(rehearsal: Rehearsal, start: Step, *typed: str) -> subprocess.CompletedProcess[str]:
    """Run from a step on at a terminal where somebody types these lines."""
    steps = rehearsal.phase(PHASE).steps
    rest = steps[steps.index(start) :]
    (rehearsal.folder / "answers").write_text("\n".join(clean_steps(rest)) + "\n", encoding="utf-8")
    (rehearsal.folder / "calls").write_text("", encoding="utf-8")
    ours, theirs = pty.openpty()
    os.write(ours, "".join(f"{line}\n" for line in typed).encode())
    try:
        return subprocess.run(
            ["bash", "runbook.sh", "--context", "rehearsal", "--from", start.id, PHASE],
            cwd=rehearsal.folder,
            env={
                "PATH": f"{rehearsal.folder / 'bin'}:{os.environ['PATH']}",
                "FAKE_LOG": str(rehearsal.folder / "calls"),
                "FAKE_ANSWERS": str(rehearsal.folder / "answers"),
                "BASH_ENV": str(FAKES),
            },
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


def test_who_does_not_confirm_loses_nothing(rehearsal: Rehearsal, place: int) -> None:
    step = rehearsal.phase(PHASE).steps[place]

    run = asked(rehearsal, step, "rehearsal", "no")

    assert run.returncode == 3
    assert f"POINT OF NO RETURN: {step.no_return}" in run.stdout
    assert "Not confirmed. The step was not run." in run.stdout
    assert not set(first_line(step)) & set(rehearsal.calls)


def test_who_confirms_goes_on(rehearsal: Rehearsal, place: int) -> None:
    steps = rehearsal.phase(PHASE).steps[place:]
    words = ["yes" for step in steps if step.no_return]

    run = asked(rehearsal, steps[0], "rehearsal", *words)

    assert run.returncode == 0, run.stdout[-2000:]
    assert f"Phase {PHASE} is done." in run.stdout


def test_who_asked_not_to_be_asked_is_told_before_it_happens(
    rehearsal: Rehearsal, place: int
) -> None:
    steps = rehearsal.phase(PHASE).steps[place:]

    run = rehearsal.run(*CONFIRMED, "--from", steps[0].id, PHASE, answers=clean_steps(steps))

    (line,) = first_line(steps[0])
    assert run.returncode == 0, run.stdout[-2000:]
    assert run.stdout.index(f"POINT OF NO RETURN: {steps[0].no_return}") < run.stdout.index(
        f"$ {line}"
    )


def test_the_checks_alone_and_a_dry_run_ask_nobody(rehearsal: Rehearsal) -> None:
    shown = rehearsal.run("--dry-run", PHASE)
    checked = rehearsal.run("check", "--context", "rehearsal", PHASE, CHECK_SECONDS="0")

    assert "POINT OF NO RETURN" in shown.stdout
    assert f"Phase {PHASE} was shown; nothing was run." in shown.stdout
    assert "POINT OF NO RETURN" not in checked.stdout


def test_whoever_reads_the_runbook_is_told_as_well(rehearsal: Rehearsal, place: int) -> None:
    step = rehearsal.phase(PHASE).steps[place]

    assert f"**Point of no return:** {step.no_return}" in markdown.render(rehearsal.runbook)


def test_only_a_step_that_changes_something_can_be_one(library: RunbookLibrary) -> None:
    step = next(one for one in library.recipe("kuma").phases[0].steps if not one.changes)
    raw = step.model_dump(mode="python", exclude_unset=True)

    with pytest.raises(ValueError, match="is a point of no return but"):
        StepTemplate.model_validate({**raw, "no_return": "All is lost."})
