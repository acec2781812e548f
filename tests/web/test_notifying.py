"""`meshwise notify` tells webhooks once what is new, and tries again what did not arrive."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlmodel import Session

import app.__main__ as commands
from app.content.load import Content
from app.delivery.errors import Undelivered
from app.store import findings
from app.web.notifying import Round, Tally, notify

pytestmark = pytest.mark.every_database

PROPOSAL = {"team": "P", "title": "Mesh", "answers": {"priority": "simplicity"}}
DUE = date(2027, 5, 1)
NOW = datetime(2027, 5, 1, 6, tzinfo=UTC)


@dataclass
class Receiver:
    """Stands for the internet: keeps what was sent, and refuses so often."""

    refusals: int = 0
    sent: list[tuple[str, bytes, Mapping[str, str]]] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)

    def __call__(
        self,
        url: str,
        body: bytes,
        headers: Mapping[str, str],
        *,
        allow_private: bool,  # noqa: ARG002  Its name is the sender's.
    ) -> int:
        self.sent.append((url, body, headers))
        if self.refusals:
            self.refusals -= 1
            raise Undelivered("The answer was 503.")
        return 204

    @property
    def told(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _, body, _ in self.sent]


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()


@pytest.fixture
def this(app: FastAPI, client: TestClient, content: Content, receiver: Receiver) -> Round:  # noqa: ARG001  The client opens the database.
    return Round(
        content=content,
        engine=app.state.engine,
        on=DUE,
        allow_private=False,
        send=receiver,
        sleep=receiver.slept.append,
        clock=lambda: NOW,
    )


@pytest.fixture
def decision(client: TestClient) -> dict[str, Any]:
    """A decision with a webhook, to be reviewed on a day."""
    made: dict[str, Any] = client.post(
        "/api/decisions", json={**PROPOSAL, "chosen_option": "linkerd"}
    ).json()
    path, headers = f"/api/decisions/{made['id']}", bearer(made)
    client.put(f"{path}/watch", json={"review_on": DUE.isoformat()}, headers=headers)
    client.post(f"{path}/webhooks", json={"url": "https://hooks.example/x"}, headers=headers)
    return made


def bearer(decision: dict[str, Any]) -> dict[str, str]:
    return {"Authorization": f"Bearer {decision['edit_url'].rpartition('/')[2]}"}


@pytest.mark.usefixtures("decision")
def test_a_decision_that_stands_is_told_to_nobody(this: Round, receiver: Receiver) -> None:
    early = replace(this, on=DUE - timedelta(days=1))

    assert notify(early) == Tally(seen=1)
    assert receiver.sent == []


def test_what_is_new_is_told_once(
    this: Round, receiver: Receiver, decision: dict[str, Any]
) -> None:
    assert notify(this) == Tally(seen=1, found=1, told=1)
    assert notify(this) == Tally(seen=1)

    (message,) = receiver.told
    assert message["type"] == "decision.reevaluated"
    assert message["data"]["decision"]["title"] == "Mesh"
    assert message["data"]["reevaluation"]["is_review_due"]
    assert decision["id"] not in json.dumps(message)
    assert receiver.sent[0][2]["webhook-signature"].startswith("v1,")


def test_after_trouble_it_is_told_that_all_is_well(
    this: Round, receiver: Receiver, client: TestClient, decision: dict[str, Any]
) -> None:
    notify(this)
    path = f"/api/decisions/{decision['id']}/watch"
    client.put(path, json={"review_on": "2030-01-01"}, headers=bearer(decision))
    notify(this)

    assert [told["data"]["reevaluation"]["needs_attention"] for told in receiver.told] == [
        True,
        False,
    ]


@pytest.mark.usefixtures("decision")
def test_a_message_that_did_not_arrive_is_tried_again_with_the_same_id(
    this: Round, receiver: Receiver
) -> None:
    receiver.refusals = 2

    assert notify(this) == Tally(seen=1, found=1, told=1)
    assert len({headers["webhook-id"] for _, _, headers in receiver.sent}) == 1
    assert receiver.slept == [2.0, 8.0]


def test_a_webhook_that_keeps_failing_rests_and_says_why(
    this: Round, receiver: Receiver, client: TestClient, decision: dict[str, Any]
) -> None:
    receiver.refusals = 99

    assert notify(this) == Tally(seen=1, found=1, failed=1)
    assert notify(this) == Tally(seen=1)
    later = replace(this, clock=lambda: NOW + timedelta(minutes=6))
    receiver.refusals = 0
    path = f"/api/decisions/{decision['id']}/webhooks"
    (listed,) = client.get(path, headers=bearer(decision)).json()["webhooks"]

    assert (listed["failures"], listed["trouble"]) == (1, "The answer was 503.")
    assert notify(later) == Tally(seen=1, told=1)


def test_findings_stay_in_the_feed(
    this: Round, client: TestClient, decision: dict[str, Any]
) -> None:
    notify(this)

    with Session(this.engine) as session:
        row = next(iter(findings.newest(session, _id(this), 1)))
    assert row.body["is_review_due"]
    assert (
        "The review date, 2027-05-01, has come."
        in client.get(f"{decision['view_url']}/feed.atom").text
    )


def _id(this: Round) -> str:
    with this.engine.connect() as connection:
        return str(connection.exec_driver_sql("SELECT id FROM decision").scalar_one())


@pytest.mark.usefixtures("decision")
def test_the_command_says_what_it_came_to(
    app: FastAPI,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    content: Content,
) -> None:
    monkeypatch.setenv("MESHWISE_DATABASE_URL", app.state.settings.database_url.get_secret_value())
    monkeypatch.setattr("app.commands.notices.load_content", lambda: content)
    monkeypatch.setattr("app.web.notifying.PAUSES", ())
    monkeypatch.setattr("app.delivery.sender.resolve", refused)

    assert commands.main(["notify", "--on", "2027-04-30"]) == 0
    assert commands.main(["notify", "--on", "2027-05-01"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "1 decisions looked at, 0 with something new to say; 0 messages arrived, 0 did not.",
        "1 decisions looked at, 1 with something new to say; 0 messages arrived, 1 did not.",
    ]


def refused(_host: str, _port: int, *, allow_private: bool) -> str:
    assert not allow_private
    raise Undelivered("The host's address is not on the internet.")


def test_a_day_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        commands.main(["notify", "--on", "soon"])

    assert "2027-01-31" in capsys.readouterr().err
