"""Compare opening, saving and listing decisions in a large database with an empty one.

`python -m tests.benchmarks.measure_size sqlite:////tmp/large.db` needs a database that
`seed_decisions` filled, and makes an empty SQLite file beside it. It prints the median of many
requests in milliseconds, through the whole application but no network, and how many times the
empty database's time that is; the two take turns, so that a busy machine slows both. The empty
one has one team with one page of decisions. A search reads all of a team: it is only reported.
"""

import argparse
import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from fastapi.testclient import TestClient
from pydantic import SecretStr
from sqlalchemy import make_url, text
from sqlmodel import Session

from app.content.load import Content, load_content
from app.domain.decisions import Team
from app.domain.proposal import parse_proposal
from app.main import create_app
from app.settings import Settings
from app.store.engine import WRITES
from app.web.cookies import TEAM_COOKIE
from app.web.linking import Subject, make_link
from app.web.saving import draw_up, save, save_in
from app.web.team_list import PAGE
from tests.benchmarks.seed_decisions import BEGUN, PATTERNS, proposals, view_secret_of

ROUNDS = 150
ALLOWED = 3  # times the empty database's time


@dataclass(frozen=True, slots=True)
class Visitor:
    """One who opens and saves decisions in one database; `secrets` are those of view links."""

    client: TestClient
    secrets: list[str]
    team_id: str
    team_secret: str
    proposals: list[dict[str, Any]]

    def open_page(self, number: int) -> None:
        """Open one decision's page."""
        self._expect(200, "GET", f"/decisions/{self.secrets[number % len(self.secrets)]}")

    def read(self, number: int) -> None:
        """Read one decision over REST."""
        self._expect(200, "GET", f"/api/decisions/{self.secrets[number % len(self.secrets)]}")

    def save(self, number: int) -> None:
        """Save one decision over REST."""
        self._expect(201, "POST", "/api/decisions", json.dumps(self.proposals[number]))

    def open_team(self, _number: int) -> None:
        """Open the first page of the large team, with fifty decisions on it."""
        self._expect(200, "GET", f"/teams/{self.team_id}")

    def open_team_deep(self, number: int) -> None:
        """Open a page far down the large team's list."""
        moment = BEGUN - timedelta(minutes=number * 5000)
        ticks = (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
        self._expect(200, "GET", f"/teams/{self.team_id}?after={ticks}-x")

    def search_team(self, number: int) -> None:
        """Search all of the large team for words that hardly any decision holds."""
        self._expect(200, "GET", f"/teams/{self.team_id}?search=mesh+nowhere{number}")

    def _expect(self, status: int, method: str, path: str, body: str | None = None) -> None:
        headers = {"Content-Type": "application/json"} if body else {}
        headers["Cookie"] = f"{TEAM_COOKIE}{self.team_id}={self.team_secret}"
        answer = self.client.request(method, path, content=body, headers=headers)
        if answer.status_code != status:
            raise RuntimeError(f"{method} answered {answer.status_code}")


@contextmanager
def visit(url: str, content: Content) -> Iterator[Visitor]:
    """Start the application in front of a database; an empty one gets a team with one page."""
    app = create_app(Settings(database_url=SecretStr(url)), content)
    with TestClient(app) as client:
        engine = app.state.engine
        with engine.connect() as connection:
            first = text("SELECT team_id FROM decision ORDER BY rowid LIMIT 1")
            seeded = connection.execute(first).first()
            count = connection.execute(text("SELECT max(rowid) FROM decision")).scalar() or 0
            step = max(count // ROUNDS, 1)
            wanted = text(
                f"SELECT id FROM decision WHERE rowid % {step} = 0 AND rowid > {PATTERNS}"
                f" AND created_at < '{BEGUN:%Y-%m-%d %H:%M}' LIMIT {ROUNDS}"
            )
            secrets = [view_secret_of(each) for each in connection.execute(wanted).scalars()]
        with Session(engine.execution_options(**WRITES)) as session, session.begin():
            team = Team(seeded.team_id, "") if seeded else None
            for sent in () if team else proposals(content, PAGE):
                proposal = parse_proposal(sent)
                revision = draw_up(content, proposal)
                saved = (
                    save_in(session, team, revision) if team else save(session, proposal, revision)
                )
                team = saved.decision.team
                secrets.append(saved.view)
            team_id = team.id if team else ""
            made = make_link(session, Subject(team_id), {"kind": "edit"})
        yield Visitor(client, secrets, team_id, made.secret, list(proposals(content, ROUNDS)))


def measure(act: Callable[[int], None], number: int) -> float:
    """Return the milliseconds that one act takes."""
    begun = perf_counter()
    act(number)
    return (perf_counter() - begun) * 1000


def main(url: str) -> int:
    """Print one line for each act; return 1 when one takes too long in the large database."""
    content = load_content()
    file = Path(make_url(url).database or "")
    print(f"{file.stat().st_size / 1e9:.1f} GB")
    slow = False
    with tempfile.TemporaryDirectory(dir=file.parent) as folder:
        empty_url = f"sqlite:///{folder}/empty.db"
        with visit(empty_url, content) as empty, visit(url, content) as large:
            for name in ("open_page", "read", "save", "open_team", "open_team_deep", "search_team"):
                pairs = [
                    (measure(getattr(empty, name), n), measure(getattr(large, name), n))
                    for n in range(ROUNDS)
                ]
                small, big = (median(times) for times in zip(*pairs, strict=True))
                slow = slow or (big > ALLOWED * small and name != "search_team")
                print(f"{name}: empty {small:.1f} ms, large {big:.1f} ms, {big / small:.2f} times")
    return int(slow)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url", help="such as sqlite:////tmp/large.db")
    raise SystemExit(main(parser.parse_args().url))
