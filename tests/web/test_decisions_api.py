from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

pytestmark = pytest.mark.every_database
SENT: dict[str, Any] = {
    "team": "Payments platform",
    "title": "Mesh for production",
    "author": "Kim",
    "answers": {"priority": "simplicity", "services": "from_20_to_100"},
    "chosen_option": "linkerd",
    "reason": "",
}
SECRET = {"edit_url", "team_edit_url", "team_view_url"}
OTHER = {**SENT, "title": "Mesh for staging", "chosen_option": "cilium", "reason": "Our CNI."}


def save(client: TestClient, **changes: Any) -> Response:
    return client.post("/api/decisions", json={**SENT, **changes})


def secret_of(saved: dict[str, Any]) -> str:
    return str(saved["edit_url"].rpartition("/")[2])


def put(client: TestClient, saved: dict[str, Any], tag: str = '"1"', **changes: Any) -> Response:
    return client.put(
        f"/api/decisions/{saved['id']}",
        json={**OTHER, **changes},
        headers={"Authorization": f"Bearer {secret_of(saved)}", "If-Match": tag},
    )


def wrong(response: Response) -> dict[str, tuple[str, ...]]:
    assert response.status_code == 422
    assert response.headers["Content-Type"] == "application/problem+json"
    return {error["field"]: tuple(error["allowed"]) for error in response.json()["errors"]}


def test_a_saved_decision_is_told_with_its_links(client: TestClient) -> None:
    response = save(client)

    saved = response.json()
    assert response.status_code == 201
    assert response.headers["Location"] == f"/api/decisions/{saved['id']}"
    assert response.headers["ETag"] == '"1"'
    assert saved["revision"] == 1
    assert saved["view_url"] == f"/decisions/{saved['id']}"
    assert saved["edit_url"].startswith(f"/decisions/{saved['id']}/edit/")
    assert saved["team"] == "Payments platform"
    assert saved["recommended_option"] == saved["recommendation"]["winner"] == "linkerd"


def test_the_recommendation_saved_is_the_one_that_was_asked_for(client: TestClient) -> None:
    asked = client.post("/recommend", json={"answers": SENT["answers"]}).json()

    assert save(client).json()["recommendation"] == asked


def test_ids_and_secrets_hold_128_random_bits_or_more(client: TestClient) -> None:
    saved = [save(client).json() for _ in range(20)]

    tokens = [decision["id"] for decision in saved] + [secret_of(decision) for decision in saved]
    assert len(set(tokens)) == 40
    assert min(len(token) for token in tokens) * 6 >= 128


def test_whoever_has_the_id_reads_the_decision_and_not_the_edit_link(client: TestClient) -> None:
    saved = save(client).json()

    response = client.get(f"/api/decisions/{saved['id']}")

    assert response.status_code == 200
    assert response.headers["ETag"] == '"1"'
    assert response.json() == {k: v for k, v in saved.items() if k not in SECRET}
    assert secret_of(saved) not in response.text


@pytest.mark.parametrize("path", ["{id}", "{id}/revisions"])
def test_what_a_decision_says_is_not_kept_by_caches_or_search_engines(
    client: TestClient, path: str
) -> None:
    saved = save(client)
    read = client.get(f"/api/decisions/{path.format(id=saved.json()['id'])}")

    for response in (saved, read):
        assert response.headers["Cache-Control"] == "private, no-store"
        assert "noindex" in response.headers["X-Robots-Tag"]


@pytest.mark.parametrize("wrong_id", ["nothing", "A" * 32, "%00", "..%2f..", "é" * 32])
def test_behind_an_unknown_id_there_is_nothing(client: TestClient, wrong_id: str) -> None:
    for path in (f"/api/decisions/{wrong_id}", f"/api/decisions/{wrong_id}/revisions"):
        assert client.get(path).status_code == 404


def test_wrong_answers_are_named_with_what_is_allowed(client: TestClient) -> None:
    fields = wrong(save(client, answers={"services": "many", "colour": "red"}))

    assert "under_20" in fields["answers.services"]
    assert "services" in fields["answers.colour"]


def test_an_unknown_option_is_answered_with_the_known_ones(client: TestClient) -> None:
    fields = wrong(save(client, chosen_option="nginx", reason="Why not"))

    assert "linkerd" in fields["chosen_option"]


def test_a_choice_against_the_advice_needs_a_reason(client: TestClient) -> None:
    assert "reason" in wrong(save(client, chosen_option="cilium"))
    assert save(client, chosen_option="cilium", reason="Our CNI.").status_code == 201


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"team": ""}, "team"),
        ({"team": "x" * 81}, "team"),
        ({"title": " "}, "title"),
        ({"reason": "x" * 4001}, "reason"),
        ({"stray": 1}, "stray"),
        ({"answers": []}, "answers"),
        ({"weights": {"beauty": 3}}, "weights.beauty"),
        ({"weights": {"security": -1}}, "weights.security"),
    ],
)
def test_a_wrong_field_is_named(client: TestClient, changes: dict[str, Any], field: str) -> None:
    assert field in wrong(save(client, **changes))


@pytest.mark.parametrize("body", ["", "[]", '"text"', "{", "null"])
def test_a_body_that_is_no_object_is_a_problem(client: TestClient, body: str) -> None:
    headers = {"Content-Type": "application/json"}

    response = client.post("/api/decisions", content=body, headers=headers)

    assert wrong(response)


def test_weights_are_kept_and_decide(client: TestClient) -> None:
    weights = {"security": 100.0, "simplicity": 0.0}

    saved = save(client, weights=weights, reason="Because").json()

    assert saved["weights"] == weights
    assert saved["recommendation"]["weights"]["security"] == 100


def test_a_change_adds_a_revision(client: TestClient) -> None:
    saved = save(client).json()

    response = put(client, saved)

    changed = response.json()
    assert response.status_code == 200
    assert response.headers["ETag"] == '"2"'
    assert (changed["revision"], changed["title"]) == (2, "Mesh for staging")
    assert changed == client.get(f"/api/decisions/{saved['id']}").json()
    history = client.get(f"/api/decisions/{saved['id']}/revisions").json()["revisions"]
    assert [each["title"] for each in history] == ["Mesh for staging", "Mesh for production"]


@pytest.mark.parametrize("tag", ['"1"', 'W/"1"', '"7", "1"', "*"])
def test_a_tag_that_names_the_newest_revision_matches(client: TestClient, tag: str) -> None:
    assert put(client, save(client).json(), tag).status_code == 200


def test_a_change_of_an_outdated_revision_gets_the_newer_one(client: TestClient) -> None:
    saved = save(client).json()
    put(client, saved)

    response = put(client, saved, title="Too late")

    assert response.status_code == 412
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["ETag"] == '"2"'
    assert response.json()["current"]["title"] == "Mesh for staging"
    assert client.get(f"/api/decisions/{saved['id']}").json()["revision"] == 2


def test_a_change_that_does_not_say_of_what_is_refused(client: TestClient) -> None:
    assert put(client, save(client).json(), tag="").status_code == 428


def test_a_team_keeps_its_name(client: TestClient) -> None:
    saved = save(client).json()

    assert wrong(put(client, saved, team="Others")) == {"team": ("Payments platform",)}


def test_a_wrong_secret_and_an_unknown_decision_get_one_answer(client: TestClient) -> None:
    mine, other = save(client).json(), save(client).json()
    tries = [
        {**mine, "edit_url": "/x/wrong"},
        {**mine, "edit_url": other["edit_url"]},
        {**mine, "id": "A" * 32},
    ]

    for tried in tries:
        headers = {"Authorization": f"Bearer {secret_of(tried)}"}
        changed = put(client, tried)
        deleted = client.delete(f"/api/decisions/{tried['id']}", headers=headers)
        assert changed.status_code == deleted.status_code == 404
        assert changed.json() == deleted.json() == put(client, tries[-1]).json()
    assert client.get(f"/api/decisions/{mine['id']}").json()["revision"] == 1


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Basic eDp5"}])
def test_without_a_secret_nothing_is_changed(client: TestClient, headers: dict[str, str]) -> None:
    path = f"/api/decisions/{save(client).json()['id']}"

    changed = client.put(path, json=OTHER, headers={**headers, "If-Match": '"1"'})

    assert changed.status_code == client.delete(path, headers=headers).status_code == 401
    assert changed.headers["WWW-Authenticate"] == "Bearer"


def test_a_deleted_decision_is_gone(client: TestClient) -> None:
    saved = save(client).json()
    path = f"/api/decisions/{saved['id']}"
    headers = {"Authorization": f"Bearer {secret_of(saved)}"}

    assert client.delete(path, headers=headers).status_code == 204

    assert client.get(path).status_code == 404
    assert put(client, saved).status_code == 404


def test_of_writers_at_once_one_wins_and_the_others_are_told(client: TestClient) -> None:
    saved = save(client).json()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda n: put(client, saved, title=f"By {n}"), range(8)))

    assert sorted(answer.status_code for answer in answers) == [200] + [412] * 7
    winner = next(answer for answer in answers if answer.status_code == 200).json()
    assert {answer.json().get("current", winner)["title"] for answer in answers} == {
        winner["title"]
    }
    assert client.get(f"/api/decisions/{saved['id']}").json() == winner


def test_the_contract_stands_in_openapi(client: TestClient) -> None:
    described = client.get("/openapi.json").json()["paths"]

    body = described["/api/decisions"]["post"]["requestBody"]["content"]["application/json"]
    assert {"team", "title", "answers", "chosen_option"} <= set(body["schema"]["required"])
    assert body["example"]["chosen_option"] == "linkerd"
    assert "412" in described["/api/decisions/{decision_id}"]["put"]["responses"]
