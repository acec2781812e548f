"""The whole application in front of a migrated SQLite file, without a network."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import SecretStr

from app.content.load import Content
from app.main import create_app
from app.settings import Settings
from app.store.migrate import migrate


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database in its newest shape; copy it."""
    file = tmp_path_factory.mktemp("web") / "migrated.db"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture
def app(content: Content, migrated: Path, tmp_path: Path) -> FastAPI:
    """The application with a database of its own."""
    file = shutil.copy(migrated, tmp_path / "meshwise.db")
    return create_app(Settings(database_url=SecretStr(f"sqlite:///{file}")), content)


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    """A client that sees failures as answers, and follows no redirect by itself."""
    with TestClient(app, raise_server_exceptions=False, follow_redirects=False) as client:
        yield client
