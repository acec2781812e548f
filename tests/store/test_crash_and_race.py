import json
import random
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.endurance
ROOT = Path(__file__).parents[2]
PATIENCE = 30  # seconds
SENT: dict[str, Any] = {
    "team": "Payments platform",
    "title": "0",
    "answers": {"priority": "simplicity"},
    "chosen_option": "linkerd",
    "reason": "We run it.",
}


@dataclass(frozen=True, slots=True)
class Servers:
    """Processes that serve one database, and how to kill one; another takes its place."""

    ports: list[int]
    log: Path
    kill: Callable[[int], None]


@contextmanager
def serving(address: str, count: int, log: Path) -> Iterator[Servers]:
    command = [sys.executable, "-m", "tests.store.kill_and_serve", address, str(count), str(log)]
    process = subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin
    assert process.stdout
    ask, answers = process.stdin, process.stdout

    def kill(place: int) -> None:
        ask.write(f"{place}\n")
        ask.flush()
        assert answers.readline()

    try:
        yield Servers(json.loads(answers.readline()), log, kill)
    finally:
        ask.close()
        assert process.wait(PATIENCE) == 0
        answers.close()


@dataclass(slots=True)
class Client:
    """One who saves decisions over HTTP and notes what was acknowledged."""

    port: int
    saved: dict[str, dict[int, str]] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)
    broken: int = 0
    refused: list[int] = field(default_factory=list)

    def create(self, title: str) -> str:
        status, body = self.send("POST", "/api/decisions", {**SENT, "title": title})
        assert status == 201, body
        self.saved[body["id"]] = {1: title}
        self.secrets[body["id"]] = body["edit_url"].rpartition("/")[2]
        return str(body["id"])

    def newest(self, decision: str) -> int:
        return int(self.send("GET", f"/api/decisions/{decision}")[1]["revision"])

    def edit(self, decision: str, seen: int, title: str) -> int:
        """Save on top of the revision that was seen; return the status."""
        headers = {
            "If-Match": f'"{seen}"',
            "Authorization": f"Bearer {self.secrets[decision]}",
        }
        path = f"/api/decisions/{decision}"
        status, body = self.send("PUT", path, {**SENT, "title": title}, headers)
        if status == 200:
            assert body["revision"] == seen + 1
            self.saved.setdefault(decision, {})[seen + 1] = title
        else:
            assert status == 412, body
            assert body["current"]["revision"] > seen
            self.refused.append(status)
        return status

    def delete(self, path: str, headers: dict[str, str]) -> None:
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as connection:
            connection.request("DELETE", path, headers=headers)
            assert connection.getresponse().status == 204

    def history(self, decision: str) -> dict[int, str]:
        body = self.send("GET", f"/api/decisions/{decision}/revisions")[1]
        return {revision["revision"]: revision["title"] for revision in body["revisions"]}

    def send(
        self, method: str, path: str, sent: Any = None, headers: dict[str, str] | None = None
    ) -> tuple[int, Any]:
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as connection:
            headers = {"Content-Type": "application/json", **(headers or {})}
            connection.request(method, path, json.dumps(sent) if sent else None, headers)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())


def keep_saving(client: Client, name: str, stop: threading.Event) -> None:
    """Save new decisions and edit them until told to stop, whatever happens to the server."""
    decision, seen, number = "", 0, 0
    while not stop.is_set():
        number += 1
        try:
            if number % 5 == 1:
                decision, seen = client.create(f"{name}.{number}"), 1
            else:
                seen = seen or client.newest(decision)
                won = client.edit(decision, seen, f"{name}.{number}") == 200
                seen = seen + 1 if won else 0
        except (OSError, HTTPException):
            client.broken += 1
            seen = 0
            if not decision:
                number = 0


@pytest.mark.parametrize(
    ("database_kind", "kills"), [("sqlite", 50), ("postgresql", 10)], indirect=["database_kind"]
)
def test_what_was_acknowledged_outlives_a_server_that_is_killed(
    database: str, kills: int, tmp_path: Path
) -> None:
    chance, stop = random.Random(6), threading.Event()
    with serving(database, 1, tmp_path / "log") as servers:
        clients = [Client(servers.ports[0]) for _ in range(4)]
        threads = [
            threading.Thread(target=keep_saving, args=(client, str(number), stop))
            for number, client in enumerate(clients)
        ]
        for thread in threads:
            thread.start()
        for _ in range(kills):
            await_saves(clients, chance.randint(1, 2))
            time.sleep(chance.random() / 20)
            servers.kill(0)
        stop.set()
        for thread in threads:
            thread.join()
        histories = {
            decision: (client.history(decision), acknowledged)
            for client in clients
            for decision, acknowledged in client.saved.items()
        }

    assert sum(client.broken for client in clients) > kills / 5
    assert sum(len(acknowledged) for _, acknowledged in histories.values()) > kills
    for found, acknowledged in histories.values():
        assert acknowledged.items() <= found.items()
        assert sorted(found) == list(range(1, len(found) + 1))
    if database.startswith("sqlite"):
        with closing(sqlite3.connect(database.removeprefix("sqlite:///"))) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def await_saves(clients: list[Client], count: int) -> None:
    def saves() -> int:
        return sum(len(revisions) for one in clients for revisions in list(one.saved.values()))

    wanted, end = saves() + count, time.monotonic() + PATIENCE
    while saves() < wanted:
        assert time.monotonic() < end, "Nobody can save any more."
        time.sleep(0.002)


@pytest.mark.every_database
def test_of_sixteen_writers_in_front_of_two_processes_no_one_is_overwritten(
    database: str, tmp_path: Path
) -> None:
    writers, edits = 16, 4
    with serving(database, 2, tmp_path / "log") as servers:
        first = Client(servers.ports[0])
        shared = [first.create("0") for _ in range(3)]
        clients = [
            Client(servers.ports[number % 2], secrets=first.secrets) for number in range(writers)
        ]

        def keep_editing(number: int) -> None:
            chance = random.Random(number)
            for edit in range(edits):
                decision = chance.choice(shared)
                seen = clients[number].newest(decision)
                clients[number].edit(decision, seen, f"{number}.{edit}")

        with ThreadPoolExecutor(writers) as pool:
            list(pool.map(keep_editing, range(writers)))
        histories = {decision: first.history(decision) for decision in shared}

    won = {decision: {1: "0"} for decision in shared}
    for client in clients:
        for decision, revisions in client.saved.items():
            assert not won[decision].keys() & revisions.keys()
            won[decision].update(revisions)
    assert histories == won
    lost = sum(len(client.refused) for client in clients)
    assert lost > 0
    assert sum(len(revisions) - 1 for revisions in won.values()) + lost == writers * edits
    assert "locked" not in servers.log.read_text()
    assert "Traceback" not in servers.log.read_text()


@pytest.mark.every_database
def test_of_sixteen_who_create_with_four_keys_at_once_four_things_come(
    database: str, tmp_path: Path
) -> None:
    writers, keys = 16, 4
    with serving(database, 2, tmp_path / "log") as servers:
        clients = [Client(servers.ports[number % 2]) for number in range(writers)]

        def create(number: int) -> tuple[int, str]:
            key = number % keys
            headers = {"Idempotency-Key": f"key {key}"}
            sent = {**SENT, "title": str(key)}
            status, body = clients[number].send("POST", "/api/decisions", sent, headers)
            assert status == 201, body
            return key, json.dumps(body)

        with ThreadPoolExecutor(writers) as pool:
            answers = set(pool.map(create, range(writers)))

    assert len(answers) == keys
    assert len({json.loads(body)["id"] for _, body in answers}) == keys
    assert "Traceback" not in servers.log.read_text()


@pytest.mark.every_database
def test_no_comment_and_no_decision_of_a_team_is_lost_while_others_are_deleted(
    database: str, tmp_path: Path
) -> None:
    writers, rounds = 16, 3
    with serving(database, 2, tmp_path / "log") as servers:
        clients = [Client(servers.ports[number % 2]) for number in range(writers)]
        first = clients[0].send("POST", "/api/decisions", SENT)[1]
        team = f"/api/teams/{first['team_id']}"
        team_edit = {"Authorization": f"Bearer {first['team_edit_url'].rpartition('/')[2]}"}
        sent = {key: value for key, value in SENT.items() if key != "team"}

        def work(number: int) -> list[str]:
            """Add decisions to the team, comment on each, and delete every other one."""
            client, kept = clients[number], []
            for turn in range(rounds):
                title = f"{number}.{turn}"
                path = f"{team}/decisions"
                status, made = client.send("POST", path, {**sent, "title": title}, team_edit)
                assert status == 201, made
                here = f"/api/decisions/{made['id']}"
                status, said = client.send("POST", f"{here}/comments", {"text": "x"}, team_edit)
                assert status == 201, said
                if turn % 2:
                    client.delete(here, team_edit)
                else:
                    kept.append(title)
            return kept

        with ThreadPoolExecutor(writers) as pool:
            kept = sorted(title for titles in pool.map(work, range(writers)) for title in titles)
        listed = clients[0].send("GET", f"{team}/decisions?limit=200", headers=team_edit)[1]

    assert sorted(each["title"] for each in listed["decisions"]) == sorted([*kept, SENT["title"]])
    assert "locked" not in servers.log.read_text()
    assert "Traceback" not in servers.log.read_text()
