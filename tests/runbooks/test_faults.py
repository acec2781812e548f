"""Every step of a production runbook fails once in every way: the script stops there.

The cluster is what it was when the fault happened: nothing after it changes anything.
"""

from collections.abc import Iterator

import pytest

from tests.runbooks.moments import Followed, Moment, spoken
from tests.simulated_cluster.picture import differences, picture
from tests.simulated_cluster.rehearsal import Rehearsal
from tests.simulated_cluster.simulation import Answer, Fault

TIMED_OUT = 124  # What timeout exits with.
# What these read is piped into a Secret, and kubectl stores an empty one where nothing comes. The
# script stops there all the same, and does it again when it goes on.
STORED_EMPTY = frozenset({"dial", "istio-root-ca"})


def _faults(moment: Moment) -> Iterator[tuple[str, str, Fault]]:
    """Yield a name, what the script must say, and a fault, for each way in which a step fails."""
    step, calls = moment.step, moment.calls
    looked = len(spoken(step.skip_if.command)) if step.skip_if else 0
    commands = [] if step.by_hand else [lines for one in step.commands if (lines := spoken(one))]
    count = sum(map(len, commands))
    if len(calls) <= looked and looked:
        return  # It was done before.
    warns = step.expect.severity == "warn"
    told = f"FAILED in step {step.id} of phase {moment.phase.id}"
    if commands and (step.changes or not warns):
        at = looked + len(commands[0]) - 1
        yield "fails", told, _fault(calls, at, Answer(7, "", "no\n"))
        for place, lines in enumerate(commands):
            if len(lines) > 1 and step.id not in STORED_EMPTY:
                at = looked + sum(map(len, commands[:place]))
                yield "reads nothing", told, _fault(calls, at, Answer(7, "", "no\n"))
        at = looked + count - 1
        yield "takes too long", told, _fault(calls, at, Answer(TIMED_OUT, "", ""))
    ends = spoken(step.expect.command)
    if ends and step.expect.exit != "any" and not warns:
        bad = Answer(0, "still there\n") if step.expect.exit == "nonzero" else Answer(1, "no\n")
        told = f"- {step.expect.code} does not hold"
        yield "is not proved", told, _fault(calls, looked + count + len(ends) - 1, bad)


def _fault(calls: tuple[str, ...], at: int, answer: Answer) -> Fault:
    return Fault(calls[at], calls[:at].count(calls[at]), answer)


def _inject(rehearsal: Rehearsal, moment: Moment, name: str, told: str, fault: Fault) -> None:
    """Let a step fail in one way, and hold that the script stops there and says the way back."""
    simulation, step, phase = rehearsal.simulation, moment.step, moment.phase
    rehearsal.go_back(moment.before)
    simulation.faults = [fault]

    run = rehearsal.run(*rehearsal.confirmed, "--from", step.id, phase.id, CHECK_SECONDS="0")

    where = f"{phase.id}, {step.id} {name}\n{run.stdout[-1500:]}{run.stderr}"
    context = rehearsal.runbook.parameters.cluster_name
    assert run.returncode not in (0, 2, 3), where
    assert fault.seen, where
    assert told in run.stdout, where
    assert f"FAILED in step {step.id} of phase {phase.id}" in run.stdout, where
    assert f"--context {context} rollback" in run.stdout, where
    assert f"--context {context} --from {step.id} {phase.id}" in run.stdout, where
    if step.undo:
        back = f"To go back from this step, on context {context}: {step.undo.how}"
        assert back in run.stdout, where
        assert all(command.line in run.stdout for command in step.undo.commands), where
    if simulation.state() != fault.seen:
        now = picture(simulation.world)
        simulation.go_back(fault.seen)
        assert differences(picture(simulation.world), now) == [], where


@pytest.mark.endurance
def test_the_script_stops_at_a_step_that_fails_and_changes_nothing_more(
    followed: Followed,
) -> None:
    injected = 0
    for moments, _ in followed.phases:
        for moment in moments:
            for fault in _faults(moment):
                _inject(followed.rehearsal, moment, *fault)
                injected += 1

    assert injected > 100


@pytest.mark.endurance
def test_every_phase_goes_on_from_one_of_its_steps_to_its_end(followed: Followed) -> None:
    rehearsal = followed.rehearsal
    for moments, after in followed.phases:
        moment = moments[len(moments) // 2]
        rehearsal.go_back(moment.before)

        run = rehearsal.phase(moment.phase.id, "--from", moment.step.id)

        assert run.returncode == 0, run.stdout[-2000:] + run.stderr
        assert f"Phase {moment.phase.id} is done." in run.stdout
        resumed = picture(rehearsal.simulation.world)
        rehearsal.go_back(after)
        assert differences(picture(rehearsal.simulation.world), resumed) == []


@pytest.mark.endurance
def test_the_checks_of_a_phase_alone_change_nothing(followed: Followed) -> None:
    rehearsal = followed.rehearsal
    for moments, after in followed.phases:
        phase = moments[0].phase
        rehearsal.go_back(after)
        before = picture(rehearsal.simulation.world)

        run = rehearsal.run("check", *rehearsal.confirmed, phase.id)

        assert run.returncode in (0, 1), run.stderr
        assert run.stdout.count("? MW-") == len(phase.steps)
        assert rehearsal.simulation.misused == []
        assert differences(before, picture(rehearsal.simulation.world)) == []
