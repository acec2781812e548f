"""The way back that a step names works on the cluster as that step left it."""

import pytest

from tests.runbooks.moments import Followed, go_every_way_back


@pytest.mark.endurance
def test_every_way_back_can_be_gone_after_its_step(followed: Followed) -> None:
    gone = [
        go_every_way_back(followed.rehearsal, moments, after) for moments, after in followed.phases
    ]

    assert sum(gone) > 7
