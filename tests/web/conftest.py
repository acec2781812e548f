"""The whole application in front of a migrated database, without a network."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from typing import cast

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import SecretStr

from app.content.load import Content
from app.main import create_app
from app.settings import Settings
from tests.databases import DatabaseOf, empty, holds_rows

Opened = Callable[[str], TestClient]


@pytest.fixture(scope="session")
def opened(content: Content, lasting_database_of: DatabaseOf) -> Iterator[Opened]:
    """Open the application in front of a database of a kind, once for all tests."""
    with ExitStack() as open_until_the_end:

        @cache
        def open_once(kind: str) -> TestClient:
            settings = Settings(database_url=SecretStr(lasting_database_of(kind)))
            return open_until_the_end.enter_context(_client(create_app(settings, content)))

        yield open_once


@pytest.fixture
def app(client: TestClient) -> FastAPI:
    """The application that the client asks; only its rows and its overrides may be changed."""
    return application(client)


@pytest.fixture
def own_app(content: Content, database: str) -> FastAPI:
    """An application of the test's own, to add routes to, with a database of its own."""
    return create_app(Settings(database_url=SecretStr(database)), content)


@pytest.fixture
def client(
    request: pytest.FixtureRequest, database_kind: str, opened: Opened
) -> Iterator[TestClient]:
    """A client that sees failures as answers, and follows no redirect by itself.

    It asks `own_app` if the test wants one; else the one that all tests share, whose
    database is emptied after each of them.
    """
    if "own_app" in request.fixturenames:
        with _client(request.getfixturevalue("own_app")) as client:
            yield client
    else:
        shared = opened(database_kind)
        client = _client(application(shared))
        client.portal = shared.portal
        yield client
        application(shared).dependency_overrides.clear()
        if holds_rows(engine := application(shared).state.engine):
            empty(engine)


def application(client: TestClient) -> FastAPI:
    """Return the application that a client asks."""
    return cast("FastAPI", client.app)


def _client(app: FastAPI) -> TestClient:
    return TestClient(app, raise_server_exceptions=False, follow_redirects=False)
