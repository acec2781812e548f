"""The PDF of a runbook says what the page prints, fetches nothing, and is the same twice."""

import dataclasses
import re
import threading
import zlib
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import html5lib
import pytest
from fastapi.testclient import TestClient

from app.content.load import Content
from app.domain.errors import InvalidInput
from app.domain.runbook import Runbook, assemble, parse_parameters
from app.formats import pdf
from app.web import runbook_pdf

try:
    import weasyprint  # noqa: F401
except (ImportError, OSError) as error:
    LACK = f"There is no PDF writer here: {error}".partition("\n")[0]
else:
    LACK = ""
needs_writer = pytest.mark.skipif(bool(LACK), reason=LACK or "It is here.")
HTML = {"Accept": "text/html"}
HOSTILE = """<script>alert("1")</script></code>&amp;'{{ 7 * 7 }}"""
ROOM = "_room"


@pytest.fixture(scope="module")
def runbook(content: Content) -> Runbook:
    asked = parse_parameters("linkerd", {"namespaces": ["shop"], "cluster_name": "paper"})
    return assemble("2026-11-22", "linkerd", asked, content.runbooks)


@pytest.fixture(scope="module")
def short(runbook: Runbook) -> Runbook:
    """A runbook of which only one phase is left, because writing takes its time."""
    return dataclasses.replace(runbook, phases=runbook.phases[2:3], faults=())


def texts_of(html: str) -> str:
    return "".join(html5lib.parse(html, namespaceHTMLElements=False).itertext())


def insides(written: bytes) -> bytes:
    """Return a PDF with all that is compressed in it laid open."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", written, re.DOTALL)
    return written + b"".join(zlib.decompressobj().decompress(one) for one in streams)


def test_the_sheet_holds_every_step_command_check_and_file(runbook: Runbook) -> None:
    said = texts_of(runbook_pdf.sheet(runbook))

    for phase in runbook.phases:
        for step in phase.steps:
            lines = [command.line for command in (*step.commands, step.expect.command)]
            wanted = (step.title, step.why, step.abort_if, step.expect.code, *lines)
            assert [text for text in wanted if text not in said] == []
    assert "Namespaces" in said
    assert "Sign-off" in said


def test_whatever_a_runbook_holds_is_text_on_its_sheet(runbook: Runbook) -> None:
    phase = runbook.phases[0]
    step = dataclasses.replace(phase.steps[0], title=HOSTILE, why=HOSTILE, changes=HOSTILE)
    hostile = dataclasses.replace(
        runbook,
        summary=HOSTILE,
        option_name=HOSTILE,
        phases=(dataclasses.replace(phase, goal=HOSTILE, steps=(step,)),),
    )

    html = runbook_pdf.sheet(hostile)

    tree = html5lib.parse(html, namespaceHTMLElements=False)
    assert {"script", "img", "link", "style", "iframe", "object"}.isdisjoint(
        element.tag for element in tree.iter()
    )
    assert "".join(tree.itertext()).count(HOSTILE) > 5


@needs_writer
def test_the_pdf_is_tagged_has_bookmarks_and_the_catalogue_s_date(short: Runbook) -> None:
    written = runbook_pdf.render(short)

    inside = insides(written)
    assert written.startswith(b"%PDF-1.7")
    for mark in (b"/StructTreeRoot", b"/Outlines", b"/Lang", b"pdfuaid:part", b"20261122"):
        assert mark in inside, mark


@needs_writer
def test_the_same_runbook_gives_the_same_bytes(short: Runbook) -> None:
    assert runbook_pdf.render(short) == runbook_pdf.render(short)


@needs_writer
@pytest.mark.filterwarnings("default")
def test_the_writer_opens_no_file_and_no_connection() -> None:
    asked: list[str] = []

    class Ears(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)

    with HTTPServer(("127.0.0.1", 0), Ears) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/x"
        html = (
            f'<link rel="stylesheet" href="{address}.css"><img src="{address}.png" alt="">'
            f'<base href="{address}"><img src="{pdf.__file__}" alt=""><object data="file://{__file__}">'
            f'</object><p style="background: url({address})">text</p>'
        )
        style = f'@import url("{address}"); p {{ list-style-image: url("{address}") }}'
        written = pdf.write(html, style)
        server.shutdown()

    assert written.startswith(b"%PDF")
    assert asked == []
    assert b"/Image" not in insides(written)


@needs_writer
def test_a_browser_and_a_program_get_the_pdf(
    client: TestClient, short: Runbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "write", lambda html, _style: html.encode())
    link = f"/runbooks/linkerd/download?format=pdf&cluster_name={short.parameters.cluster_name}"

    page = client.get("/runbooks/linkerd", headers=HTML).text
    downloaded = client.get(link, headers=HTML)
    sent = client.post(
        "/api/runbooks/linkerd",
        json={"cluster_name": "paper"},
        headers={"Accept": "application/pdf"},
    )

    assert "format=pdf" in page
    assert downloaded.headers["Content-Type"] == "application/pdf"
    assert 'filename="meshwise-linkerd-paper.pdf"' in downloaded.headers["Content-Disposition"]
    assert downloaded.content == sent.content


def test_without_the_extra_there_is_no_link_and_a_problem_says_why(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "is_installed", lambda: False)

    page = client.get("/runbooks/linkerd", headers=HTML).text
    refused = client.post("/api/runbooks/linkerd?format=pdf", json={})
    told = client.post("/api/runbooks/linkerd", json={}, headers={"Accept": "application/pdf"})

    (problem,) = refused.json()["errors"]
    assert "format=pdf" not in page
    assert refused.status_code == client.get("/runbooks/linkerd/download?format=exe").status_code
    assert problem["field"] == "format"
    assert "meshwise[pdf]" in problem["message"]
    assert problem["allowed"] == ["markdown", "script", "zip"]
    assert told.headers["Content-Type"] == "application/json"


@pytest.mark.parametrize(
    ("fault", "said"),
    [("raise ImportError", "meshwise[pdf]"), ('raise OSError("libpango-1.0-0")', "Pango")],
)
def test_what_the_server_lacks_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, fault: str, said: str
) -> None:
    (tmp_path / "weasyprint.py").write_text(fault, encoding="utf-8")
    alone = tmp_path / "writer.py"
    text = pdf.WRITER.read_text(encoding="utf-8")
    alone.write_text(f"import sys\nsys.path.insert(0, {str(tmp_path)!r})\n{text}", encoding="utf-8")
    monkeypatch.setattr(pdf, "WRITER", alone)

    with pytest.raises(InvalidInput) as refused:
        pdf.write("<p>text</p>", "")

    assert said in str(refused.value)


def test_a_writer_that_breaks_is_a_fault_and_no_answer(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "writer.py"
    broken.write_text("import os, sys\nsys.exit(' '.join(os.environ))", encoding="utf-8")
    monkeypatch.setenv("MESHWISE_DATABASE_URL", "sqlite:///secret.db")
    monkeypatch.setattr(pdf, "WRITER", broken)

    with pytest.raises(RuntimeError, match="PATH") as fault:
        pdf.write("<p>text</p>", "")

    assert "MESHWISE" not in str(fault.value)


def test_a_writer_that_takes_too_long_is_ended(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    slow = tmp_path / "writer.py"
    slow.write_text("import time\ntime.sleep(600)", encoding="utf-8")
    monkeypatch.setattr(pdf, "WRITER", slow)
    monkeypatch.setattr(pdf, "LONGEST", 0.1)
    monkeypatch.setattr(pdf, "is_installed", lambda: True)

    assert client.post("/api/runbooks/linkerd?format=pdf", json={}).status_code == 503


def test_where_too_many_are_written_the_next_is_asked_to_come_again(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "is_installed", lambda: True)
    monkeypatch.setattr(runbook_pdf, ROOM, threading.BoundedSemaphore(1))
    inner: list[int] = []

    def write(_html: str, _style: str) -> bytes:
        if not inner:
            answer = client.post("/api/runbooks/linkerd?format=pdf", json={})
            inner.append(answer.status_code)
            assert answer.headers["Retry-After"] == "10"
        return b"%PDF"

    monkeypatch.setattr(pdf, "write", write)

    outer = client.post("/api/runbooks/linkerd?format=pdf", json={})

    assert (outer.status_code, inner) == (200, [503])
    assert client.post("/api/runbooks/linkerd?format=pdf", json={}).status_code == 200
