"""Feeds follow RFC 4287, whatever the texts in them are."""

import re
from uuid import UUID
from xml.etree import ElementTree as ET

import html5lib
from hypothesis import given
from hypothesis import strategies as st

from app.formats.atom import NAMESPACE, Entry, Feed, render

FEED = Feed(UUID(int=7), "Changes", "https://m.example/f.atom", "https://m.example/compare")
ATOM = f"{{{NAMESPACE}}}"


def entry(text: str, number: int = 1, day: str = "2026-11-22") -> Entry:
    return Entry(UUID(int=number), text, day, (text, "second"))


def read(text: str) -> ET.Element:
    """Read a feed and check what RFC 4287 demands of every feed."""
    feed = ET.fromstring(text)
    assert feed.tag == f"{ATOM}feed"
    for node in (feed, *feed.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(node.findall(f"{ATOM}{name}")) == 1
        assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", node.findtext(f"{ATOM}id", ""))
        updated = node.findtext(f"{ATOM}updated", "")
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", updated)
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    relations = [(link.get("rel"), link.get("type")) for link in feed.findall(f"{ATOM}link")]
    assert relations == [("self", "application/atom+xml"), ("alternate", "text/html")]
    ids = [node.text for node in feed.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids))
    return feed


def sentences(feed: ET.Element) -> list[str]:
    """Return the sentences of the first entry as a browser would show them."""
    content = feed.find(f"{ATOM}entry/{ATOM}content")
    assert content is not None
    assert content.get("type") == "html"
    tree = html5lib.parse(content.text or "", namespaceHTMLElements=False)
    shown = {node.tag for node in tree.iter()}
    assert shown == {"html", "head", "body", "ul", "li"}
    return [item.text or "" for item in tree.iter("li")]


def test_a_feed_is_as_new_as_its_newest_entry() -> None:
    feed = read(render(FEED, [entry("b", 2, "2027-01-02"), entry("a", 1)]))

    assert feed.findtext(f"{ATOM}updated") == "2027-01-02T00:00:00Z"
    assert [node.text for node in feed.findall(f"{ATOM}entry/{ATOM}updated")] == [
        "2027-01-02T00:00:00Z",
        "2026-11-22T00:00:00Z",
    ]
    assert feed.findtext(f"{ATOM}entry/{ATOM}id") == UUID(int=2).urn


def test_no_text_gets_out_of_its_place(hostile: str) -> None:
    own = Feed(FEED.id, hostile, f"https://m.example/{hostile}", f"https://m.example/{hostile}")

    feed = read(render(own, [entry(hostile)]))

    assert len(sentences(feed)) == 2
    assert len(list(feed.iter())) == len(list(read(render(FEED, [entry("x")])).iter()))


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"])))
def test_a_sentence_can_be_read_back(text: str) -> None:
    assert sentences(read(render(FEED, [entry(text)]))) == [text, "second"]
