import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Column, MetaData, inspect, select, text
from sqlmodel import Session

from app.domain.errors import Unsupported
from app.domain.links import LinkKind
from app.paths import MIGRATIONS
from app.store import links
from app.store.engine import WRITES, connect
from app.store.migrate import Shape, configuration, is_current, migrate, shape
from app.store.tables import DecisionRow, Table

ROOT = Path(__file__).parents[2]
TABLES = {"alembic_version", *Table.metadata.tables}
HISTORY = [script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()][::-1]
RACE = """
import multiprocessing, sys
from app.store.migrate import migrate
fork = multiprocessing.get_context("fork")  # One import for all four.
line = fork.Barrier(4)
def race():
    line.wait()
    migrate(sys.argv[1])
racers = [fork.Process(target=race) for _ in range(4)]
for racer in racers: racer.start()
for racer in racers: racer.join()
print([racer.exitcode for racer in racers])
"""
VALUES: dict[type, object] = {
    int: 1,
    float: 0.5,
    bool: True,
    bytes: b"x",
    dict: {"key": ["value"]},
    datetime: datetime(2026, 11, 22, 12, 30, tzinfo=UTC),
    date: date(2027, 1, 31),
}

Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database that nobody has migrated yet."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'new' / 'meshwise.db'}"
    new: Callable[[], str] = request.getfixturevalue("new_on_server")
    return new()


def tables(address: str) -> set[str]:
    engine = connect(address)
    names = set(inspect(engine).get_table_names())
    engine.dispose()
    return names


def test_a_new_database_is_made_with_its_folder(address: str) -> None:
    migrate(address)

    assert tables(address) == TABLES
    assert is_current(address)


def test_migrating_twice_changes_nothing(address: str) -> None:
    migrate(address)
    migrate(address)

    assert is_current(address)


def test_every_migration_can_be_undone_and_done_again_with_rows_in_all_tables(address: str) -> None:
    migrate(address)
    fill(address)

    command.downgrade(configuration(address), "base")

    assert tables(address) == {"alembic_version"}
    assert shape(address) is Shape.BEHIND

    migrate(address)

    assert tables(address) == TABLES


@pytest.mark.parametrize("revision", HISTORY)
def test_what_was_saved_in_an_older_shape_survives_the_way_up_and_down(
    address: str, revision: str
) -> None:
    migrate(address)
    command.downgrade(configuration(address), revision)
    fill(address)
    saved = rows(address)

    migrate(address)
    command.downgrade(configuration(address), revision)

    assert rows(address) == (with_moved_ids(saved) if revision == "0001" else saved)
    assert all(len(found) == 1 for found in saved.values())
    migrate(address)


def test_links_from_before_they_had_hashes_open_what_they_opened(address: str) -> None:
    migrate(address)
    command.downgrade(configuration(address), "0001")
    fill(address)

    migrate(address)
    command.downgrade(configuration(address), "0001")
    migrate(address)

    engine = connect(address)
    with Session(engine) as session:
        found = links.live(session, ("decision.id", "nothing"), VALUES[datetime])  # type: ignore[arg-type]
        decision_id = found["decision.id"].decision_id
        decision = session.scalars(select(DecisionRow)).one()
    engine.dispose()
    assert list(found) == ["decision.id"]
    assert found["decision.id"].kind is LinkKind.VIEW
    assert decision.id == decision_id
    assert (decision.title, decision.words) == (
        "revision.title",
        "revision.title revision.author revision.chosen_option",
    )
    assert "decision.id" not in str(rows(address))


def test_the_migrations_make_the_tables_that_the_code_expects(address: str) -> None:
    migrate(address)

    command.check(configuration(address))  # Raises when a table and its migrations differ.


def test_a_database_of_a_newer_version_is_left_alone(address: str) -> None:
    migrate(address)
    engine = connect(address)
    with engine.execution_options(**WRITES).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'from-the-future'"))
    engine.dispose()

    assert shape(address) is Shape.AHEAD
    with pytest.raises(Unsupported, match="newer version"):
        migrate(address)


@pytest.mark.endurance
def test_four_processes_may_migrate_at_once(address: str) -> None:
    raced = subprocess.run(
        [sys.executable, "-W", "error", "-c", RACE, address],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert raced.stdout == "[0, 0, 0, 0]\n", raced.stderr
    assert is_current(address)
    assert tables(address) == TABLES


def fill(address: str) -> None:
    """Add a row to every table, whatever its shape is now; children point at their parents."""
    engine = connect(address)
    with engine.execution_options(**WRITES).begin() as connection:
        for table in _tables(connection):
            connection.execute(table.insert().values(**{c.name: _value(c) for c in table.columns}))
    engine.dispose()


def with_moved_ids(saved: Rows) -> Rows:
    """Return rows of the first shape as the way up and down leaves them: the links stay hashed."""
    hashed = sha256(b"decision.id").hexdigest()
    moved = {"id": hashed[:32], "decision_id": hashed[:32]}
    found = {
        table: [
            {k: moved.get(k, v) if table != "team" else v for k, v in row.items()} for row in of
        ]
        for table, of in saved.items()
    }
    view = found["link"][0] | {"hash": hashed, "kind": "view", "revoked_at": None}
    found["link"] = sorted([*found["link"], view], key=lambda row: str(row["hash"]))
    return found


def rows(address: str) -> Rows:
    engine = connect(address)
    with engine.connect() as connection:
        found = {
            table.name: [dict(row._mapping) for row in connection.execute(ordered(table))]
            for table in _tables(connection)
        }
    engine.dispose()
    return found


def ordered(table: Any) -> Any:
    return select(table).order_by(*table.primary_key.columns)


def _tables(connection: Any) -> list[Any]:
    metadata = MetaData()
    metadata.reflect(connection)
    return [table for table in metadata.sorted_tables if table.name != "alembic_version"]


def _value(column: Column[Any]) -> object:
    for key in column.foreign_keys:
        return _value(key.column)
    default = f"{column.table.name}.{column.name}"
    return VALUES.get(column.type.python_type, default)
