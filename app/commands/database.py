"""The commands that keep the database: migrate, backup, restore and prune."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session

from app.commands.parsing import Commands, add
from app.content.load import load_content
from app.domain.errors import Unsupported
from app.domain.grounds import grounds_of
from app.settings import Settings
from app.store import grounds
from app.store.backup import back_up, restore
from app.store.engine import WRITES, connect
from app.store.migrate import is_current, migrate
from app.store.prune import prune

LONGEST = 3650  # days; ten years
BEHIND = "The database is behind this version."
MIGRATE = "Run `meshwise migrate` first."


def add_to(commands: Commands) -> None:
    """Add `migrate`, `backup`, `restore` and `prune`."""
    add(commands, "migrate", migrate_database, "bring the database to the newest shape")
    for name, command, text in (
        ("backup", back_up_database, "copy a SQLite database into a file"),
        ("restore", restore_database, "put a backup in the place of a SQLite database"),
    ):
        copying = add(commands, name, command, text)
        copying.add_argument("file", type=Path, metavar="FILE")
        copying.add_argument("--force", action="store_true", help="overwrite what is there")
    pruning = add(commands, "prune", prune_links, "forget links that ended")
    pruning.add_argument("--days", default=30, type=_days, help="how long ago at least (30)")


@contextmanager
def opened(url: str) -> Iterator[Engine]:
    """Connect for as long as it takes; Unsupported for a database that is behind."""
    if not is_current(url):
        raise Unsupported(BEHIND, MIGRATE)
    engine = connect(url)
    try:
        yield engine
    finally:
        engine.dispose()


def writing(engine: Engine) -> Session:
    """Return a session that may write."""
    return Session(engine.execution_options(**WRITES))


def migrate_database(_given: argparse.Namespace) -> int:
    """Bring the database to the newest shape."""
    migrate(_database())
    print("The database is up to date.")
    return 0


def back_up_database(given: argparse.Namespace) -> int:
    """Copy a SQLite database into a file; it may be served meanwhile."""
    back_up(_database(), given.file, replace=given.force)
    print(f"The backup stands in {given.file}.")
    return 0


def restore_database(given: argparse.Namespace) -> int:
    """Put a backup in the place of a SQLite database; it may be served meanwhile."""
    restore(_database(), given.file, replace=given.force)
    _keep_grounds()
    print(f"The database holds what {given.file} holds.")
    return 0


def _keep_grounds() -> None:
    """Save what a server of this version says its decisions rest on: the backup may be older."""
    content = load_content()
    with opened(_database()) as engine, writing(engine) as session, session.begin():
        grounds.keep(session, grounds_of(content.catalogue, content.graph, content.scales))


def prune_links(given: argparse.Namespace) -> int:
    """Forget links that ended some days ago."""
    now = datetime.now(UTC)
    with opened(_database()) as engine, writing(engine) as session, session.begin():
        pruned = prune(session, now - timedelta(days=given.days), now)
    said = f"{pruned.links} links that ended {given.days} days ago or earlier"
    print(f"{said} and {pruned.keys} idempotency keys are forgotten.")
    return 0


def _days(text: str) -> int:
    days = int(text)
    if not 0 <= days <= LONGEST:
        raise argparse.ArgumentTypeError(f"allowed are 0 to {LONGEST} days")
    return days


def _database() -> str:
    return Settings().database_url.get_secret_value()
