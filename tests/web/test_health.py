import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import text

from app.store.engine import WRITES, connect

pytestmark = pytest.mark.every_database


def test_life_does_not_depend_on_the_database(own_app: FastAPI, client: TestClient) -> None:
    own_app.state.engine.dispose()
    own_app.state.engine = connect("sqlite:////nowhere/at/all.db")

    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").status_code == 503


def test_readiness_asks_the_database(client: TestClient) -> None:
    assert client.get("/readyz").json() == {"status": "ok"}


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ("DELETE FROM alembic_version", 503),
        ("DROP TABLE alembic_version", 503),
        ("UPDATE alembic_version SET version_num = 'of a newer version'", 200),
    ],
)
def test_readiness_tells_a_database_that_is_behind_from_a_newer_one(
    own_app: FastAPI, client: TestClient, change: str, status: int
) -> None:
    with own_app.state.engine.execution_options(**WRITES).begin() as connection:
        connection.execute(text(change))

    answer = client.get("/readyz")

    assert answer.status_code == status
    assert ("meshwise migrate" in answer.text) is (status == 503)
