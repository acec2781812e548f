"""Paste what a check printed, and be told whether it holds and what comes next."""

from typing import Any

import html5lib
import pytest
from fastapi.testclient import TestClient

HTML = {"Accept": "text/html"}
RIGHTS = "/runbooks/linkerd/verdict/preflight/cluster-rights?namespaces=shop&cluster_name=east"


def texts_of(page: str) -> str:
    return " ".join("".join(html5lib.parse(page, namespaceHTMLElements=False).itertext()).split())


def post(client: TestClient, **sent: Any) -> Any:
    return client.post("/api/runbooks/linkerd/verdict", json=sent)


def test_every_step_of_the_page_leads_to_its_form(client: TestClient) -> None:
    tree = html5lib.parse(client.get("/runbooks/linkerd").text, namespaceHTMLElements=False)
    links = [link.get("href") or "" for link in tree.iter("a")]
    forms = [link for link in links if "/verdict/" in link]

    assert len(forms) == sum(
        "step" in (item.get("class") or "").split() for item in tree.iter("li")
    )
    for link in (forms[0], forms[-1]):
        form = client.get(link, headers=HTML)
        assert form.status_code == 200
        assert '<textarea id="output"' in form.text


def test_a_check_that_holds_leads_on(client: TestClient) -> None:
    shown = client.post(RIGHTS, data={"output": "yes"}, headers=HTML)

    assert shown.status_code == 200
    assert shown.headers["Cache-Control"] == "no-store"
    assert "It holds" in texts_of(shown.text)
    assert "Next: Check that all nodes are ready" in texts_of(shown.text)
    assert "namespaces=shop" in shown.text


def test_a_check_that_does_not_hold_says_why_and_what_to_do(client: TestClient) -> None:
    shown = client.post(RIGHTS, data={"output": "no", "exit_status": "1"}, headers=HTML)

    told = texts_of(shown.text)
    assert shown.status_code == 200
    assert "It does not hold: stop here" in told
    assert "Ask for cluster-admin for the length of the installation." in told
    assert "Next:" not in told
    assert 'value="1"' in shown.text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "Give what it printed"),
        ({"output": "yes", "exit_status": "many"}, "must be a whole number from 0 to 255"),
        ({"output": "y" * 32_001}, "at most 32,000 are read"),
    ],
)
def test_what_cannot_be_judged_is_said_beside_the_field(
    client: TestClient, data: dict[str, str], said: str
) -> None:
    shown = client.post(RIGHTS, data=data, headers=HTML)

    assert shown.status_code == 422
    assert said in shown.text


def test_more_than_a_form_may_hold_is_not_read(client: TestClient) -> None:
    assert client.post(RIGHTS, data={"output": "y" * 200_000}, headers=HTML).status_code == 413


def test_what_is_pasted_is_text_and_is_kept(client: TestClient) -> None:
    hostile = "</textarea><script>alert(1)</script>\nyes"

    shown = client.post(RIGHTS, data={"output": hostile}, headers=HTML)

    tree = html5lib.parse(shown.text, namespaceHTMLElements=False)
    assert "".join(next(tree.iter("textarea")).itertext()) == hostile
    assert not [one for one in tree.iter("script") if one.get("src") is None]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/runbooks/linkerd/verdict/preflight/nothing", 404),
        ("/runbooks/linkerd/verdict/moon/cluster-rights", 404),
        ("/runbooks/nothing/verdict/preflight/cluster-rights", 404),
        ("/runbooks/linkerd/verdict/preflight/cluster-rights?tool=magic", 422),
        ("/runbooks/linkerd/verdict/preflight/cluster-rights?platform=openshift", 422),
    ],
)
def test_a_step_that_is_not_there_is_refused(client: TestClient, path: str, status: int) -> None:
    assert client.get(path, headers=HTML).status_code == status
    assert client.post(path, data={"output": "yes"}, headers=HTML).status_code == status


def test_a_program_is_told_the_verdict_and_the_next_step(client: TestClient) -> None:
    told = post(client, phase="preflight", step="cluster-rights", output="yes").json()

    assert (told["verdict"], told["code"], told["hint"]) == ("pass", "MW-CLUSTER-0103", "")
    assert told["next"]["step"] == "nodes-ready"
    assert client.get(told["next"]["page"].partition("#")[0], headers=HTML).status_code == 200


def test_a_program_is_told_the_way_back_from_a_step_that_failed(client: TestClient) -> None:
    told = post(
        client,
        phase="install",
        step="gateway-api-install",
        output="error: timed out",
        exit_status=1,
    ).json()

    assert (told["verdict"], told["next"]) == ("fail", None)
    assert told["undo"]["how"]
    assert told["hint"]
    assert [clause["holds"] for clause in told["clauses"]] == [False]


def test_a_warning_goes_on(client: TestClient) -> None:
    told = post(
        client, phase="preflight", step="other-meshes", output="x/istiod", exit_status=0
    ).json()

    assert told["verdict"] == "warn"
    assert told["hint"]


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"parameters": {"tool": "magic"}}, "parameters.tool"),
        ({"parameters": {"platform": "openshift"}}, "parameters.platform"),
        ({"exit_status": 256}, "exit_status"),
        ({"output": ""}, "output"),
        ({"output": "y" * 32_001}, "output"),
    ],
)
def test_a_problem_names_the_field(client: TestClient, sent: dict[str, Any], field: str) -> None:
    told = post(client, **{"phase": "preflight", "step": "cluster-rights", "output": "yes", **sent})

    assert told.status_code == 422
    assert field in {error["field"] for error in told.json()["errors"]}


def test_a_step_that_a_program_asks_for_in_vain_is_a_404_problem(client: TestClient) -> None:
    told = post(client, phase="preflight", step="nothing", output="yes")

    assert told.status_code == 404
    assert told.json()["type"] == "/problems/not-found"
