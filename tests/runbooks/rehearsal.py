"""A runbook's script in a folder of its own, and tools that only pretend to run."""

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from app.domain.recipe import RunbookLibrary
from app.domain.runbook import Check, Command, Phase, Runbook, Step, assemble, parse_parameters
from app.formats import script

FAKES = Path(__file__).with_name("fake_tools.sh")
PROGRAM = '#!/usr/bin/env bash\npretend "${0##*/}" "$@"\n'
TOOLS = (
    *("kubectl", "helm", "linkerd", "istioctl", "cilium", "consul-k8s", "kubectl-argo-rollouts"),
    *("kind", "openssl", "sudo", "curl", "unzip"),
)
CONFIRMED = ("--context", "rehearsal", "--yes")


@dataclass(frozen=True)
class Rehearsal:
    """A runbook's script in a folder, with pretending tools first on the PATH."""

    runbook: Runbook
    folder: Path

    def run(
        self, *arguments: str, answers: Iterator[str] | None = None, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """Run the script with these arguments; `answers` are lines for the pretending tools."""
        (self.folder / "answers").write_text("\n".join(answers or ()) + "\n", encoding="utf-8")
        (self.folder / "calls").write_text("", encoding="utf-8")
        return subprocess.run(
            [shutil.which("bash") or "bash", str(self.folder / "runbook.sh"), *arguments],
            cwd=self.folder,
            env={
                "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}",
                "FAKE_LOG": str(self.folder / "calls"),
                "FAKE_ANSWERS": str(self.folder / "answers"),
                "BASH_ENV": str(FAKES),
                **environment,
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    @property
    def calls(self) -> list[str]:
        """The lines that the pretending tools were called with."""
        return (self.folder / "calls").read_text(encoding="utf-8").splitlines()

    def phase(self, name: str) -> Phase:
        return next(phase for phase in self.runbook.phases if phase.id == name)


def spoken(command: Command) -> list[str]:
    """Return a command's lines as the pretending tools log them."""
    return [" ".join(argv) for argv in command.pipeline if argv[0] in TOOLS]


def answer(command: Command, status: int, output: str) -> str:
    return f"{spoken(command)[-1]}\t{status}\t{output}" if spoken(command) else ""


def holds(check: Check) -> str:
    return answer(check.command, 1 if check.exit == "nonzero" else 0, check.example)


def clean(phase: Phase) -> Iterator[str]:
    """Answers with which nothing was done before and every step works."""
    return clean_steps(phase.steps)


def clean_steps(steps: Iterable[Step]) -> Iterator[str]:
    """Answers with which each of these steps was not done before and works."""
    for step in steps:
        if step.skip_if:
            yield answer(step.skip_if.command, 0 if step.skip_if.exit == "nonzero" else 1, "")
        if not step.by_hand:
            yield from (answer(command, 0, "") for command in step.commands)
        yield holds(step.expect)


def first_line(step: Step) -> list[str]:
    """Return the first line with which a step changes the cluster, if any."""
    changing = (line for command in step.commands for line in spoken(command))
    own = [line for line in changing if not line.startswith("helm repo add ")]
    return own[:1] if step.changes and not step.by_hand else []


def violation(check: Check) -> tuple[int, str]:
    """Return a status and an output that do not satisfy a check."""
    if check.exit == "nonzero":
        return 0, "still there"
    return 1, "there is a fault"


def prepare(
    option: str, raw: dict[str, object], library: RunbookLibrary, folder: Path
) -> Rehearsal:
    """Write the script for these parameters into `folder`, and the pretending tools beside it."""
    runbook = assemble("2026-11-22", option, parse_parameters(option, raw), library)
    (folder / "bin").mkdir()
    for tool in TOOLS:
        (folder / "bin" / tool).write_text(PROGRAM, encoding="utf-8")
        (folder / "bin" / tool).chmod(0o755)
    (folder / "runbook.sh").write_text(script.render(runbook), encoding="utf-8")
    return Rehearsal(runbook, folder)
