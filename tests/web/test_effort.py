"""Effort and risk: the page, its part on other pages, and the same over REST."""

from html import unescape

import pytest
from fastapi.testclient import TestClient

from app.domain.effort import ITEMS


def test_the_page_lays_all_options_side_by_side_with_what_each_line_rests_on(
    client: TestClient,
) -> None:
    answer = client.get("/effort")
    text = unescape(answer.text)

    assert answer.status_code == 200
    for item in ITEMS:
        assert item.name in text
        assert item.because in text
    assert "/compare?cell=linkerd.ha#linkerd.ha" in text
    assert "/runbooks/linkerd?profile=production&certificates=own_ca" in text
    assert "#upgrade" in text


def test_answers_go_into_the_runbook_that_is_counted(client: TestClient) -> None:
    text = unescape(client.get("/effort?cni=cilium_managed&platform=gke").text)

    assert "platform=gke" in text
    assert "No steps could be counted" in text


def test_every_runbook_it_leads_to_can_be_made(client: TestClient) -> None:
    for effort in client.get("/api/effort?platform=eks").json()["options"]:
        answer = client.get(f"/runbooks/{effort['option']}", params=effort["runbook"])
        assert answer.status_code == 200, effort["option"]


def test_what_is_ruled_out_is_not_laid_beside_the_winner(client: TestClient) -> None:
    text = client.get("/result?goals=mtls&workloads=windows").text

    part = text.split('id="effort"')[1].split("<h2")[0]
    assert part.count('<th scope="col">') == 1
    assert "o-linkerd" in part


def test_options_can_be_chosen(client: TestClient) -> None:
    two = client.get("/effort?option=kuma&option=linkerd&cni=other_fixed")
    wrong = client.get("/effort?option=osm")

    assert two.status_code == 200
    assert two.text.count('<th scope="col">') == 2
    assert wrong.status_code == 422
    assert "There is no such option." in wrong.text
    assert wrong.text.count('<th scope="col">') == 7


def test_the_result_shows_the_first_two_and_the_option_its_own(client: TestClient) -> None:
    result = client.get("/result?goals=mtls&priority=simplicity").text
    option = client.get("/options/kuma").text

    part = result.split('id="effort"')[1].split("<h2")[0]
    assert part.count('<th scope="col">') == 2
    assert 'href="/effort?goals=mtls&amp;priority=simplicity"' in part
    assert 'href="#effort"' in option
    assert option.split('id="effort"')[1].split("<h2")[0].count('<th scope="col">') == 1
    assert 'id="effort"' not in client.get("/options/flagger").text


def test_programs_get_every_line_of_the_options_asked_for(client: TestClient) -> None:
    body = client.get("/api/effort?option=linkerd&option=kuma").json()

    assert [effort["option"] for effort in body["options"]] == ["linkerd", "kuma"]
    assert [item["id"] for item in body["items"]] == [item.id for item in ITEMS]
    linkerd = body["options"][0]
    assert set(linkerd["entries"]) == {item.id for item in ITEMS}
    assert linkerd["entries"]["upgrades_a_year"]["is_unknown"]
    assert linkerd["entries"]["components"]["low"] == 3


@pytest.mark.parametrize(
    ("query", "field"),
    [("option=osm", "option"), ("cni=wire", "answers.cni"), ("stray=1", "answers.stray")],
)
def test_what_is_wrong_is_named_with_what_is_allowed(
    client: TestClient, query: str, field: str
) -> None:
    answer = client.get(f"/api/effort?{query}")

    assert answer.status_code == 422
    error = answer.json()["errors"][0]
    assert error["field"] == field
    assert error["allowed"]


def test_the_example_of_a_problem_is_what_is_answered(client: TestClient) -> None:
    description = client.get("/openapi.json").json()["paths"]["/api/effort"]["get"]
    example = description["responses"]["422"]["content"]["application/problem+json"]["example"]

    assert client.get("/api/effort?option=osm").json() == example


def test_a_wrong_answer_in_the_link_of_the_page_is_reported(client: TestClient) -> None:
    answer = client.get("/effort?cni=wire")

    assert answer.status_code == 422
    assert "There is no such answer" in answer.text
