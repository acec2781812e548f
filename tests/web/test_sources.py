from html import escape

from fastapi.testclient import TestClient

from app.content.load import Content


def test_every_source_stands_with_its_address_and_what_cites_it(
    client: TestClient, content: Content
) -> None:
    page = client.get("/sources").text

    for source in content.catalogue.sources.values():
        assert f'<li id="{source.id}">' in page
        assert f'href="{escape(source.url)}"' in page
    assert "/compare?cell=linkerd.mtls#linkerd.mtls" in page


def test_what_is_retired_stands_with_what_to_do_instead(
    client: TestClient, content: Content
) -> None:
    page = client.get("/sources").text

    for each in content.market.retired:
        assert f'id="retired-{each.id}"' in page


def test_sources_are_narrowed_by_kind_and_words(client: TestClient) -> None:
    part = client.get("/sources?kind=paper&q=arxiv", headers={"HX-Request": "true"}).text

    assert "paper · arxiv.org" in part
    assert "release notes ·" not in part
