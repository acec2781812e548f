"""Every link of every page leads somewhere, and every anchor it names is there."""

import re
from html import unescape
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest
from fastapi.testclient import TestClient

START = "/"
MOST_PAGES = 400  # A page with other values of the same parameters is not another page.

Kind = tuple[str, frozenset[str]]


def kind_of(address: str) -> Kind:
    parts = urlsplit(address)
    return parts.path, frozenset(name for name, _ in parse_qsl(parts.query))


def links_of(page: str, text: str) -> list[str]:
    found = re.findall(r'<(?:a|link)\b[^>]*\shref="([^"]+)"', text)
    links = [urljoin(page, unescape(link)) for link in found]
    return [link for link in links if link.startswith("/")]


@pytest.mark.endurance
def test_no_link_is_dead_and_no_anchor_is_missing(client: TestClient) -> None:
    texts: dict[Kind, str] = {}
    waiting = [START]
    dead: list[str] = []
    anchors: list[tuple[str, str]] = []
    while waiting and len(texts) < MOST_PAGES:
        page = waiting.pop(0)
        address = page.split("#")[0]
        if kind_of(page) in texts:
            continue
        answer = client.get(address, headers={"Accept": "text/html"}, follow_redirects=True)
        texts[kind_of(page)] = answer.text if "html" in answer.headers["content-type"] else ""
        if answer.status_code != 200:
            dead.append(f"{page}: {answer.status_code}")
        links = links_of(address, texts[kind_of(page)])
        anchors += [(address, link) for link in links if "#" in link]
        waiting += [link for link in links if kind_of(link) not in texts]

    missing = {
        f"{page} -> {link}"
        for page, link in anchors
        if kind_of(link) == kind_of(link.split("#")[0])
        and (text := texts.get(kind_of(link)))
        and not urlsplit(link).query
        and f'id="{urlsplit(link).fragment}"' not in text
    }
    assert dead == []
    assert sorted(missing)[:10] == []
    assert len(texts) > 20
