from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from app.domain.decisions import Team
from app.domain.links import Link, LinkKind
from app.store import decisions, links
from app.store.engine import WRITES
from tests.store.test_decisions import DECISION, count, save

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
OTHER = replace(DECISION, id="other", team=Team("other-team", "Other"))


def link(secret: str, kind: LinkKind = LinkKind.EDIT, **changes: object) -> Link:
    made = Link(links.id_of(secret), kind, DECISION.team.id, DECISION.id, "", NOW)
    return replace(made, **changes)  # type: ignore[arg-type]


@pytest.fixture
def saved(engine: Engine) -> Engine:
    """A database with two decisions of two teams and a link of each kind to the first."""
    save(engine)
    save(engine, OTHER)
    with Session(engine.execution_options(**WRITES)) as session, session.begin():
        for kind in LinkKind:
            links.add(session, link(f"secret to {kind}", kind), f"secret to {kind}")
        team_link = link("secret of team", decision_id=None, name="Ops")
        links.add(session, team_link, "secret of team")
    return engine


def test_a_secret_finds_its_link_and_no_other(saved: Engine) -> None:
    with Session(saved) as session:
        found = links.live(session, ["secret to view", "secret of team", "wrong", ""], NOW)

    assert found == {
        "secret to view": link("secret to view", LinkKind.VIEW),
        "secret of team": link("secret of team", decision_id=None, name="Ops"),
    }


def test_links_that_ended_are_not_found(saved: Engine) -> None:
    with Session(saved.execution_options(**WRITES)) as session, session.begin():
        expiring = link("expires", expires_at=NOW + timedelta(days=1))
        links.add(session, expiring, "expires")
        links.revoke(session, link("secret to edit"), NOW)

    with Session(saved) as session:
        asked = ["expires", "secret to edit", "secret to view"]
        assert set(links.live(session, asked, NOW)) == {"expires", "secret to view"}
        later = NOW + timedelta(days=1)
        assert set(links.live(session, asked, later)) == {"secret to view"}


def test_a_decision_and_a_team_list_their_own_links(saved: Engine) -> None:
    with Session(saved) as session:
        own = links.of_decision(session, DECISION.id)
        of_team = links.of_team(session, DECISION.team.id)
        assert links.of_decision(session, OTHER.id) == ()

    assert [each.kind for each in own] == ["view", "edit", "comment"]
    assert [each.name for each in of_team] == ["Ops"]


def test_links_go_with_their_decision_and_their_team(saved: Engine) -> None:
    with Session(saved.execution_options(**WRITES)) as session, session.begin():
        decisions.delete(session, DECISION.id)

    assert count(saved, "link") == 0
    assert count(saved, "decision") == 1
