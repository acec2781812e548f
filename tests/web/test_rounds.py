import html
import re
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

from tests.web.links import Saved, bearer, save, wrong

pytestmark = pytest.mark.every_database
SIMPLE = {"priority": "simplicity"}
CILIUM = {"priority": "simplicity", "cni": "cilium"}


@pytest.fixture
def saved(client: TestClient) -> Saved:
    return save(client)


@pytest.fixture
def member(client: TestClient, saved: Saved) -> dict[str, str]:
    """The comment link of a team."""
    made = client.post(
        f"{saved.team_path}/links", json={"kind": "comment"}, headers=saved.team_edit
    )
    return bearer(made.json()["url"])


@pytest.fixture
def address(client: TestClient, saved: Saved) -> str:
    """The address of an open round."""
    made = client.post(
        f"{saved.team_path}/rounds", json={"title": "Next mesh"}, headers=saved.team_edit
    )
    assert made.status_code == 201
    return f"{saved.team_path}/rounds/{made.json()['id']}"


def hand_in(
    client: TestClient, address: str, headers: dict[str, str], author: str, answers: Any
) -> Response:
    sent = {"author": author, "answers": answers}
    return client.post(f"{address}/sheets", json=sent, headers=headers)


def test_nobody_sees_what_others_answered_until_the_round_is_closed(
    client: TestClient, saved: Saved, member: dict[str, str], address: str
) -> None:
    hand_in(client, address, member, "Kim", SIMPLE)
    handed_in = hand_in(client, address, member, "Alex", CILIUM)

    for secret in (member, saved.team_view, saved.team_edit):
        told = client.get(address, headers=secret)
        assert told.json()["authors"] == ["Kim", "Alex"]
        assert told.json()["merge"] is None
        assert "cilium" not in told.text
    assert "cilium" not in handed_in.text


def test_a_closed_round_says_where_the_members_differ_and_whether_it_matters(
    client: TestClient, saved: Saved, member: dict[str, str], address: str
) -> None:
    for author, answers in (("Kim", SIMPLE), ("Bo", SIMPLE), ("Alex", CILIUM)):
        hand_in(client, address, member, author, answers)

    told = client.post(f"{address}/close", headers=saved.team_edit).json()

    merged = told["merge"]
    assert told["closed_at"]
    assert merged["winner"] == "linkerd"
    assert merged["agreed"] == ["priority"]
    assert merged["members"] == [
        {"author": "Kim", "winner": "linkerd"},
        {"author": "Bo", "winner": "linkerd"},
        {"author": "Alex", "winner": "cilium"},
    ]
    assert merged["disagreements"] == [
        {
            "question": "cni",
            "groups": [
                {"answers": [], "authors": ["Kim", "Bo"], "winner": "linkerd"},
                {"answers": ["cilium"], "authors": ["Alex"], "winner": "cilium"},
            ],
            "matters": True,
        }
    ]
    assert client.get(address, headers=saved.team_view).json() == told


def test_handing_in_again_replaces_what_one_answered(
    client: TestClient, saved: Saved, member: dict[str, str], address: str
) -> None:
    hand_in(client, address, member, "Kim", SIMPLE)
    hand_in(client, address, member, "kim", CILIUM)

    told = client.post(f"{address}/close", headers=saved.team_edit).json()

    assert told["authors"] == ["kim"]
    assert told["merge"]["answers"] == {"priority": ["simplicity"], "cni": ["cilium"]}


def test_a_closed_round_takes_no_answers(
    client: TestClient, saved: Saved, member: dict[str, str], address: str
) -> None:
    hand_in(client, address, member, "Kim", SIMPLE)
    client.post(f"{address}/close", headers=saved.team_edit)

    assert "round" in wrong(hand_in(client, address, member, "Alex", SIMPLE))


def test_a_round_without_answers_cannot_be_closed(
    client: TestClient, saved: Saved, address: str
) -> None:
    assert "round" in wrong(client.post(f"{address}/close", headers=saved.team_edit))


def test_only_those_may_who_have_the_link_for_it(
    client: TestClient, saved: Saved, member: dict[str, str], address: str
) -> None:
    assert hand_in(client, address, saved.team_view, "Kim", SIMPLE).status_code == 404
    assert client.post(f"{address}/close", headers=member).status_code == 404
    asked = client.post(f"{saved.team_path}/rounds", json={"title": "x"}, headers=member)
    assert asked.status_code == 404
    other = save(client)
    foreign = address.replace(saved.team_path, other.team_path)
    assert client.get(foreign, headers=other.team_view).status_code == 404


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"answers": {}}, "author"),
        ({"author": "Kim", "answers": {"services": "many"}}, "answers.services"),
        ({"author": "Kim", "answers": {}, "weights": {"beauty": 1}}, "weights.beauty"),
        ({"author": "Kim"}, "answers"),
    ],
)
def test_a_wrong_field_of_a_members_answers_is_named(
    client: TestClient, member: dict[str, str], address: str, sent: dict[str, Any], field: str
) -> None:
    answer = client.post(f"{address}/sheets", json=sent, headers=member)

    assert field in wrong(answer)


def test_members_walk_from_the_round_to_the_questions_and_back_in_their_browsers(
    app: FastAPI, client: TestClient, saved: Saved
) -> None:
    team = client.get(saved.told["team_edit_url"]).headers["Location"]
    opened = client.post(f"{team}/rounds", data={"round_title": "Next <mesh>"})
    here = opened.headers["Location"]
    link = client.post(
        f"{saved.team_path}/links", json={"kind": "comment"}, headers=saved.team_edit
    ).json()["url"]
    for author, query in (("Kim", "priority=simplicity"), ("Al & Bo", "cni=cilium")):
        browser = TestClient(app, raise_server_exceptions=False, follow_redirects=False)
        browser.get(link)
        offered = re.search(
            r'href="([^"]*/sheets[^"]*)"', browser.get(f"/decisions/new?{query}").text
        )
        assert offered
        form = browser.get(html.unescape(offered[1])).text
        assert f'value="{html.escape(query)}"' in form
        done = browser.post(f"{here}/sheets", data={"author": author, "answers": query})
        assert done.headers["Location"] == here
    waiting = client.get(here).text
    closed = client.post(f"{here}/close")

    page = client.get(closed.headers["Location"]).text

    assert "Al &amp; Bo" in waiting
    assert "Where you differ" not in waiting
    assert "Next &lt;mesh&gt;" in page
    assert "It matters: talk about it." in page
    assert 'href="/result?' in page


def test_a_name_that_is_missing_is_asked_for_and_the_answers_are_kept(
    client: TestClient, saved: Saved, address: str
) -> None:
    client.get(saved.told["team_edit_url"])
    path = address.removeprefix("/api")

    page = client.post(f"{path}/sheets", data={"author": "", "answers": "cni=cilium"})

    assert page.status_code == 422
    assert 'id="author-error"' in page.text
    assert 'name="answers" value="cni=cilium"' in page.text


def test_a_round_without_a_title_comes_back(client: TestClient, saved: Saved) -> None:
    team = client.get(saved.told["team_edit_url"]).headers["Location"]

    page = client.post(f"{team}/rounds", data={"round_title": " "})

    assert page.status_code == 422
    assert 'id="round_title-error"' in page.text


def test_a_team_that_was_asked_stays_when_its_last_decision_goes(
    client: TestClient, saved: Saved, address: str
) -> None:
    client.delete(saved.path, headers=saved.edit)

    assert client.get(address, headers=saved.team_view).status_code == 200
    listed = client.get(f"{saved.team_path}/decisions", headers=saved.team_view).json()
    assert listed["decisions"] == []
