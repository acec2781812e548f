"""Where in a run a step begins: what it calls, and the world before it."""

from dataclasses import dataclass

from app.domain.runbook import Command, Phase, Step
from tests.runbooks.walks import ORDER
from tests.simulated_cluster.rehearsal import Point, Rehearsal
from tests.simulated_cluster.simulation import TOOLS

# The revision of Istio that an upgrade goes back to.
OLDER = "1-30-5"


@dataclass(frozen=True, slots=True)
class Moment:
    """A step that is about to be run, what it calls in a good run, and the world before it."""

    phase: Phase
    step: Step
    calls: tuple[str, ...]
    before: Point


def spoken(command: Command) -> list[str]:
    """Return the lines of a command as the simulated tools note them."""
    return [" ".join(argv) for argv in command.pipeline if argv[0] in TOOLS]


def moments_of(rehearsal: Rehearsal, phase: Phase) -> list[Moment]:
    """Run a phase well, and return each of its steps that calls a tool with the world before it."""
    simulation = rehearsal.simulation
    simulation.go_back(simulation.state())
    points: list[Point] = []
    simulation.watch = lambda: points.append(rehearsal.point())
    run = rehearsal.phase(phase.id)
    assert run.returncode == 0, run.stdout[-3000:] + run.stderr
    found, at = [], 1  # The first call asks for the server's address.
    for step, later in zip(phase.steps, (*phase.steps[1:], None), strict=True):
        start, ends = at, spoken(step.expect.command)
        before = [line for command in _before_check(step) for line in spoken(command)]
        while before and simulation.calls[at : at + 1] == before[:1]:
            del before[0]
            at += 1
        while ends and simulation.calls[at : at + len(ends)] == ends:
            at += len(ends)
            if later and simulation.calls[at : at + 1] == _first_line(later):
                break  # Where it equals this check, the check was tried once.
        if at > start:
            calls = tuple(simulation.calls[start:at])
            found.append(Moment(phase, step, calls, points[start]))
    assert at == len(simulation.calls) == len(points)
    simulation.watch = None
    return found


def _first_line(step: Step) -> list[str]:
    commands = (*_before_check(step), step.expect.command)
    return next((lines[:1] for one in commands if (lines := spoken(one))), [])


def _before_check(step: Step) -> list[Command]:
    looked = [step.skip_if.command] if step.skip_if else []
    return looked + ([] if step.by_hand else list(step.commands))


@dataclass(frozen=True, slots=True)
class Followed:
    """A runbook that was followed: each phase's steps as moments, and the world after it."""

    rehearsal: Rehearsal
    phases: tuple[tuple[list[Moment], Point], ...]

    def before(self, name: str) -> Point:
        """Return the world before a phase."""
        return next(moments[0].before for moments, _ in self.phases if moments[0].phase.id == name)


def follow(rehearsal: Rehearsal) -> Followed:
    """Run every phase of a runbook well, in the order in which somebody would try them."""
    phases = sorted(rehearsal.runbook.phases, key=lambda one: ORDER.index(one.id))
    done = tuple((moments_of(rehearsal, phase), rehearsal.point()) for phase in phases)
    return Followed(rehearsal, done)


def go_every_way_back(rehearsal: Rehearsal, moments: list[Moment], after: Point) -> int:
    """Go the way back of each step on the world as it left it; return how many there were.

    What goes back to a version that is not there is left out.
    """
    gone = 0
    ends = [*(moment.before for moment in moments[1:]), after]
    for moment, end in zip(moments, ends, strict=True):
        undo = moment.step.undo
        lines = "\n".join(command.line for command in undo.commands) if undo else ""
        rehearsal.go_back(end)
        if not lines or (OLDER in lines and not _is_there(rehearsal)):
            continue
        run = rehearsal.type(lines)
        where = f"{moment.phase.id}, {moment.step.id}"
        assert run.returncode == 0, f"{where}: {run.stderr}"
        assert rehearsal.simulation.misused == [], where
        gone += 1
    return gone


def _is_there(rehearsal: Rehearsal) -> bool:
    cluster = rehearsal.simulation.world.clusters[rehearsal.runbook.parameters.cluster_name]
    return cluster.find("deployments.apps", "istio-system", f"istiod-{OLDER}") is not None
