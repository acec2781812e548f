import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.web.guard import POLICY

OPEN = {"link": "/decisions/abcdefghijklmnop"}
OWN = "http://127.0.0.1:8000"  # the default public address


@pytest.mark.parametrize(
    ("headers", "is_let_in"),
    [
        ({}, True),
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": OWN}, False),
        ({"Origin": OWN}, True),
        ({"Origin": "http://127.0.0.1:8001"}, False),
        ({"Origin": "https://127.0.0.1:8000"}, False),
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": "http://[broken"}, False),
    ],
)
def test_only_our_own_pages_may_write_from_a_browser(
    client: TestClient,
    headers: dict[str, str],
    is_let_in: bool,  # noqa: FBT001
) -> None:
    answer = client.post("/open", data=OPEN, headers=headers)

    assert answer.status_code == (303 if is_let_in else 403)


def test_reading_is_open_to_links_from_anywhere(client: TestClient) -> None:
    assert client.get("/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


@pytest.mark.parametrize("path", ["/", "/compare", "/nowhere", "/healthz", "/static/app.css"])
def test_every_answer_carries_the_policy(client: TestClient, path: str) -> None:
    answer = client.get(path)

    assert all(answer.headers[name] == value for name, value in POLICY.items())


def test_a_failure_carries_the_policy_and_tells_nothing(
    own_app: FastAPI, client: TestClient
) -> None:
    @own_app.get("/fails")
    def fail() -> None:
        raise RuntimeError("the secret")

    answer = client.get("/fails")

    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert all(answer.headers[name] == value for name, value in POLICY.items())


def test_a_refused_write_carries_the_policy(client: TestClient) -> None:
    answer = client.post("/open", data=OPEN, headers={"Sec-Fetch-Site": "cross-site"})

    assert all(answer.headers[name] == value for name, value in POLICY.items())


def test_nothing_inline_and_nobody_else_is_allowed_to_run() -> None:
    policy = POLICY["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "//" not in policy


def test_a_body_that_is_too_large_is_refused(client: TestClient) -> None:
    answer = client.post("/open", data={"link": "x" * 70_000})

    assert answer.status_code == 413
