from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import text

from app.store.engine import WRITES
from app.store.tables import Table
from tests.web.links import SENT, Saved, bearer, save, wrong

pytestmark = pytest.mark.every_database
KEY = "0b5c8f4e-6f0f-4f5e-9f1c-2f1d5f3c7a11"


def post(client: TestClient, key: str = KEY, **changes: Any) -> Response:
    headers = {"Idempotency-Key": key}
    return client.post("/api/decisions", json={**SENT, **changes}, headers=headers)


def count(app: FastAPI, table: str) -> int:
    with app.state.engine.connect() as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def test_the_same_request_with_the_same_key_makes_one_decision_and_gets_one_answer(
    app: FastAPI, client: TestClient
) -> None:
    first, again = post(client), post(client)

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert first.headers["Location"] == again.headers["Location"]
    assert count(app, "decision") == 1
    edited = client.get(first.json()["edit_url"])
    assert edited.status_code == 303


def test_the_answer_stays_the_same_after_the_decision_has_changed(client: TestClient) -> None:
    first = post(client)
    saved = Saved(first.json())
    changed = {**SENT, "title": "Changed"}
    client.put(saved.path, json=changed, headers=saved.edit | {"If-Match": '"1"'})

    assert post(client).json() == first.json()


def test_the_same_key_with_another_body_is_a_problem(app: FastAPI, client: TestClient) -> None:
    post(client)

    assert "Idempotency-Key" in wrong(post(client, title="Another"))
    assert count(app, "decision") == 1


def test_another_key_and_no_key_make_another_decision(app: FastAPI, client: TestClient) -> None:
    for key in (KEY, "another", "", ""):
        assert post(client, key).status_code == 201

    assert count(app, "decision") == 4


def test_a_refused_request_uses_no_key_up(client: TestClient) -> None:
    assert post(client, title="").status_code == 422

    assert post(client).status_code == 201


@pytest.mark.parametrize("key", ["x" * 256, "é", "a\tb"])
def test_a_key_that_cannot_be_one_is_named(client: TestClient, key: str) -> None:
    answer = client.post("/api/decisions", json=SENT, headers={b"Idempotency-Key": key.encode()})

    assert "Idempotency-Key" in wrong(answer)


def test_what_was_deleted_since_is_not_made_again(client: TestClient) -> None:
    saved = Saved(post(client).json())
    client.delete(saved.path, headers=saved.edit)

    assert "Idempotency-Key" in wrong(post(client))


def test_a_key_is_remembered_for_a_day(app: FastAPI, client: TestClient) -> None:
    first = post(client).json()
    yesterday = str(datetime.now(UTC) - timedelta(hours=24, seconds=1))[:26]
    with app.state.engine.execution_options(**WRITES).begin() as connection:
        connection.execute(text("UPDATE idempotency_key SET created_at = :at"), {"at": yesterday})

    assert post(client).json()["id"] != first["id"]


def test_of_many_at_once_with_one_key_one_makes_it_and_all_get_it(
    app: FastAPI, client: TestClient
) -> None:
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: post(client), range(6)))

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    assert count(app, "decision") == count(app, "idempotency_key") == 1


def test_neither_the_key_nor_what_it_made_is_in_the_database_in_clear(
    app: FastAPI, client: TestClient
) -> None:
    told = post(client).json()
    links = ("view_url", "edit_url", "team_view_url", "team_edit_url")
    secrets = [told[name].rpartition("/")[2] for name in links]

    with app.state.engine.connect() as connection:
        rows = str(
            [connection.execute(text(f"SELECT * FROM {t}")).all() for t in Table.metadata.tables]
        )

    assert not [secret for secret in (*secrets, KEY) if secret in rows]


@pytest.mark.parametrize(
    ("path", "sent", "table"),
    [
        ("{decision}/links", {"kind": "comment"}, "link"),
        ("{decision}/comments", {"text": "Why?"}, "comment"),
        ("{decision}/opinions", {"stance": "agree", "author": "Kim"}, "stance"),
        ("{team}/links", {"kind": "view"}, "link"),
        ("{team}/decisions", {**SENT}, "decision"),
        ("{team}/rounds", {"title": "Mesh"}, "round"),
    ],
)
def test_everything_that_is_made_can_be_made_once(
    app: FastAPI, client: TestClient, path: str, sent: dict[str, Any], table: str
) -> None:
    saved = save(client)
    address = path.format(decision=saved.path, team=saved.team_path)
    secret = saved.edit if path.startswith("{decision}") else saved.team_edit
    before = count(app, table)

    answers = [
        client.post(address, json=sent, headers={**secret, "Idempotency-Key": KEY})
        for _ in range(2)
    ]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert count(app, table) == before + 1


def test_keys_of_different_links_do_not_meet(client: TestClient) -> None:
    first, second = save(client), save(client)
    for saved in (first, second):
        answer = client.post(
            f"{saved.path}/comments",
            json={"text": saved.told["id"]},
            headers={**saved.edit, "Idempotency-Key": KEY},
        )
        assert answer.status_code == 201
    assert bearer(first.told["edit_url"]) != bearer(second.told["edit_url"])
