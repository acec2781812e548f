import re

import html5lib
import pytest
from fastapi.testclient import TestClient

PAGES = [
    "/",
    "/compare",
    "/compare?cell=cilium.mtls",
    "/options/linkerd",
    "/options/flagger",
    "/features",
    "/features/memory_per_pod",
    "/features/gateway_api_mesh",
    "/benchmarks",
    "/benchmarks?option=kuma&page=1",
    "/runbooks",
    "/runbooks/istio-ambient",
    "/runbooks/kuma",
    "/cluster",
    "/overhead",
    "/overhead?nodes=many&rps=1",
    "/fleet",
    "/effort",
    "/effort?cni=cilium_managed",
    "/result?goals=mtls&nodes=3&meshed_pods=30&rps=50&node_vcpu=4&node_gib=16",
    "/sources",
    "/starting-points",
    "/sources/linkerd/doc-mtls",
    "/retired",
    "/downloads",
    "/report?cell=cilium.mtls",
    "/embed?feature=mtls",
    "/embed/code?cell=cilium.mtls",
    "/problems/invalid-input",
    "/nowhere",
]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_valid_html_with_a_title_and_one_heading(client: TestClient, path: str) -> None:
    text = client.get(path, headers={"Accept": "text/html"}).text

    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert len(list(tree.iter("h1"))) == 1
    assert tree.findtext("./head/title", "").endswith(" · Meshwise")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_nobody_else_for_anything(client: TestClient, path: str) -> None:
    text = client.get(path, headers={"Accept": "text/html"}).text

    fetched = re.findall(r"<(?:script|img|iframe)[^>]*\ssrc=\"([^\"]+)", text)
    fetched += re.findall(r"<link(?! rel=\"alternate\")[^>]*\shref=\"([^\"]+)", text)
    assert fetched
    assert all(address.startswith(("/static/", "/embed.svg?")) for address in fetched)
    assert " style=" not in text


@pytest.mark.parametrize("path", ["/compare", "/runbooks", "/sources"])
def test_the_menu_marks_where_the_visitor_is(client: TestClient, path: str) -> None:
    assert f'<a href="{path}" aria-current="page">' in client.get(path).text
