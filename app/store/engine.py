"""Connect to SQLite or PostgreSQL so that both behave alike."""

from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, make_url

READERS: Final = 12  # connections per process
WRITERS: Final = 4  # connections per process
WRITES: Final = {"writes": True}


def connect(url: str) -> Engine:
    """Return an engine with a connection for each reader and writer, and no more.

    Use it as is to read. To write, use `engine.execution_options(**WRITES)`: on SQLite that
    takes the write lock at BEGIN, so that a transaction waits (up to 5 s) instead of failing
    half-way with "database is locked" or overwriting what another one wrote.
    """
    engine = create_engine(
        url,
        pool_size=READERS + WRITERS,
        max_overflow=0,
        pool_pre_ping=True,
        hide_parameters=True,  # A decision's id is its link: it must not reach a log by an error.
    )
    if is_sqlite(url):
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def is_sqlite(url: str) -> bool:
    """Tell whether an address names a SQLite file."""
    return make_url(url).get_backend_name() == "sqlite"


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # The driver must not begin transactions: we do, below.
    connection.execute("PRAGMA journal_mode = WAL")
    # With NORMAL the last commits are lost when the power fails. Saves are rare and were
    # answered with "saved", so each waits for the disk.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA busy_timeout = 5000")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
