"""Links from the time when a decision's id was its view link's secret still open what they did."""

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pytest
from alembic import command
from fastapi.testclient import TestClient
from pydantic import SecretStr
from sqlalchemy import MetaData

from app.content.load import Content
from app.main import create_app
from app.settings import Settings
from app.store.engine import WRITES, connect
from app.store.migrate import configuration, migrate

pytestmark = pytest.mark.every_database
ID, SECRET, TEAM = "OldViewSecret_0123456789-abcdefg", "OldEditSecret_0123456789-abcdefg", "T" * 32
NOW = datetime(2026, 11, 22, 12, 30, tzinfo=UTC)
ROWS: dict[str, dict[str, Any]] = {
    "team": {"id": TEAM, "name": "Payments", "created_at": NOW},
    "decision": {"id": ID, "team_id": TEAM, "revision": 1, "created_at": NOW},
    "revision": {
        "decision_id": ID,
        "number": 1,
        "title": "Mesh for production",
        "author": "Kim",
        "answers": {"priority": ["simplicity"]},
        "question_versions": {"priority": "1.0.0"},
        "weights": None,
        "recommended_option": "linkerd",
        "chosen_option": "linkerd",
        "reason": "",
        "note": "",
        "catalogue_version": "2026-11-22",
        "graph_version": "1.0",
        "engine_version": "1.0",
        "recommendation": {"winner": "linkerd"},
        "created_at": NOW,
    },
    "link": {
        "hash": sha256(SECRET.encode()).hexdigest(),
        "decision_id": ID,
        "kind": "edit",
        "created_at": NOW,
        "revoked_at": None,
    },
}


@pytest.fixture
def migrated(database: str) -> str:
    """A database in which a decision was saved with the first version, brought up to date."""
    command.downgrade(configuration(database), "0001")
    engine = connect(database)
    tables = MetaData()
    with engine.execution_options(**WRITES).begin() as connection:
        tables.reflect(connection)
        for name, row in ROWS.items():
            connection.execute(tables.tables[name].insert().values(**row))
    engine.dispose()
    migrate(database)
    return database


def test_old_links_open_what_they_opened(migrated: str, content: Content) -> None:
    app = create_app(Settings(database_url=SecretStr(migrated)), content)
    with TestClient(app, raise_server_exceptions=False, follow_redirects=False) as client:
        read = client.get(f"/api/decisions/{ID}")
        page = client.get(f"/decisions/{ID}")
        opened = client.get(f"/decisions/{ID}/edit/{SECRET}")
        editor = client.get(opened.headers["Location"])
        changed = client.put(
            f"/api/decisions/{ID}",
            json={"title": "Changed", "answers": {}, "chosen_option": "linkerd", "reason": "Yes."},
            headers={"Authorization": f"Bearer {SECRET}", "If-Match": '"1"'},
        )

    assert (read.status_code, read.json()["id"]) == (200, ID)
    assert "Mesh for production" in page.text
    assert opened.headers["Location"] == f"/decisions/{ID}"
    assert 'id="edit"' in editor.text
    assert (changed.status_code, changed.json()["revision"]) == (200, 2)
