from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from sqlalchemy import Engine, text
from sqlmodel import Session

from app.domain.decisions import Advice, Decision, Revision, Team, Versions
from app.store import decisions, teams
from app.store.engine import WRITES
from app.store.history import Noted, history_of

SAVED = datetime(2026, 11, 22, 12, 30, 5, 123456, tzinfo=UTC)
FIRST = Revision(
    number=1,
    title='Mesh <b>for</b> "production" 🕸',
    author="O'Neil",
    answers={"services": ("under_20",), "goals": ("mtls", "observability"), "cni": ("not_sure",)},
    question_versions={"services": "1.0.0", "goals": "1.1.0", "cni": "1.0.0"},
    weights={"security": 2.5},
    advice=Advice("linkerd", Versions("2026-11-22", "1.0", "1.0"), {"winner": "linkerd", "a": [1]}),
    chosen_option="cilium",
    reason="We run it\n\tas our CNI",
    note="",
    created_at=SAVED,
)
SECOND = replace(FIRST, number=2, title="Second", weights=None, note="A word changed")
DECISION = Decision("view-id", Team("team-id", "Payments; DROP TABLE team"), SAVED, FIRST)


def save(engine: Engine, decision: Decision = DECISION) -> None:
    with Session(engine.execution_options(**WRITES)) as session, session.begin():
        teams.add(session, decision.team, SAVED)
        decisions.add(session, decision)


def revise(engine: Engine, revision: Revision) -> bool:
    with Session(engine.execution_options(**WRITES)) as session, session.begin():
        return decisions.revise(session, DECISION.id, revision)


def count(engine: Engine, table: str) -> int:
    with engine.connect() as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def test_a_decision_comes_back_as_it_was_saved(engine: Engine) -> None:
    save(engine)

    with Session(engine) as session:
        found = decisions.find(session, DECISION.id)

    assert found == DECISION
    assert list(found.revision.answers) == list(FIRST.answers)


def test_a_moment_of_another_zone_comes_back_as_the_same_moment(engine: Engine) -> None:
    moment = SAVED.astimezone(timezone(timedelta(hours=5, minutes=30)))
    save(engine, replace(DECISION, created_at=moment))

    with Session(engine) as session:
        found = decisions.find(session, DECISION.id)

    assert found is not None
    assert found.created_at == SAVED
    assert found.created_at.utcoffset() == timedelta(0)


def test_there_is_nothing_behind_an_unknown_id(engine: Engine) -> None:
    save(engine)

    with Session(engine) as session:
        assert decisions.find(session, "view-ID") is None
        assert decisions.revisions(session, "view-ID") == ()


def test_a_revision_is_added_and_the_earlier_ones_stay(engine: Engine) -> None:
    save(engine)

    assert revise(engine, SECOND)

    with Session(engine) as session:
        found = decisions.find(session, DECISION.id)
        assert found == replace(DECISION, revision=SECOND)
        assert decisions.revisions(session, DECISION.id) == (SECOND, FIRST)
        assert history_of(session, DECISION.id) == tuple(
            Noted(each.number, each.author, each.chosen_option, each.note, each.created_at)
            for each in (SECOND, FIRST)
        )


def test_a_revision_of_an_outdated_one_is_not_saved(engine: Engine) -> None:
    save(engine)
    revise(engine, SECOND)

    assert not revise(engine, replace(SECOND, title="Too late"))
    assert not revise(engine, replace(SECOND, title="Too early", number=4))
    with Session(engine) as session:
        assert decisions.revisions(session, DECISION.id) == (SECOND, FIRST)


def test_a_transaction_that_fails_saves_nothing(engine: Engine) -> None:
    with Session(engine.execution_options(**WRITES)) as session:
        teams.add(session, DECISION.team, SAVED)
        decisions.add(session, DECISION)
        session.rollback()

    assert [count(engine, table) for table in ("team", "decision", "revision")] == [0] * 3


def test_deleting_a_decision_leaves_nothing_of_it(engine: Engine) -> None:
    save(engine)
    save(engine, replace(DECISION, id="other", team=Team("other", "Other")))
    revise(engine, SECOND)

    with Session(engine.execution_options(**WRITES)) as session, session.begin():
        decisions.delete(session, DECISION.id)
        decisions.delete(session, DECISION.id)

    assert [count(engine, table) for table in ("team", "decision", "revision")] == [1] * 3
    with Session(engine) as session:
        assert decisions.find(session, "other") is not None


def test_of_writers_at_once_each_either_wins_or_is_told(engine: Engine) -> None:
    save(engine)
    writers, attempts = 8, 10

    def keep_trying(writer: int) -> tuple[int, int]:
        won = lost = 0
        for attempt in range(attempts):
            with Session(engine) as session:
                seen = decisions.find(session, DECISION.id)
            assert seen is not None
            mine = replace(FIRST, number=seen.revision.number + 1, title=f"{writer}.{attempt}")
            if revise(engine, mine):
                won += 1
            else:
                lost += 1
        return won, lost

    with ThreadPoolExecutor(writers) as pool:
        outcomes = list(pool.map(keep_trying, range(writers)))

    won, lost = (sum(column) for column in zip(*outcomes, strict=True))
    with Session(engine) as session:
        history = decisions.revisions(session, DECISION.id)
    assert won + lost == writers * attempts
    assert [revision.number for revision in history] == list(range(won + 1, 0, -1))
    assert len({revision.title for revision in history}) == won + 1


def test_a_team_goes_with_its_last_decision(engine: Engine) -> None:
    save(engine)
    with Session(engine.execution_options(**WRITES)) as session, session.begin():
        decisions.add(session, replace(DECISION, id="second"))

    for left, decision_id in ((1, "second"), (0, DECISION.id)):
        with Session(engine.execution_options(**WRITES)) as session, session.begin():
            decisions.delete(session, decision_id)
        assert count(engine, "team") == count(engine, "decision") == left


def test_a_decision_added_while_the_last_one_is_deleted_is_never_lost(engine: Engine) -> None:
    """Either the team is gone when the second comes, or the second keeps it."""
    save(engine)

    def add(number: int) -> bool:
        with Session(engine.execution_options(**WRITES)) as session, session.begin():
            if teams.find(session, DECISION.team.id, hold=True) is None:
                return False
            decisions.add(session, replace(DECISION, id=f"added {number}"))
            return True

    def delete(decision_id: str) -> None:
        with Session(engine.execution_options(**WRITES)) as session, session.begin():
            decisions.delete(session, decision_id)

    with ThreadPoolExecutor(8) as pool:
        gone = [pool.submit(delete, DECISION.id)]
        added = list(pool.map(add, range(8)))
        gone[0].result()

    assert count(engine, "decision") == sum(added)
    assert count(engine, "team") == (1 if any(added) else 0)
