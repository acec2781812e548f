import html
import re
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

from tests.web.links import SENT, Saved, save, wrong

pytestmark = pytest.mark.every_database


@pytest.fixture
def saved(client: TestClient) -> Saved:
    """A decision in its second revision."""
    saved = save(client)
    answer = change(client, saved, answers={"cni": "cilium"}, chosen_option="cilium", note="CNI")
    assert answer.status_code == 200
    return saved


@pytest.fixture
def path(client: TestClient, saved: Saved) -> str:
    """The decision's page in an editor's browser."""
    return str(client.get(saved.told["edit_url"]).headers["Location"])


def change(client: TestClient, saved: Saved, tag: str = '"1"', **changes: Any) -> Response:
    return client.put(saved.path, json={**SENT, **changes}, headers=saved.edit | {"If-Match": tag})


def test_every_revision_keeps_all_that_it_was_made_from(client: TestClient, saved: Saved) -> None:
    first = client.get(f"{saved.path}/revisions/1").json()

    told = {key: saved.told[key] for key in first}
    assert first == told
    assert first["versions"].keys() == {"catalog", "graph", "engine"}
    assert first["recommendation"]["ranking"]


def test_what_the_cluster_said_is_kept_with_what_the_team_answered_otherwise(
    client: TestClient,
) -> None:
    cluster: dict[str, Any] = {
        "facts": {"kubernetes": "1.34.1", "nodes": 12},
        "answers": {"services": ["under_20"], "cni": ["cilium"]},
    }

    sent = {**cluster["facts"], "nodes": {"value": 12, "evidence": [{"object": "node/a"}]}}

    saved = save(client, cluster={**cluster, "facts": sent, "unknown": []})

    assert saved.told["cluster"] == cluster
    assert saved.told["overrides"] == {"services": ["from_20_to_100"]}
    page = client.get(saved.told["view_url"]).text
    assert "kubernetes" in page
    assert "The cluster says" in page


def test_what_a_link_says_of_the_cluster_is_kept_with_the_decision(client: TestClient) -> None:
    query = "priority=simplicity&nodes=3&my_kubernetes=1.30&my_cni=aws_vpc&lacks=cilium&lacks=kuma"
    result = client.get(f"/result?{query}").text
    save_link = re.search(r'href="(/decisions/new\?[^"]*)"', result)
    assert save_link
    form = client.get(html.unescape(save_link[1])).text
    answers = re.search(r'name="answers" value="([^"]*)"', form)
    assert answers
    sent = {"team": "T", "title": "M", "chosen_option": "linkerd"}

    saved = client.post("/decisions", data={**sent, "answers": html.unescape(answers[1])})

    told = client.get(f"/api{saved.headers['Location']}").json()
    facts = {"nodes": "3", "kubernetes": "1.30", "cni": "aws_vpc", "lacks": "cilium, kuma"}
    assert told["cluster"] == {"facts": facts, "answers": {}}


@pytest.mark.parametrize(
    ("cluster", "field"),
    [
        ({"facts": {"x": "y" * 8000}}, "cluster.facts"),
        ({"answers": {"services": "many"}}, "cluster.answers.services"),
        ([], "cluster"),
    ],
)
def test_what_a_cluster_cannot_have_said_is_named(
    client: TestClient, cluster: object, field: str
) -> None:
    assert field in wrong(client.post("/api/decisions", json={**SENT, "cluster": cluster}))


@pytest.mark.parametrize("number", ["0", "3", "x", "9" * 30, "-1"])
def test_there_are_no_other_revisions(client: TestClient, saved: Saved, number: str) -> None:
    assert client.get(f"{saved.path}/revisions/{number}").status_code == 404
    assert client.get(f"{saved.path}/changes", params={"from": number}).status_code == 404
    assert client.get(f"{saved.told['view_url']}/revisions/{number}").status_code == 404


def test_any_two_revisions_can_be_compared(client: TestClient, saved: Saved) -> None:
    told = client.get(f"{saved.path}/changes", params={"from": "1", "to": "2"}).json()
    back = client.get(f"{saved.path}/changes", params={"from": "2", "to": "1"}).json()

    assert (told["left_winner"], told["right_winner"]) == ("linkerd", "cilium")
    assert {each["question"] for each in told["differences"]} == {"priority", "services", "cni"}
    assert (back["left_winner"], back["right_winner"]) == ("cilium", "linkerd")


def test_the_page_of_changes_names_what_changed_and_whether_it_matters(
    client: TestClient, saved: Saved
) -> None:
    page = client.get(f"{saved.told['view_url']}/changes?from=1&to=2").text

    assert "What changed from revision 1 to 2" in page
    assert '<span class="stage">changed</span>' in page
    assert "would come to" in page


def test_an_older_revision_is_shown_as_it_was(client: TestClient, saved: Saved, path: str) -> None:
    page = client.get(f"{path}/revisions/1").text

    assert "The team chose <strong>Linkerd</strong>, as recommended." in page
    assert "Restore as revision 3" in page
    newest = client.get(saved.told["view_url"]).text
    assert "The team chose <strong>Cilium</strong>" in newest


def test_restoring_adds_a_revision_that_says_what_the_old_one_said(
    client: TestClient, saved: Saved, path: str
) -> None:
    answer = client.post(f"{path}/revisions/1/restore", data={"revision": "2"})

    assert answer.headers["Location"] == path
    history = client.get(f"{saved.path}/revisions").json()["revisions"]
    newest, _, first = history
    assert [each["revision"] for each in history] == [3, 2, 1]
    assert newest["note"] == "Restores revision 1."
    same = ("title", "answers", "weights", "chosen_option", "reason", "recommendation", "versions")
    assert [newest[key] for key in same] == [first[key] for key in same]


def test_restoring_over_rest_asks_for_the_newest_tag(client: TestClient, saved: Saved) -> None:
    address = f"{saved.path}/revisions/1/restore"

    assert client.post(address).status_code == 401
    assert client.post(address, headers=saved.edit).status_code == 428
    late = client.post(address, headers=saved.edit | {"If-Match": '"1"'})
    done = client.post(address, headers=saved.edit | {"If-Match": '"2"'})

    assert late.status_code == 412
    assert late.json()["current"]["revision"] == 2
    assert (done.status_code, done.json()["revision"]) == (200, 3)
    assert done.headers["ETag"] == '"3"'


def test_restoring_too_late_changes_nothing_and_says_so(
    client: TestClient, saved: Saved, path: str
) -> None:
    page = client.post(f"{path}/revisions/1/restore", data={"revision": "1"})

    assert page.status_code == 409
    assert "Somebody saved another revision meanwhile." in page.text
    assert client.get(saved.path).json()["revision"] == 2


def test_a_reader_cannot_restore(app: FastAPI, saved: Saved) -> None:
    reader = TestClient(app, raise_server_exceptions=False, follow_redirects=False)
    path = saved.told["view_url"]

    assert "Restore as" not in reader.get(f"{path}/revisions/1").text
    assert reader.post(f"{path}/revisions/1/restore", data={"revision": "2"}).status_code == 404


def test_the_loser_over_rest_gets_the_newest_revision_and_the_one_they_had_read(
    client: TestClient, saved: Saved
) -> None:
    late = change(client, saved, title="Too late")

    assert late.status_code == 412
    assert late.json()["current"]["note"] == "CNI"
    assert late.json()["base"]["title"] == SENT["title"]


def test_the_loser_on_the_page_sees_all_three_and_undoes_nothing(
    client: TestClient, path: str
) -> None:
    base = {"title": SENT["title"], "author": "Kim", "chosen_option": "cilium", "reason": ""}
    theirs = {**base, "title": "Theirs", "author": "Alex"}
    client.post(path, data={**theirs, "revision": "2"})

    late = client.post(path, data={**base, "title": "Mine", "note": "My note", "revision": "2"})

    assert late.status_code == 409
    for whose, text in (
        ("When you opened it", SENT["title"]),
        ("Theirs", "Theirs"),
        ("Yours", "Mine"),
    ):
        assert re.search(rf'<dt>{whose}</dt><dd>\s*<p dir="auto">{text}</p>', late.text)
    assert "Title: you both changed it" in late.text
    assert "Author: you both changed it" not in late.text
    # What only they changed stands in the form, so that saving again does not undo it.
    assert 'value="Alex"' in late.text
    assert 'value="Mine"' in late.text
    assert ">My note</textarea>" in late.text


def test_an_editor_gives_a_decision_other_answers_from_the_address_of_a_result(
    client: TestClient, saved: Saved, path: str
) -> None:
    form = {"revision": "2", "title": "M", "chosen_option": "linkerd", "reason": ""}
    result = "http://127.0.0.1:8000/result?priority=simplicity&weights.security=3&my_cni=cilium"

    answer = client.post(path, data={**form, "answers": result})

    assert answer.status_code == 303
    told = client.get(saved.path).json()
    assert told["answers"] == {"priority": ["simplicity"]}
    assert told["weights"] == {"security": 3}
    assert told["cluster"]["facts"] == {"cni": "cilium"}
    assert told["recommended_option"] == "linkerd"


@pytest.mark.parametrize("answers", ["nonsense", "http://[", "/result?services=many", "/result"])
def test_an_address_without_answers_comes_back_beside_the_field(
    client: TestClient, path: str, answers: str
) -> None:
    form = {"revision": "2", "title": "M", "chosen_option": "cilium", "answers": answers}

    page = client.post(path, data=form)

    assert page.status_code == 422
    assert 'id="answers-error"' in page.text
    assert f'value="{answers}"' in page.text
