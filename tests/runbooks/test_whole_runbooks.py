"""Whole runbooks, followed from preflight to uninstall on a simulated cluster that keeps state."""

from pathlib import Path

import pytest

from app.content.runbooks import load_runbooks
from app.domain.recipe import RunbookLibrary
from app.formats import markdown
from app.paths import CONTENT
from tests.runbooks.combinations import Combinations
from tests.runbooks.golden_runbooks import CHOSEN
from tests.runbooks.leftovers import unexplained
from tests.runbooks.walks import ORDER, Walk, evaluation, golden, other_tools
from tests.simulated_cluster.beginnings import ELSEWHERE
from tests.simulated_cluster.picture import differences, picture
from tests.simulated_cluster.rehearsal import Rehearsal, rehearse

_LIBRARY = load_runbooks(CONTENT / "runbooks")
WALKS = {walk.name: walk for walk in (*other_tools(_LIBRARY), *evaluation(_LIBRARY))}
# Of the combinations in which every pair of choices meets, so many parts are made, and of each part
# one combination in so many is followed.
PARTS, ONE_IN = 2, 40


def _phases(rehearsal: Rehearsal) -> list[str]:
    """Return the phases that a runbook has, in the order in which they are tried."""
    own = {phase.id for phase in rehearsal.runbook.phases}
    return [name for name in ORDER if name in own]


def _follow(rehearsal: Rehearsal, phase: str) -> None:
    run = rehearsal.phase(phase)
    parameters = rehearsal.runbook.parameters
    assert run.returncode == 0, f"{parameters!r}\n{run.stdout[-4000:]}{run.stderr}"
    assert f"Phase {phase} is done." in run.stdout
    assert rehearsal.simulation.misused == []


def _follow_whole(walk: Walk, library: RunbookLibrary, folder: Path, *, times: int = 1) -> None:
    """Run every phase, each so many times, and hold that the cluster is as it was in the end."""
    with rehearse(walk.option, walk.raw, library, folder) as rehearsal:
        before = picture(rehearsal.simulation.world)

        for phase in _phases(rehearsal):
            _follow(rehearsal, phase)
            once = picture(rehearsal.simulation.world)
            for _ in range(times - 1):
                _follow(rehearsal, phase)
                assert differences(once, picture(rehearsal.simulation.world)) == [], phase

        left = differences(before, picture(rehearsal.simulation.world))
        assert list(unexplained(left, markdown.render(rehearsal.runbook))) == []
        assert not any(line[2:].startswith(ELSEWHERE) for line in left)


@pytest.mark.endurance
@pytest.mark.parametrize("option", CHOSEN)
def test_a_phase_run_twice_ends_where_it_ended_once_and_at_the_end_all_is_as_it_was(
    library: RunbookLibrary, tmp_path: Path, option: str
) -> None:
    _follow_whole(Walk(option, option, golden(option)), library, tmp_path, times=2)


@pytest.mark.endurance
@pytest.mark.parametrize("name", WALKS)
def test_a_runbook_leaves_the_clusters_as_they_were_but_for_what_it_names(
    library: RunbookLibrary, tmp_path: Path, name: str
) -> None:
    _follow_whole(WALKS[name], library, tmp_path)


@pytest.mark.endurance
@pytest.mark.parametrize("part", range(PARTS))
def test_combinations_of_choices_can_be_followed_to_their_end(
    library: RunbookLibrary, combinations: Combinations, tmp_path: Path, part: int
) -> None:
    chosen = combinations.runbooks[part::PARTS][::ONE_IN]
    assert len(chosen) > 10

    for number, runbook in enumerate(chosen):
        raw = runbook.parameters.model_dump(mode="json", exclude={"option"})
        with rehearse(runbook.option, raw, library, tmp_path / str(number)) as rehearsal:
            for phase in _phases(rehearsal):
                _follow(rehearsal, phase)
