from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, text
from sqlmodel import Session

from app.domain.links import Link, LinkKind
from app.store import links, teams
from app.store.engine import WRITES
from app.store.idempotency import Creation, claim
from app.store.prune import prune
from tests.store.test_decisions import DECISION, count, save

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LONG_AGO, LATELY = NOW - timedelta(days=31), NOW - timedelta(days=29)


def test_links_that_ended_long_ago_are_forgotten_and_nothing_else(engine: Engine) -> None:
    ends = {
        "never": (None, None),
        "revoked long ago": (LONG_AGO, None),
        "expired long ago": (None, LONG_AGO),
        "revoked lately": (LATELY, None),
        "expired lately": (None, LATELY),
        "expires one day": (None, NOW + timedelta(days=1)),
    }
    save(engine)
    with Session(engine.execution_options(**WRITES)) as session, session.begin():
        for secret, (revoked, expires) in ends.items():
            link = Link(
                id=links.id_of(secret),
                kind=LinkKind.VIEW,
                team_id=DECISION.team.id,
                decision_id=DECISION.id,
                name=secret,
                created_at=LONG_AGO,
                expires_at=expires,
                revoked_at=revoked,
            )
            links.add(session, link, secret)

    with Session(engine.execution_options(**WRITES)) as session, session.begin():
        assert prune(session, NOW - timedelta(days=30), NOW).links == 2

    with Session(engine) as session:
        left = {link.name for link in links.of_decision(session, DECISION.id)}
        assert teams.find(session, DECISION.team.id) == DECISION.team
    assert left == {"never", "revoked lately", "expired lately", "expires one day"}
    assert count(engine, "decision") == 1


def test_idempotency_keys_are_forgotten_after_a_day(engine: Engine) -> None:
    moments = {"old": NOW - timedelta(hours=25), "new": NOW - timedelta(hours=23)}
    with Session(engine.execution_options(**WRITES)) as session, session.begin():
        for name, moment in moments.items():
            assert claim(session, Creation(name, "asked", "salt", "", moment)) is None

    with Session(engine.execution_options(**WRITES)) as session, session.begin():
        assert prune(session, NOW, NOW).keys == 1

    with engine.connect() as connection:
        left = connection.execute(text("SELECT hash FROM idempotency_key")).scalars().all()
    assert left == ["new"]
