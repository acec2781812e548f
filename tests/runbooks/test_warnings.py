"""Some checks ask for a person's judgement: where they do not hold, the run goes on and says so."""

import json
from collections.abc import Iterator

import pytest

from app.domain.recipe import RunbookLibrary
from app.domain.runbook import Phase, Step
from app.domain.step_templates import StepTemplate
from tests.runbooks.combinations import Combinations
from tests.runbooks.rehearsal import CONFIRMED, Rehearsal, answer, clean_steps, prepare, violation
from tests.runbooks.test_faults import PRODUCTION
from tests.runbooks.test_recipes import OPTIONS


def warning(phase: Phase) -> list[Step]:
    return [step for step in phase.steps if step.expect.severity == "warn"]


def all_awry(phase: Phase) -> Iterator[str]:
    """Answers with which every warning is due, and whatever only reads fails."""
    for step in phase.steps:
        if step.expect.severity == "warn":
            yield from (answer(command, 1, "there is no such thing") for command in step.commands)
            yield answer(step.expect.command, *violation(step.expect))
        else:
            yield from clean_steps([step])


@pytest.fixture(scope="module", params=OPTIONS)
def rehearsal(
    request: pytest.FixtureRequest,
    library: RunbookLibrary,
    tmp_path_factory: pytest.TempPathFactory,
) -> Rehearsal:
    option: str = request.param
    raw = {"profile": "production", "namespaces": ["shop"], **PRODUCTION[option]}
    return prepare(option, raw, library, tmp_path_factory.mktemp(option))


@pytest.mark.parametrize("name", ["preflight", "troubleshoot"])
def test_a_run_with_every_warning_goes_on_to_its_end_and_lists_them(
    rehearsal: Rehearsal, name: str
) -> None:
    phase = rehearsal.phase(name)
    codes = [step.expect.code for step in warning(phase)]

    run = rehearsal.run(
        *CONFIRMED, "--output", "json", name, answers=all_awry(phase), CHECK_SECONDS="0"
    )

    *steps, whole = (json.loads(line) for line in run.stdout.splitlines())
    assert run.returncode == 0, run.stderr[-2000:]
    assert [one["code"] for one in steps if one["status"] == "warn"] == codes
    assert {one["status"] for one in steps} <= {"pass", "warn"}
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
