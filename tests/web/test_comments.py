import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from tests.web.links import SENT, Saved, bearer, make_link, save, wrong

pytestmark = pytest.mark.every_database


@pytest.fixture
def saved(client: TestClient) -> Saved:
    return save(client)


@pytest.fixture
def commenter(client: TestClient, saved: Saved) -> dict[str, str]:
    return bearer(make_link(client, saved, "comment")["url"])


@pytest.fixture
def browser(app: FastAPI, client: TestClient, saved: Saved) -> TestClient:
    """The browser of somebody who has opened a comment link."""
    browser = TestClient(app, raise_server_exceptions=False, follow_redirects=False)
    browser.get(make_link(client, saved, "comment")["url"])
    return browser


@pytest.fixture
def path(client: TestClient, saved: Saved) -> str:
    """The decision's page under its id, which opens nothing without a link."""
    url = make_link(client, saved, "comment")["url"]
    return str(url.partition("/comment/")[0])


@pytest.mark.parametrize("about", ["", "question:priority", "option:linkerd", "option:no-mesh"])
def test_a_comment_is_about_the_decision_a_question_or_an_option(
    client: TestClient, saved: Saved, commenter: dict[str, str], about: str
) -> None:
    sent = {"about": about, "author": "Kim", "text": "Why?\nReally."}

    made = client.post(f"{saved.path}/comments", json=sent, headers=commenter)

    assert made.status_code == 201
    assert made.json().items() >= {**sent, "revision": 1, "resolved_at": None}.items()
    assert client.get(f"{saved.path}/comments").json()["comments"] == [made.json()]


def test_a_comment_can_be_resolved_and_opened_again(
    client: TestClient, saved: Saved, commenter: dict[str, str]
) -> None:
    sent = {"text": "Why?"}
    made = client.post(f"{saved.path}/comments", json=sent, headers=commenter).json()
    address = f"{saved.path}/comments/{made['id']}"

    settled = {"resolved": True, "author": "Alex"}
    resolved = client.patch(address, json=settled, headers=commenter).json()
    again = client.patch(address, json={"resolved": False}, headers=commenter).json()

    assert resolved["resolved_at"]
    assert resolved["resolved_by"] == "Alex"
    assert again == made


def test_only_an_edit_link_deletes_a_comment(
    client: TestClient, saved: Saved, commenter: dict[str, str]
) -> None:
    made = client.post(f"{saved.path}/comments", json={"text": "Why?"}, headers=commenter).json()
    address = f"{saved.path}/comments/{made['id']}"

    assert client.delete(address, headers=commenter).status_code == 404
    assert client.delete(address, headers=saved.edit).status_code == 204
    assert client.delete(address, headers=saved.edit).status_code == 404
    assert client.get(f"{saved.path}/comments").json() == {"comments": []}


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "x" * 2001}, "text"),
        ({"text": "a\0"}, "text"),
        ({"text": "x", "about": "question:gone"}, "about"),
        ({"text": "x", "about": "cell:linkerd.mtls"}, "about"),
        ({"text": "x", "author": "x" * 81}, "author"),
        ({"text": "x", "stray": 1}, "stray"),
    ],
)
def test_a_wrong_field_of_a_comment_is_named(
    client: TestClient, saved: Saved, commenter: dict[str, str], sent: dict[str, str], field: str
) -> None:
    answer = client.post(f"{saved.path}/comments", json=sent, headers=commenter)

    assert field in wrong(answer)


def test_a_view_link_reads_comments_and_writes_none(client: TestClient, saved: Saved) -> None:
    view = bearer(saved.told["view_url"])

    assert client.get(f"{saved.path}/comments").status_code == 200
    said = client.post(f"{saved.path}/comments", json={"text": "x"}, headers=view)
    stood = client.post(
        f"{saved.path}/opinions", json={"stance": "agree", "author": "Kim"}, headers=view
    )
    assert said.status_code == stood.status_code == 404


def test_what_one_says_again_replaces_what_one_said(
    client: TestClient, saved: Saved, commenter: dict[str, str]
) -> None:
    for author, stance, reason in (
        ("Kim", "object", "Too young."),
        ("Alex", "agree", ""),
        ("KIM", "live_with", ""),
    ):
        sent = {"stance": stance, "author": author, "reason": reason}
        made = client.post(f"{saved.path}/opinions", json=sent, headers=commenter)
        assert made.status_code == 201

    told = client.get(f"{saved.path}/opinions").json()

    assert [(each["author"], each["stance"]) for each in told["opinions"]] == [
        ("KIM", "live_with"),
        ("Alex", "agree"),
    ]
    assert told["counts"] == {"agree": 1, "live_with": 1, "object": 0}


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"stance": "object", "author": "Kim"}, "reason"),
        ({"stance": "love", "author": "Kim"}, "stance"),
        ({"stance": "agree"}, "author"),
        ({"stance": "agree", "author": ""}, "author"),
    ],
)
def test_a_wrong_field_of_an_opinion_is_named(
    client: TestClient, saved: Saved, commenter: dict[str, str], sent: dict[str, str], field: str
) -> None:
    answer = client.post(f"{saved.path}/opinions", json=sent, headers=commenter)

    assert field in wrong(answer)


def test_what_was_said_of_an_earlier_revision_says_so(
    client: TestClient, saved: Saved, browser: TestClient, path: str
) -> None:
    browser.post(f"{path}/comments", data={"comment_text": "Why <b>not</b>?"})
    browser.post(f"{path}/opinions", data={"opinion_stance": "agree", "opinion_author": "Kim"})
    client.put(saved.path, json={**SENT, "title": "New"}, headers=saved.edit | {"If-Match": '"1"'})

    page = browser.get(path).text

    assert "Why &lt;b&gt;not&lt;/b&gt;?" in page
    assert page.count("of revision 1") == 2
    assert "1 agree, 0 can live with it, 0 object." in page


def test_the_page_resolves_and_opens_comments_again(browser: TestClient, path: str) -> None:
    made = browser.post(f"{path}/comments", data={"comment_text": "Why?"})
    comment_id = made.headers["Location"].rpartition("#comment-")[2]

    browser.post(f"{path}/comments/{comment_id}/resolve")
    resolved = browser.get(path).text
    browser.post(f"{path}/comments/{comment_id}/reopen")

    assert "Every comment is resolved." in resolved
    assert "<summary>1 resolved</summary>" in resolved
    assert "resolved</summary>" not in browser.get(path).text
    assert browser.post(f"{path}/comments/{comment_id}/delete").status_code == 404


def test_a_wrong_comment_comes_back_with_what_was_typed(browser: TestClient, path: str) -> None:
    form = {"comment_about": "option:kuma", "comment_author": "K & co", "comment_text": "x" * 2001}

    page = browser.post(f"{path}/comments", data=form)

    assert page.status_code == 422
    assert 'id="comment_text-error"' in page.text
    assert 'value="K &amp; co"' in page.text
    assert "x" * 2001 in page.text


def test_an_objection_without_a_reason_comes_back(browser: TestClient, path: str) -> None:
    form = {"opinion_stance": "object", "opinion_author": "Kim"}

    page = browser.post(f"{path}/opinions", data=form)

    assert page.status_code == 422
    assert 'id="opinion_reason-error"' in page.text
    assert 'value="object" checked' in page.text


def test_a_link_beside_a_question_leads_to_a_comment_about_it(
    browser: TestClient, path: str
) -> None:
    page = browser.get(path).text
    assert 'href="?about=question:priority#comment"' in page

    asked = browser.get(f"{path}?about=question:priority").text

    assert '<option value="question:priority" selected>' in asked


def test_comments_go_with_their_decision(client: TestClient, saved: Saved) -> None:
    client.post(f"{saved.path}/comments", json={"text": "x"}, headers=saved.edit)

    assert client.delete(saved.path, headers=saved.edit).status_code == 204
    assert client.get(f"{saved.path}/comments").status_code == 404
