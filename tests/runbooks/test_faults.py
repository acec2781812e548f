"""Every step of a production runbook fails once in every way: the script stops there."""

from collections.abc import Iterator

import pytest

from app.domain.recipe import RunbookLibrary
from app.domain.runbook import Step
from tests.runbooks.rehearsal import (
    CONFIRMED,
    Rehearsal,
    clean_steps,
    first_line,
    holds,
    prepare,
    spoken,
    violation,
)

PRODUCTION: dict[str, dict[str, object]] = {
    "linkerd": {
        "tool": "flux",
        "certificates": "cert_manager",
        "multicluster": "mirrored_services",
        "progressive_delivery": "argo_rollouts",
        "observability": "existing_prometheus",
        "strict_mtls": True,
    },
    "istio-sidecar": {
        "tool": "helm",
        "certificates": "own_ca",
        "multicluster": "multi_primary",
        "progressive_delivery": "flagger",
        "strict_mtls": True,
    },
    "istio-ambient": {"tool": "helm", "certificates": "own_ca", "strict_mtls": True},
    "cilium": {
        "tool": "cli",
        "cni": "none",
        "platform": "kubeadm",
        "certificates": "own_ca",
        "multicluster": "cluster_mesh",
        "progressive_delivery": "argo_rollouts",
    },
    "kuma": {"tool": "helm", "certificates": "own_ca", "strict_mtls": True},
    "consul": {"tool": "cli", "multicluster": "peering", "strict_mtls": True},
    "no-mesh": {"tool": "argocd", "progressive_delivery": "flagger"},
}
TIMED_OUT = 124  # What timeout exits with.
Fault = tuple[str, str, list[str]]


@pytest.fixture(scope="module", params=PRODUCTION)
def rehearsal(
    request: pytest.FixtureRequest,
    library: RunbookLibrary,
    tmp_path_factory: pytest.TempPathFactory,
) -> Rehearsal:
    option: str = request.param
    raw = {"profile": "production", "namespaces": ["shop"], **PRODUCTION[option]}
    return prepare(option, raw, library, tmp_path_factory.mktemp(option))


def _faults(step: Step, later: list[str]) -> Iterator[Fault]:
    """Yield a name, what the script must say, and the answers with which a step fails."""
    own = list(clean_steps([step]))
    for line in _last_of_first(step):
        for name, status in (("fails", 7), ("takes too long", TIMED_OUT)):
            bad = f"{line}\t{status}\tno"
            broken = [bad if one.startswith(f"{line}\t") else one for one in own]
            yield name, f"FAILED in step {step.id}", [*broken, *later]
    stops = step.expect.severity == "fail" and step.expect.exit != "any"
    if (good := holds(step.expect)) and stops:
        status, output = violation(step.expect)
        bad = f"{spoken(step.expect.command)[-1]}\t{status}\t{output}"
        yield "is not proved", f"- {step.expect.code} does not hold", [*own[:-1], bad, *later]
        assert good == own[-1]


def _last_of_first(step: Step) -> list[str]:
    """Return the line whose status the first changing command of a step ends with."""
    first = first_line(step)
    ends = (spoken(command)[-1] for command in step.commands if spoken(command)[:1] == first)
    return [next(ends)] if first else []


@pytest.mark.endurance
def test_the_script_stops_at_a_step_that_fails_and_changes_nothing_more(
    rehearsal: Rehearsal,
) -> None:
    injected = 0
    for phase in rehearsal.runbook.phases:
        for place, step in enumerate(phase.steps):
            rest = phase.steps[place + 1 :]
            for name, told, answers in _faults(step, list(clean_steps(rest))):
                run = rehearsal.run(
                    *CONFIRMED,
                    *("--from", step.id, phase.id),
                    answers=iter(answers),
                    CHECK_SECONDS="0",
                )
                where = f"{phase.id}, {step.id} {name}\n{run.stdout[-1500:]}{run.stderr}"
                assert run.returncode not in (0, 2, 3), where
                assert told in run.stdout, where
                assert not _changing(rest) & set(rehearsal.calls), where
                assert "--context rehearsal rollback" in run.stdout, where
                assert f"--context rehearsal --from {step.id} {phase.id}" in run.stdout, where
                if step.undo:
                    assert f"To go back from this step, on context rehearsal: {step.undo.how}" in (
                        run.stdout
                    ), where
                injected += 1
    assert injected > 60


def _changing(steps: tuple[Step, ...]) -> set[str]:
    """Return the lines with which steps change something, but for those that others run too."""
    return {line for step in steps for line in first_line(step)}


@pytest.mark.endurance
def test_every_phase_goes_on_from_any_of_its_steps_to_its_end(rehearsal: Rehearsal) -> None:
    for phase in rehearsal.runbook.phases:
        for place in (0, len(phase.steps) // 2):
            first, rest = phase.steps[place], phase.steps[place:]

            run = rehearsal.run(*CONFIRMED, "--from", first.id, phase.id, answers=clean_steps(rest))

            assert run.returncode == 0, f"{phase.id}\n{run.stdout[-2000:]}{run.stderr}"
            assert f"Phase {phase.id} is done." in run.stdout


@pytest.mark.endurance
def test_another_context_is_never_touched(rehearsal: Rehearsal) -> None:
    phase = rehearsal.runbook.phases[1]

    run = rehearsal.run("--context", "another", "--yes", phase.id, answers=clean_steps(phase.steps))

    assert run.returncode != 0
    assert rehearsal.calls == []


def test_a_step_that_may_be_repeated_says_so_in_its_commands(rehearsal: Rehearsal) -> None:
    """A step is skipped when it was done, or all its commands give the same twice."""
    once = [
        f"{phase.id}: {step.id}: {line}"
        for phase in rehearsal.runbook.phases
        for step in phase.steps
        if step.changes and not step.by_hand and not step.skip_if
        for line in _once_only(step)
    ]

    assert once == []


def _once_only(step: Step) -> Iterator[str]:
    for command in step.commands:
        for argv in command.pipeline:
            if _fails_twice(argv[0], set(argv)):
                yield " ".join(argv)


def _fails_twice(tool: str, words: set[str]) -> bool:
    if tool == "helm":
        return "install" in words
    creates = "create" in words and "--dry-run=client" not in words
    deletes = "delete" in words and "--ignore-not-found" not in words
    return tool == "kubectl" and (creates or deletes)
