"""The simulated tools together: they answer a call from the state of the world, or change it."""

import pickle
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.simulated_cluster import command_line
from tests.simulated_cluster.command_line import CommandLine
from tests.simulated_cluster.failure import MisuseError, ToolError, UnmodelledError
from tests.simulated_cluster.kubectl.commands import COMMANDS as KUBECTL
from tests.simulated_cluster.session import Session
from tests.simulated_cluster.tools import cilium, helm, istioctl, linkerd, others
from tests.simulated_cluster.world import World

Handler = Callable[[Session], str]
TOOLS: Mapping[str, Mapping[str, Handler]] = {
    "cilium": cilium.COMMANDS,
    "consul-k8s": others.CONSUL,
    "helm": helm.COMMANDS,
    "istioctl": istioctl.COMMANDS,
    "kubectl": KUBECTL,
    "kubectl-argo-rollouts": others.ROLLOUTS,
    "linkerd": linkerd.COMMANDS,
}
# Commands that read neither flags nor arguments: consul-k8s@v2.0.3 cli/cmd/version/version.go.
_DEAF = frozenset({("consul-k8s", "version")})
_CONTEXT = {"helm": "--kube-context", "consul-k8s": "-context"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a call printed and how it ended."""

    status: int
    output: str
    errors: str = ""


@dataclass(slots=True)
class Fault:
    """What the call number `number` (from 0) of a line, or every call, answers and does not do."""

    line: str
    number: int | None
    answer: Answer
    # The state of the world when it happened.
    seen: bytes = b""


@dataclass(slots=True)
class Simulation:
    """A world with what was called in it; `misused` is empty after every good runbook."""

    world: World
    calls: list[str] = field(default_factory=list)
    misused: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    # Called before each call is answered, for whoever wants to go back to that moment.
    watch: Callable[[], None] | None = None
    # What a person does before a line is called for the first time.
    by_hand: dict[str, Callable[[], None]] = field(default_factory=dict)

    def answer(self, words: tuple[str, ...], folder: Path, piped: str) -> Answer:
        """Do what a command line asks for."""
        tool, *rest = words
        line = command_line.read(tool, tuple(rest))
        spoken = _spoken(tool, rest)
        if spoken in self.by_hand:
            self.by_hand.pop(spoken)()
        if self.watch:
            self.watch()
        number = self.calls.count(spoken)
        self.calls.append(spoken)
        for fault in self.faults:
            if fault.line == spoken and fault.number in (number, None):
                fault.seen = self.state()
                return fault.answer
        try:
            return Answer(0, self._do(line, folder, piped))
        except (MisuseError, UnmodelledError) as error:
            self.misused.append(f"{spoken}: {error}")
            return Answer(error.status, "", f"{error}\n")
        except ToolError as error:
            return Answer(error.status, error.printed, f"{error}\n")

    def perform(self, words: tuple[str, ...], folder: Path) -> None:
        """Do what a person types, which no script knows of."""
        tool, *rest = words
        self._do(command_line.read(tool, tuple(rest)), folder, "")

    def _do(self, line: CommandLine, folder: Path, piped: str) -> str:
        if line.problems and (line.tool, line.path) not in _DEAF:
            raise MisuseError(f"error: {'; '.join(line.problems)}")
        if line.path not in TOOLS[line.tool]:
            raise UnmodelledError(f"the simulated {line.tool} has no {line.path}")
        context = line.flag(_CONTEXT.get(line.tool, "--context"))
        cluster = self.world.cluster(context)
        return TOOLS[line.tool][line.path](Session(self.world, cluster, line, folder, piped))

    def state(self) -> bytes:
        """Return everything that is in the world, to compare it or to go back to it."""
        return pickle.dumps(self.world)

    def go_back(self, state: bytes) -> None:
        """Make the world what it was, and forget what was called."""
        self.world = pickle.loads(state)
        self.calls, self.misused, self.faults = [], [], []


def _spoken(tool: str, words: list[str]) -> str:
    """Return a line as the runbook has it: without the context that the script adds in front."""
    start = 1 if tool == "consul-k8s" else 0
    if words[start : start + 1] == [_CONTEXT.get(tool, "--context")]:
        words = [*words[:start], *words[start + 2 :]]
    return " ".join([tool, *words])
