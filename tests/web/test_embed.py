"""A small part of the comparison stands on other sites, and tells where it comes from."""

import re
from html import unescape
from xml.etree import ElementTree as ET

import html5lib
import pytest
from fastapi.testclient import TestClient

from app.content.load import Content
from app.web.guard import POLICY
from app.web.words import day

VIEWS = (
    "cell=linkerd.mtls",
    "feature=mtls",
    "option=linkerd&option=cilium&feature=mtls&feature=memory_per_pod&feature=data_plane",
)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("path", ["/embed", "/embed.svg"])
def test_other_sites_may_show_it_and_nothing_else(client: TestClient, path: str, view: str) -> None:
    policy = client.get(f"{path}?{view}").headers["Content-Security-Policy"]

    assert policy.endswith("frame-ancestors *")
    assert policy.rpartition(";")[0] == POLICY["Content-Security-Policy"].rpartition(";")[0]
    assert "frame-ancestors 'none'" in client.get("/compare").headers["Content-Security-Policy"]


@pytest.mark.parametrize("view", VIEWS)
def test_a_frame_holds_a_table_with_caption_heads_and_sources(
    client: TestClient, content: Content, view: str
) -> None:
    page = client.get(f"/embed?{view}").text

    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    assert tree.find(".//caption") is not None
    assert tree.find(".//th[@scope='col']") is not None
    assert tree.find(".//th[@scope='row']") is not None
    cited = content.catalogue.cited(content.catalogue.cell("linkerd", "mtls").claim.evidence)
    assert cited[0].url in page
    assert f"catalogue of {day(content.catalogue.version)}" in page


def test_one_cell_is_one_cell(client: TestClient) -> None:
    page = client.get("/embed?cell=linkerd.mtls").text

    assert page.count("<td><a") == 1
    assert "/compare?cell=linkerd.mtls#linkerd.mtls" in page


@pytest.mark.parametrize("view", VIEWS)
def test_a_picture_is_well_formed_and_says_the_same_in_words(
    client: TestClient, content: Content, view: str
) -> None:
    answer = client.get(f"/embed.svg?{view}")

    picture = ET.fromstring(answer.text)
    words = picture.findtext("{http://www.w3.org/2000/svg}desc") or ""
    assert answer.headers["Content-Type"].startswith("image/svg+xml")
    assert picture.get("role") == "img"
    assert "Mutual TLS between services. " in words
    assert "Linkerd: ● Full" in words
    assert f"catalogue of {content.catalogue.version}" in words


def test_what_to_copy_is_given_for_each_form(client: TestClient) -> None:
    page = client.get("/embed/code?feature=mtls&option=linkerd").text
    frame, picture, markdown, table = (
        unescape(text) for text in re.findall(r"<pre[^>]*><code>(.*?)</code>", page, re.DOTALL)
    )

    assert frame.startswith('<iframe src="http://127.0.0.1:8000/embed?option=linkerd&amp;feature=')
    assert 'alt="Service meshes compared: Linkerd"' in picture
    assert markdown.startswith("[![Service meshes compared: Linkerd](http://127.0.0.1:8000/embed")
    assert "<table" in table
    assert 'href="/' not in table


@pytest.mark.parametrize("path", ["/embed", "/embed.svg", "/embed/code"])
@pytest.mark.parametrize("view", ["", "q=nothingatall"])
def test_a_view_that_is_too_long_or_empty_is_refused(
    client: TestClient, path: str, view: str
) -> None:
    answer = client.get(f"{path}?{view}")

    assert answer.status_code == 422
    assert "1 to 24 rows can be embedded" in answer.text


def test_chosen_rows_are_kept_by_every_control(client: TestClient) -> None:
    page = client.get("/compare?feature=mtls&feature=retries").text

    assert "2 features, 7 options" in page
    assert '<input type="hidden" name="feature" value="retries">' in page
    assert 'href="/compare.csv?feature=mtls&amp;feature=retries"' in page
    assert client.get("/compare?feature=x").status_code == 422
