"""Checks that would pass although something is broken, or fail although nothing is."""

import re

from tests.runbooks.combinations import Combinations, Placed

WORKLOADS = "deployment,statefulset,daemonset"


def test_nothing_waits_for_all_pods_because_some_have_finished(combinations: Combinations) -> None:
    waits = [argv for argv in combinations.argvs if "wait" in argv and "--all" in argv]

    assert [argv for argv in waits if {"pod", "pods"} & set(argv)] == []


def test_a_check_of_all_pods_looks_past_those_that_have_finished(
    combinations: Combinations,
) -> None:
    checks = {argv for one in combinations.steps for argv in one.step.expect.command.pipeline}
    every = [argv for argv in checks if {"get", "pods"} <= set(argv) and "--selector" not in argv]

    assert every
    assert [argv for argv in every if not re.search("status.phase!?=", " ".join(argv))] == []


def test_a_restart_is_waited_for_or_proved_pod_by_pod(combinations: Combinations) -> None:
    restarts = [one for one in combinations.steps if _restarts(one)]

    assert restarts
    assert [one.step.id for one in restarts if not (_waits(one) or _looks_at_pods(one))] == []


def test_a_refused_call_is_no_unknown_name(combinations: Combinations) -> None:
    refused = {
        one.step.expect
        for one in combinations.steps
        if re.search(r"\b000\b", one.step.expect.pattern)
    }

    assert refused
    for check in refused:
        for outage in ("000 6 Could not resolve host: web", "000 28 Resolving timed out", "200 0"):
            fits = re.search(check.pattern, outage) and not re.search(check.absent, outage)
            assert not fits, (check.code, outage)
        for refusal in ("403 0 ", "000 56 Recv failure", "000 28 Connection timed out"):
            assert re.search(check.pattern, refusal), (check.code, refusal)
            assert not re.search(check.absent, refusal), (check.code, refusal)


def test_what_others_may_use_is_asked_for_before_it_is_removed(
    combinations: Combinations,
) -> None:
    for runbook in combinations.runbooks:
        ids = [step.id for phase in runbook.phases for step in phase.steps]
        for controller in ("argo-rollouts", "flagger"):
            if f"{controller}-remove" in ids:
                asked = ids.index(f"{controller}-unused")
                assert ids[asked + 1] == f"{controller}-remove", runbook.option


def _restarts(one: Placed) -> bool:
    return any({"restart", WORKLOADS} <= set(argv) for argv in _own(one))


def _waits(one: Placed) -> bool:
    return any({"status", WORKLOADS} <= set(argv) for argv in _own(one))


def _looks_at_pods(one: Placed) -> bool:
    return any({"get", "pods"} <= set(argv) for argv in one.step.expect.command.pipeline)


def _own(one: Placed) -> list[tuple[str, ...]]:
    return [argv for command in one.step.commands for argv in command.pipeline]
