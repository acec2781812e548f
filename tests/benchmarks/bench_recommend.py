"""Measure POST /recommend, in one run and as ratios: a busy machine slows all alike.

Each server is a process of its own and gets the same requests over a few open connections, in
rounds by turns. Ratios are of requests a second and, beside them, of processor time, which
says the same with less noise. Run it with `make bench`.
"""

import argparse
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import uvicorn
from pydantic import SecretStr, TypeAdapter

from app.commands.server import settle_memory
from app.content.load import Content, load_content
from app.domain.graph import Answers, Question, walk
from app.domain.outcome import Recommendation
from app.domain.recommend import recommend
from app.main import create_app
from app.settings import Settings
from app.web.recommendation_bodies import EXTRAS
from tests.benchmarks.rivals import engine, idle

CONNECTIONS = 8
ROUNDS = 7
REQUESTS = 240  # in a round
WARM_UP = 2400  # so that what is remembered by parts of answers is there, as after a day
HALF_WAY = 0.5  # the share of walks that end before their last question
CLUSTER = {"nodes": 10, "node_vcpu": 8, "node_gib": 32, "meshed_pods": 300, "rps": 1000}
TICKS = os.sysconf("SC_CLK_TCK")


class Server:
    """One application in a process of its own, with connections to it."""

    def __init__(self, name: str, folder: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        command = [sys.executable, "-m", __spec__.name, "--serve", name, "--port", str(self.port)]
        environment = {**os.environ, "MESHWISE_DATABASE_URL": f"sqlite:///{folder}/{name}.db"}
        self.process = subprocess.Popen(command, env=environment)
        self.connections = [self._connect() for _ in range(CONNECTIONS)]

    def _connect(self) -> socket.socket:
        for _ in range(600):
            try:
                connection = socket.create_connection(("127.0.0.1", self.port))
            except ConnectionRefusedError:
                time.sleep(0.1)
            else:
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                return connection
        raise TimeoutError(f"nobody listens on {self.port}")

    def processor_seconds(self) -> float:
        """Return what the process has used so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def ask(self, requests: Sequence[bytes]) -> float:
        """Send all requests, one at a time on each connection; return the seconds it took."""
        started = time.perf_counter()
        for first in range(0, len(requests), CONNECTIONS):
            batch = list(zip(self.connections, requests[first : first + CONNECTIONS], strict=False))
            for connection, request in batch:
                connection.sendall(request)
            for connection, _ in batch:
                read(connection)
        return time.perf_counter() - started

    def stop(self) -> None:
        """End the process."""
        for connection in self.connections:
            connection.close()
        self.process.terminate()
        self.process.wait()


def read(connection: socket.socket) -> bytes:
    """Return the body of one answer that was a success."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += received(connection)
    head, _, body = data.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise ValueError(head.decode())
    fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
    size = int(fields[b"content-length"])
    parts = [body]
    missing = size - len(body)
    while missing > 0:
        parts.append(received(connection))
        missing -= len(parts[-1])
    return b"".join(parts)


def received(connection: socket.socket) -> bytes:
    """Return what came next; ConnectionError when the server has hung up."""
    if data := connection.recv(65536):
        return data
    raise ConnectionError


def request(answers: Answers, **more: object) -> bytes:
    """Return a whole HTTP request."""
    body = json.dumps({"answers": answers, **more}).encode()
    head = "POST /recommend HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


def any_answers(content: Content, seed: int) -> Iterator[Answers]:
    """Yield answers along random paths, every other one still half-way, never the same twice."""
    chance = random.Random(seed)
    seen: set[str] = set()
    while True:
        given: dict[str, tuple[str, ...]] = {}
        while (question := walk(content.graph, given).next_question) is not None:
            given[question.id] = any_answer(question, chance)
        if chance.random() < HALF_WAY:
            given = dict(islice(given.items(), chance.randint(1, len(given))))
        if (key := json.dumps(given)) not in seen:
            seen.add(key)
            yield given


def typical(content: Content) -> Answers:
    """Return answers whose recommendation is of middle length."""
    some = list(islice(any_answers(content, 2), 101))
    parts = content.catalogue, content.graph, content.scales
    text = TypeAdapter(Recommendation)
    return sorted(some, key=lambda one: len(text.dump_json(recommend(*parts, one))))[50]


def any_answer(question: Question, chance: random.Random) -> tuple[str, ...]:
    """Return one answer, one in five times not sure, or some where several may be given."""
    if chance.random() < 0.2:
        return ("not_sure",)
    if question.multi:
        together = [one.id for one in question.answers if not one.excludes_others]
        chosen = set(chance.sample(together, chance.randint(1, 3)))
        return tuple(one for one in together if one in chosen)
    return (chance.choice(question.answers).id,)


@dataclass(frozen=True)
class Comparison:
    """How many requests one server answers while another answers one, and what each costs.

    `wall` is the median of the rounds, `processor` the ratio of processor times over all of
    them; `microseconds` are those of the processor per request, of the one and of the other.
    """

    wall: float
    processor: float
    microseconds: tuple[float, float]


def compare(one: Server, other: Server, rounds: Iterator[Sequence[bytes]]) -> Comparison:
    """Let two servers answer the same rounds by turns."""
    used = [one.processor_seconds(), other.processor_seconds()]
    wall, count = [], 0
    for requests in rounds:
        wall.append(other.ask(requests) / one.ask(requests))
        count += len(requests)
    spent = [one.processor_seconds() - used[0], other.processor_seconds() - used[1]]
    own, others = (1e6 * seconds / count for seconds in spent)
    return Comparison(statistics.median(wall), others / own, (own, others))


@contextmanager
def servers(*names: str) -> Iterator[list[Server]]:
    """Run servers, and end them whatever happens."""
    with TemporaryDirectory() as folder:
        running = [Server(name, folder) for name in names]
        try:
            yield running
        finally:
            for server in running:
                server.stop()


def measure() -> None:
    """Print the table."""
    content = load_content()
    fresh = any_answers(content, 1)

    def unseen(count: int) -> list[bytes]:
        return [request(next(fresh)) for _ in range(count)]

    with servers("ours", "idle", "engine") as (ours, idle_one, engine_one):
        for server in (ours, idle_one, engine_one):
            server.ask(unseen(WARM_UP))
        repeated = unseen(20) * (REQUESTS // 20)
        ours.ask(repeated)
        rows = [
            ("never the same answers, against doing nothing", 0.5,
             compare(ours, idle_one, (unseen(REQUESTS) for _ in range(ROUNDS)))),
            ("the same answers again, against doing nothing", 0.8,
             compare(ours, idle_one, (repeated for _ in range(ROUNDS)))),
            ("never the same answers, against zen-engine", 2.0,
             compare(ours, engine_one, (unseen(REQUESTS) for _ in range(ROUNDS)))),
        ]  # fmt: skip
        whole = [
            ours.ask([request(next(fresh), include=EXTRAS, cluster=CLUSTER)]) for _ in range(60)
        ]
    print(f"{'POST /recommend':46} {'requests/s':>10} {'CPU':>5} {'aim':>5} {'µs CPU a call':>16}")
    for name, aim, found in rows:
        own, others = found.microseconds
        cost = f"{own:.0f} to {others:.0f}"
        print(f"{name:46} {found.wall:10.2f} {found.processor:5.2f} {aim:5.1f} {cost:>16}")
    print(f"{'all that can be included, ms at the median':46} "
          f"{statistics.median(whole) * 1000:10.1f} {'':5} {50:5.0f}")  # fmt: skip


def serve(name: str, port: int) -> None:
    """Serve one of the applications, all in the same way."""
    content = load_content()
    if name == "ours":
        url = SecretStr(os.environ["MESHWISE_DATABASE_URL"])
        app = create_app(Settings(database_url=url), content)
    else:
        app = idle(content, typical(content)) if name == "idle" else engine(content)
    settle_memory()  # As `serve` does; here for all of them.
    uvicorn.run(app, port=port, log_level="warning", access_log=False, timeout_keep_alive=600)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--serve")
    parser.add_argument("--port", type=int, default=0)
    arguments = parser.parse_args()
    if arguments.serve:
        serve(arguments.serve, arguments.port)
    else:
        measure()
