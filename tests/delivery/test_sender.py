"""A message goes to one address, once, and is given up in time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest

from app.delivery.errors import Undelivered
from app.delivery.sender import send

Answer = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def receiver(answer: Answer) -> Iterator[tuple[str, list[Any]]]:
    """A server on this machine; yields its address and what it received."""
    received: list[Any] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            received.append((self.path, dict(self.headers), self.rfile.read(length)))
            answer(self)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  Its own name.
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", received
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def status(code: int, **headers: str) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.end_headers()

    return answer


def test_a_message_arrives_as_it_was_written() -> None:
    with receiver(status(204)) as (address, received):
        code = send(f"{address}/a?b=c", b"{}", {"webhook-id": "m1"}, allow_private=True)

    ((path, headers, body),) = received
    assert (code, path, body) == (204, "/a?b=c", b"{}")
    assert headers["webhook-id"] == "m1"
    assert headers["Host"] == address.removeprefix("http://")


def test_a_private_address_is_refused_before_anything_is_sent() -> None:
    with (
        receiver(status(204)) as (address, received),
        pytest.raises(Undelivered, match="not on the internet"),
    ):
        send(address, b"{}", {})
    assert received == []


def test_no_redirect_is_followed() -> None:
    with (
        receiver(status(302, Location="/elsewhere")) as (address, received),
        pytest.raises(Undelivered, match="The answer was 302"),
    ):
        send(address, b"{}", {}, allow_private=True)
    assert len(received) == 1


@pytest.mark.parametrize(("code", "is_final"), [(410, True), (500, False), (404, False)])
def test_an_answer_that_is_no_success_is_told(code: int, is_final: bool) -> None:  # noqa: FBT001
    with (
        receiver(status(code)) as (address, _),
        pytest.raises(Undelivered, match=f"The answer was {code}") as why,
    ):
        send(address, b"{}", {}, allow_private=True)
    assert why.value.is_final is is_final


def test_a_receiver_that_drips_its_answer_is_given_up() -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        try:
            while True:  # Each sign resets a timeout for one read; only a deadline ends this.
                handler.wfile.write(b"H")
                handler.wfile.flush()
                handler.connection.settimeout(0.01)
                try:
                    if not handler.connection.recv(1):
                        return
                except TimeoutError:
                    continue
        except OSError:
            return

    with receiver(drip) as (address, _), pytest.raises(Undelivered):
        send(address, b"{}", {}, allow_private=True, patience=0.1)


def test_nobody_there_is_told() -> None:
    with receiver(status(204)) as (address, _):
        pass
    with pytest.raises(Undelivered, match="The connection failed"):
        send(address, b"{}", {}, allow_private=True)


def test_a_receiver_without_tls_is_told() -> None:
    with receiver(status(204)) as (address, received), pytest.raises(Undelivered):
        send(address.replace("http:", "https:"), b"{}", {}, allow_private=True, patience=2)
    assert received == []
