"""Every test of the store runs on SQLite and on PostgreSQL."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from app.store.engine import connect
from tests.databases import PARAMETERS, DatabaseOf


@pytest.fixture(params=PARAMETERS)
def address(request: pytest.FixtureRequest, database_of: DatabaseOf) -> str:
    """The address of an empty database of the newest shape."""
    return database_of(request.param)


@pytest.fixture
def engine(address: str) -> Iterator[Engine]:
    engine = connect(address)
    yield engine
    engine.dispose()
