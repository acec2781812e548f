"""The feeds are valid, complete, and name the same things on every server."""

import re
from xml.etree import ElementTree as ET

import pytest
from fastapi.testclient import TestClient

from app.content.load import Content
from app.domain.support_ends import support_ends
from app.main import create_app
from app.settings import Settings

ATOM = "{http://www.w3.org/2005/Atom}"


def unfolded(calendar: str) -> str:
    return calendar.replace("\r\n ", "")


def test_the_feed_has_an_entry_for_each_publication(client: TestClient, content: Content) -> None:
    answer = client.get("/feeds/catalogue.atom")

    feed = ET.fromstring(answer.text)
    titles = [node.text or "" for node in feed.findall(f"{ATOM}entry/{ATOM}title")]
    assert answer.headers["Content-Type"] == "application/atom+xml"
    assert [title.rsplit(" ", 1)[1] for title in titles] == [
        one.version for one in content.history.publications
    ]
    assert "96 features" in feed.findtext(f"{ATOM}entry[last()]/{ATOM}content", "")


def test_the_feed_counts_the_changed_fields_and_leads_to_them(
    client: TestClient, content: Content
) -> None:
    text = client.get("/feeds/catalogue.atom").text

    for changelog in content.changelogs:
        assert f"{len(changelog.changes)} changed fields" in text
    assert 'rel="alternate" type="text/html" href="http://127.0.0.1:8000/downloads"' in text


def test_the_calendar_has_each_known_end_of_support(client: TestClient, content: Content) -> None:
    answer = client.get("/feeds/support.ics")

    text = unfolded(answer.text)
    days = re.findall(r"DTSTART;VALUE=DATE:(\d{8})", text)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert days == [f"{end.day:%Y%m%d}" for end in support_ends(content.catalogue)]
    assert "SUMMARY:Support ends: Consul 2.0.3 (Enterprise\\, planned)\r\n" in text
    assert "DESCRIPTION:2028-04-30 (Enterprise\\, planned)\\; Community Edition" in text
    assert all(len(line.encode()) <= 75 for line in answer.text.split("\r\n"))


def test_ids_are_the_same_on_another_server_and_addresses_are_its_own(
    client: TestClient, content: Content
) -> None:
    elsewhere = Settings.model_validate({"public_url": "https://mesh.example.org/"})
    other = TestClient(create_app(elsewhere, content))

    for path, ids in (
        ("/feeds/support.ics", r"UID:(.*)\r"),
        ("/feeds/catalogue.atom", r"<id>([^<]*)"),
    ):
        here, there = client.get(path).text, other.get(path).text
        assert re.findall(ids, here) == re.findall(ids, there) != []
        assert "https://mesh.example.org/" in unfolded(there)
        assert "//feeds" not in unfolded(there)


@pytest.mark.parametrize("path", ["/feeds/support.ics", "/feeds/catalogue.atom"])
def test_a_feed_that_did_not_change_is_not_sent_again(client: TestClient, path: str) -> None:
    tag = client.get(path).headers["ETag"]

    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304


def test_a_calendar_of_some_options_has_only_theirs(client: TestClient) -> None:
    text = unfolded(client.get("/feeds/support.ics?option=kuma&option=consul").text)

    assert set(re.findall(r"URL:.*/options/(.*)\r", text)) == {"kuma", "consul"}


def test_an_option_without_a_known_end_has_an_empty_calendar(client: TestClient) -> None:
    text = client.get("/feeds/support.ics?option=linkerd").text

    assert "VEVENT" not in text
    assert text.endswith("END:VCALENDAR\r\n")


@pytest.mark.parametrize(("query", "field"), [("option=osm", "option"), ("mesh=kuma", "mesh")])
def test_a_wrong_option_is_a_problem_document(client: TestClient, query: str, field: str) -> None:
    answer = client.get(f"/feeds/support.ics?{query}")

    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert error["field"] == field
    assert error["allowed"]
