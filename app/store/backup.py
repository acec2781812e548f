"""Copy a SQLite database into a file and back; both may be done while it is served."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import mkdtemp

from sqlalchemy import make_url

from app.domain.errors import Unsupported
from app.store.engine import is_sqlite
from app.store.migrate import Shape, migrate, shape


def back_up(url: str, file: Path, *, replace: bool = False) -> None:
    """Copy the database at `url` into `file`, as it is at one moment; writers go on.

    The file appears whole and checked or not at all, and only its owner may read it. Raises
    Unsupported for a server, a file that is there already (unless `replace`), and a database
    that is damaged or missing.
    """
    database = _file_of(url)
    if not database.is_file():
        raise Unsupported(f"There is no database at {database}.", "Look at MESHWISE_DATABASE_URL.")
    if file.exists() and (not replace or file.samefile(database)):
        raise Unsupported(f"{file} is there already.", "Choose another name, or add --force.")
    with _scratch(file) as copy:
        _copy(database, copy)
        with closing(_opened(copy)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")  # One file, without companions.
            _check(connection, database)
        _settle(copy)
        copy.replace(file)
        _settle(file.parent)


def restore(url: str, file: Path, *, replace: bool = False) -> None:
    """Put what a backup holds in place of the database at `url`, in one transaction.

    A backup of an older version is migrated first, beside the database. What was saved since the
    backup is gone: a database that holds decisions is only replaced with `replace`. Raises
    Unsupported for a server, and for a file that is damaged, no backup, or of a newer version.
    """
    database = _file_of(url)
    if not file.is_file():
        raise Unsupported(f"There is no file {file}.", "Name a file that `backup` wrote.")
    if database.exists() and (file.samefile(database) or (not replace and _is_used(database))):
        raise Unsupported("The database holds decisions already.", "Add --force to replace them.")
    database.parent.mkdir(parents=True, exist_ok=True)
    with _scratch(database) as copy:
        _take_over(file, copy)
        _copy(copy, database)
        _settle(database)


def _take_over(file: Path, copy: Path) -> None:
    """Copy a backup, having looked whether it is one, and bring the copy to today's shape."""
    address = f"sqlite:///{copy}"
    try:
        _copy(file, copy)
        with closing(_opened(copy)) as connection:
            _check(connection, file)
            connection.execute("SELECT version_num FROM alembic_version")
    except sqlite3.DatabaseError as error:
        raise Unsupported(
            f"{file} is no backup of Meshwise: {error}.", "Name a file that `backup` wrote."
        ) from error
    if shape(address) is Shape.AHEAD:
        raise Unsupported(f"A newer version wrote {file}.", "Restore it with that version.")
    migrate(address)


def _file_of(url: str) -> Path:
    if not is_sqlite(url):
        raise Unsupported(
            "This command copies SQLite files only.",
            "For PostgreSQL use pg_dump and pg_restore, as docs/deploy.md says.",
        )
    return Path(make_url(url).database or "").absolute()


def _is_used(database: Path) -> bool:
    with closing(_opened(database)) as connection:
        try:
            return connection.execute("SELECT 1 FROM decision LIMIT 1").fetchone() is not None
        except sqlite3.OperationalError:  # There is no such table yet.
            return False


def _copy(source: Path, target: Path) -> None:
    """Copy all pages in one step: readers see the state before or the one after."""
    with closing(_opened(source)) as old, closing(_opened(target, create=True)) as new:
        old.backup(new)


def _opened(file: Path, *, create: bool = False) -> sqlite3.Connection:
    mode = "rwc" if create else "rw"
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode={mode}", uri=True, timeout=60)


def _check(connection: sqlite3.Connection, named: Path) -> None:
    found = connection.execute("PRAGMA integrity_check").fetchall()
    orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
    if found != [("ok",)] or orphans:
        raise Unsupported(f"{named} is damaged.", "Restore an earlier backup.")


@contextmanager
def _scratch(beside: Path) -> Iterator[Path]:
    """Lend a file on the same disk, in a folder that only its owner may enter."""
    folder = Path(mkdtemp(prefix=f".{beside.name}-", dir=beside.absolute().parent))
    try:
        file = folder / beside.name
        file.touch(mode=0o600)
        yield file
    finally:
        for left in folder.iterdir():
            left.unlink()
        folder.rmdir()


def _settle(path: Path) -> None:
    """Wait until the disk holds a file, or a folder's list of files."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
