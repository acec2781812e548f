"""A reader reports a wrong cell without a network call, and nothing that was typed is lost."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient

from app.content.load import Content
from app.domain.report import LONGEST
from app.main import create_app
from app.settings import Settings
from app.web.report import LONGEST_ADDRESS

GIVEN = {
    "cell": "linkerd.mtls",
    "fault": "outdated",
    "should": "It ended.\n# <b>in</b> 2.21",
    "source": "https://linkerd.io/changes",
    "tested": "docs",
    "release": "edge-26.11.1",
}


def report_in(page: str) -> str:
    found = re.search(r"<pre[^>]*><code>(.*?)</code>", page, re.DOTALL)
    assert found is not None
    return unescape(found[1])


def client_with(content: Content, report_url: str) -> TestClient:
    return TestClient(create_app(Settings(report_url=report_url), content))


def test_the_form_is_prefilled_from_its_cell_and_linked_from_it(client: TestClient) -> None:
    cell = client.get("/compare?cell=linkerd.mtls", headers={"HX-Request": "true"}).text
    form = client.get("/report?cell=linkerd.mtls").text

    assert 'href="/report?cell=linkerd.mtls"' in cell
    assert 'name="cell" value="linkerd.mtls"' in form
    assert 'value="2.20, edge-26.8.3"' in form
    assert "How did you test it" in form


def test_a_report_carries_the_cell_its_evidence_and_the_finding(
    client: TestClient, content: Content
) -> None:
    text = report_in(client.post("/report", data=GIVEN).text)

    for source in content.catalogue.cited(content.catalogue.cell("linkerd", "mtls").claim.evidence):
        assert source.url in text
    assert "/compare?cell=linkerd.mtls#linkerd.mtls" in text
    assert "**What is wrong:** It was right and has changed" in text
    assert "**How it was tested:** I read documentation or release notes" in text
    assert f"catalogue of {content.catalogue.version}" in text


def test_what_is_typed_becomes_neither_markdown_nor_html(client: TestClient) -> None:
    page = client.post("/report", data=GIVEN).text

    assert "> \\# &lt;b\\>in&lt;/b\\> 2.21" in report_in(page)
    assert "<b>in" not in page


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ({"fault": ""}, "fault", "Choose one."),
        ({"should": " "}, "should", "Say what it should say."),
        ({"tested": "guess"}, "tested", "Choose one."),
        ({"source": ""}, "source", "Give the address of what you read."),
        ({"source": "javascript:alert(1)"}, "source", "Write an address that begins with"),
        ({"tested": "ran"}, "seen", "Say what you ran and what you saw."),
        ({"should": "x" * (LONGEST + 1)}, "should", f"at most {LONGEST}"),
    ],
)
def test_what_is_missing_is_said_beside_its_field_and_the_rest_is_kept(
    client: TestClient, change: dict[str, str], field: str, message: str
) -> None:
    answer = client.post("/report", data={**GIVEN, **change})

    assert answer.status_code == 422
    assert re.search(rf'id="{field}-error">[^<]*{re.escape(message)}', answer.text)
    assert 'value="edge-26.11.1"' in answer.text


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_report_about_no_cell_is_refused(client: TestClient, method: str) -> None:
    answer = client.request(method, "/report", params={"cell": "osm.mtls"}, data={"cell": "x"})

    assert answer.status_code == 422
    assert "is not a cell" in answer.text


@pytest.mark.parametrize(
    ("receiver", "title"),
    [("https://example.org/new?labels=data", "title"), ("mailto:data@example.org", "subject")],
)
def test_an_operator_can_say_where_reports_go(content: Content, receiver: str, title: str) -> None:
    page = client_with(content, receiver).post("/report", data=GIVEN).text

    (address,) = re.findall(rf'href="({re.escape(receiver)}[^"]+)"', page)
    sent = parse_qs(urlsplit(unescape(address)).query)
    assert sent[title] == ["linkerd.mtls: it was right and has changed"]
    assert sent["body"] == [report_in(page)]
    assert "+" not in address


def test_a_long_report_is_left_to_be_pasted(content: Content) -> None:
    given = {**GIVEN, "should": "ä" * LONGEST}
    page = client_with(content, "https://example.org/new").post("/report", data=given).text

    (address,) = re.findall(r'href="(https://example.org/new[^"]+)"', page)
    assert len(address) < LONGEST_ADDRESS
    assert "Paste%20the%20report%20here." in address
    assert "ä" * LONGEST in report_in(page)


def test_without_an_address_nothing_leads_away(client: TestClient) -> None:
    page = client.post("/report", data=GIVEN).text

    assert "Open it as an issue" not in page
    assert "Write it as a letter" not in page
