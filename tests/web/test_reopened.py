"""A decision vector of an older version of the questions, opened again."""

from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from urllib.parse import quote_plus

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from app.content.load import Content
from app.domain.graph_history import GraphVersion, QuestionChange
from app.domain.published import changed
from app.main import create_app
from app.settings import Settings

OLD = "meshwise/1.0/goals=mtls/team=first_mesh/platform=eks/weights.security=30.0"
TEAM = QuestionChange(version="2.0.0", because="It now asks who is on call.")
PLATFORM = QuestionChange(version="1.1.0", because="K3s was added.")


@pytest.fixture(scope="module")
def newer(content: Content) -> Content:
    """What is published, with a newer graph in which two questions changed."""
    graph = content.graph
    then = GraphVersion(
        version="2.0", because="On call.", questions={"team": TEAM, "platform": PLATFORM}
    )
    questions = tuple(
        changed(
            question,
            version={"team": "2.0.0", "platform": "1.1.0"}.get(question.id, question.version),
            answers=tuple(
                changed(answer, since="1.1.0") if answer.id == "k3s" else answer
                for answer in question.answers
            ),
        )
        for question in graph.questions
    )
    versions = (then, *graph.versions)
    return replace(
        content, graph=changed(graph, version="2.0", versions=versions, questions=questions)
    )


@pytest.fixture
def later(newer: Content, database: str) -> Iterator[TestClient]:
    """A client of the newer server."""
    app = create_app(Settings(database_url=SecretStr(database)), newer)
    with TestClient(app, follow_redirects=False) as client:
        yield client


def test_the_result_says_what_changed_and_leads_to_the_question_to_answer_again(
    later: TestClient,
) -> None:
    answer = later.get(f"/result?vector={quote_plus(OLD)}")
    text = unescape(answer.text)

    assert answer.status_code == 200
    assert "The questions have changed since" in text
    assert "given to version 1.0 of the questions; today it is 2.0" in text
    assert "It now asks who is on call." in text
    assert "at=team&then=result" in text
    assert "K3s was added." in text
    assert "Your answer still counts" in text
    assert "2.0: On call." in text
    assert "team=first_mesh" not in text


def test_a_pasted_vector_of_an_older_version_leads_to_that_notice(later: TestClient) -> None:
    answer = later.post("/open", data={"link": OLD})

    assert answer.status_code == 303
    assert "The questions have changed since" in later.get(answer.headers["location"]).text


def test_programs_are_told_the_same(later: TestClient) -> None:
    sent = later.post("/recommend", json={"vector": OLD}).json()
    link = later.get("/recommend", params={"vector": OLD}).json()

    assert sent == link
    told = sent["reopened"]
    assert (told["then"], told["now"], told["answer_again"]) == ("1.0", "2.0", ["team"])
    assert [each["turn"] for each in told["questions"]] == ["other_meaning", "more_answers"]
    assert told["questions"][1]["new_answers"] == ["k3s"]
    assert "team" not in {step["question"] for step in sent["path"]}
    assert sent["weights"]["security"] == 30
    assert sent["vector"].startswith("meshwise/2.0/")


def test_a_vector_of_today_is_answered_like_its_answers(client: TestClient) -> None:
    answers = {"goals": ["mtls"], "priority": "simplicity"}
    plain = client.post("/recommend", json={"answers": answers}).json()

    opened = client.post("/recommend", json={"vector": plain["vector"]}).json()
    page = client.get("/result", params={"vector": plain["vector"]})

    assert opened.pop("reopened")["questions"] == []
    assert opened == plain
    assert page.status_code == 303
    assert page.headers["location"] == plain["links"]["result"]


def test_a_vector_with_a_question_to_answer_again_is_not_taken_unseen(later: TestClient) -> None:
    page = later.get("/fleet", params={"clusters": f"shop {OLD}"})

    assert page.status_code == 422
    assert "Open it and answer again, since these questions changed: team." in page.text


def test_what_a_link_says_of_the_cluster_stays_beside_its_vector(client: TestClient) -> None:
    link = "/result?vector=meshwise%2F1.0%2Fgoals%3Dmtls&my_kubernetes=1.30"

    assert client.get(link).headers["location"] == "/result?goals=mtls&my_kubernetes=1.30"


@pytest.mark.parametrize(
    ("body", "field", "message"),
    [
        ({"vector": "meshwise/1.0/goals"}, "vector", "A decision vector reads"),
        ({"vector": "meshwise/7.0/goals=mtls"}, "vector", "no such version"),
        ({"vector": "meshwise/1.0/goals=fame"}, "answers.goals", "no such answer"),
        ({"vector": "meshwise/1.0/weights.beauty=3"}, "weights.beauty", "no such criterion"),
        (
            {"vector": "meshwise/1.0/goals=mtls", "answers": {"team": "first_mesh"}},
            "vector",
            "not both",
        ),
        ({"vector": "x" * 5000}, "vector", "4000"),
    ],
)
def test_a_vector_that_does_not_hold_is_refused_by_its_field(
    client: TestClient, body: dict[str, object], field: str, message: str
) -> None:
    answer = client.post("/recommend", json=body)

    assert answer.status_code == 422
    error = answer.json()["errors"][0]
    assert error["field"] == field
    assert message in error["message"]


def test_a_link_with_a_vector_and_answers_is_refused(client: TestClient) -> None:
    answer = client.get("/recommend?vector=meshwise/1.0/goals=mtls&team=first_mesh")

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "vector"


@pytest.mark.parametrize(
    ("vector", "message"),
    [
        ("meshwise/7.0/goals=mtls", "no such version of the graph"),
        ("nonsense", "A decision vector reads"),
        ("meshwise/1.0/goals=<script>", "There is no such answer"),
    ],
)
def test_a_page_reports_a_vector_that_does_not_hold(
    client: TestClient, vector: str, message: str
) -> None:
    answer = client.get("/result", params={"vector": vector})

    assert answer.status_code == 422
    assert "<script>" not in answer.text
    assert message in answer.text
