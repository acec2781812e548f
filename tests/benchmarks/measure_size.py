"""Compare opening and saving a decision in a large database with an empty one.

`python -m tests.benchmarks.measure_size sqlite:////tmp/large.db` needs a database that
`seed_decisions` filled, and makes an empty SQLite file beside it. It prints the median of many
requests in milliseconds, through the whole application but no network, and how many times the
empty database's time that is; the two take turns, so that a busy machine slows both.
"""

import argparse
import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter

from fastapi.testclient import TestClient
from pydantic import SecretStr
from sqlalchemy import make_url, text

from app.content.load import Content, load_content
from app.main import create_app
from app.settings import Settings
from tests.benchmarks.seed_decisions import proposals

ROUNDS = 150
ALLOWED = 3  # times the empty database's time


class Visitor:
    """One who opens and saves decisions in one database."""

    def __init__(self, client: TestClient, ids: list[str], content: Content) -> None:
        self._client = client
        self._ids = ids
        self._proposals = list(proposals(content, ROUNDS))

    def open_page(self, number: int) -> None:
        """Open one decision's page."""
        self._expect(200, "GET", f"/decisions/{self._ids[number % len(self._ids)]}")

    def read(self, number: int) -> None:
        """Read one decision over REST."""
        self._expect(200, "GET", f"/api/decisions/{self._ids[number % len(self._ids)]}")

    def save(self, number: int) -> None:
        """Save one decision over REST."""
        self._expect(201, "POST", "/api/decisions", json.dumps(self._proposals[number]))

    def _expect(self, status: int, method: str, path: str, body: str | None = None) -> None:
        headers = {"Content-Type": "application/json"} if body else {}
        answer = self._client.request(method, path, content=body, headers=headers)
        if answer.status_code != status:
            raise RuntimeError(f"{method} answered {answer.status_code}")


@contextmanager
def visit(url: str, content: Content) -> Iterator[Visitor]:
    """Start the application in front of a database."""
    app = create_app(Settings(database_url=SecretStr(url)), content)
    with TestClient(app) as client:
        for sent in proposals(content, 3):
            client.post("/api/decisions", json=sent)
        with app.state.engine.connect() as connection:
            count = connection.execute(text("SELECT max(rowid) FROM decision")).scalar_one()
            step = max(count // ROUNDS, 1)
            wanted = text(f"SELECT id FROM decision WHERE rowid % {step} = 0 LIMIT {ROUNDS}")
            ids = list(connection.execute(wanted).scalars())
        yield Visitor(client, ids, content)


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
            for name in ("open_page", "read", "save"):
                pairs = [
                    (measure(getattr(empty, name), n), measure(getattr(large, name), n))
                    for n in range(ROUNDS)
                ]
                small, big = (median(times) for times in zip(*pairs, strict=True))
                slow = slow or big > ALLOWED * small
                print(f"{name}: empty {small:.1f} ms, large {big:.1f} ms, {big / small:.2f} times")
    return int(slow)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url", help="such as sqlite:////tmp/large.db")
    raise SystemExit(main(parser.parse_args().url))
