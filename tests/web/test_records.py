"""A decision leaves as a record, and comes back from its file."""

import json
import re
from typing import Any
from xml.etree.ElementTree import fromstring

import jsonschema
import pytest
import yaml
from fastapi.testclient import TestClient

pytestmark = pytest.mark.every_database

PROPOSAL = {
    "team": "Payments",
    "title": "Mesh <b>now</b>",
    "author": "Kim",
    "answers": {"goals": ["mtls"], "services": "from_20_to_100", "priority": "simplicity"},
    "chosen_option": "kuma",
    "reason": "# We run it.\n\n- Already.",
}
WATCH = {"review_on": "2027-05-01", "tripwires": [{"kind": "support_end", "release": "kuma/2.14"}]}
Saved = dict[str, Any]


@pytest.fixture
def saved(client: TestClient) -> Saved:
    """A decision in two revisions, with a review date and a tripwire."""
    body: Saved = client.post("/api/decisions", json=PROPOSAL).json()
    headers = editor(body) | {"If-Match": '"1"'}
    second = {**PROPOSAL, "answers": {"goals": ["mtls"]}, "note": "Fewer answers."}
    path = f"/api/decisions/{body['id']}"
    assert client.put(path, json=second, headers=headers).status_code == 200
    assert client.put(f"{path}/watch", json=WATCH, headers=headers).status_code == 200
    return body


def editor(decision: Saved) -> dict[str, str]:
    return {"Authorization": f"Bearer {decision['edit_url'].rpartition('/')[2]}"}


def record(client: TestClient, decision: Saved, form: str) -> str:
    answer = client.get(f"/api/decisions/{decision['id']}/record", params={"format": form})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    return answer.text


def test_a_file_comes_back_as_an_equal_decision(client: TestClient, saved: Saved) -> None:
    file = json.loads(record(client, saved, "json"))

    back = client.post("/api/decisions", json=file)

    assert back.status_code == 201
    assert back.json()["id"] != saved["id"]
    assert json.loads(record(client, back.json(), "json")) == file
    histories = [
        client.get(f"/api/decisions/{each['id']}/revisions").json() for each in (saved, back.json())
    ]
    assert histories[0] == histories[1]
    assert "from a file" in client.get(back.json()["view_url"]).text


def test_a_file_that_is_sent_twice_with_one_key_is_taken_once(
    client: TestClient, saved: Saved
) -> None:
    file = json.loads(record(client, saved, "json"))
    key = {"Idempotency-Key": "one-import"}

    first, second = (client.post("/api/decisions", json=file, headers=key) for _ in range(2))

    assert first.json() == second.json()
    assert first.headers["ETag"] == second.headers["ETag"] == '"2"'


def test_the_file_fits_the_schema_that_it_names(client: TestClient, saved: Saved) -> None:
    file = json.loads(record(client, saved, "json"))
    path = "/" + file["$schema"].split("/", 3)[3]

    jsonschema.validate(file, client.get(path).json())


def test_a_file_holds_no_link(client: TestClient, saved: Saved) -> None:
    for form in ("json", "madr", "nygard"):
        text = record(client, saved, form)
        assert saved["id"] not in text
        assert editor(saved)["Authorization"].removeprefix("Bearer ") not in text


def test_a_spoilt_file_is_refused_field_by_field(client: TestClient, saved: Saved) -> None:
    file = json.loads(record(client, saved, "json"))
    file["revisions"][1]["number"] = 7

    answer = client.post("/api/decisions", json=file)

    assert answer.status_code == 422
    assert "numbered 1, 2, 3" in answer.json()["errors"][0]["message"]


def test_the_markdown_is_a_decision_record_and_nothing_typed_is_syntax(
    client: TestClient, saved: Saved
) -> None:
    text = record(client, saved, "madr")

    assert next(yaml.safe_load_all(text))["status"] == "accepted"
    assert "# Mesh &lt;b\\>now&lt;/b\\>\n" in text
    assert "Chosen option: “Kuma”, although “" in text
    assert "\\# We run it." in text
    assert "On 2027-05-01, the review date." in text
    assert "revision 2 by Kim: Fewer answers." in text


def test_a_form_that_does_not_exist_is_named_with_those_that_do(
    client: TestClient, saved: Saved
) -> None:
    answer = client.get(f"/api/decisions/{saved['id']}/record", params={"format": "docx"})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["allowed"] == ["madr", "nygard", "json"]


def test_the_page_prints_the_record_and_offers_its_files(client: TestClient, saved: Saved) -> None:
    page = client.get(f"{saved['view_url']}/record")

    assert page.status_code == 200
    assert "Mesh &lt;b&gt;now&lt;/b&gt;" in page.text
    assert "The options" in page.text
    for form, kind in (("madr", "text/markdown"), ("nygard", "text/markdown"), ("json", "json")):
        link = f"{saved['view_url']}/record.{form}"
        assert f'href="{link}"' in page.text
        file = client.get(link)
        assert kind in file.headers["Content-Type"]
        assert file.headers["Content-Disposition"].startswith('attachment; filename="decision')


def test_the_feed_tells_revisions_and_what_needs_attention(
    client: TestClient, saved: Saved
) -> None:
    headers = editor(saved)
    mtls = {"kind": "cell", "option": "linkerd", "feature": "mtls", "level": "full"}
    path = f"/api/decisions/{saved['id']}/watch"
    client.put(path, json={"tripwires": [mtls]}, headers=headers)

    answer = client.get(f"{saved['view_url']}/feed.atom")

    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    feed = fromstring(answer.text)
    titles = [node.text for node in feed.iter("{http://www.w3.org/2005/Atom}title")]
    assert sorted(map(str, titles[1:])) == ["Revision 1", "Revision 2", "To be looked at"]
    assert client.get("/decisions/unknown/feed.atom").status_code == 404


def test_the_calendar_has_the_review_and_the_ends_of_support(
    client: TestClient, saved: Saved
) -> None:
    answer = client.get(f"{saved['view_url']}/dates.ics")

    assert answer.headers["Content-Type"].startswith("text/calendar")
    days = re.findall(r"DTSTART;VALUE=DATE:(\d+)", answer.text)
    assert {"20270501", "20270612"} <= set(days)
    assert "SUMMARY:Review: Mesh <b>now</b>" in answer.text
    assert len(set(re.findall(r"UID:(\S+)", answer.text))) == len(days)


def test_no_record_opens_without_a_link(client: TestClient) -> None:
    addresses = (
        "/api/decisions/x/record",
        "/decisions/x/dates.ics",
        "/decisions/x/record",
        "/decisions/x/record.json",
    )

    assert [client.get(each).status_code for each in addresses] == [404] * 4
