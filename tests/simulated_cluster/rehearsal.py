"""A runbook's bundle in a folder of its own, its script run against a simulated cluster."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from app.domain.recipe import RunbookLibrary
from app.domain.runbook import Runbook, Step, assemble, parse_parameters
from app.formats import bundle
from tests.simulated_cluster.beginnings import ELSEWHERE, begin, certificate_files
from tests.simulated_cluster.controllers.loop import settle
from tests.simulated_cluster.merging import apply
from tests.simulated_cluster.releases import revisions, upgrade
from tests.simulated_cluster.server import serving
from tests.simulated_cluster.simulation import TOOLS, Simulation
from tests.simulated_cluster.tools import cilium

# How long a check is tried in the script's own time, which goes on without anybody waiting.
PATIENCE = "30"
# What was done with the peer before it is joined: it was set up by a runbook of its own.
_BEFORE = ("install", "onboard", "secure")
# Of a bundle, and of what a script writes: nothing reads these again.
_NEVER_CHANGED = frozenset({".md", ".sh", ".json", ".log"})
CLIENT = Path(__file__).with_name("client.sh")
_PROGRAM = '#!/usr/bin/env bash\nask "${0##*/}" "$@"\n'


@dataclass(frozen=True, slots=True)
class Point:
    """A moment to go back to: the world, and what scripts have written on this machine."""

    state: bytes
    files: Mapping[Path, bytes]


@dataclass(frozen=True)
class Rehearsal:
    """A runbook, the folder with its bundle, and the simulation behind a port."""

    runbook: Runbook
    folder: Path
    simulation: Simulation
    port: int
    peer: "Rehearsal | None" = None

    @property
    def certificates(self) -> Path:
        """The folder in which the script looks for certificates, and leaves those it makes."""
        return self.folder / "certificates"

    @property
    def confirmed(self) -> tuple[str, ...]:
        """The arguments with which a script may act on the cluster of the runbook."""
        return ("--context", self.runbook.parameters.cluster_name, "--yes")

    @property
    def environment(self) -> dict[str, str]:
        """What a shell must know, so that its tools are the simulated ones."""
        return {
            "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}",
            "SIMULATED_PORT": str(self.port),
            "BASH_ENV": str(CLIENT),
        }

    def point(self) -> Point:
        """Return this moment."""
        found = (*self.folder.iterdir(), *self.certificates.glob("*"))
        own = [path for path in found if path.is_file() and path.suffix not in _NEVER_CHANGED]
        return Point(self.simulation.state(), {path: path.read_bytes() for path in own})

    def go_back(self, point: Point) -> None:
        """Make the world and this machine what they were at a moment."""
        self.simulation.go_back(point.state)
        for path in self.point().files.keys() - point.files.keys():
            path.unlink()
        for path, content in point.files.items():
            path.write_bytes(content)

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run the script with these arguments."""
        return subprocess.run(
            [shutil.which("bash") or "bash", str(self.folder / "runbook.sh"), *arguments],
            cwd=self.folder,
            env={**self.environment, **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def phase(self, name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a phase on the confirmed cluster; a check is tried for a while."""
        self._do_by_hand(name)
        if name == "multicluster" and self.runbook.parameters.multicluster == "multi_primary":
            self._open_peer()
        return self.run(*self.confirmed, *arguments, name, CHECK_SECONDS=PATIENCE)

    def older(self, versions: Mapping[str, str]) -> "Rehearsal":
        """Return the same runbook as it was for older versions: the bundle with them in it."""
        older = replace(self, folder=self.folder.with_name("older"))
        shutil.copytree(self.folder, older.folder)
        for path in list(older.folder.rglob("*.*")):
            if path.suffix in (".sh", ".yaml"):
                text, name = path.read_text(encoding="utf-8"), path.name
                for new, old in versions.items():
                    text, name = text.replace(new, old), name.replace(new, old)
                    text = text.replace(new.replace(".", "\\."), old.replace(".", "\\."))
                path.write_text(text, encoding="utf-8")
                path.rename(path.with_name(name))
        return older

    def type(self, lines: str) -> subprocess.CompletedProcess[str]:
        """Type lines into a shell whose tools act on the cluster of the runbook by themselves."""
        self.simulation.world.current = self.runbook.parameters.cluster_name
        run = subprocess.run(
            [shutil.which("bash") or "bash", "-euo", "pipefail", "-c", lines],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        self.simulation.world.current = ELSEWHERE
        return run

    def _do_by_hand(self, name: str) -> None:
        """Have a person do what the script leaves to one, just before it looks at it."""
        steps = next(phase.steps for phase in self.runbook.phases if phase.id == name)
        for step in steps:
            if step.by_hand and step.changes:
                line = " ".join(step.expect.command.pipeline[-1])
                self.simulation.by_hand[line] = partial(self._do, step)

    def _do(self, step: Step) -> None:
        cluster = self.simulation.world.cluster(self.runbook.parameters.cluster_name)
        for file in step.files:
            if file.path == "values/cilium.yaml":
                record = revisions(cluster, *cilium.RELEASE)[-1]["record"]
                values = apply({}, record["values"], file.documents[0])
                upgrade(cluster, cilium.RELEASE, ("cilium", "1.20.0"), values)
        for command in step.commands:
            for argv in command.pipeline:
                tool, *words = argv
                context = ("--kube-context" if tool == "helm" else "--context", cluster.name)
                self.simulation.perform((tool, *context, *words), self.folder)
        settle(self.simulation.world)

    def _open_peer(self) -> None:
        """Let the peer run this phase too, as far as it comes before the other has a gateway."""
        gateway = ("deployments.apps", "istio-system", "istio-eastwestgateway")
        there = self.simulation.world.clusters[self.runbook.parameters.peer_name]
        if self.peer and there.find(*gateway) is None:
            calls, watch = list(self.simulation.calls), self.simulation.watch
            self.simulation.watch = None
            self.peer.run(*self.peer.confirmed, "multicluster", CHECK_SECONDS="0")
            self.simulation.calls, self.simulation.watch = calls, watch


@contextmanager
def rehearse(
    option: str, raw: dict[str, object], library: RunbookLibrary, folder: Path
) -> Iterator[Rehearsal]:
    """Write the bundle for these parameters into `folder`, and simulate its clusters."""
    parameters = parse_parameters(option, raw)
    simulation = Simulation(begin(parameters))
    with serving(simulation) as port:
        peer = None
        if parameters.multicluster not in ("none", "primary_remote"):
            own = {"cluster_name": parameters.peer_name, "peer_name": parameters.cluster_name}
            joined = parse_parameters(option, {**raw, **own})
            runbook = assemble("2026-11-22", option, joined, library)
            peer = _set_up(Rehearsal(runbook, folder / "peer", simulation, port))
        runbook = assemble("2026-11-22", option, parameters, library)
        here = _written(Rehearsal(runbook, folder / "here", simulation, port, peer))
        if peer and peer.certificates.exists():
            # One authority for both, as the runbook for the peer says.
            shutil.copytree(peer.certificates, here.certificates, dirs_exist_ok=True)
        yield here


def _set_up(peer: Rehearsal) -> Rehearsal:
    _written(peer)
    for phase in _BEFORE:
        run = peer.phase(phase)
        if run.returncode:
            raise RuntimeError(run.stdout)
    peer.simulation.go_back(peer.simulation.state())
    return peer


def _written(rehearsal: Rehearsal) -> Rehearsal:
    programs = rehearsal.folder / "bin"
    programs.mkdir(parents=True)
    for tool in TOOLS:
        (programs / tool).write_text(_PROGRAM, encoding="utf-8")
        (programs / tool).chmod(0o755)
    for name, content in bundle.files_of(rehearsal.runbook).items():
        path = rehearsal.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    if rehearsal.runbook.parameters.certificates != "built_in":
        rehearsal.certificates.mkdir(parents=True)
        for name, text in certificate_files(rehearsal.runbook.option).items():
            (rehearsal.certificates / name).write_text(text, encoding="ascii")
    return rehearsal
