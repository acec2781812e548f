"""What a check's command printed is judged as the script would judge it, and never too kindly."""

import dataclasses

import pytest

from app.content.load import Content
from app.domain.errors import InvalidInput
from app.domain.procedure import Check, Command
from app.domain.runbook import assemble, parse_parameters
from app.domain.verdicts import MOST_SIGNS, Seen, Verdict, find_step, judge, parse_seen, step_after

SHOWS = Check(
    command=Command((("kubectl", "get", "namespace", "shop", "--output", "name"),)),
    exit="zero",
    pattern="^namespace/shop$",
    absent="",
    code="MW-CLUSTER-0105",
    severity="fail",
    shows="The namespace exists.",
    timeout=30,
    example="namespace/shop",
)
LACKS = dataclasses.replace(SHOWS, pattern="", absent="resourcequota/", severity="warn")
REFUSED = dataclasses.replace(SHOWS, exit="nonzero", pattern="NotFound")
ENDS = dataclasses.replace(SHOWS, pattern="")


@pytest.mark.parametrize(
    ("check", "output", "status", "verdict"),
    [
        (SHOWS, "namespace/shop", None, "pass"),
        (SHOWS, "namespace/shop\n", 0, "pass"),
        (SHOWS, "$ kubectl get namespace shop --output name\r\nnamespace/shop\r\n", None, "pass"),
        (SHOWS, "12:00:01Z namespace/shop", None, "pass"),
        (SHOWS, "\x1b[32mnamespace/shop\x1b[0m", None, "pass"),
        (SHOWS, "namespace/shopping", None, "fail"),
        (SHOWS, "", 0, "fail"),
        (SHOWS, "namespace/shop", 1, "fail"),
        (SHOWS, "namespace/shop\nError from server: no", None, "open"),
        (LACKS, "resourcequota/small", None, "warn"),
        (LACKS, "", 0, "pass"),
        (LACKS, "No resources found", None, "open"),
        (LACKS, "Error from server (Forbidden): no", None, "open"),
        (LACKS, "", 1, "warn"),
        (REFUSED, 'Error from server (NotFound): "shop" not found', None, "pass"),
        (REFUSED, "NotFound", 0, "fail"),
        (REFUSED, "namespace/shop", None, "fail"),
        (ENDS, "whatever", None, "open"),
        (ENDS, "whatever", 0, "pass"),
        (dataclasses.replace(SHOWS, exit="any"), "namespace/shop", 7, "pass"),
    ],
)
def test_an_output_is_judged(check: Check, output: str, status: int | None, verdict: str) -> None:
    assert judge(check, Seen(output, status)).verdict == verdict


def test_the_line_that_decides_is_shown() -> None:
    (clause, *_) = judge(LACKS, Seen("pod/a\nresourcequota/small" + "x" * 500, None)).clauses

    assert clause.holds is False
    assert clause.line.startswith("resourcequota/small")
    assert len(clause.line) == 200


@pytest.mark.parametrize("option", ["linkerd", "istio-sidecar", "cilium"])
def test_every_example_is_good_and_no_check_holds_for_an_error(
    content: Content, option: str
) -> None:
    runbook = assemble("2026-11-22", option, parse_parameters(option, {}), content.runbooks)

    for phase in runbook.phases:
        for step in phase.steps:
            check = step.expect
            status = 1 if check.exit == "nonzero" else 0
            assert judge(check, Seen(check.example, status)).verdict is Verdict.PASS, step.id
            if check.exit == "zero":
                broken = Seen("Error from server (Forbidden): you may not", None)
                assert judge(check, broken).verdict is not Verdict.PASS, step.id


@pytest.mark.parametrize(
    ("output", "status", "fields"),
    [
        (" ", "", {"output"}),
        ("x" * (MOST_SIGNS + 1), "", {"output"}),
        ("x", "256", {"exit_status"}),
        ("x", "-1", {"exit_status"}),
        ("x", "\u0661", {"exit_status"}),
        ("x" * (MOST_SIGNS + 1), "no", {"output", "exit_status"}),
    ],
)
def test_what_cannot_be_judged_is_named(output: str, status: str, fields: set[str]) -> None:
    with pytest.raises(InvalidInput) as refused:
        parse_seen(output, status)

    assert {problem.field for problem in refused.value.problems} == fields


def test_steps_follow_one_another_over_the_ends_of_phases(content: Content) -> None:
    runbook = assemble("2026-11-22", "linkerd", parse_parameters("linkerd", {}), content.runbooks)
    found = [(phase, step) for phase in runbook.phases for step in phase.steps]

    for (phase, step), following in zip(found, [*found[1:], None], strict=True):
        assert find_step(runbook, phase.id, step.id) == (phase, step)
        assert step_after(runbook, phase.id, step.id) == following
    assert find_step(runbook, "preflight", "nothing") is None
