import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from app.domain.errors import Unsupported
from app.store.engine import WRITES, connect, is_sqlite

WRITE = "INSERT INTO team (id, name, created_at) VALUES ('t', 'Team', '2026-11-22 00:00:00')"


def test_a_save_waits_for_the_disk_and_children_need_their_parents(database: str) -> None:
    engine = connect(database)
    with engine.connect() as connection:
        journal, synchronous, keys = (
            connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        )
    engine.dispose()

    assert (journal, synchronous, keys) == ("wal", 2, 1)


def test_a_new_file_may_be_opened_while_another_process_writes_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "new.db"
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        # SQLite refuses at once here; the other one is done by the time of the second attempt.
        monkeypatch.setattr("app.store.engine.sleep", lambda _: other.execute("COMMIT"))
        engine = connect(f"sqlite:///{file}")
        with engine.connect() as connection:
            journal = connection.exec_driver_sql("PRAGMA journal_mode").scalar_one()
        engine.dispose()

    assert journal == "wal"


def test_a_reader_sees_one_state_while_a_writer_commits_another(engine: Engine) -> None:
    read = "SELECT count(*) FROM team"

    with engine.connect() as reader:
        before = reader.exec_driver_sql(read).scalar_one()
        with engine.execution_options(**WRITES).begin() as writer:
            writer.exec_driver_sql(WRITE)
        during = reader.exec_driver_sql(read).scalar_one()
    with engine.connect() as reader:
        after = reader.exec_driver_sql(read).scalar_one()

    assert (before, during, after) == (0, 0, 1)


def test_a_reader_cannot_write_even_after_a_writer_used_its_connection(engine: Engine) -> None:
    with engine.execution_options(**WRITES).begin() as writer:
        writer.exec_driver_sql(WRITE)

    with pytest.raises(DBAPIError, match=r"read-?only"), engine.begin() as reader:
        reader.exec_driver_sql("DELETE FROM team")


def test_more_connections_than_the_budget_are_not_opened(engine: Engine) -> None:
    held = [engine.connect() for _ in range(16)]

    assert engine.pool.status().startswith("Pool size: 16  Connections in pool: 0")
    assert "Current Overflow: 0" in engine.pool.status()
    for connection in held:
        connection.close()


@pytest.mark.parametrize("address", ["mysql://root:secret@db/mesh", "meshwise.db", ""])
def test_another_kind_of_database_is_refused_without_repeating_its_password(address: str) -> None:
    with pytest.raises(Unsupported, match="sqlite:///file or postgresql") as refused:
        connect(address)

    assert "secret" not in str(refused.value)


def test_a_missing_driver_is_a_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "psycopg", None)

    with pytest.raises(Unsupported, match=r"meshwise\[postgresql\]"):
        connect("postgresql+psycopg://db/mesh")


@pytest.mark.parametrize(
    ("address", "on_sqlite"),
    [
        ("sqlite:////data/meshwise.db", True),
        ("postgresql+psycopg://db/mesh", False),
        ("postgresql://db/mesh", False),
    ],
)
def test_an_address_tells_the_kind_of_database(address: str, *, on_sqlite: bool) -> None:
    assert is_sqlite(address) is on_sqlite
