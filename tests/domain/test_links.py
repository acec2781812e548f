from datetime import UTC, datetime, timedelta

import pytest

from app.domain.links import SAYS, TEAM_SAYS, Link, LinkKind

NOW = datetime(2026, 11, 22, tzinfo=UTC)
LINK = Link("id", LinkKind.VIEW, "team", "decision", "", NOW)


@pytest.mark.parametrize(
    ("kind", "allowed"),
    [("view", {"view"}), ("comment", {"view", "comment"}), ("edit", {"view", "comment", "edit"})],
)
def test_each_kind_allows_what_the_ones_before_it_do(kind: str, allowed: set[str]) -> None:
    assert {each for each in LinkKind if LinkKind(kind).allows(each)} == allowed


@pytest.mark.parametrize(
    ("ends", "is_live"),
    [
        (None, True),
        (NOW + timedelta(microseconds=1), True),
        (NOW, False),
        (NOW - timedelta(days=1), False),
    ],
)
def test_a_link_opens_until_the_moment_at_which_it_expires(
    ends: datetime | None, *, is_live: bool
) -> None:
    link = Link("id", LinkKind.VIEW, "team", None, "", NOW, expires_at=ends)

    assert link.is_live(NOW) == is_live


def test_a_decisions_link_opens_that_decision_and_a_teams_link_all_of_them() -> None:
    team_link = Link("id", LinkKind.VIEW, "team", None, "", NOW)

    assert LINK.opens("team", "decision")
    assert not LINK.opens("team", "other")
    assert not LINK.opens("team", None)
    assert not LINK.opens("other", "decision")
    assert team_link.opens("team", "decision")
    assert team_link.opens("team", None)
    assert not team_link.opens("other", "decision")


def test_every_kind_is_said_in_a_sentence() -> None:
    sentences = [*SAYS.values(), *TEAM_SAYS.values()]

    assert set(SAYS) == set(TEAM_SAYS) == set(LinkKind)
    assert all(each.startswith("Anyone with this link can ") for each in sentences)
    assert len(set(sentences)) == 6
