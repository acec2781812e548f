"""Pages behind the evidence are asked for once each, kindly, and what is gone is told."""

from argparse import Namespace
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from app.commands.links import print_links
from app.content.load import Content
from app.delivery.pages import status_of, statuses_of

ANSWERS = {"/there": 200, "/gone": 410, "/missing": 404, "/moved": 301}


class _Site(BaseHTTPRequestHandler):
    def do_HEAD(self) -> None:
        self._answer(405 if self.path == "/no-head" else ANSWERS.get(self.path, 500))

    def do_GET(self) -> None:
        self._answer(200)

    def _answer(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Location", "/there")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The address of a site with pages that are there, gone and elsewhere."""
    with HTTPServer(("127.0.0.1", 0), _Site) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize(
    ("path", "status"),
    [("/there", 200), ("/gone", 410), ("/missing", 404), ("/moved", 200), ("/no-head", 200)],
)
def test_a_page_tells_its_status_and_redirects_are_followed(
    site: str, path: str, status: int
) -> None:
    assert status_of(f"{site}{path}") == status


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "ftp://127.0.0.1/x", "file:///etc/hosts"])
def test_where_nobody_answers_there_is_no_status(url: str) -> None:
    assert status_of(url) == 0


def test_each_address_is_asked_once() -> None:
    asked: list[str] = []

    def ask(url: str) -> int:
        asked.append(url)
        return 200

    urls = ["https://a.example/1", "https://b.example/1", "https://a.example/1"]

    assert dict(statuses_of(urls, ask, pause=0)) == dict.fromkeys(urls, 200)
    assert sorted(asked) == sorted(set(urls))


def test_gone_pages_are_told_with_the_sources_that_rest_on_them(
    content: Content, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = next(s for s in content.catalogue.sources.values() if s.kind == "paper")

    def ask(url: str) -> int:
        return 404 if url == gone.url else 200

    assert print_links(Namespace(kind="paper"), ask, pause=0) == 1

    told = capsys.readouterr().out
    assert f"gone (404): {gone.id}" in told
    assert "1 gone, 0 not told." in told
    assert print_links(Namespace(kind="paper"), lambda _: 200, pause=0) == 0
