"""A decision that was saved once is looked at later: does it stand, and who is told?"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import html5lib
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.content.load import Content
from app.domain.grounds import grounds_of
from app.domain.shifts import Kind, Shift
from app.domain.undoing import Basis, undone
from app.main import create_app

pytestmark = pytest.mark.every_database

PROPOSAL = {
    "team": "Payments",
    "title": "Mesh",
    "answers": {"goals": ["mtls"], "services": "from_20_to_100", "priority": "simplicity"},
    "chosen_option": "linkerd",
    "reason": "We like it.",
}
WINDOWS = {"kind": "answer", "question": "workloads", "answer": "windows", "note": "Team B."}
Saved = dict[str, Any]


@pytest.fixture
def older(content: Content) -> Content:
    """Content of a day on which Linkerd had no mutual TLS."""
    basis = Basis(content.catalogue, content.graph, content.scales)
    now = grounds_of(*basis).facts["linkerd"]["mtls"]
    before = {"support": "none", "maturity": "n/a"}
    then = undone(basis, [Shift(Kind.CELL, "linkerd.mtls", before, now)])
    return replace(content, catalogue=then.catalogue)


@pytest.fixture
def saved_then(older: Content, app: FastAPI) -> Iterator[Saved]:
    """A decision that was saved on that day, in the database of the test's own application."""
    with TestClient(create_app(app.state.settings, older)) as client:
        yield saved(client)


def saved(client: TestClient) -> Saved:
    answer = client.post("/api/decisions", json=PROPOSAL)
    assert answer.status_code == 201, answer.text
    body: Saved = answer.json()
    return body


def api(decision: Saved, what: str) -> str:
    return f"/api/decisions/{decision['id']}/{what}"


def editor(decision: Saved) -> dict[str, str]:
    return {"Authorization": f"Bearer {decision['edit_url'].rpartition('/')[2]}"}


def test_the_cell_that_flipped_a_decision_is_named_over_rest(
    saved_then: Saved, client: TestClient
) -> None:
    found = client.get(api(saved_then, "reevaluation")).json()

    assert (found["state"], found["recommended_now"]) == ("flipped", "linkerd")
    assert found["recommended_then"] == saved_then["recommended_option"] != "linkerd"
    assert [cause["place"] for cause in found["causes"]] == ["linkerd.mtls"]
    assert found["causes_are_proven"]
    assert found["needs_attention"]
    assert "Linkerd, Mutual TLS between services: full now, none before." in found["sentences"]


def test_the_page_says_so_and_links_the_cell(saved_then: Saved, client: TestClient) -> None:
    page = client.get(saved_then["view_url"]).text

    assert "Today Linkerd would be recommended for the same answers; it was" in page
    assert 'href="/compare?cell=linkerd.mtls#linkerd.mtls"' in page


def test_the_example_of_the_reference_has_the_keys_of_an_answer(client: TestClient) -> None:
    path = "/api/decisions/{decision_id}/reevaluation"
    answer = client.get("/openapi.json").json()["paths"][path]["get"]["responses"]["200"]
    found = client.get(api(saved(client), "reevaluation")).json()

    assert answer["content"]["application/json"]["example"].keys() == found.keys()


def test_a_fresh_decision_stands(client: TestClient) -> None:
    found = client.get(api(saved(client), "reevaluation")).json()

    assert (found["state"], found["needs_attention"], found["causes"]) == ("unchanged", False, [])


def test_a_tripwire_is_checked_with_what_a_cluster_shows_and_for_a_day(
    client: TestClient,
) -> None:
    decision = saved(client)
    end = {"kind": "support_end", "release": "kuma/2.14"}
    watch = {"review_on": "2027-05-01", "tripwires": [WINDOWS, end]}

    put = client.put(api(decision, "watch"), json=watch, headers=editor(decision))
    asked = client.get(api(decision, "reevaluation"), params={"on": "2027-07-01"}).json()
    shown = client.get(api(decision, "reevaluation"), params={"workloads": "windows"}).json()

    assert put.status_code == 200
    assert put.json()["tripwires"][1]["day"] == "2027-06-12"
    assert client.get(api(decision, "watch")).json() == put.json()
    assert asked["is_review_due"]
    assert [each["because"] for each in asked["tripwires"]] == [
        "Support of Kuma 2.14 ended on 2027-06-12."
    ]
    assert [each["note"] for each in shown["tripwires"]] == ["Team B."]


@pytest.mark.parametrize(
    ("query", "field"),
    [({"on": "soon"}, "on"), ({"colour": "red"}, "colour"), ({"workloads": "beos"}, "workloads")],
)
def test_a_wrong_question_about_a_decision_names_the_field(
    client: TestClient, query: dict[str, str], field: str
) -> None:
    answer = client.get(api(saved(client), "reevaluation"), params=query)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == field


@pytest.mark.parametrize(
    ("method", "what", "body"),
    [
        ("PUT", "watch", {"tripwires": []}),
        ("GET", "webhooks", None),
        ("POST", "webhooks", {"url": "https://hooks.example/x"}),
        ("DELETE", "webhooks/abc", None),
    ],
)
def test_only_an_edit_link_lets_others_watch(
    client: TestClient, method: str, what: str, body: Any
) -> None:
    decision = saved(client)

    answers = [
        client.request(method, api(decision, what), json=body, headers=headers)
        for headers in ({}, {"Authorization": "Bearer " + "x" * 32})
    ]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_a_webhooks_secret_is_told_once(client: TestClient) -> None:
    decision = saved(client)
    url = {"url": "https://hooks.example/x"}

    made = client.post(api(decision, "webhooks"), json=url, headers=editor(decision))
    listed = client.get(api(decision, "webhooks"), headers=editor(decision))
    gone = client.delete(api(decision, f"webhooks/{made.json()['id']}"), headers=editor(decision))

    assert made.status_code == 201
    assert re.fullmatch(r"whsec_[A-Za-z0-9+/=]{44}", made.json()["secret"])
    assert made.json()["secret"] not in listed.text
    assert [each["url"] for each in listed.json()["webhooks"]] == [url["url"]]
    assert gone.status_code == 204
    again = client.get(api(decision, "webhooks"), headers=editor(decision))
    assert again.json() == {"webhooks": []}


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example/x",
        "ftp://hooks.example/x",
        "https://user:secret@hooks.example/x",
        "https://",
        "https://hooks.example/ä",
        "https://hooks.example/x#part",
        "https://[::1",
        "https://hooks.example:99999/",
        "",
    ],
)
def test_a_webhook_needs_a_plain_https_address(client: TestClient, url: str) -> None:
    decision = saved(client)

    answer = client.post(api(decision, "webhooks"), json={"url": url}, headers=editor(decision))

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "url"


def open_as_editor(client: TestClient, decision: Saved) -> str:
    client.get(decision["edit_url"])
    return f"{decision['view_url']}/watch"


def test_an_editor_writes_down_and_removes_tripwires_without_scripts(client: TestClient) -> None:
    decision = saved(client)
    path = open_as_editor(client, decision)

    done = client.post(
        path,
        data={"review_on": "2027-05-01", "answer": "workloads=windows", "note": "<b>Team B</b>"},
    )
    page = client.get(path).text
    key = re.search(r'name="removed" value="([^"]+)"', page)
    assert key
    removed = client.post(
        path,
        data={
            "review_on": "",
            "removed": key[1].replace("&#34;", '"').replace("&lt;", "<").replace("&gt;", ">"),
        },
    )

    assert done.status_code == removed.status_code == 303
    assert 'value="2027-05-01"' in page
    assert "is “Pods on Windows nodes”." in page
    assert "&lt;b&gt;Team B&lt;/b&gt;" in page
    assert client.get(api(decision, "watch")).json() == {"review_on": None, "tripwires": []}


def test_what_is_wrong_in_the_form_is_named_and_what_was_typed_stays(client: TestClient) -> None:
    path = open_as_editor(client, saved(client))

    answer = client.post(path, data={"review_on": "soon", "note": "Because", "option": "linkerd"})

    assert answer.status_code == 422
    assert 'id="review_on-error"' in answer.text
    assert 'value="soon"' in answer.text
    assert 'value="Because"' in answer.text


def test_an_editor_adds_a_webhook_and_sees_its_secret_once(client: TestClient) -> None:
    decision = saved(client)
    path = open_as_editor(client, decision)

    wrong = client.post(f"{decision['view_url']}/webhooks", data={"url": "http://x.example"})
    added = client.post(f"{decision['view_url']}/webhooks", data={"url": "https://x.example/y"})
    page = client.get(path).text

    assert wrong.status_code == 422
    assert "Must begin with https:// and a host." in wrong.text
    assert added.status_code == 201
    assert "whsec_" in added.text
    assert "whsec_" not in page
    assert "https://x.example/y" in page
    form = re.search(r'action="([^"]+/webhooks/[0-9a-f]+/remove)"', page)
    assert form
    assert client.post(form[1]).status_code == 303
    assert client.post(form[1]).status_code == 404


def test_a_reader_sees_what_was_written_and_no_form(client: TestClient) -> None:
    decision = saved(client)
    client.put(api(decision, "watch"), json={"tripwires": [WINDOWS]}, headers=editor(decision))

    page = client.get(f"{decision['view_url']}/watch").text

    assert "Pods on Windows nodes" in page
    assert "<form" not in page.partition("<main")[2].partition("</main>")[0]


def test_the_badge_says_what_was_chosen_and_whether_it_stands(
    saved_then: Saved, client: TestClient
) -> None:
    fresh = saved(client)
    addresses = [
        re.search(r'src="(/badges/[^"]+)"', client.get(f"{each['view_url']}/watch").text)
        for each in (fresh, saved_then)
    ]
    stands, moved = (client.get(found[1]) for found in addresses if found)

    assert stands.headers["Content-Type"] == "image/svg+xml"
    assert re.search(r"Linkerd \S+, still valid on \d{4}-\d\d-\d\d", stands.text)
    assert "another recommended on " in moved.text
    assert client.get("/badges/unknown.svg").status_code == 404


def test_no_badge_names_a_link(client: TestClient) -> None:
    decision = saved(client)
    page = client.get(f"{decision['view_url']}/watch").text
    address = re.search(r'src="(/badges/[^"]+)"', page)

    assert address
    assert decision["id"] not in address[1]
    opened = client.get(address[1].replace("/badges/", "/decisions/").removesuffix(".svg"))
    assert opened.status_code == 404


@pytest.mark.parametrize("part", ["", "/watch", "/record"])
def test_its_pages_are_valid_html_for_readers_and_editors(
    saved_then: Saved, client: TestClient, part: str
) -> None:
    path = f"{saved_then['view_url']}{part}"
    texts = [client.get(path).text]
    client.get(saved_then["edit_url"])
    client.put(
        api(saved_then, "watch"),
        json={"review_on": "2020-01-01", "tripwires": [WINDOWS]},
        headers=editor(saved_then),
    )
    texts.append(client.get(path).text)

    for text in texts:
        tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
        ids = [element.get("id") for element in tree.iter() if element.get("id")]
        assert len(ids) == len(set(ids))
        assert len(list(tree.iter("h1"))) == 1
