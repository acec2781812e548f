import re

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import text

from app.store.engine import WRITES
from tests.web.links import SENT, Saved, bearer, make_link, save, save_beside, wrong

pytestmark = pytest.mark.every_database
CILIUM = {"answers": {"cni": "cilium"}, "chosen_option": "cilium"}


@pytest.fixture
def first(client: TestClient) -> Saved:
    return save(client)


@pytest.fixture
def stranger(app: FastAPI, client: TestClient) -> TestClient:  # noqa: ARG001  It opens the app.
    return TestClient(app, raise_server_exceptions=False, follow_redirects=False)


def opened(browser: TestClient, url: str) -> str:
    """Open a team's link and return the team's page."""
    path = browser.get(url).headers["Location"]
    return browser.get(path).text


def titles(page: str) -> list[str]:
    return re.findall(r'<th scope="row"><a [^>]*>(.*?)</a>', page)


def test_a_team_begins_with_its_first_decision_and_takes_more(
    client: TestClient, stranger: TestClient, first: Saved
) -> None:
    second = save_beside(client, first, title="Mesh for staging")

    page = opened(stranger, first.told["team_view_url"])

    assert second.told["team_id"] == first.told["team_id"]
    assert "team_view_url" in second.told
    assert second.told["team_edit_url"] is None
    assert titles(page) == ["Mesh for staging", "Mesh for production"]


@pytest.mark.parametrize("kind", ["view", "comment", "edit"])
def test_a_team_link_opens_every_decision_of_the_team_for_what_it_says(
    client: TestClient, stranger: TestClient, first: Saved, kind: str
) -> None:
    second = save_beside(client, first, title="Second")
    told = client.post(
        f"{first.team_path}/links", json={"kind": kind}, headers=first.team_edit
    ).json()
    page = opened(stranger, told["url"])
    ids = re.findall(r'href="/decisions/(\w+)"', page)

    shown = [stranger.get(f"/decisions/{each}").text for each in ids]

    assert len(ids) == 2
    assert all(('<h3 id="comment">' in each) == (kind != "view") for each in shown)
    assert all(('id="edit"' in each) == (kind == "edit") for each in shown)
    other = save(client)
    assert stranger.get(f"/teams/{other.told['team_id']}").status_code == 404
    assert not set(ids) & {first.told["id"], second.told["id"]}


def test_a_decisions_own_link_does_not_open_its_team(
    client: TestClient, stranger: TestClient, first: Saved
) -> None:
    stranger.get(first.told["edit_url"])

    assert stranger.get(f"/teams/{first.told['team_id']}").status_code == 404
    assert client.get(first.team_path, headers=first.edit).status_code == 404
    assert client.get(f"{first.team_path}/decisions", headers=first.edit).status_code == 404


def test_a_teams_list_has_pages_that_show_everything_once(client: TestClient, first: Saved) -> None:
    for number in range(4):
        save_beside(client, first, title=f"Number {number}")

    seen, after = [], ""
    for _ in range(3):
        page = client.get(
            f"{first.team_path}/decisions",
            params={"limit": 2, "after": after},
            headers=first.team_view,
        ).json()
        seen.append([each["title"] for each in page["decisions"]])
        after = page["after"]

    assert seen == [["Number 3", "Number 2"], ["Number 1", "Number 0"], ["Mesh for production"]]
    assert after is None


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("straße", ["Straße 5%"]),
        ("STRASSE", ["Straße 5%"]),
        ("5%", ["Straße 5%"]),
        ("%", ["Straße 5%"]),
        ("_", []),
        ("ada  mesh", ["Mesh for production"]),
        ("linkerd", ["Straße 5%", "Mesh for production"]),
        ("nothing", []),
    ],
)
def test_a_search_finds_all_words_in_title_author_and_choice(
    client: TestClient, search: str, found: list[str]
) -> None:
    first = save(client, author="Ada")
    save_beside(client, first, title="Straße 5%", author="Kim")

    page = client.get(
        f"{first.team_path}/decisions", params={"search": search}, headers=first.team_view
    ).json()

    assert [each["title"] for each in page["decisions"]] == found


def test_the_list_shows_what_stands_in_the_newest_revision(
    client: TestClient, first: Saved
) -> None:
    changed = {**SENT, "title": "Changed", "chosen_option": "kuma", "reason": "We know it."}
    client.put(first.path, json=changed, headers=first.edit | {"If-Match": '"1"'})

    listed = client.get(f"{first.team_path}/decisions", headers=first.team_view).json()

    entry = listed["decisions"][0]
    assert (entry["title"], entry["chosen_option"], entry["revision"]) == ("Changed", "kuma", 2)
    assert entry["recommended_option"] == "linkerd"


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"after": "tomorrow"}, "after"),
        ({"after": "9" * 40 + "-x"}, "after"),
        ({"search": "x" * 201}, "search"),
        ({"limit": "0"}, "limit"),
        ({"limit": "201"}, "limit"),
        ({"limit": "many"}, "limit"),
    ],
)
def test_a_wrong_query_is_named(
    client: TestClient, first: Saved, query: dict[str, str], field: str
) -> None:
    answer = client.get(f"{first.team_path}/decisions", params=query, headers=first.team_view)

    assert field in wrong(answer)


def test_the_page_keeps_a_search_that_is_wrong(client: TestClient, first: Saved) -> None:
    client.get(first.told["team_edit_url"])

    page = client.get(f"/teams/{first.told['team_id']}", params={"search": "y" * 201})

    assert page.status_code == 422
    assert 'id="search-error"' in page.text
    assert f'value="{"y" * 201}"' in page.text


def test_two_decisions_side_by_side_name_the_answer_that_makes_the_difference(
    client: TestClient, stranger: TestClient, first: Saved
) -> None:
    second = save_beside(client, first, title="Ours is Cilium", **CILIUM)
    page = opened(stranger, first.told["team_view_url"])
    ids = re.findall(r'name="decision" value="(\w+)"', page)

    beside = stranger.get(f"/teams/{first.told['team_id']}/beside", params={"decision": ids})
    told = client.get(
        f"{first.team_path}/beside", params={"decision": ids}, headers=first.team_view
    ).json()

    assert beside.status_code == 200
    assert "make the difference" in beside.text or "makes the difference" in beside.text
    assert {told["left_winner"], told["right_winner"]} == {"linkerd", "cilium"}
    assert told["turning"]
    assert second.told["recommended_option"] == "cilium"


@pytest.mark.parametrize("count", [0, 1, 3])
def test_any_other_number_than_two_cannot_be_compared(
    client: TestClient, first: Saved, count: int
) -> None:
    client.get(first.told["team_edit_url"])
    address = f"/teams/{first.told['team_id']}/beside"

    page = client.get(address, params={"decision": ["x"] * count})

    assert page.status_code == 422
    assert "Choose exactly two decisions" in page.text


def test_a_decision_of_another_team_is_not_shown_beside(
    client: TestClient, stranger: TestClient, first: Saved
) -> None:
    other = save(client)
    page = opened(stranger, other.told["team_view_url"])
    foreign = re.findall(r'href="/decisions/(\w+)"', page)[0]

    answer = client.get(
        f"{first.team_path}/beside",
        params={"decision": [foreign, foreign]},
        headers=first.team_view,
    )

    assert answer.status_code == 404


def test_a_browser_with_a_teams_edit_link_saves_into_the_team(
    client: TestClient, stranger: TestClient, first: Saved
) -> None:
    stranger.get(first.told["team_edit_url"])
    form = stranger.get("/decisions/new?priority=simplicity").text
    team_id = first.told["team_id"]

    sent = {"team_id": team_id, "title": "Third", "answers": "priority=simplicity"}
    saved = stranger.post("/decisions", data={**sent, "chosen_option": "linkerd"})

    assert f'<option value="{team_id}" selected>Payments platform</option>' in form
    assert saved.status_code == 303
    listed = client.get(f"{first.team_path}/decisions", headers=first.team_view).json()
    assert [each["title"] for each in listed["decisions"]] == ["Third", "Mesh for production"]


def test_a_team_that_is_not_held_cannot_be_saved_into(
    client: TestClient, stranger: TestClient, first: Saved
) -> None:
    stranger.get(first.told["team_view_url"])
    sent = {"team_id": first.told["team_id"], "title": "Third", "chosen_option": "linkerd"}

    answer = stranger.post("/decisions", data=sent)

    assert answer.status_code == 422
    denied = client.post(f"{first.team_path}/decisions", json=SENT, headers=first.team_view)
    assert denied.status_code == 404


def test_a_team_keeps_its_name(client: TestClient, first: Saved) -> None:
    sent = {**SENT, "team": "Others"}

    answer = client.post(f"{first.team_path}/decisions", json=sent, headers=first.team_edit)

    assert wrong(answer) == {"team": ("Payments platform",)}


def test_what_is_missing_and_the_reason_are_asked_for_in_one_round(client: TestClient) -> None:
    sent = {**SENT, "title": "", "chosen_option": "kuma"}

    assert set(wrong(client.post("/api/decisions", json=sent))) == {"title", "reason"}
    form = {"title": "", "chosen_option": "kuma", "answers": "priority=simplicity"}
    page = client.post("/decisions", data=form).text
    assert all(f'id="{field}-error"' in page for field in ("team", "title", "reason"))


def test_an_old_team_without_links_is_opened_by_its_decisions_editor(
    app: FastAPI, stranger: TestClient, first: Saved
) -> None:
    with app.state.engine.execution_options(**WRITES).begin() as connection:
        connection.execute(text("DELETE FROM link WHERE decision_id IS NULL"))
    path = stranger.get(first.told["edit_url"]).headers["Location"]
    assert "The team has no link of its own yet." in stranger.get(path).text

    answer = stranger.post(f"{path}/team")

    assert answer.headers["Location"] == f"/teams/{first.told['team_id']}#links"
    assert titles(stranger.get(answer.headers["Location"]).text) == ["Mesh for production"]
    assert stranger.post(f"{path}/team").status_code == 404


def test_without_a_link_nothing_is_listed(client: TestClient, first: Saved) -> None:
    for path in (first.team_path, f"{first.team_path}/decisions", f"{first.team_path}/links"):
        assert client.get(path).status_code == 401
        assert client.get(path, headers=bearer("x/wrong")).status_code == 404
    assert client.get("/api/teams").status_code == 404
    assert client.get("/teams").status_code == 404


def test_a_comment_link_does_not_change_anything(client: TestClient, first: Saved) -> None:
    headers = bearer(make_link(client, first, "comment")["url"])

    changed = client.put(first.path, json=SENT, headers=headers | {"If-Match": '"1"'})
    made = client.post(f"{first.path}/links", json={"kind": "view"}, headers=headers)

    assert changed.status_code == made.status_code == 404
    assert client.delete(first.path, headers=headers).status_code == 404


@pytest.mark.parametrize("name", ["view_url", "edit_url"])
def test_decisions_of_two_teams_can_be_laid_side_by_side_by_their_links(
    client: TestClient, stranger: TestClient, first: Saved, name: str
) -> None:
    other = save(client, team="Search & find", title="Ours is Cilium", **CILIUM)

    link = f"https://mesh.example{other.told[name]}"
    page = stranger.post(f"{first.told['view_url']}/beside", data={"link": link})

    assert page.status_code == 200
    assert "Search &amp; find" in page.text
    assert "the first comes to" in page.text
    assert other.told["id"] not in page.text
    assert page.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("link", ["", "nonsense", f"/decisions/{'A' * 32}", f"/teams/{'A' * 32}"])
def test_a_link_that_opens_no_decision_is_said_beside_the_field(
    stranger: TestClient, first: Saved, link: str
) -> None:
    page = stranger.post(f"{first.told['view_url']}/beside", data={"link": link})

    assert page.status_code == 422
    assert 'id="beside-error"' in page.text
    assert f'value="{link}"' in page.text


def test_deleting_a_decision_leads_back_to_its_team(
    client: TestClient, stranger: TestClient, first: Saved
) -> None:
    save_beside(client, first)
    page = opened(stranger, first.told["team_edit_url"])
    path = re.findall(r'href="(/decisions/\w+)"', page)[0]

    answer = stranger.post(f"{path}/delete")

    assert answer.headers["Location"] == f"/teams/{first.told['team_id']}"
    assert len(titles(stranger.get(answer.headers["Location"]).text)) == 1


def test_a_team_can_be_deleted_with_all_that_it_has(
    client: TestClient, stranger: TestClient, first: Saved
) -> None:
    stranger.get(first.told["team_view_url"])
    assert stranger.post(f"/teams/{first.told['team_id']}/delete").status_code == 404
    assert client.delete(first.team_path, headers=first.team_view).status_code == 404
    second = save(client)
    stranger.get(second.told["team_edit_url"])

    over_rest = client.delete(first.team_path, headers=first.team_edit)
    on_page = stranger.post(f"/teams/{second.told['team_id']}/delete")

    assert (over_rest.status_code, on_page.status_code) == (204, 303)
    assert client.get(first.path).status_code == client.get(second.path).status_code == 404
