"""The script, run against tools that only pretend: once cleanly, twice, and with a step failing."""

from collections.abc import Callable, Iterator

import pytest

from app.domain.recipe import RunbookLibrary
from app.domain.runbook import Phase, Step
from tests.runbooks.rehearsal import (
    CONFIRMED,
    Rehearsal,
    answer,
    clean,
    first_line,
    holds,
    prepare,
    spoken,
    violation,
)

CHOICES: dict[str, tuple[str, dict[str, object]]] = {
    "linkerd-cli": ("linkerd", {"tool": "cli", "observability": "bundled"}),
    "linkerd-helm": ("linkerd", {"tool": "helm", "namespaces": ["shop"], "strict_mtls": True}),
    "istio-ambient": (
        "istio-ambient",
        {"tool": "helm", "namespaces": ["shop"], "canary_service": "orders"},
    ),
    "istio-sidecar": ("istio-sidecar", {"tool": "cli", "namespaces": ["shop"]}),
    "istio-sidecar-revisions": (
        "istio-sidecar",
        {
            "profile": "production",
            "tool": "argocd",
            "certificates": "own_ca",
            "multicluster": "multi_primary",
        },
    ),
    "istio-sidecar-remote": (
        "istio-sidecar",
        {"certificates": "own_ca", "multicluster": "primary_remote"},
    ),
    "istio-ambient-signed": (
        "istio-ambient",
        {"profile": "production", "tool": "flux", "certificates": "cert_manager"},
    ),
    "cilium": ("cilium", {"tool": "helm", "platform": "kind"}),
    "kuma": ("kuma", {"namespaces": ["shop"], "strict_mtls": True, "canary_service": "orders"}),
    "no-mesh": ("no-mesh", {"namespaces": ["shop"], "observability": "existing_prometheus"}),
}


def changing(phase: Phase) -> list[str]:
    """Every line that the phase runs to change something, in order."""
    return [
        line
        for step in phase.steps
        if step.changes and not step.by_hand
        for command in step.commands
        for line in spoken(command)
    ]


@pytest.fixture(scope="module")
def rehearse(
    library: RunbookLibrary, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Rehearsal]:
    def make(name: str) -> Rehearsal:
        option, raw = CHOICES[name]
        return prepare(option, raw, library, tmp_path_factory.mktemp(name))

    return make


@pytest.mark.endurance
@pytest.mark.parametrize("name", CHOICES)
def test_every_phase_runs_to_its_end_and_runs_every_command_in_order(
    rehearse: Callable[[str], Rehearsal], name: str
) -> None:
    rehearsal = rehearse(name)

    for phase in rehearsal.runbook.phases:
        run = rehearsal.run(*CONFIRMED, phase.id, answers=clean(phase))

        assert run.returncode == 0, run.stdout[-3000:] + run.stderr
        assert f"Phase {phase.id} is done." in run.stdout
        wanted = changing(phase)
        assert sorted(line for line in rehearsal.calls if line in wanted) == sorted(
            wanted + [line for line in _other_calls(phase) if line in wanted]
        )


def test_tools_that_are_processes_of_their_own_are_run_within_a_time(
    rehearse: Callable[[str], Rehearsal],
) -> None:
    rehearsal = rehearse("linkerd-cli")
    phase = rehearsal.phase("install")

    run = rehearsal.run(*CONFIRMED, phase.id, answers=clean(phase), FAKE_PROCESSES="1")

    assert run.returncode == 0, run.stdout[-3000:] + run.stderr
    assert set(changing(phase)) <= set(rehearsal.calls)


def _other_calls(phase: Phase) -> Iterator[str]:
    """Yield lines that are run to look, which may equal one that is run to change."""
    for step in phase.steps:
        yield from spoken(step.expect.command)
        if step.skip_if:
            yield from spoken(step.skip_if.command)
        if not step.changes and not step.by_hand:
            yield from (line for command in step.commands for line in spoken(command))


def failing_steps() -> list[tuple[str, str]]:
    return [(name, phase) for name in CHOICES for phase in ("install", "secure", "uninstall")]


@pytest.mark.parametrize(("name", "phase_name"), failing_steps())
def test_a_failing_command_stops_the_phase_and_names_step_and_way_back(
    rehearse: Callable[[str], Rehearsal], name: str, phase_name: str
) -> None:
    rehearsal = rehearse(name)
    phase = rehearsal.phase(phase_name)
    looked = set(_other_calls(phase))
    broken = [step for step in phase.steps if set(first_line(step)) - looked][-1]
    (line,) = first_line(broken)
    answers = [one for one in clean(phase) if not one.startswith(f"{line}\t")]

    run = rehearsal.run(*CONFIRMED, phase.id, answers=iter([*answers, f"{line}\t7\tno"]))

    assert run.returncode != 0
    assert f"FAILED in step {broken.id} of phase {phase.id}" in run.stdout
    assert broken.undo
    assert f"To go back from this step, on context rehearsal: {broken.undo.how}" in run.stdout
    assert all(command.line in run.stdout for command in broken.undo.commands)
    assert "--context rehearsal rollback" in run.stdout
    assert f"--context rehearsal --from {broken.id} {phase.id}" in run.stdout
    assert broken.changes in run.stdout.split("not undone:")[1]
    assert line in rehearsal.calls[-2:]


@pytest.mark.endurance
@pytest.mark.parametrize("name", ["linkerd-cli", "istio-ambient"])
def test_every_single_step_that_fails_its_check_stops_there(
    rehearse: Callable[[str], Rehearsal], name: str
) -> None:
    rehearsal = rehearse(name)

    for phase in rehearsal.runbook.phases[:5]:
        for step in phase.steps[:3]:
            bad = answer(step.expect.command, *violation(step.expect))
            undone = [one for one in clean(phase) if not one.startswith(bad.split("\t")[0] + "\t")]
            lines = iter([*undone, bad])
            run = rehearsal.run(
                *CONFIRMED, "--from", step.id, phase.id, answers=lines, CHECK_SECONDS="0"
            )

            assert run.returncode == 1, run.stdout
            assert f"FAILED in step {step.id}" in run.stdout
            assert f"- {step.expect.code} does not hold" in run.stdout


def test_a_check_is_repeated_until_its_time_is_over(rehearse: Callable[[str], Rehearsal]) -> None:
    rehearsal = rehearse("istio-ambient")
    phase = rehearsal.phase("verify")
    check = phase.steps[0].expect
    failing = [one for one in clean(phase) if one != holds(check)]
    bad = answer(check.command, *violation(check))

    run = rehearsal.run(*CONFIRMED, phase.id, answers=iter([*failing, bad]))

    assert run.returncode == 1
    assert f"- {check.code} does not hold after {check.timeout} s" in run.stdout
    looks = rehearsal.calls.count(spoken(check.command)[-1])
    assert looks >= check.timeout // 2


def test_a_run_that_was_stopped_can_go_on_at_the_step(
    rehearse: Callable[[str], Rehearsal],
) -> None:
    rehearsal = rehearse("istio-sidecar")
    phase = rehearsal.phase("onboard")
    last = phase.steps[-1]

    run = rehearsal.run(*CONFIRMED, "--from", last.id, phase.id, answers=clean(phase))

    assert run.returncode == 0
    assert rehearsal.calls == spoken(last.expect.command)


def test_a_step_that_was_done_before_is_skipped(rehearse: Callable[[str], Rehearsal]) -> None:
    rehearsal = rehearse("linkerd-cli")
    phase = rehearsal.phase("install")
    done = [
        answer(step.skip_if.command, 0, step.skip_if.pattern.strip("^$").replace("\\", ""))
        for step in phase.steps
        if step.skip_if
    ]
    never = {line for step in phase.steps if step.skip_if for line in _run_lines(step)}

    run = rehearsal.run(*CONFIRMED, phase.id, answers=iter([*done, *clean(phase)]))

    assert run.returncode == 0, run.stdout
    assert run.stdout.count("Done before, skipped.") == len(done) > 3
    assert not never & set(rehearsal.calls)


def _run_lines(step: Step) -> list[str]:
    return [line for command in step.commands for line in spoken(command)]


@pytest.mark.parametrize("name", CHOICES)
def test_a_dry_run_shows_every_command_and_calls_nothing(
    rehearse: Callable[[str], Rehearsal], name: str
) -> None:
    rehearsal = rehearse(name)
    before = set(rehearsal.folder.rglob("*"))

    for phase in rehearsal.runbook.phases:
        run = rehearsal.run("--dry-run", phase.id)

        assert run.returncode == 0, run.stderr
        for step in phase.steps:
            assert all(command.line in run.stdout for command in step.commands)
    assert rehearsal.calls == []
    assert set(rehearsal.folder.rglob("*")) - before <= {
        rehearsal.folder / "answers",
        rehearsal.folder / "calls",
    }


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (("install",), 3, "Not confirmed"),
        (("--yes", "install"), 3, "--yes needs --context"),
        (("--context", "rehearsal", "install"), 3, "Not confirmed"),
        ((), 2, "Name one phase"),
        (("instal",), 2, "Name one phase"),
        (("install", "verify"), 2, "One phase at a time"),
        ((*CONFIRMED, "--from", "nowhere", "install"), 2, "has no step nowhere"),
        (("--force", "install"), 2, "not an option"),
        (("--context",), 2, "needs a value"),
    ],
)
def test_without_a_confirmed_context_or_a_phase_nothing_runs(
    rehearse: Callable[[str], Rehearsal], arguments: tuple[str, ...], status: int, message: str
) -> None:
    rehearsal = rehearse("linkerd-cli")

    run = rehearsal.run(*arguments)

    assert run.returncode == status
    assert message in run.stderr
    assert rehearsal.calls == []


def test_the_log_holds_what_the_screen_showed_with_the_time(
    rehearse: Callable[[str], Rehearsal],
) -> None:
    rehearsal = rehearse("istio-ambient")
    phase = rehearsal.phase("verify")

    rehearsal.run(*CONFIRMED, phase.id, answers=clean(phase))

    (log,) = rehearsal.folder.rglob("istio-ambient-verify-*.log")
    lines = log.read_text(encoding="utf-8").splitlines()
    assert "phase verify, context rehearsal" in lines[0]
    assert all(line[2] == line[5] == ":" and line[8] == "Z" for line in lines)
    assert lines[-2].endswith("Phase verify is done.")
