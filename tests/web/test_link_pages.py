import re

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from tests.web.links import Saved, make_link, save, wrong

pytestmark = pytest.mark.every_database


@pytest.fixture
def saved(client: TestClient) -> Saved:
    return save(client)


@pytest.fixture
def path(client: TestClient, saved: Saved) -> str:
    """The page of a decision in an editor's browser."""
    return str(client.get(saved.told["edit_url"]).headers["Location"])


@pytest.fixture
def team(client: TestClient, saved: Saved) -> str:
    """The page of a team in an editor's browser."""
    return str(client.get(saved.told["team_edit_url"]).headers["Location"])


def new_link(page: str) -> str:
    """Return the path of the link that a page shows as new."""
    found = re.search(r'role="status"><p>.*?<code>http://[^/]+(/[^<]+)</code>', page, re.DOTALL)
    assert found
    return found[1]


def links_on(page: str) -> list[str]:
    return re.findall(r"/links/(\w+)/end", page)


@pytest.mark.parametrize("kind", ["view", "comment", "edit"])
@pytest.mark.parametrize("where", ["path", "team"])
def test_a_new_link_is_shown_once_it_is_made_and_opens_what_it_says(
    app: FastAPI,
    client: TestClient,
    request: pytest.FixtureRequest,
    where: str,
    kind: str,
) -> None:
    page_path = request.getfixturevalue(where)
    form = {"link_kind": kind, "link_name": "Security <review>", "link_days": "30"}

    answer = client.post(f"{page_path}/links", data=form)
    page = client.get(page_path).text

    assert answer.headers["Location"] == f"{page_path}#links"
    assert "Security &lt;review&gt;" in page
    stranger = TestClient(app, follow_redirects=True)
    assert stranger.get(new_link(page)).status_code == 200


def test_what_a_link_allows_is_said_in_sentences(client: TestClient, path: str) -> None:
    page = client.get(path).text

    assert "Anyone with this link can read the decision." in page
    assert "comment on, change and delete the decision" in page


def test_a_wrong_link_comes_back_with_what_was_typed(client: TestClient, path: str) -> None:
    form = {"link_kind": "comment", "link_name": "x" * 81, "link_days": "30"}

    page = client.post(f"{path}/links", data=form)

    assert page.status_code == 422
    assert 'id="link_name-error"' in page.text
    assert f'value="{"x" * 81}"' in page.text
    assert '<option value="30" selected>' in page.text


def test_rotating_the_link_of_ones_own_browser_does_not_shut_it_out(
    client: TestClient, path: str, team: str
) -> None:
    for begin in (path, team):
        here = begin
        for link_id in links_on(client.get(begin).text):
            answer = client.post(f"{here}/links/{link_id}/rotate")
            here = answer.headers["Location"].partition("#")[0]
            assert answer.status_code == 303
        assert 'id="links"' in client.get(here).text


def test_when_the_address_itself_is_ended_the_page_stays_under_the_decisions_id(
    client: TestClient, saved: Saved, path: str
) -> None:
    listed = client.get(f"{saved.path}/links", headers=saved.edit).json()["links"]
    view = next(link["id"] for link in listed if link["kind"] == "view")

    answer = client.post(f"{path}/links/{view}/end")

    assert path not in answer.headers["Location"]
    assert client.get(path).status_code == 404
    assert 'id="edit"' in client.get(answer.headers["Location"]).text


def test_the_last_edit_link_cannot_be_ended(
    client: TestClient, saved: Saved, path: str, team: str
) -> None:
    for page_path, api, headers in (
        (path, saved.path, saved.edit),
        (team, saved.team_path, saved.team_edit),
    ):
        listed = client.get(f"{api}/links", headers=headers).json()["links"]
        last = next(link["id"] for link in listed if link["kind"] == "edit")

        page = client.post(f"{page_path}/links/{last}/end")
        told = client.delete(f"{api}/links/{last}", headers=headers)

        assert page.status_code == 422
        assert "the last edit link that does not expire" in page.text
        assert "link" in wrong(told)


def test_a_second_edit_link_that_expires_does_not_count(client: TestClient, saved: Saved) -> None:
    listed = client.get(f"{saved.path}/links", headers=saved.edit).json()["links"]
    last = next(link["id"] for link in listed if link["kind"] == "edit")
    make_link(client, saved, "edit", expires_in_days=1)
    assert "link" in wrong(client.delete(f"{saved.path}/links/{last}", headers=saved.edit))

    make_link(client, saved, "edit")

    assert client.delete(f"{saved.path}/links/{last}", headers=saved.edit).status_code == 204


def test_a_link_of_another_decision_cannot_be_ended(client: TestClient, saved: Saved) -> None:
    other = save(client)
    foreign = client.get(f"{other.path}/links", headers=other.edit).json()["links"][0]["id"]

    assert client.delete(f"{saved.path}/links/{foreign}", headers=saved.edit).status_code == 404
    assert client.get(other.path).status_code == 200


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "kind"),
        ({"kind": "admin"}, "kind"),
        ({"kind": "view", "expires_in_days": 0}, "expires_in_days"),
        ({"kind": "view", "expires_in_days": 3651}, "expires_in_days"),
        ({"kind": "view", "expires_in_days": "soon"}, "expires_in_days"),
        ({"kind": "view", "name": "a\nb"}, "name"),
        ({"kind": "view", "stray": 1}, "stray"),
    ],
)
def test_a_wrong_field_of_a_link_is_named(
    client: TestClient, saved: Saved, sent: dict[str, object], field: str
) -> None:
    answer = client.post(f"{saved.path}/links", json=sent, headers=saved.edit)

    assert field in wrong(answer)


def test_what_is_allowed_instead_of_a_wrong_kind_is_said(client: TestClient, saved: Saved) -> None:
    answer = client.post(f"{saved.path}/links", json={"kind": "admin"}, headers=saved.edit)

    assert wrong(answer)["kind"] == ("view", "comment", "edit")


def test_live_links_have_a_limit(client: TestClient, saved: Saved) -> None:
    for _ in range(48):
        make_link(client, saved, "view")

    answer = client.post(f"{saved.path}/links", json={"kind": "view"}, headers=saved.edit)

    assert "kind" in wrong(answer)
