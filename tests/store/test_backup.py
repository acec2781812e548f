import sqlite3
import stat
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Engine
from sqlmodel import Session

from app.domain.decisions import Advice, Decision, Revision, Team, Versions
from app.domain.errors import Unsupported
from app.store import decisions, teams
from app.store.backup import back_up, restore
from app.store.engine import WRITES, connect
from app.store.migrate import configuration, is_current, migrate

SAVED = datetime(2026, 11, 22, 12, 30, tzinfo=UTC)
FIRST = Revision(
    number=1,
    title="Mesh for production",
    author="Kim",
    answers={"services": ("under_20",)},
    question_versions={"services": "1.0.0"},
    weights=None,
    advice=Advice("linkerd", Versions("2026-11-22", "1.0", "1.0"), {"winner": "linkerd"}),
    chosen_option="linkerd",
    reason="",
    note="",
    created_at=SAVED,
)


@pytest.fixture
def serving(database: str) -> Iterator[Engine]:
    """The connections of a server that goes on while its database is copied."""
    engine = connect(database)
    yield engine
    engine.dispose()


def save(engine: Engine, name: str) -> None:
    decision = Decision(name, Team(name, "Payments"), SAVED, replace(FIRST, title=name))
    with Session(engine.execution_options(**WRITES)) as session, session.begin():
        teams.add(session, decision.team, SAVED)
        decisions.add(session, decision)


def is_there(engine: Engine, name: str) -> bool:
    with Session(engine) as session:
        return decisions.find(session, name) is not None


def rows(file: Path, table: str) -> int:
    with closing(sqlite3.connect(file)) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def test_a_backup_brings_back_what_was_there_and_nothing_since(
    serving: Engine, database: str, tmp_path: Path
) -> None:
    file = tmp_path / "backup.db"
    save(serving, "kept")
    save(serving, "deleted later")
    back_up(database, file)
    save(serving, "saved later")
    with Session(serving.execution_options(**WRITES)) as session, session.begin():
        decisions.delete(session, "deleted later")

    restore(database, file, replace=True)

    assert is_there(serving, "kept")
    assert is_there(serving, "deleted later")
    assert not is_there(serving, "saved later")
    save(serving, "saved after the restore")
    assert is_there(serving, "saved after the restore")


def test_a_backup_is_one_file_for_its_owner_alone(
    serving: Engine, database: str, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    save(serving, "kept")

    back_up(database, folder / "backup.db")

    assert [path.name for path in folder.iterdir()] == ["backup.db"]
    assert stat.S_IMODE((folder / "backup.db").stat().st_mode) == 0o600


def test_a_backup_taken_while_others_write_holds_whole_decisions(
    serving: Engine, database: str, tmp_path: Path
) -> None:
    stop = threading.Event()
    saved: list[str] = []

    def keep_saving(writer: int) -> None:
        for number in count():
            if stop.is_set():
                return
            save(serving, f"{writer}.{number}")
            saved.append(f"{writer}.{number}")

    writers = [threading.Thread(target=keep_saving, args=(writer,)) for writer in range(3)]
    for thread in writers:
        thread.start()
    found = []
    for number in range(8):
        promised = len(saved)
        back_up(database, tmp_path / f"{number}.db")
        found.append((promised, rows(tmp_path / f"{number}.db", "decision")))
    stop.set()
    for thread in writers:
        thread.join()

    assert all(promised <= held for promised, held in found)
    assert found[-1][1] > found[0][1]
    last = tmp_path / "7.db"
    assert {rows(last, table) for table in ("team", "revision")} == {found[-1][1]}


def test_an_older_backup_is_migrated_before_it_is_put_in_place(
    serving: Engine, database: str, tmp_path: Path
) -> None:
    save(serving, "kept")
    older = tmp_path / "older.db"
    migrate(f"sqlite:///{older}")
    command.downgrade(configuration(f"sqlite:///{older}"), "base")

    restore(database, older, replace=True)

    assert is_current(database)
    assert not is_there(serving, "kept")


def test_restoring_makes_a_database_where_there_is_none(
    serving: Engine, database: str, tmp_path: Path
) -> None:
    save(serving, "kept")
    back_up(database, tmp_path / "backup.db")
    new = f"sqlite:///{tmp_path}/new/meshwise.db"

    restore(new, tmp_path / "backup.db")

    engine = connect(new)
    assert is_there(engine, "kept")
    engine.dispose()
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["meshwise.db"]


def test_nothing_is_overwritten_unasked(serving: Engine, database: str, tmp_path: Path) -> None:
    file = tmp_path / "backup.db"
    back_up(database, file)
    before = file.read_bytes()
    save(serving, "kept")

    with pytest.raises(Unsupported, match="is there already"):
        back_up(database, file)
    with pytest.raises(Unsupported, match="holds decisions already"):
        restore(database, file)

    assert file.read_bytes() == before
    assert is_there(serving, "kept")
    back_up(database, file, replace=True)
    assert rows(file, "decision") == 1


def test_a_database_is_not_its_own_backup(database: str) -> None:
    itself = Path(database.removeprefix("sqlite:///"))

    with pytest.raises(Unsupported):
        back_up(database, itself, replace=True)
    with pytest.raises(Unsupported):
        restore(database, itself, replace=True)


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\x00" + b"x" * 8000])
def test_what_is_no_backup_changes_nothing(
    serving: Engine, database: str, tmp_path: Path, content: bytes
) -> None:
    save(serving, "kept")
    (tmp_path / "wrong.db").write_bytes(content)

    with pytest.raises(Unsupported, match="no backup of Meshwise"):
        restore(database, tmp_path / "wrong.db", replace=True)

    assert is_there(serving, "kept")


def test_a_damaged_backup_is_told_from_a_whole_one(
    serving: Engine, database: str, tmp_path: Path
) -> None:
    for number in range(20):
        save(serving, str(number))
    file = tmp_path / "backup.db"
    back_up(database, file)
    pages = bytearray(file.read_bytes())
    for place in range(4096 * 2, len(pages), 4096):
        pages[place + 100 : place + 2000] = b"\xff" * 1900
    file.write_bytes(pages)

    with pytest.raises(Unsupported, match=r"damaged|no backup"):
        restore(database, file, replace=True)

    assert is_there(serving, "7")


def test_a_backup_of_a_newer_version_is_refused(database: str, tmp_path: Path) -> None:
    file = tmp_path / "backup.db"
    back_up(database, file)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'from-the-future'")
        connection.commit()

    with pytest.raises(Unsupported, match="newer version"):
        restore(database, file, replace=True)


def test_what_is_missing_is_said(database: str, tmp_path: Path) -> None:
    with pytest.raises(Unsupported, match="There is no database"):
        back_up(f"sqlite:///{tmp_path}/none.db", tmp_path / "backup.db")
    with pytest.raises(Unsupported, match="There is no file"):
        restore(database, tmp_path / "none.db")
    assert not (tmp_path / "none.db").exists()


def test_for_a_server_there_is_another_way(tmp_path: Path) -> None:
    url = "postgresql+psycopg://meshwise:secret@db/meshwise"

    with pytest.raises(Unsupported, match="pg_dump") as refused:
        back_up(url, tmp_path / "backup.db")
    with pytest.raises(Unsupported, match="pg_restore"):
        restore(url, tmp_path / "backup.db")

    assert "secret" not in str(refused.value)
