"""The way back that a step names works on the cluster as that step left it."""

import pytest

from tests.runbooks.moments import Followed

# What an upgrade goes back to is not there: the runbook was followed from a fresh cluster on.
OLDER = "1-30-5"


@pytest.mark.endurance
def test_every_way_back_can_be_gone_after_its_step(followed: Followed) -> None:
    rehearsal, gone = followed.rehearsal, 0
    for moments, after in followed.phases:
        ends = [*(moment.before for moment in moments[1:]), after]
        for moment, end in zip(moments, ends, strict=True):
            undo = moment.step.undo
            lines = "\n".join(command.line for command in undo.commands) if undo else ""
            if not lines or OLDER in lines:
                continue
            rehearsal.go_back(end)

            run = rehearsal.type(lines)

            where = f"{moment.phase.id}, {moment.step.id}"
            assert run.returncode == 0, f"{where}: {run.stderr}"
            assert rehearsal.simulation.misused == [], where
            gone += 1

    assert gone > 7
