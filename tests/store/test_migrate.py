from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import inspect

from app.store.engine import connect
from app.store.migrate import configuration, is_current, migrate

TABLES = {"alembic_version", "decision", "link", "revision", "team"}


@pytest.fixture
def address(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'new' / 'meshwise.db'}"


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


def test_every_migration_can_be_undone_and_done_again(address: str) -> None:
    migrate(address)

    command.downgrade(configuration(address), "base")

    assert tables(address) == {"alembic_version"}
    assert not is_current(address)

    migrate(address)

    assert tables(address) == TABLES


def test_the_migrations_make_the_tables_that_the_code_expects(address: str) -> None:
    migrate(address)

    command.check(configuration(address))  # Raises when a table and its migrations differ.
