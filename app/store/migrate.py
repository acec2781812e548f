"""Bring a database to the newest shape, and tell whether it has it."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import make_url

from app.paths import MIGRATIONS
from app.store.engine import connect, is_sqlite


def configuration(url: str) -> Config:
    """Return what Alembic needs to know to work on the database at `url`."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["database_url"] = url
    return config


def migrate(url: str) -> None:
    """Run every migration that the database has not seen; a SQLite file is made if need be."""
    if is_sqlite(url) and (file := make_url(url).database):
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    command.upgrade(configuration(url), "head")


def is_current(url: str) -> bool:
    """Tell whether the database has seen every migration."""
    newest = ScriptDirectory.from_config(configuration(url)).get_current_head()
    engine = connect(url)
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision() == newest
    finally:
        engine.dispose()
