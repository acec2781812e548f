from sqlalchemy import Engine

from app.store.engine import WRITES


def test_a_save_waits_for_the_disk_and_children_need_their_parents(engine: Engine) -> None:
    with engine.connect() as connection:
        journal, synchronous, keys = (
            connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        )

    assert (journal, synchronous, keys) == ("wal", 2, 1)


def test_a_reader_sees_one_state_while_a_writer_commits_another(engine: Engine) -> None:
    read = "SELECT count(*) FROM team"
    write = "INSERT INTO team (id, name, created_at) VALUES ('t', 'Team', '2026-11-22')"

    with engine.connect() as reader:
        before = reader.exec_driver_sql(read).scalar_one()
        with engine.execution_options(**WRITES).begin() as writer:
            writer.exec_driver_sql(write)
        during = reader.exec_driver_sql(read).scalar_one()
    with engine.connect() as reader:
        after = reader.exec_driver_sql(read).scalar_one()

    assert (before, during, after) == (0, 0, 1)
