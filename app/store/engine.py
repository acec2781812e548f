"""Connect to SQLite or PostgreSQL so that both behave alike."""

import sqlite3
from time import monotonic, sleep
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from app.domain.errors import Unsupported

READERS: Final = 12  # connections per process
WRITERS: Final = 4  # connections per process
WRITES: Final = {"writes": True}
PATIENCE: Final = 15  # seconds that a writer on SQLite waits for the others
POSTGRESQL: Final = {"connect_timeout": 5, "application_name": "meshwise"}


def connect(url: str) -> Engine:
    """Return an engine with a connection for each reader and writer, and no more.

    Use it as is to read: a transaction sees one state of the database and can change nothing.
    To write, use `engine.execution_options(**WRITES)`: on SQLite that takes the write lock at
    BEGIN, so that a transaction waits (up to `PATIENCE`) instead of failing half-way with
    "database is locked" or overwriting what another one wrote. On PostgreSQL it reads what is
    committed, and a row that two change at once is changed by one after the other.
    Raises Unsupported for another kind of database, or when its driver is not installed.
    """
    on_sqlite = is_sqlite(url)
    try:
        engine = create_engine(
            url,
            connect_args={} if on_sqlite else POSTGRESQL,
            pool_size=READERS + WRITERS,
            max_overflow=0,
            pool_pre_ping=True,
            hide_parameters=True,  # A decision's id is its link: no error may log it.
        )
    except ModuleNotFoundError as error:
        raise Unsupported(
            "The PostgreSQL driver is not installed.", "Install `meshwise[postgresql]`."
        ) from error
    if on_sqlite:
        event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite if on_sqlite else _begin_postgresql)
    return engine


def is_sqlite(url: str) -> bool:
    """Tell whether an address names a SQLite file and not a PostgreSQL server.

    Raises Unsupported for anything else.
    """
    try:
        kind = make_url(url).get_backend_name()
    except ArgumentError:
        kind = ""
    if kind not in {"sqlite", "postgresql"}:
        # The address is not repeated: it may hold a password.
        raise Unsupported(
            "MESHWISE_DATABASE_URL names no database that Meshwise knows.",
            "Use sqlite:///file or postgresql+psycopg://user:password@host/name.",
        )
    return kind == "sqlite"


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # The driver must not begin transactions: we do, below.
    connection.execute(f"PRAGMA busy_timeout = {PATIENCE * 1000}")
    _write_ahead(connection)
    # With NORMAL the last commits are lost when the power fails. Saves are rare and were
    # answered with "saved", so each waits for the disk.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Use a write-ahead log; the first to open a new file turns it on, the others wait.

    SQLite refuses the change at once when another connection is half-way through the same one
    (waiting while holding a lock could be for ever), so `busy_timeout` is no help here.
    Raises sqlite3.OperationalError when it is still refused after `PATIENCE`.
    """
    until = monotonic() + PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or monotonic() > until:
                raise
            sleep(0.01)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if writes else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    """Say how the transaction will begin; the driver sends it along with the first statement."""
    writes = connection.get_execution_options().get("writes")
    driver = connection.connection.dbapi_connection
    level = "READ COMMITTED" if writes else "REPEATABLE READ"
    connection.dialect.set_isolation_level(driver, level)  # type: ignore[arg-type]
    connection.dialect.set_readonly(driver, not writes)  # type: ignore[attr-defined]
