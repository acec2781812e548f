"""Some checks ask for a person's judgement: where they do not hold, the run goes on and says so."""

import json
from collections.abc import Iterator

import pytest

from app.domain.recipe import RunbookLibrary
from app.domain.runbook import Phase, Step
from app.domain.step_templates import StepTemplate
from tests.runbooks.combinations import Combinations
from tests.runbooks.moments import Followed, spoken
from tests.simulated_cluster.simulation import Answer, Fault


def warning(phase: Phase) -> list[Step]:
    """Return the steps of a phase that only warn and whose check asks the cluster."""
    return [one for one in phase.steps if warns(one) and spoken(one.expect.command)]


def all_awry(phase: Phase) -> Iterator[Fault]:
    """Faults with which every warning is due, and whatever only reads for one fails."""
    for step in warning(phase):
        gone = Answer(1, "", "there is no such thing\n")
        lines = filter(None, map(spoken, step.commands))
        yield from (Fault(line[-1], None, gone) for line in lines)
        negative = step.expect.exit == "nonzero"
        bad = Answer(0, "still there\n") if negative else Answer(1, "there is a fault\n")
        yield Fault(spoken(step.expect.command)[-1], None, bad)


@pytest.mark.endurance
@pytest.mark.parametrize("name", ["preflight", "troubleshoot"])
def test_a_run_with_every_warning_goes_on_to_its_end_and_lists_them(
    followed: Followed, name: str
) -> None:
    rehearsal = followed.rehearsal
    phase = next(one for one in rehearsal.runbook.phases if one.id == name)
    codes = [step.expect.code for step in warning(phase)]
    rehearsal.go_back(followed.before(name))
    rehearsal.simulation.faults = list(all_awry(phase))

    run = rehearsal.run(*rehearsal.confirmed, "--output", "json", name, CHECK_SECONDS="0")

    *steps, whole = (json.loads(line) for line in run.stdout.splitlines())
    assert run.returncode == 0, run.stderr[-2000:]
    assert [one["code"] for one in steps if one["status"] == "warn"] == codes
    assert {one["status"] for one in steps} <= {"pass", "warn", "skip"}
    assert (whole["status"], whole["warned"].split(), whole["failed"]) == ("warn", codes, "")
    assert "Warnings, to be weighed: " + " ".join(codes) in run.stderr
    assert f"Phase {name} is done." in run.stderr
    assert codes


def test_whatever_changes_the_cluster_is_proved_and_never_only_warned_of(
    combinations: Combinations, library: RunbookLibrary
) -> None:
    step = next(one for one in library.recipe("linkerd").phases[1].steps if one.changes)
    raw = step.model_dump(mode="python", exclude_unset=True)

    assert not [one.step.id for one in combinations.steps if one.step.changes and warns(one.step)]
    with pytest.raises(ValueError, match="must not only warn"):
        StepTemplate.model_validate({**raw, "expect": {**raw["expect"], "severity": "warn"}})


def warns(step: Step) -> bool:
    return step.expect.severity == "warn"
