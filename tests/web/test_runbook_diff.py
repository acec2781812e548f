from typing import Any
from urllib.parse import urlencode

import html5lib
import pytest
from fastapi.testclient import TestClient

HTML = {"Accept": "text/html"}


def diff_page(client: TestClient, option: str = "linkerd", **query: str) -> Any:
    given = {name.replace("old_", "old.", 1): text for name, text in query.items()}
    return client.get(f"/runbooks/{option}/diff?{urlencode(given)}", headers=HTML)


def post(client: TestClient, old: dict[str, Any], new: dict[str, Any]) -> Any:
    return client.post("/api/runbooks/linkerd/diff", json={"old": old, "new": new})


def test_the_runbook_page_leads_to_a_comparison_that_starts_with_nothing_different(
    client: TestClient,
) -> None:
    page = client.get("/runbooks/linkerd?tool=cli&namespaces=shop+pay", headers=HTML).text
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    links = [link.get("href", "") for link in tree.iter("a")]

    shown = client.get(next(link for link in links if link and "/diff?" in link), headers=HTML)

    assert shown.status_code == 200
    assert "Both are the same so far." in shown.text
    assert "0 added, 0 removed, 0 changed" in shown.text
    assert '<input type="hidden" name="old.namespaces" value="shop pay">' in shown.text


def test_the_page_shows_steps_commands_and_files_that_differ(client: TestClient) -> None:
    shown = diff_page(client, old_tool="helm", tool="cli", namespaces="shop")

    assert shown.status_code == 200
    assert "<del>Helm</del> <ins>Command line</ins>" in shown.text
    assert "<ins>+ kubectl" in shown.text
    added, removed = (
        shown.text.count(f"<strong>{kind}:</strong>") for kind in ("Added", "Removed")
    )
    assert f"<p>{added} added, {removed} removed, " in shown.text
    assert added > 3
    assert "<del>- helm" in shown.text
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(shown.text)
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))


def test_the_page_compares_two_options(client: TestClient) -> None:
    shown = diff_page(client, option="istio-ambient", old_option="istio-sidecar")

    assert shown.status_code == 200
    assert "<dt>Option</dt><dd><del>Istio" in shown.text


def test_the_page_leads_to_the_runbook_of_every_other_option(client: TestClient) -> None:
    tree = html5lib.parse(diff_page(client).text, namespaceHTMLElements=False)
    links = [link.get("href") or "" for link in tree.iter("a")]
    others = [link for link in links if "old.option=" in link]

    assert len(others) == 6
    assert [client.get(link, headers=HTML).status_code for link in others] == [200] * 6


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"tool": "magic"}, "must be one of"),
        ({"old_cluster_name": "-"}, "lower-case letters"),
        ({"platform": "openshift"}, "This combination is not supported"),
        ({"old_platform": "openshift"}, "This combination is not supported"),
        ({"old_nothing": "1"}, "is not a parameter"),
    ],
)
def test_what_cannot_be_compared_is_explained(
    client: TestClient, query: dict[str, str], said: str
) -> None:
    shown = diff_page(client, **query)

    side = "before" if any(name.startswith("old_") for name in query) else "after"
    assert shown.status_code == 422
    assert said in shown.text
    assert f"the runbook {side}" in shown.text


def test_an_option_that_does_not_exist_is_not_found(client: TestClient) -> None:
    assert diff_page(client, option="nothing").status_code == 404
    assert diff_page(client, old_option="<b>").status_code == 404


def test_programs_get_added_removed_and_changed_steps(client: TestClient) -> None:
    told = post(client, {"tool": "helm"}, {"tool": "cli", "canary_weight": 20}).json()

    kinds = {step["change"] for step in told["steps"]}
    assert kinds == {"added", "removed", "changed"}
    assert told["same"] > 0
    for step in told["steps"]:
        assert step["parts"]
        assert {mark for part in step["parts"] for mark, _ in part["lines"]} <= set(" -+…")


def test_the_same_parameters_differ_in_nothing(client: TestClient) -> None:
    told = post(client, {}, {"tool": "helm"}).json()

    assert (told["steps"], told["versions"]) == ([], [])


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ({"tool": 7}, {}, "old.tool"),
        ({}, {"namespaces": ["Not_Ok"]}, "new.namespaces"),
        ({}, {"nothing": 1}, "new.nothing"),
        ({"option": "flagger"}, {}, "old.option"),
        ({"option": ["x"]}, {}, "old.option"),
    ],
)
def test_a_problem_names_the_side_and_the_field(
    client: TestClient, old: dict[str, Any], new: dict[str, Any], field: str
) -> None:
    response = post(client, old, new)

    assert response.status_code == 422
    assert [error["field"] for error in response.json()["errors"]] == [field]


@pytest.mark.parametrize("side", ["old", "new"])
def test_an_unsupported_side_is_a_problem_that_says_what_is_supported(
    client: TestClient, side: str
) -> None:
    sides = {"old": {}, "new": {}, side: {"platform": "openshift"}}
    response = post(client, sides["old"], sides["new"])

    problem = response.json()
    assert response.status_code == 422
    assert response.headers["Content-Type"] == "application/problem+json"
    assert (problem["type"], problem["side"]) == ("/problems/unsupported", side)
    (field,) = (one for one in problem["errors"] if one["field"] == f"{side}.platform")
    assert "eks" in field["allowed"]
    for near in problem["nearest"]:
        assert client.get(near["page"], headers=HTML).status_code == 200
