"""Bring a database to the newest shape, and tell whether it has it."""

from enum import StrEnum
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, make_url

from app.domain.errors import Unsupported
from app.paths import MIGRATIONS
from app.store.engine import connect, is_sqlite


class Shape(StrEnum):
    """How a database's shape compares with the one that this version needs."""

    CURRENT = "current"
    BEHIND = "behind"  # `migrate` has to run.
    AHEAD = "ahead"  # A newer version migrated it.


def configuration(url: str) -> Config:
    """Return what Alembic needs to know to work on the database at `url`."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["database_url"] = url
    return config


def migrate(url: str) -> None:
    """Run every migration that the database has not seen; a SQLite file is made if need be.

    Several processes may call it at once: one works, the others wait and find nothing to do.
    Raises Unsupported for a database that a newer version has migrated.
    """
    if is_sqlite(url) and (file := make_url(url).database):
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    found = shape(url)
    if found is Shape.AHEAD:
        raise Unsupported(
            "A newer version has migrated this database.", "Run that version, or restore a backup."
        )
    if found is Shape.BEHIND:
        command.upgrade(configuration(url), "head")


def is_current(url: str) -> bool:
    """Tell whether the database has the shape that this version needs."""
    return shape(url) is Shape.CURRENT


def shape(url: str) -> Shape:
    """Tell how the shape of the database at `url` compares."""
    engine = connect(url)
    try:
        with engine.connect() as connection:
            return shape_of(connection)
    finally:
        engine.dispose()


def shape_of(connection: Connection) -> Shape:
    """Tell how the shape of a connected database compares; an empty one is behind."""
    seen = MigrationContext.configure(connection).get_current_revision()
    newest, known = _history()
    if seen == newest:
        return Shape.CURRENT
    return Shape.BEHIND if seen is None or seen in known else Shape.AHEAD


@cache
def _history() -> tuple[str | None, frozenset[str]]:
    """Return the newest migration and all of them; the files do not change while we run."""
    scripts = ScriptDirectory(str(MIGRATIONS))
    known = frozenset(script.revision for script in scripts.walk_revisions())
    return scripts.get_current_head(), known
