"""What the script does around its steps: confirm, resume, skip, show, check again and log."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.recipe import RunbookLibrary
from app.domain.runbook import Command, Step, assemble, parse_parameters
from app.formats import script
from tests.runbooks.golden_runbooks import CHOSEN
from tests.runbooks.moments import spoken
from tests.runbooks.walks import golden
from tests.simulated_cluster.picture import differences, picture
from tests.simulated_cluster.rehearsal import Rehearsal, rehearse

LINKERD: dict[str, object] = {"tool": "cli", "namespaces": ["shop"]}
CONFIRMED = ("--context", "demo", "--yes")


@pytest.fixture
def linkerd(library: RunbookLibrary, tmp_path: Path) -> Iterator[Rehearsal]:
    with rehearse("linkerd", LINKERD, library, tmp_path) as rehearsal:
        yield rehearsal


def steps_of(rehearsal: Rehearsal, name: str) -> tuple[Step, ...]:
    return next(phase.steps for phase in rehearsal.runbook.phases if phase.id == name)


@pytest.mark.parametrize("option", CHOSEN)
def test_a_dry_run_shows_every_command_and_calls_nothing(
    library: RunbookLibrary, tmp_path: Path, option: str
) -> None:
    with rehearse(option, {**golden(option), "multicluster": "none"}, library, tmp_path) as trial:
        files, before = set(tmp_path.rglob("*")), trial.simulation.state()

        for phase in trial.runbook.phases:
            run = trial.run("--dry-run", phase.id)

            assert run.returncode == 0, run.stderr
            for step in phase.steps:
                assert all(command.line in run.stdout for command in step.commands)
        assert trial.simulation.calls == []
        assert trial.simulation.state() == before
        assert set(tmp_path.rglob("*")) == files


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (("install",), 3, "Not confirmed"),
        (("--yes", "install"), 3, "--yes needs --context"),
        (("--context", "demo", "install"), 3, "Not confirmed"),
        (("--context", "unknown", "--yes", "install"), 3, "There is no context called unknown"),
        ((), 2, "Name one phase"),
        (("instal",), 2, "Name one phase"),
        (("install", "verify"), 2, "One phase at a time"),
        ((*CONFIRMED, "--from", "nowhere", "install"), 2, "has no step nowhere"),
        (("--force", "install"), 2, "not an option"),
        (("--context",), 2, "needs a value"),
    ],
)
def test_without_a_confirmed_context_or_a_phase_nothing_runs(
    linkerd: Rehearsal, arguments: tuple[str, ...], status: int, message: str
) -> None:
    before = linkerd.simulation.state()

    run = linkerd.run(*arguments)

    assert run.returncode == status
    assert message in run.stderr
    assert all(line.startswith("kubectl config ") for line in linkerd.simulation.calls)
    assert linkerd.simulation.state() == before


def test_a_step_that_was_done_before_is_skipped(linkerd: Rehearsal) -> None:
    linkerd.phase("install")
    once = picture(linkerd.simulation.world)

    run = linkerd.phase("install")

    assert run.returncode == 0, run.stdout
    skips = [step for step in steps_of(linkerd, "install") if step.skip_if]
    assert run.stdout.count("Done before, skipped.") == len(skips) > 2
    assert differences(once, picture(linkerd.simulation.world)) == []


def test_a_check_is_repeated_until_its_time_is_over(linkerd: Rehearsal) -> None:
    check = steps_of(linkerd, "verify")[0].expect

    run = linkerd.run(*linkerd.confirmed, "verify")

    assert run.returncode == 1
    assert f"- {check.code} does not hold after {check.timeout} s" in run.stdout
    looks = linkerd.simulation.calls.count(spoken(check.command)[-1])
    assert looks >= check.timeout // 2


def test_the_script_alone_does_what_it_does_in_its_bundle(
    linkerd: Rehearsal, tmp_path: Path
) -> None:
    before = linkerd.simulation.state()
    bundled = linkerd.phase("install")
    wanted = picture(linkerd.simulation.world)
    linkerd.simulation.go_back(before)
    text = script.render(linkerd.runbook)
    (linkerd.folder / "runbook.sh").write_text(text, encoding="utf-8")

    alone = linkerd.phase("install")

    assert (bundled.returncode, alone.returncode) == (0, 0), alone.stdout
    assert differences(wanted, picture(linkerd.simulation.world)) == []
    assert list(tmp_path.rglob("meshwise-linkerd-demo/values/*.yaml"))


def test_tools_that_are_processes_of_their_own_are_run_within_a_time(
    linkerd: Rehearsal,
) -> None:
    run = linkerd.run(*linkerd.confirmed, "install", SIMULATED_PROCESSES="1")

    assert run.returncode == 0, run.stdout[-3000:] + run.stderr
    changing = (step for step in steps_of(linkerd, "install") if step.changes)
    lines = {line for step in changing for one in step.commands for line in spoken(one)}
    assert lines <= set(linkerd.simulation.calls)
    assert linkerd.simulation.misused == []


def test_the_log_holds_what_the_screen_showed_with_the_time(linkerd: Rehearsal) -> None:
    linkerd.phase("preflight")

    (log,) = linkerd.folder.glob("linkerd-preflight-*.log")
    lines = log.read_text(encoding="utf-8").splitlines()
    assert "phase preflight, context demo" in lines[0]
    assert all(line[2] == line[5] == ":" and line[8] == "Z" for line in lines)
    assert lines[-2].endswith("Phase preflight is done.")


@pytest.mark.parametrize("option", CHOSEN)
def test_a_step_that_may_be_repeated_says_so_in_its_commands(
    library: RunbookLibrary, option: str
) -> None:
    """A step is skipped when it was done, or all its commands give the same twice."""
    runbook = assemble("test", option, parse_parameters(option, golden(option)), library)
    once = [
        f"{phase.id}: {step.id}: {line}"
        for phase in runbook.phases
        for step in phase.steps
        if step.changes and not step.by_hand and not step.skip_if
        for command in step.commands
        for line in _once_only(command)
    ]

    assert once == []


def _once_only(command: Command) -> Iterator[str]:
    for tool, *words in command.pipeline:
        creates = "create" in words and "--dry-run=client" not in words
        deletes = "delete" in words and "--ignore-not-found" not in words
        if (tool == "helm" and "install" in words) or (tool == "kubectl" and (creates or deletes)):
            yield " ".join(words)
