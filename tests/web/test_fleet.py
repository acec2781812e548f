"""Several clusters at once, as a page and over REST."""

import html5lib
import pytest
from fastapi.testclient import TestClient

from app.web.fleet import EXAMPLES, PROBLEM

TWO = EXAMPLES["two"]["value"]
LINES = (
    "shop eu: /result?goals=mtls&priority=simplicity\nplant https://mesh.example/result?cni=cilium"
)


def test_the_best_of_each_cluster_is_what_it_would_get_alone(client: TestClient) -> None:
    fleet = client.post("/api/fleet", json=TWO).json()

    for name, answers in TWO["clusters"].items():
        alone = client.post("/recommend", json={"answers": answers}).json()
        assert fleet["best"][name] == alone["winner"]
        assert {option: cell["score"] for option, cell in fleet["matrix"][name].items()} == {
            one["option"]: one["score"] for one in alone["ranking"]
        }
    assert fleet["single"] is not None
    assert all(row[fleet["single"]]["outcome"] != "ruled_out" for row in fleet["matrix"].values())


def test_wrong_answers_are_named_with_their_cluster(client: TestClient) -> None:
    answer = client.post("/api/fleet", json={"clusters": {"factory": {"cni": "flannel"}}})

    assert answer.status_code == 422
    assert answer.json() == PROBLEM


@pytest.mark.parametrize(
    "body", [{}, {"clusters": {}}, {"clusters": []}, {"clusters": {"a": {}}, "more": 1},
             {"clusters": {str(number): {} for number in range(51)}}]
)  # fmt: skip
def test_a_wrong_number_or_shape_of_clusters_is_refused(
    client: TestClient, body: dict[str, object]
) -> None:
    assert client.post("/api/fleet", json=body).status_code == 422


def test_the_page_reads_links_and_shows_the_matrix(client: TestClient) -> None:
    page = client.get("/fleet", params={"clusters": LINES})

    assert page.status_code == 200
    assert ">shop eu</a>" in page.text
    assert ">plant</a>" in page.text
    assert "is the best single choice for 2 clusters" in page.text
    html5lib.HTMLParser(strict=True).parse(page.text)


def test_a_vector_or_a_link_with_one_is_read_too(client: TestClient) -> None:
    vector = "meshwise/1.0/goals=mtls/priority=simplicity"
    lines = f"shop {vector}\nplant /result?vector={vector}\nlab /result?goals=mtls"

    page = client.get("/fleet", params={"clusters": lines})

    assert page.status_code == 200
    assert page.text.count('href="/result?goals=mtls&amp;priority=simplicity"') == 2


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("a: /result?goals=nothing", "Line 1: answers.goals"),
        ("a: meshwise/9.9/goals=mtls", "Line 1: vector: There is no such version"),
        ("a: nowhere", "Line 1: give the link of a result"),
        ("a: http://[/?x=1", "Line 1: give the link of a result"),
        ("a /result?goals=mtls\n\na /result?goals=mtls", "Line 2: a stands twice"),
    ],
)
def test_a_wrong_line_is_named_and_kept(client: TestClient, lines: str, said: str) -> None:
    page = client.get("/fleet", params={"clusters": lines})

    assert page.status_code == 422
    assert said in page.text
    assert lines.splitlines()[0] in page.text


def test_without_a_single_choice_the_nearest_one_is_named(client: TestClient) -> None:
    windows = "workloads=windows&sidecars=avoid&mtls_assurance=fips&goals=mtls"
    lines = f"lab /result?priority=simplicity\nwin /result?{windows}"

    page = client.get("/fleet", params={"clusters": lines}).text

    assert "No single option fits every cluster." in page
    assert "comes nearest: it is ruled out in win only." in page
    assert "Nothing fits in <a" in page


def test_the_page_without_clusters_is_the_form_alone(client: TestClient) -> None:
    page = client.get("/fleet").text

    assert "<textarea" in page
    assert "best single choice" not in page
