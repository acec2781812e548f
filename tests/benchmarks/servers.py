"""Applications in processes of their own, and what a request costs each of them."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from tempfile import TemporaryDirectory

import uvicorn
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from app.commands.server import settle_memory
from app.domain.questions import Answers

CONNECTIONS = 8
SPENT = "/spent"


@dataclass(frozen=True)
class Cost:
    """What one request costs in microseconds: of the server's processor, of time, of ours."""

    processor: float
    wall: float
    client: float


class Server:
    """One application in a process of its own, with connections to it."""

    def __init__(self, module: str, name: str, folder: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        command = [sys.executable, "-m", module, "--serve", name, "--port", str(self.port)]
        environment = {**os.environ, "MESHWISE_DATABASE_URL": f"sqlite:///{folder}/{name}.db"}
        self.process = subprocess.Popen(command, env=environment)
        self.connections: list[socket.socket] = []

    def connect(self) -> None:
        """Open the connections as soon as it listens; ConnectionError when it never does."""
        self.connections += (self._connect() for _ in range(CONNECTIONS))

    def _connect(self) -> socket.socket:
        while self.process.poll() is None:
            try:
                connection = socket.create_connection(("127.0.0.1", self.port))
            except ConnectionRefusedError:
                time.sleep(0.1)
            else:
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                return connection
        raise ConnectionError(f"a server has ended: {self.process.args!r}")

    def ask(self, requests: Sequence[bytes]) -> list[bytes]:
        """Send all requests, one at a time on each connection; return the bodies."""
        bodies = []
        for first in range(0, len(requests), CONNECTIONS):
            batch = list(zip(self.connections, requests[first : first + CONNECTIONS], strict=False))
            for connection, request in batch:
                connection.sendall(request)
            bodies += [_read(connection) for connection, _ in batch]
        return bodies

    def measure(self, requests: Sequence[bytes]) -> Cost:
        """Send all requests; return what one of them costs."""
        spent, own, started = self._spent(), time.process_time(), time.perf_counter()
        self.ask(requests)
        wall, own = time.perf_counter() - started, time.process_time() - own
        parts = (self._spent() - spent, wall, own)
        return Cost(*(1e6 * part / len(requests) for part in parts))

    def _spent(self) -> float:
        """Return the seconds of processor time that the process has used, in all its threads."""
        (body,) = self.ask([f"GET {SPENT} HTTP/1.1\r\nHost: bench\r\n\r\n".encode()])
        return float(body)

    def stop(self) -> None:
        """End the process."""
        for connection in self.connections:
            connection.close()
        self.process.terminate()
        self.process.wait()


def _read(connection: socket.socket) -> bytes:
    """Return the body of one answer that was a success."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += _received(connection)
    head, _, body = data.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise ValueError(head.decode())
    fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
    size = int(fields[b"content-length"])
    parts = [body]
    missing = size - len(body)
    while missing > 0:
        parts.append(_received(connection))
        missing -= len(parts[-1])
    return b"".join(parts)


def _received(connection: socket.socket) -> bytes:
    """Return what came next; ConnectionError when the server has hung up."""
    if data := connection.recv(65536):
        return data
    raise ConnectionError


def request(answers: Answers, **more: object) -> bytes:
    """Return a whole HTTP request."""
    body = json.dumps({"answers": answers, **more}).encode()
    head = "POST /recommend HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


@contextmanager
def servers(module: str, names: Sequence[str]) -> Iterator[list[Server]]:
    """Run what a module serves under some names, and end it whatever happens."""
    with TemporaryDirectory() as folder, ExitStack() as stack:
        running = []
        for name in names:
            server = Server(module, name, folder)
            stack.callback(server.stop)
            running.append(server)
        for server in running:
            server.connect()
        yield running


def serve(app: ASGIApp, port: int) -> None:
    """Serve an application as ours is served, and tell what it has spent."""

    async def telling(scope: Scope, receive: Receive, send: Send) -> None:
        if scope.get("path") == SPENT:
            await PlainTextResponse(repr(time.process_time()))(scope, receive, send)
        else:
            await app(scope, receive, send)

    settle_memory()
    uvicorn.run(telling, port=port, log_level="warning", access_log=False, timeout_keep_alive=600)
