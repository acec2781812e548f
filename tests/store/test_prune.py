from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, text
from sqlmodel import Session

from app.store.engine import WRITES
from app.store.prune import prune
from app.store.tables import DecisionRow, LinkRow, TeamRow

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def test_links_that_ended_long_ago_are_forgotten_and_nothing_else(engine: Engine) -> None:
    ended = {"open": None, "old": NOW - timedelta(days=31), "new": NOW - timedelta(days=29)}
    with Session(engine.execution_options(**WRITES)) as session, session.begin():
        session.add(TeamRow(id="t", name="Team", created_at=NOW))
        session.flush()
        session.add(DecisionRow(id="d", team_id="t", revision=1, created_at=NOW))
        session.flush()
        for name, moment in ended.items():
            row = LinkRow(hash=name, decision_id="d", kind="edit", created_at=NOW)
            row.revoked_at = moment
            session.add(row)

    with Session(engine.execution_options(**WRITES)) as session, session.begin():
        assert prune(session, NOW - timedelta(days=30)) == 1

    with engine.connect() as connection:
        left = set(connection.execute(text("SELECT hash FROM link")).scalars())
        decisions = connection.execute(text("SELECT count(*) FROM decision")).scalar_one()
    assert left == {"open", "new"}
    assert decisions == 1
