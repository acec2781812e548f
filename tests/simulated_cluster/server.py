"""The simulation behind a port of this machine, where the tools of a script ask it."""

import socketserver
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.simulated_cluster.simulation import Answer, Simulation


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    simulation: Simulation
    lock: threading.Lock


class _Handler(socketserver.StreamRequestHandler):
    """One call: folder, number of words, the words and standard input, each before a zero byte."""

    server: _Server

    def handle(self) -> None:
        folder, count = self._field(), int(self._field())
        words = tuple(self._field() for _ in range(count))
        piped = self._field()
        with self.server.lock:
            try:
                answer = self.server.simulation.answer(words, Path(folder), piped)
            except Exception:  # noqa: BLE001 - A fault of the simulation must show in the test.
                told = traceback.format_exc()
                self.server.simulation.misused.append(told)
                answer = Answer(70, "", told)
        parts = (str(answer.status), answer.output, answer.errors)
        self.wfile.write("".join(f"{one}\0" for one in parts).encode())

    def _field(self) -> str:
        taken = bytearray()
        while (one := self.rfile.read(1)) not in (b"\0", b""):
            taken += one
        return taken.decode()


@contextmanager
def serving(simulation: Simulation) -> Iterator[int]:
    """Answer the tools of scripts until the block ends; yields the port."""
    with _Server(("127.0.0.1", 0), _Handler) as server:
        server.simulation, server.lock = simulation, threading.Lock()
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()
