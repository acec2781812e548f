"""Write changes as an Atom feed that feed readers follow (RFC 4287)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from uuid import UUID
from xml.etree.ElementTree import Element, SubElement, tostring

NAMESPACE = "http://www.w3.org/2005/Atom"
# What XML 1.0 has no way to write, escaped or not.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One change to follow. `day` is YYYY-MM-DD; readers tell entries apart by `id`."""

    id: UUID
    title: str
    day: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Feed:
    """What is followed; `address` is the feed's own and `page` what people read, both absolute."""

    id: UUID
    title: str
    address: str
    page: str


def render(feed: Feed, entries: Iterable[Entry]) -> str:
    """Return a feed of entries, which come newest first; there must be one at least."""
    shown = tuple(entries)
    root = Element("feed", {"xmlns": NAMESPACE, "xml:lang": "en"})
    _add(root, "id", feed.id.urn)
    _add(root, "title", feed.title)
    _add(root, "updated", _instant(max(entry.day for entry in shown)))
    SubElement(root, "link", rel="self", type="application/atom+xml", href=_xml(feed.address))
    SubElement(root, "link", rel="alternate", type="text/html", href=_xml(feed.page))
    _add(SubElement(root, "author"), "name", "Meshwise")
    for entry in shown:
        _add_entry(root, feed, entry)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(root, encoding="unicode")}\n'


def _add_entry(root: Element, feed: Feed, entry: Entry) -> None:
    node = SubElement(root, "entry")
    _add(node, "id", entry.id.urn)
    _add(node, "title", entry.title)
    _add(node, "published", _instant(entry.day))
    _add(node, "updated", _instant(entry.day))
    SubElement(node, "link", rel="alternate", type="text/html", href=_xml(feed.page))
    items = "".join(f"<li>{escape(sentence)}</li>" for sentence in entry.sentences)
    _add(node, "content", f"<ul>{items}</ul>").set("type", "html")


def _add(parent: Element, name: str, text: str) -> Element:
    node = SubElement(parent, name)
    node.text = _xml(text)
    return node


def _instant(day: str) -> str:
    return f"{day}T00:00:00Z"


def _xml(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
