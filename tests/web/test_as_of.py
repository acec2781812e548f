"""A page can be read from another day: what will be stale then, and what supported."""

from datetime import date

import pytest
from fastapi.testclient import TestClient

from app.content.load import Content
from app.web.as_of import current_day
from tests.web.conftest import application

PAGES = ("/compare", "/options/linkerd", "/features/mtls")
FIRST = "2026-11-22"
"""The day of the first publication."""


@pytest.fixture(autouse=True)
def _the_day(client: TestClient) -> None:
    application(client).dependency_overrides[current_day] = lambda: date(2026, 11, 30)


@pytest.mark.parametrize("path", PAGES)
def test_a_check_is_stale_on_a_day_far_ahead(client: TestClient, path: str) -> None:
    assert "stale</span>" not in client.get(path).text.partition('id="reading"')[0]

    assert (
        "stale</span>" in client.get(f"{path}?as_of=2028-06-01").text.partition('id="reading"')[0]
    )


def test_the_table_says_how_each_release_is_supported_on_the_day(client: TestClient) -> None:
    page = client.get("/compare?as_of=2028-06-01&option=no-mesh&group=reach").text

    assert "Support on 1 June 2028" in page
    assert "ended on 2027-02-14" in page
    assert "support ended</span>" in page
    assert "Support on" not in client.get("/compare?option=no-mesh").text


def test_the_day_stays_in_every_link_and_file(client: TestClient) -> None:
    page = client.get("/compare?as_of=2028-06-01&group=reach").text

    assert 'href="/compare.csv?group=reach&amp;as_of=2028-06-01"' in page
    assert "stale" in client.get("/compare.csv?as_of=2028-06-01&group=reach").text


@pytest.mark.parametrize("day", ["soon", "2026-11-21", "2036-12-32", "2037-01-01", "20281301"])
@pytest.mark.parametrize("path", [*PAGES, "/compare.json"])
def test_a_day_that_cannot_be_asked_for_is_refused_with_those_that_can(
    client: TestClient, path: str, day: str
) -> None:
    answer = client.get(f"{path}?as_of={day}")

    assert answer.status_code == 422
    assert f"is no day from {FIRST} to 2036-12-31" in answer.text
    assert day in answer.text


def test_the_first_day_of_the_catalogue_can_be_asked_for(
    client: TestClient, content: Content
) -> None:
    assert content.history.publications[-1].version == FIRST
    assert client.get(f"/compare?as_of={FIRST}").status_code == 200
