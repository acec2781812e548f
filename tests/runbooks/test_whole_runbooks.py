"""Whole runbooks, followed from preflight to uninstall on a simulated cluster that keeps state."""

from pathlib import Path

import pytest

from app.content.runbooks import load_runbooks
from app.domain.recipe import RunbookLibrary
from app.formats import markdown
from app.paths import CONTENT
from tests.runbooks.golden_runbooks import CHOSEN
from tests.runbooks.leftovers import unexplained
from tests.runbooks.walks import ORDER, Walk, evaluation, production
from tests.simulated_cluster.beginnings import ELSEWHERE
from tests.simulated_cluster.picture import differences, picture
from tests.simulated_cluster.rehearsal import Rehearsal, rehearse

_LIBRARY = load_runbooks(CONTENT / "runbooks")
PRODUCTION = {walk.name: walk for walk in production(_LIBRARY)}
EVALUATION = {walk.name: walk for walk in evaluation(_LIBRARY)}


GOLDEN = [f"{option}-{chosen['tool']}" for option, chosen in CHOSEN.items()]


def _phases(rehearsal: Rehearsal) -> list[str]:
    """Return the phases that a runbook has, in the order in which they are tried."""
    own = {phase.id for phase in rehearsal.runbook.phases}
    return [name for name in ORDER if name in own]


def _follow(rehearsal: Rehearsal, phase: str) -> None:
    run = rehearsal.phase(phase)
    assert run.returncode == 0, run.stdout[-4000:] + run.stderr
    assert f"Phase {phase} is done." in run.stdout
    assert rehearsal.simulation.misused == []


def _follow_whole(walk: Walk, library: RunbookLibrary, folder: Path) -> None:
    with rehearse(walk.option, walk.raw, library, folder) as rehearsal:
        before = picture(rehearsal.simulation.world)

        for phase in _phases(rehearsal):
            _follow(rehearsal, phase)

        left = differences(before, picture(rehearsal.simulation.world))
        assert list(unexplained(left, markdown.render(rehearsal.runbook))) == []
        assert not any(line[2:].startswith(ELSEWHERE) for line in left)


@pytest.mark.endurance
@pytest.mark.parametrize("name", PRODUCTION)
def test_a_production_runbook_leaves_the_cluster_as_it_was_but_for_what_it_names(
    library: RunbookLibrary, tmp_path: Path, name: str
) -> None:
    _follow_whole(PRODUCTION[name], library, tmp_path)


@pytest.mark.endurance
@pytest.mark.parametrize("name", EVALUATION)
def test_an_evaluation_leaves_the_cluster_as_it_was_but_for_what_it_names(
    library: RunbookLibrary, tmp_path: Path, name: str
) -> None:
    _follow_whole(EVALUATION[name], library, tmp_path)


@pytest.mark.endurance
@pytest.mark.parametrize("name", GOLDEN)
def test_a_phase_that_is_run_twice_ends_where_it_ended_once(
    library: RunbookLibrary, tmp_path: Path, name: str
) -> None:
    walk = PRODUCTION[name]
    with rehearse(walk.option, walk.raw, library, tmp_path) as rehearsal:
        for phase in _phases(rehearsal):
            _follow(rehearsal, phase)
            once = picture(rehearsal.simulation.world)
            _follow(rehearsal, phase)

            assert differences(once, picture(rehearsal.simulation.world)) == [], phase
