"""The good practices for capability URLs of the W3C's Technical Architecture Group, one by one.

https://www.w3.org/TR/capability-urls/ lists them; rate limits, HTTPS and HSTS are the proxy's.
"""

import logging
import re
from datetime import UTC, datetime, timedelta

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import text

from app.store.engine import WRITES
from app.store.tables import Table
from tests.web.links import SENT, Saved, bearer, make_link, save

pytestmark = pytest.mark.every_database
KINDS = ("view", "comment", "edit")


@pytest.fixture
def saved(client: TestClient) -> Saved:
    return save(client)


@pytest.fixture
def stranger(app: FastAPI, client: TestClient) -> TestClient:  # noqa: ARG001  It opens the app.
    """A browser without any link."""
    return TestClient(app, raise_server_exceptions=False, follow_redirects=False)


def team_links(client: TestClient, saved: Saved) -> list[str]:
    return [
        client.post(
            f"{saved.team_path}/links", json={"kind": kind}, headers=saved.team_edit
        ).json()["url"]
        for kind in KINDS
    ]


def every_link(client: TestClient, saved: Saved) -> list[str]:
    told = saved.told
    first = [told[name] for name in ("view_url", "edit_url", "team_view_url", "team_edit_url")]
    made = [make_link(client, saved, kind)["url"] for kind in KINDS]
    return [*first, *made, *team_links(client, saved)]


def secret_of(url: str) -> str:
    return url.rpartition("/")[2]


def open_link(browser: TestClient, url: str) -> str:
    """Open a link as a browser does, and return the address of the page that it leads to."""
    answer = browser.get(url)
    if answer.status_code == 303:
        url = answer.headers["Location"]
        answer = browser.get(url)
    assert answer.status_code == 200
    return url


def end_all(app: FastAPI, change: str) -> None:
    long_ago = datetime.now(UTC) - timedelta(seconds=1)
    with app.state.engine.execution_options(**WRITES).begin() as connection:
        connection.execute(text(f"UPDATE link SET {change} = :at"), {"at": str(long_ago)[:26]})


def test_each_link_has_a_random_secret_of_its_own_of_128_bits_or_more(
    client: TestClient, saved: Saved
) -> None:
    secrets = [secret_of(url) for url in every_link(client, saved)]

    assert len(set(secrets)) == len(secrets) == 10
    assert min(len(secret) for secret in secrets) * 6 >= 128


def test_no_secret_is_in_the_database_in_clear(
    app: FastAPI, client: TestClient, saved: Saved
) -> None:
    secrets = [secret_of(url) for url in every_link(client, saved)]

    with app.state.engine.connect() as connection:
        rows = [
            str(row)
            for table in Table.metadata.tables
            for row in connection.execute(text(f"SELECT * FROM {table}"))
        ]

    assert len(rows) > 10
    assert not [row for row in rows if any(secret in row for secret in secrets)]


def test_no_secret_is_logged(
    client: TestClient, saved: Saved, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        links = every_link(client, saved)
        for url in links:
            open_link(client, url)
            client.get(f"{url}/nothing")
            client.get(saved.path, headers=bearer(url))
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith("httpx")]

    assert len(ours) > len(links)
    assert not [line for line in ours if any(secret_of(url) in line for url in links)]


def test_pages_behind_links_are_for_no_cache_and_no_search_engine_and_name_no_referrer(
    client: TestClient, stranger: TestClient, saved: Saved
) -> None:
    for url in every_link(client, saved):
        page = stranger.get(open_link(stranger, url))
        assert page.headers["Cache-Control"] == "private, no-store"
        assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert '<meta name="robots" content="noindex, nofollow">' in page.text
        # It says where the visitor comes from, and never which page: see also the journey.
        assert page.headers["Referrer-Policy"] == "strict-origin"
        assert "ETag" not in page.headers


def test_no_secret_is_in_the_title_of_a_page(
    client: TestClient, stranger: TestClient, saved: Saved
) -> None:
    links = every_link(client, saved)

    for url in links:
        page = stranger.get(open_link(stranger, url)).text
        title = re.search("<title>(.*?)</title>", page)
        assert title
        assert not [each for each in links if secret_of(each) in title[1]]


def test_only_a_view_links_secret_stays_in_the_address(
    client: TestClient, stranger: TestClient, saved: Saved
) -> None:
    for url in every_link(client, saved):
        stranger.cookies.clear()
        address = open_link(stranger, url)
        is_view_link = url.startswith("/decisions/") and url.count("/") == 2
        assert (secret_of(url) in address) == is_view_link


def test_nothing_but_our_own_origin_is_loaded_by_the_pages(
    client: TestClient, stranger: TestClient, saved: Saved
) -> None:
    for url in every_link(client, saved):
        page = stranger.get(open_link(stranger, url))
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]
        assert not re.findall(r'<(?:script|link|img)[^>]+(?:src|href)="(?!/|data:)', page.text)


def test_links_that_lead_away_take_no_referrer_along(client: TestClient, saved: Saved) -> None:
    page = client.get(saved.told["view_url"]).text

    away = re.findall(r'<a [^>]*href="https?://(?!127\.0\.0\.1)[^>]*>', page)
    assert all('rel="noreferrer"' in link for link in away)


def test_opening_a_link_changes_nothing(app: FastAPI, client: TestClient, saved: Saved) -> None:
    links = every_link(client, saved)

    def all_rows() -> list[str]:
        with app.state.engine.connect() as connection:
            tables = Table.metadata.tables
            return sorted(
                str(row)
                for table in tables
                for row in connection.execute(text(f"SELECT * FROM {table}"))
            )

    before = all_rows()
    for url in links:
        open_link(client, url)

    assert all_rows() == before


@pytest.mark.parametrize("ended", ["wrong", "expired", "revoked"])
def test_wrong_expired_and_revoked_links_get_one_answer(
    app: FastAPI, client: TestClient, stranger: TestClient, saved: Saved, ended: str
) -> None:
    links = every_link(client, saved)
    if ended == "wrong":
        links = [url[: -len(secret_of(url))] + "A" * 32 for url in links]
    else:
        end_all(app, {"expired": "expires_at", "revoked": "revoked_at"}[ended])

    for url in links:
        page = stranger.get(url)
        kind = "team" if url.startswith("/teams") else "decision"
        assert page.status_code == 404
        assert f"There is no {kind} behind this link." in page.text
        assert "Set-Cookie" not in page.headers
        assert stranger.get(saved.path, headers=bearer(url)).status_code == (
            200 if ended == "wrong" else 404
        )


@pytest.mark.parametrize("ended", ["expires_at", "revoked_at"])
def test_what_a_cookie_allowed_ends_with_its_link(
    app: FastAPI, client: TestClient, stranger: TestClient, saved: Saved, ended: str
) -> None:
    addresses = [open_link(stranger, url) for url in every_link(client, saved)]
    end_all(app, ended)

    assert {stranger.get(address).status_code for address in addresses} == {404}


@pytest.mark.parametrize("kind", KINDS)
def test_a_link_can_be_rotated_and_its_old_secret_opens_nothing(
    client: TestClient, stranger: TestClient, saved: Saved, kind: str
) -> None:
    old = make_link(client, saved, kind, name="Security review", expires_in_days=30)

    new = client.post(f"{saved.path}/links/{old['id']}/rotate", headers=saved.edit).json()

    assert stranger.get(old["url"]).status_code == 404
    assert open_link(stranger, new["url"])
    assert [new[key] for key in ("kind", "name", "expires_at")] == [
        old[key] for key in ("kind", "name", "expires_at")
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_a_link_can_be_ended_and_the_others_go_on(
    client: TestClient, stranger: TestClient, saved: Saved, kind: str
) -> None:
    ended, kept = make_link(client, saved, kind), make_link(client, saved, kind)

    answer = client.delete(f"{saved.path}/links/{ended['id']}", headers=saved.edit)

    assert answer.status_code == 204
    assert stranger.get(ended["url"]).status_code == 404
    assert open_link(stranger, kept["url"])


def test_a_rotated_view_link_does_not_shut_editors_out(
    client: TestClient, stranger: TestClient, saved: Saved
) -> None:
    listed = client.get(f"{saved.path}/links", headers=saved.edit).json()["links"]
    view = next(link for link in listed if link["kind"] == "view")

    new = client.post(f"{saved.path}/links/{view['id']}/rotate", headers=saved.edit).json()

    assert stranger.get(saved.told["view_url"]).status_code == 404
    assert open_link(stranger, new["url"])
    assert 'id="edit"' in stranger.get(open_link(stranger, saved.told["edit_url"])).text


def test_what_is_saved_once_is_opened_by_the_links_of_that_day_for_good(
    client: TestClient, stranger: TestClient
) -> None:
    """The contract: an id, a view link and an edit link, as clients have them in their files."""
    told = client.post("/api/decisions", json=SENT).json()

    assert told["view_url"] == f"/decisions/{told['id']}"
    assert told["edit_url"].startswith(f"{told['view_url']}/edit/")
    assert stranger.get(f"/api/decisions/{told['id']}").json()["title"] == SENT["title"]
    assert open_link(stranger, told["edit_url"]) == told["view_url"]
