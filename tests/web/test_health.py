from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.store.engine import connect


def test_life_does_not_depend_on_the_database(app: FastAPI, client: TestClient) -> None:
    app.state.engine.dispose()
    app.state.engine = connect("sqlite:////nowhere/at/all.db")

    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").status_code == 503


def test_readiness_asks_the_database(client: TestClient) -> None:
    assert client.get("/readyz").json() == {"status": "ok"}
