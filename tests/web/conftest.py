"""The whole application in front of a migrated database, without a network."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import SecretStr

from app.content.load import Content
from app.main import create_app
from app.settings import Settings


@pytest.fixture
def app(content: Content, database: str) -> FastAPI:
    """The application with a database of its own."""
    return create_app(Settings(database_url=SecretStr(database)), content)


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    """A client that sees failures as answers, and follows no redirect by itself."""
    with TestClient(app, raise_server_exceptions=False, follow_redirects=False) as client:
        yield client
