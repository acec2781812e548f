from html import unescape

from fastapi.testclient import TestClient

from app.content.load import Content


def test_what_is_retired_stands_with_what_to_do_instead(
    client: TestClient, content: Content
) -> None:
    page = unescape(client.get("/retired").text)

    for each in content.market.retired:
        assert f'id="retired-{each.id}"' in page
        assert each.advice in page


def test_managed_offerings_and_newest_releases_stand_with_their_dates(
    client: TestClient, content: Content
) -> None:
    page = unescape(client.get("/retired").text)

    for each in content.market.managed:
        assert f'id="managed-{each.id}"' in page
    for release in content.market.newest:
        assert release.newest_proven in page
