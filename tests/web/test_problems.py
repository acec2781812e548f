import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import BaseModel

from app.domain.errors import InvalidInput, NotFound, Problem, Refusal, Unsupported
from app.web.problems import KINDS, STATUS

REFUSALS = [
    (InvalidInput([Problem("answers.services", "is not an answer", ("under_20",))]), 422),
    (NotFound("There is no such thing."), 404),
    (Unsupported("Windows nodes are not supported.", "Leave them out."), 422),
]


def kinds_of(refusal: type[Refusal]) -> set[type[Refusal]]:
    below = refusal.__subclasses__()
    return {*below, *(deeper for each in below for deeper in kinds_of(each))}


def test_every_kind_of_refusal_has_a_status_and_an_address() -> None:
    for kind in kinds_of(Refusal):
        assert set(kind.__mro__) & set(STATUS)
        assert set(kind.__mro__) & set(KINDS)


@pytest.mark.parametrize(("refusal", "status"), REFUSALS)
def test_a_program_gets_a_problem_document(
    own_app: FastAPI, client: TestClient, refusal: Refusal, status: int
) -> None:
    @own_app.get("/api/refuses")
    def refuse() -> None:
        raise refusal

    answer = client.get("/api/refuses", headers={"Accept": "text/html"})

    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    document = answer.json()
    assert document["status"] == status
    assert document["title"] == refusal.title
    assert document["detail"] == str(refusal)
    assert client.get(document["type"]).status_code == 200


@pytest.mark.parametrize(("refusal", "status"), REFUSALS)
def test_a_person_gets_a_page_and_htmx_a_part(
    own_app: FastAPI, client: TestClient, refusal: Refusal, status: int
) -> None:
    @own_app.get("/refuses")
    def refuse() -> None:
        raise refusal

    whole = client.get("/refuses", headers={"Accept": "text/html,*/*"})
    part = client.get("/refuses", headers={"HX-Request": "true"})

    assert whole.status_code == part.status_code == status
    assert whole.text.startswith("<!doctype html>")
    assert part.text.lstrip().startswith('<section id="problem"')
    assert refusal.title in whole.text


def test_a_refusal_names_the_field_and_what_is_allowed(
    own_app: FastAPI, client: TestClient
) -> None:
    @own_app.get("/api/refuses")
    def refuse() -> None:
        raise REFUSALS[0][0]

    assert client.get("/api/refuses").json()["errors"] == [
        {"field": "answers.services", "message": "is not an answer", "allowed": ["under_20"]}
    ]


class Wish(BaseModel):
    count: int
    size: str = "small"


def test_a_body_of_the_wrong_shape_is_answered_the_same_way(
    own_app: FastAPI, client: TestClient
) -> None:
    @own_app.post("/api/wishes")
    def take(wish: Wish) -> None:
        assert wish

    answer = client.post("/api/wishes", json={"count": "many"})

    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert [error["field"] for error in answer.json()["errors"]] == ["count"]


def test_broken_json_is_answered_the_same_way(own_app: FastAPI, client: TestClient) -> None:
    @own_app.post("/api/wishes")
    def take(wish: Wish) -> None:
        assert wish

    answer = client.post("/api/wishes", content="{", headers={"Content-Type": "application/json"})

    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert error["field"] == "body"
    assert "not JSON" in error["message"]


@pytest.mark.parametrize(
    ("path", "headers", "is_document"),
    [
        ("/nowhere", {"Accept": "text/html"}, False),
        ("/nowhere", {"Accept": "application/json"}, True),
        ("/nowhere", {"Accept": "text/html,application/json"}, False),
        ("/api/nowhere", {"Accept": "text/html"}, True),
    ],
)
def test_an_unknown_address_answers_in_the_form_that_was_asked_for(
    client: TestClient,
    path: str,
    headers: dict[str, str],
    is_document: bool,  # noqa: FBT001
) -> None:
    answer = client.get(path, headers=headers)

    assert answer.status_code == 404
    assert (answer.headers["Content-Type"] == "application/problem+json") is is_document


def test_a_method_that_does_not_exist_says_which_do(client: TestClient) -> None:
    answer = client.delete("/compare")

    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_an_unknown_kind_of_problem_is_itself_a_problem(client: TestClient) -> None:
    assert client.get("/problems/nothing").status_code == 404
