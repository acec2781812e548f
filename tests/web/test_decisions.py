import html
import logging
import re

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import text

from app.domain.links import LinkKind
from app.store.engine import WRITES
from app.web.cookies import COOKIES
from tests.web.conftest import application

pytestmark = pytest.mark.every_database
QUERY = "services=from_20_to_100&priority=simplicity"
FORM = {
    "team": "Payments platform",
    "title": "Mesh for production",
    "author": "Kim",
    "answers": QUERY,
    "chosen_option": "linkerd",
    "reason": "",
}
HOSTILE = (
    "$(touch x)`id`",
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "</textarea></title><h1>x</h1>",
    "{{ 7 * 7 }}{% raw %}",
    "../../etc/passwd",
    "javascript:alert(1)",
    "&lt;b&gt; &amp;",
    "\u202egnp.exe 東京 🕸",
)


def save(client: TestClient, **changes: str) -> Response:
    return client.post("/decisions", data={**FORM, **changes})


def saved_path(client: TestClient, **changes: str) -> str:
    response = save(client, **changes)
    assert response.status_code == 303
    return str(response.headers["Location"])


def edit_link(page: str) -> str:
    found = re.search(r"/decisions/[\w-]+/edit/[\w-]+", page)
    assert found
    return found[0]


def edit(client: TestClient, path: str, **changes: str) -> Response:
    form = {"revision": "1", "title": "Changed", "chosen_option": "linkerd", "reason": ""}
    return client.post(path, data={**form, **changes})


def unescaped_link(page: str, start: str) -> str:
    found = re.search(rf'href="({start}[^"]*)"', page)
    assert found
    return html.unescape(found[1])


@pytest.fixture
def stranger(client: TestClient) -> TestClient:
    """Another browser: the same application, no cookies."""
    return TestClient(client.app, raise_server_exceptions=False, follow_redirects=False)


def test_the_form_proposes_the_winner_and_carries_the_answers(client: TestClient) -> None:
    page = client.get(f"/decisions/new?{QUERY}").text

    assert '<option value="linkerd" selected>' in page
    assert f'name="answers" value="{html.escape(QUERY)}"' in page


def test_the_form_says_which_answers_of_an_old_link_it_does_not_know(client: TestClient) -> None:
    response = client.get("/decisions/new?priority=simplicity&services=many")

    assert response.status_code == 422
    assert "answers.services" in response.text
    assert 'name="answers" value="priority=simplicity"' in response.text


def test_saving_leads_to_the_decision_and_shows_both_links(client: TestClient) -> None:
    path = saved_path(client)

    page = client.get(path)

    assert page.status_code == 200
    assert f"http://127.0.0.1:8000{path}" in page.text
    assert edit_link(page.text).startswith(f"{path}/edit/")
    assert "Anyone with this link can change" in page.text


def test_the_right_to_change_is_a_cookie_for_this_decision_alone(client: TestClient) -> None:
    response = save(client)

    cookie = response.headers["Set-Cookie"]
    assert f"Path={response.headers['Location']};" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


def test_a_wrong_form_comes_back_with_what_was_typed(client: TestClient) -> None:
    response = save(client, title="", reason="Line one\n<b>two</b>", author="Kim & co")

    assert response.status_code == 422
    assert 'id="title-error"' in response.text
    assert 'value="Kim &amp; co"' in response.text
    assert "Line one\n&lt;b&gt;two&lt;/b&gt;</textarea>" in response.text
    assert f'name="answers" value="{html.escape(QUERY)}"' in response.text


def test_a_choice_against_the_advice_asks_for_its_reason_beside_the_field(
    client: TestClient,
) -> None:
    response = save(client, chosen_option="cilium")

    assert response.status_code == 422
    assert 'id="reason-error"' in response.text
    assert '<option value="cilium" selected>' in response.text


def test_a_stranger_with_the_link_reads_and_cannot_change(
    client: TestClient, stranger: TestClient
) -> None:
    path = saved_path(client, chosen_option="cilium", reason="It is our CNI.\nSince 2024.")

    page = stranger.get(path).text

    assert "It is our CNI.<br>Since 2024." in page
    assert "Recommended was" in page
    assert "What matters most?" in page
    assert "/edit/" not in page
    assert f'action="{path}"' not in page
    assert edit(stranger, path).status_code == 404
    assert stranger.post(f"{path}/delete").status_code == 404
    assert stranger.get(path).status_code == 200


def test_the_edit_link_gives_another_browser_the_right_to_change(
    client: TestClient, stranger: TestClient
) -> None:
    path = saved_path(client)
    link = edit_link(client.get(path).text)

    opened = stranger.get(link)

    assert opened.status_code == 303
    assert opened.headers["Location"] == path
    assert opened.headers["Referrer-Policy"] == "no-referrer"
    assert opened.headers["Cache-Control"] == "private, no-store"
    assert edit(stranger, path).status_code == 303
    assert "Changed" in client.get(path).text


@pytest.mark.parametrize("secret", ["wrong", "A" * 32, "%00", "é"])
def test_a_wrong_edit_link_opens_nothing(client: TestClient, secret: str) -> None:
    path = saved_path(client)

    for wrong in (f"{path}/edit/{secret}", f"/decisions/{'A' * 32}/edit/{secret}"):
        response = client.get(wrong)
        assert response.status_code == 404
        assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("path", ["/decisions/nothing", f"/decisions/{'A' * 32}", "/decisions/%00"])
def test_behind_an_unknown_link_there_is_a_page_that_says_so(client: TestClient, path: str) -> None:
    response = client.get(path)

    assert response.status_code == 404
    assert "There is no decision behind this link." in response.text


def test_a_decision_is_not_kept_by_caches_or_search_engines(client: TestClient) -> None:
    page = client.get(saved_path(client))

    assert page.headers["Cache-Control"] == "private, no-store"
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert "ETag" not in page.headers
    assert page.headers["Referrer-Policy"] == "strict-origin"


def test_a_change_is_a_revision_with_a_note_in_the_history(client: TestClient) -> None:
    path = saved_path(client)

    response = edit(client, path, title="Changed", note="Cleared up <the> title")

    page = client.get(path).text
    assert response.status_code == 303
    assert '<h1 dir="auto">Changed</h1>' in page
    assert "Cleared up &lt;the&gt; title" in page
    assert ">Revision 1</a>: Linkerd" in page


def test_a_wrong_change_comes_back_with_what_was_typed(client: TestClient) -> None:
    path = saved_path(client)

    response = edit(client, path, title="New title", chosen_option="cilium", note="Why not")

    assert response.status_code == 422
    assert 'id="reason-error"' in response.text
    assert 'value="New title"' in response.text
    assert ">Why not</textarea>" in response.text


def test_who_comes_too_late_sees_both_versions_and_can_save_again(client: TestClient) -> None:
    path = saved_path(client)
    edit(client, path, title="Theirs", author="Alex")

    late = edit(client, path, title="Mine", note="My note")

    assert late.status_code == 409
    assert "Not saved yet" in late.text
    assert '<p dir="auto">Theirs</p>' in late.text
    assert '<p dir="auto">Mine</p>' in late.text
    assert 'name="revision" value="2"' in late.text
    assert 'value="Mine"' in late.text
    assert ">My note</textarea>" in late.text
    assert edit(client, path, title="Mine", revision="2").status_code == 303
    assert '<h1 dir="auto">Mine</h1>' in client.get(path).text


def test_the_line_ends_of_a_browser_are_no_difference(client: TestClient) -> None:
    path = saved_path(client, reason="One\nTwo")
    edit(client, path, reason="One\nTwo")

    late = edit(client, path, reason="One\r\nTwo")

    assert late.status_code == 409
    assert "Both say the same." in late.text


def test_deleting_leads_home_and_leaves_nothing(client: TestClient, stranger: TestClient) -> None:
    path = saved_path(client)

    response = client.post(f"{path}/delete")

    assert (response.status_code, response.headers["Location"]) == (303, "/")
    assert client.get(path).status_code == stranger.get(path).status_code == 404


def test_another_site_cannot_save_or_change(client: TestClient) -> None:
    path = saved_path(client)
    headers = {"Sec-Fetch-Site": "cross-site"}

    for address in ("/decisions", path, f"{path}/delete"):
        assert client.post(address, data=FORM, headers=headers).status_code == 403


@pytest.mark.parametrize("field", ["team", "title", "author", "reason"])
@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_is_shown_as_typed_and_never_as_syntax(
    client: TestClient, hostile: str, field: str
) -> None:
    page = client.get(saved_path(client, **{field: hostile})).text

    escaped = str(html.escape(hostile)).replace("&#x27;", "&#39;").replace("&quot;", "&#34;")
    assert escaped in page
    assert not set(re.findall(r"<(?:script(?! src)|img|b|h1 *)>", page))
    assert page.count("<h1") == 1


@pytest.mark.parametrize("hostile", [*HOSTILE, "a\0b", "x" * 10_000, "\ud7ff"])
@pytest.mark.parametrize("field", list(FORM))
def test_a_hostile_form_is_saved_or_refused_and_its_text_escaped(
    client: TestClient, hostile: str, field: str
) -> None:
    response = save(client, **{field: hostile})

    assert response.status_code in {303, 422}
    assert "<script>alert" not in response.text
    assert "<img" not in response.text


def test_the_log_names_no_link_and_no_secret(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        path = saved_path(client)
        link = edit_link(client.get(path).text)
        client.get(link)
        edit(client, path, title="")
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith("httpx")]

    secrets = (path.rpartition("/")[2], link.rpartition("/")[2])
    assert ours
    assert not [line for line in ours if any(secret in line for secret in secrets)]


def saved_with(client: TestClient, change: str) -> None:
    with application(client).state.engine.execution_options(**WRITES).begin() as connection:
        connection.execute(text(f"UPDATE revision SET {change}"))


def test_an_unchanged_catalogue_recommends_the_same_today(client: TestClient) -> None:
    assert "The recommendation is the same today." in client.get(saved_path(client)).text


def test_a_decision_says_when_another_option_would_be_recommended_today(client: TestClient) -> None:
    path = saved_path(client)
    saved_with(client, "recommended_option = 'kuma', catalogue_version = '2026-01-01'")

    page = client.get(path).text

    assert "Today Linkerd would be recommended for the same answers; it was Kuma." in page
    assert 'name="today"' in page


def test_a_decision_can_be_saved_again_with_todays_recommendation(client: TestClient) -> None:
    path = saved_path(client)
    saved_with(client, "recommended_option = 'kuma', catalogue_version = '2026-01-01'")

    response = edit(client, path, today="true")

    assert response.status_code == 303
    assert "The recommendation is the same today." in client.get(path).text


@pytest.mark.parametrize(
    "change",
    [
        """question_versions = '{"priority": "0.1.0"}'""",
        """answers = '{"gone": ["yes"]}', question_versions = '{"gone": "1.0.0"}'""",
        """answers = '{"services": ["gone"]}', question_versions = '{}'""",
    ],
)
def test_a_decision_outlives_the_questions_it_was_made_with(
    client: TestClient, change: str
) -> None:
    path = saved_path(client)
    saved_with(client, change)

    page = client.get(path)

    assert page.status_code == 200
    assert "Questions have changed since" in page.text
    assert edit(client, path).status_code == 303


def test_a_decision_outlives_its_option(client: TestClient) -> None:
    path = saved_path(client)
    saved_with(client, "chosen_option = 'old-mesh', recommended_option = 'old-mesh'")

    assert "The team chose <strong>old-mesh</strong>" in client.get(path).text
    assert edit(client, path, chosen_option="old-mesh").status_code == 303


def test_a_cookie_of_another_decision_opens_nothing(client: TestClient) -> None:
    mine, other = saved_path(client), saved_path(client)
    secret = edit_link(client.get(mine).text).rpartition("/")[2]
    client.cookies.clear()

    page = client.get(other, headers={"Cookie": f"{COOKIES[LinkKind.EDIT]}={secret}"})

    assert page.status_code == 200
    assert "/edit/" not in page.text


def test_an_editor_changes_answers_in_the_wizard_and_keeps_them_in_the_decision(
    client: TestClient,
) -> None:
    path = saved_path(client)

    wizard = client.post(f"{path}/change-answers").headers["Location"]
    asked = client.get(f"/decisions/new?{QUERY}&cni=cilium").text
    back = unescaped_link(asked, path)
    form = client.get(back).text
    answers = re.search(r'name="answers" [^>]*value="([^"]*)"', form)

    assert wizard == f"/wizard?{QUERY}&at=check"
    assert "Check your answers" in client.get(wizard).text
    assert answers
    assert html.unescape(answers[1]) == f"/result?{QUERY}&cni=cilium"
    assert (
        edit(client, path, answers=html.unescape(answers[1]), reason="Known.").headers["Location"]
        == path
    )
    assert "Cilium, run by us" in client.get(path).text
    assert path not in client.get(f"/decisions/new?{QUERY}").text


@pytest.mark.parametrize("address", ["../../x", "a" * 70, "//evil.example", '"><script>', ""])
def test_a_tampered_address_of_a_decision_to_change_is_left_out(
    client: TestClient, address: str
) -> None:
    page = client.get(f"/decisions/new?{QUERY}", headers={"Cookie": f"meshwise_changing={address}"})

    assert page.status_code == 200
    assert "that you came from" not in page.text


def test_who_may_not_change_a_decision_is_not_led_to_its_answers(
    client: TestClient, stranger: TestClient
) -> None:
    path = saved_path(client)

    assert stranger.post(f"{path}/change-answers").status_code == 404
    assert 'id="edit"' not in stranger.get(f"{path}?answers={QUERY}").text
