import json
import logging

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient


def lines(caplog: pytest.LogCaptureFixture) -> list[dict[str, object]]:
    return [
        json.loads(record.message)
        for record in caplog.records
        if record.name.startswith("meshwise")
    ]


def test_a_request_is_logged_by_its_template_and_never_by_its_path(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        answer = client.get("/options/linkerd?token=secret")

    [line] = lines(caplog)
    assert line["method"] == "GET"
    assert line["route"] == "/options/{option_id}"
    assert line["status"] == 200
    assert line["request_id"] == answer.headers["X-Request-Id"]
    assert "linkerd" not in json.dumps(line)
    assert "secret" not in json.dumps(line)


def test_an_unknown_path_is_not_logged_either(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        client.get("/decisions-secret")

    assert [line["route"] for line in lines(caplog)] == ["unmatched"]


def test_a_failure_is_logged_as_one(
    own_app: FastAPI, client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    @own_app.get("/fails")
    def fail() -> None:
        raise RuntimeError

    with caplog.at_level(logging.INFO):
        client.get("/fails")

    assert [line["status"] for line in lines(caplog)] == [500]
