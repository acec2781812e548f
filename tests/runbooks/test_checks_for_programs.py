"""What the script tells programs: a line of JSON for each step, and the checks of a phase alone."""

import dataclasses
import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from app.domain.recipe import RunbookLibrary
from app.domain.runbook import Phase, Runbook, Step, assemble, parse_parameters
from app.formats import script
from tests.runbooks.combinations import Combinations

# Each says what the environment tells it to, and notes that it was called.
TOOL = """\
#!/bin/sh
printf '%s\\n' "${0##*/} $*" >>"$CALLS"
case "$*" in
*"config view"*) echo https://rehearsal.invalid ;;
*$FAILING*) printf "$OUTPUT"; exit 1 ;;
*) printf "$OUTPUT" ;;
esac
"""
TOOLS = ("kubectl", "helm", "linkerd")
CONFIRMED = ("--context", "rehearsal", "--yes")
CHANGING = frozenset(
    (
        "annotate",
        "apply",
        "create",
        "delete",
        "edit",
        "expose",
        "install",
        "label",
        "patch",
        "remove",
        "replace",
        "scale",
        "set",
        "upgrade",
    )
)


def phase_of(runbook: Runbook, name: str) -> Phase:
    return next(phase for phase in runbook.phases if phase.id == name)


def only_tools(step: Step) -> bool:
    commands = (*step.commands, step.expect.command)
    return {argv[0] for one in commands for argv in one.pipeline} <= set(TOOLS)


def with_steps(runbook: Runbook, name: str, *steps: Step) -> Runbook:
    phases = tuple(
        dataclasses.replace(phase, steps=steps) if phase.id == name else phase
        for phase in runbook.phases
    )
    return dataclasses.replace(runbook, phases=phases)


def looking_for(step: Step, pattern: str, **changes: Any) -> Step:
    check = dataclasses.replace(
        step.expect, exit="zero", pattern=pattern, absent="", timeout=1, **changes
    )
    return dataclasses.replace(step, expect=check, skip_if=None)


@pytest.fixture(scope="module")
def runbook(library: RunbookLibrary) -> Runbook:
    made = assemble("2026-11-22", "linkerd", parse_parameters("linkerd", {}), library)
    kept = [step for step in phase_of(made, "install").steps if step.changes and only_tools(step)]
    return with_steps(made, "install", *(looking_for(step, "fine") for step in kept[:3]))


class Stage:
    """A script in a folder with tools that note their calls."""

    def __init__(self, folder: Path, runbook: Runbook) -> None:
        self.folder = folder
        (folder / "bin").mkdir()
        for tool in TOOLS:
            (folder / "bin" / tool).write_text(TOOL, encoding="utf-8")
            (folder / "bin" / tool).chmod(0o755)
        (folder / "runbook.sh").write_text(script.render(runbook), encoding="utf-8")

    def run(
        self, *arguments: str, output: str = "fine", failing: str = "nothing at all"
    ) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            ["bash", "runbook.sh", *arguments],
            cwd=self.folder,
            env={
                "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}",
                "CALLS": str(self.folder / "calls"),
                "FAILING": failing,
                "OUTPUT": output,
                "CHECK_SECONDS": "0",
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=60,
            check=False,
        )

    @property
    def calls(self) -> list[str]:
        return (self.folder / "calls").read_text(encoding="utf-8").splitlines()


@pytest.fixture
def stage(tmp_path: Path, runbook: Runbook) -> Stage:
    return Stage(tmp_path, runbook)


def told(run: subprocess.CompletedProcess[bytes]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run.stdout.decode("ascii").splitlines()]


def test_a_program_is_told_of_every_step_and_then_of_the_phase(
    stage: Stage, runbook: Runbook
) -> None:
    run = stage.run("--output", "json", *CONFIRMED, "install")

    *steps, phase = told(run)
    wanted = phase_of(runbook, "install").steps
    assert run.returncode == 0
    assert [
        (one["kind"], one["phase"], one["step"], one["code"], one["status"], one["hint"])
        for one in steps
    ] == [("step", "install", step.id, step.expect.code, "pass", step.abort_if) for step in wanted]
    assert [one["shows"] for one in steps] == [step.expect.shows for step in wanted]
    assert all(one["output"] == "fine" and one["seconds"] >= 0 for one in steps)
    assert (phase["kind"], phase["status"], phase["failed"]) == ("phase", "pass", "")
    assert all(step.changes in phase["changed"] for step in wanted)


def test_what_people_read_goes_to_the_log_and_to_standard_error(stage: Stage) -> None:
    run = stage.run("--output", "json", *CONFIRMED, "install")

    (log,) = stage.folder.rglob("linkerd-install-*.log")
    assert told(run)[-1]["log"] == str(log)
    assert "Phase install is done." in log.read_text(encoding="utf-8")
    assert b"Phase install is done." in run.stderr


def test_a_check_that_does_not_hold_is_told_with_what_was_seen_and_how_to_go_on(
    stage: Stage, runbook: Runbook
) -> None:
    run = stage.run("--output", "json", *CONFIRMED, "install", output="awry")

    step, phase = told(run)
    first = phase_of(runbook, "install").steps[0]
    assert run.returncode == 1
    assert (step["step"], step["status"], step["output"]) == (first.id, "fail", "awry")
    assert (phase["status"], phase["step"]) == ("fail", first.id)
    assert phase["failed"] == first.expect.code
    assert first.undo
    assert first.undo.how in phase["undo"]


def test_a_command_that_fails_is_told_as_a_step_that_failed(stage: Stage, runbook: Runbook) -> None:
    broken = phase_of(runbook, "install").steps[1]
    line = " ".join(broken.commands[-1].pipeline[-1][1:4])

    *_, step, phase = told(stage.run("--output", "json", *CONFIRMED, "install", failing=line))

    assert (step["step"], step["status"]) == (broken.id, "fail")
    assert "exit status 1 before its check" in step["output"]
    assert phase["status"] == "fail"


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ('a "quoted" \\\\ fine', 'a "quoted" \\ fine'),
        ("tab\\there\\nfine", "tab\there\nfine"),
        ("\\033[31mfine\\033[0m", "\x1b[31mfine\x1b[0m"),
        ("\\342\\202\\254 \\360\\237\\230\\200 fine", "€ 😀 fine"),
        ("\\377\\355\\240\\200 fine", None),
        ("\\300\\200 \\342\\202 fine", None),
        ("& \\\\& / ' fine", "& \\& / ' fine"),
    ],
)
def test_no_output_of_a_tool_breaks_the_json(stage: Stage, printed: str, read: str | None) -> None:
    step = told(stage.run("--output", "json", *CONFIRMED, "install", output=printed))[0]

    assert step["status"] == "pass"
    if read is None:
        assert "\ufffd" in step["output"]
        assert step["output"].endswith(" fine")
    else:
        assert step["output"] == read


def test_long_output_is_cut_to_its_end(stage: Stage) -> None:
    step = told(stage.run("--output", "json", *CONFIRMED, "install", output="x" * 9000 + "fine"))[0]

    assert step["output"] == "x" * 3996 + "fine"


def test_a_check_that_only_warns_lets_the_run_go_on(tmp_path: Path, runbook: Runbook) -> None:
    first, second, *_ = phase_of(runbook, "install").steps
    lenient = with_steps(runbook, "install", looking_for(first, "never", severity="warn"), second)

    run = Stage(tmp_path, lenient).run("--output", "json", *CONFIRMED, "install")

    assert [one["status"] for one in told(run)] == ["warn", "pass", "warn"]
    assert told(run)[-1]["warned"] == first.expect.code
    assert run.returncode == 0
    assert f"! {first.expect.code} is a warning".encode() in run.stderr


def test_a_step_that_was_done_before_is_told_as_skipped(tmp_path: Path, runbook: Runbook) -> None:
    first, *_ = phase_of(runbook, "install").steps
    done = dataclasses.replace(first, skip_if=first.expect)

    run = Stage(tmp_path, with_steps(runbook, "install", done)).run(
        "--output", "json", *CONFIRMED, "install"
    )

    assert [one["status"] for one in told(run)] == ["skip", "pass"]


def test_a_dry_run_is_told_as_skipped_and_calls_nothing(stage: Stage) -> None:
    run = stage.run("--dry-run", "--output", "json", "install")

    assert {one["status"] for one in told(run)} == {"skip"}
    assert not (stage.folder / "calls").exists()


def test_checks_alone_change_nothing_and_ask_nobody(stage: Stage, runbook: Runbook) -> None:
    run = stage.run("check", "--context", "rehearsal", "install")

    steps = phase_of(runbook, "install").steps
    looked = [line for line in stage.calls if "config view" not in line]
    assert run.returncode == 0, run.stdout
    assert b"The checks of phase install hold." in run.stdout
    assert len(looked) == len(steps)
    changing = {" ".join(argv) for step in steps for c in step.commands for argv in c.pipeline}
    assert not {line.replace(" --context rehearsal", "") for line in looked} & changing


def test_checks_alone_go_on_where_one_does_not_hold_and_say_so_at_the_end(
    stage: Stage, runbook: Runbook
) -> None:
    run = stage.run("check", "--context", "rehearsal", "--output", "json", "install", output="awry")

    *steps, phase = told(run)
    codes = [step.expect.code for step in phase_of(runbook, "install").steps]
    assert run.returncode == 1
    assert [(one["code"], one["status"]) for one in steps] == [(code, "fail") for code in codes]
    assert (phase["status"], phase["failed"].split()) == ("fail", codes)
    assert phase["changed"] == ""


@pytest.mark.parametrize(
    "arguments",
    [("check",), ("check", "check", "install"), ("install", "check"), ("--output", "xml", "check")],
)
def test_a_misspelt_wish_for_checks_is_refused(stage: Stage, arguments: tuple[str, ...]) -> None:
    run = stage.run(*arguments)

    assert run.returncode == 2
    assert run.stdout == b""


def test_every_check_of_every_runbook_only_looks(combinations: Combinations) -> None:
    for one in combinations.steps:
        for argv in one.step.expect.command.pipeline:
            if argv[0] in (*TOOLS, "istioctl", "cilium", "consul-k8s"):
                words = set(argv[: argv.index("--") if "--" in argv else len(argv)])
                assert not words & CHANGING or "--dry-run=client" in words, argv
                assert "run" not in words or "--dry-run=server" in words, argv
