"""What is known of a cluster stays in the links, from the first page to the runbook."""

import re
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import pytest
from fastapi.testclient import TestClient

from app.web.cluster_link import CLUSTER

FIXTURES = Path(__file__).parents[1] / "fixtures" / "clusters"
SIZING = {"nodes": "12", "meshed_pods": "300", "rps": "250", "node_vcpu": "8", "node_gib": "32"}
OWN = {"my_kubernetes": "1.30", "my_platform": "eks", "my_cni": "aws_vpc", "my_kernel": "5.4"}
RUNBOOK = {"runbook.platform": "kind", "runbook.namespaces": "shop"}
LACKS = {"lacks": "linkerd-gateway-api-oldest:1.0.0"}
ALL = SIZING | OWN | RUNBOOK | LACKS


def links_in(page: str, path: str) -> list[str]:
    found = re.findall(r'(?:href|hx-get)="([^"]+)"', page)
    return [link for link in map(unescape, found) if urlsplit(link).path == path]


def carried_by(link: str) -> dict[str, str]:
    given = parse_qs(urlsplit(link).query)
    return {name: " ".join(texts) for name, texts in given.items() if name in CLUSTER}


def hidden_in(page: str) -> dict[str, str]:
    return dict(re.findall(r'type="hidden" name="([\w.]+)" value="([^"]*)"', page))


def runbook_in(page: str) -> str:
    """Return where the button of a result leads."""
    return unescape(re.findall(r'class="button" href="(/runbooks/[^"]+)"', page)[0])


def facts_of(client: TestClient, name: str) -> dict[str, Any]:
    body = (FIXTURES / f"{name}.json").read_bytes()
    told: dict[str, Any] = client.post("/api/cluster-facts", content=body).json()
    return told


def chosen(page: str, name: str) -> str:
    """Return what a choice of a form is set to."""
    form = page.partition(f'<select id="{name}"')[2].partition("</select>")[0]
    (value,) = re.findall(r'<option value="(\w+)" selected>', form)
    return str(value)


@pytest.mark.parametrize("path", ["/wizard", "/result"])
def test_no_link_of_a_step_loses_the_cluster(client: TestClient, path: str) -> None:
    page = client.get(path, params={"goals": "mtls", "priority": "features"} | ALL).text

    onward = [*links_in(page, "/wizard"), *links_in(page, "/result")]
    assert len(onward) > 3
    for link in onward:
        if urlsplit(link).query:  # The menu starts anew.
            assert carried_by(link) == ALL, link


def test_answering_every_question_keeps_the_cluster_to_the_result(client: TestClient) -> None:
    page = client.get("/wizard", params=ALL).text
    for _ in range(30):
        question = hidden_in(page).get("answering")
        if question is None:
            break
        sent = hidden_in(page) | {question: "not_sure"}
        page = client.get("/wizard", params=sent, follow_redirects=True).text

    (result,) = {link for link in links_in(page, "/result") if urlsplit(link).query}
    assert carried_by(result) == ALL
    assert 'class="panels"' in client.get(result).text


def test_adjusting_a_weight_keeps_the_cluster(client: TestClient) -> None:
    page = client.get("/result", params={"goals": "mtls"} | ALL).text

    form = page.partition('<form action="/result#weights"')[2].partition("</form>")[0]
    kept = {name: value for name, value in hidden_in(form).items() if name in CLUSTER}
    assert kept == ALL


def test_the_result_leads_to_a_runbook_for_the_cluster(client: TestClient) -> None:
    answers = {"goals": "mtls", "priority": "simplicity", "platform": "other"}
    page = client.get("/result", params=answers | ALL).text

    link = runbook_in(page)
    runbook = client.get(link).text

    assert "nodes" not in parse_qs(urlsplit(link).query)
    assert chosen(runbook, "platform") == "kind"
    assert 'name="namespaces" type="text" value="shop"' in runbook
    assert "Filled in from your cluster." in runbook
    assert "you said 1.30" in runbook


@pytest.mark.parametrize(
    ("answers", "cluster", "platform", "cni"),
    [
        ({}, {"platform": "kind", "cni": "calico"}, "kind", "calico"),
        ({"platform": "other"}, {"platform": "kind"}, "kind", "platform_default"),
        ({"platform": "gke"}, {"platform": "eks"}, "gke", "platform_default"),
        ({"platform": "other"}, {"platform": "eks"}, "other", "platform_default"),
        ({"cni": "other_fixed"}, {"cni": "calico"}, "other", "calico"),
        ({"cni": "other_fixed"}, {"cni": "cilium"}, "other", "platform_default"),
        ({"cni": "cilium"}, {"cni": "calico"}, "other", "cilium"),
    ],
)
def test_a_changed_answer_says_more_than_the_cluster(
    client: TestClient,
    answers: dict[str, str],
    cluster: dict[str, str],
    platform: str,
    cni: str,
) -> None:
    known = {f"runbook.{name}": text for name, text in cluster.items()}

    page = client.get("/runbooks/linkerd", params={"goals": "mtls"} | answers | known).text

    assert (chosen(page, "platform"), chosen(page, "cni")) == (platform, cni)


def test_what_is_typed_says_more_than_the_cluster(client: TestClient) -> None:
    typed = {"platform": "eks", "runbook.platform": "kind", "cluster_name": "east"}

    page = client.get("/runbooks/linkerd", params=typed).text

    assert chosen(page, "platform") == "eks"


@pytest.mark.parametrize("name", ["kind-cilium", "k3s-homelab", "eks-vpc-cni", "openshift-windows"])
def test_a_cluster_sets_the_parameters_of_the_runbook_at_the_end(
    client: TestClient, name: str
) -> None:
    told = facts_of(client, name)

    result = client.get(told["links"]["result"]).text
    link = runbook_in(result)
    page = client.get(link).text

    for parameter, value in told["runbook_parameters"].items():
        if parameter != "kubernetes_version":
            assert chosen(page, parameter) == value, parameter


def test_the_overhead_keeps_the_answers_and_leads_back(client: TestClient) -> None:
    query = urlencode({"goals": "mtls", "weights.security": "30"} | ALL)
    result = client.get(f"/result?{query}").text

    (link,) = set(links_in(result, "/overhead")) - {"/overhead"}
    page = client.get(link).text

    (back,) = links_in(page, "/result")
    assert carried_by(back) == ALL
    assert parse_qs(urlsplit(back).query)["goals"] == ["mtls"]
    assert hidden_in(page)["weights.security"] == "30.0"
    presets = [one for one in links_in(page, "/overhead") if "nodes=500" in one]
    assert all("goals=mtls" in one and "my_kernel=5.4" in one for one in presets)


def test_an_overhead_of_its_own_leads_to_the_questions(client: TestClient) -> None:
    page = client.get("/overhead", params=SIZING).text

    (link,) = [one for one in links_in(page, "/wizard") if urlsplit(one).query]
    assert carried_by(link) == SIZING


def test_the_result_says_what_the_options_say_about_the_cluster(client: TestClient) -> None:
    page = unescape(client.get("/result", params={"goals": "mtls"} | OWN).text)

    assert "Kubernetes 1.30, Amazon EKS, AWS VPC CNI, Linux 5.4." in page
    assert "Needs Linux 5.10 or newer, you said 5.4." in page
    (link,) = (
        set(links_in(page, "/compare"))
        - {"/compare"}
        - {one for one in links_in(page, "/compare") if "cell=" in one}
    )
    assert carried_by(link) == OWN
    assert "In your cluster" not in client.get("/result?goals=mtls").text


def test_what_is_wrong_about_the_cluster_is_said_and_harms_nothing(client: TestClient) -> None:
    wrong = {"my_kernel": "<script>", "my_platform": "osm", "nodes": "many", "runbook.cni": "<b>"}

    page = client.get("/result", params={"goals": "mtls"} | wrong)

    assert page.status_code == 200
    assert "Write a version such as 5.15." in page.text
    assert "<script>" not in page.text.replace("<script src", "")


@pytest.mark.parametrize("path", ["/result", "/runbooks/linkerd"])
def test_what_the_cluster_lacks_for_an_option_is_said_before_it_is_installed(
    client: TestClient, path: str
) -> None:
    told = facts_of(client, "linkerd")
    answers = {"priority": "simplicity", "goals": "mtls"}
    lacks = [one for one in parse_qsl(urlsplit(told["links"]["result"]).query) if one[0] == "lacks"]
    link = f"{path}?{urlencode([*answers.items(), *lacks])}"

    page = unescape(client.get(link).text)

    assert "definitions 1.0.0 are older than 1.2.1, the oldest that Linkerd accepts" in page
    assert "linkerd.gateway_api" in page


@pytest.mark.parametrize(
    "lacks",
    [
        "linkerd-gateway-api-oldest:1.4.0",
        "linkerd-gateway-api-oldest:",
        "linkerd-gateway-api-oldest:1.0 call 555",
        "cilium-kernel:5.4<script>",
        "nothing:1.0",
        "x",
        ":",
    ],
)
def test_a_link_cannot_make_up_what_a_cluster_lacks(client: TestClient, lacks: str) -> None:
    page = client.get("/runbooks/linkerd", params={"lacks": lacks})

    assert page.status_code == 200
    assert "the oldest that Linkerd accepts" not in page.text
    assert "Nothing stands in the way" not in page.text


def test_a_decision_is_saved_with_what_the_link_says_of_the_cluster(client: TestClient) -> None:
    page = client.get("/result", params={"goals": "mtls"} | ALL).text

    (link,) = links_in(page, "/decisions/new")
    assert parse_qs(urlsplit(link).query)["goals"] == ["mtls"]
    assert carried_by(link) == ALL
    assert '/recommend?goals=mtls"' in page


def test_a_fleet_keeps_what_its_links_say_of_each_cluster(client: TestClient) -> None:
    line = f"shop: /result?goals=mtls&{urlencode(ALL)}"

    page = client.get("/fleet", params={"clusters": line})

    assert page.status_code == 200
    (link,) = links_in(page.text, "/result")
    assert carried_by(link) == ALL


def test_namespaces_are_offered_and_none_is_chosen(client: TestClient) -> None:
    told = facts_of(client, "eks-vpc-cni")
    body = (FIXTURES / "eks-vpc-cni.json").read_bytes()
    page = client.post("/cluster", files={"file": ("c.json", body)}).text

    offered = re.findall(r'name="runbook.namespaces" value="([^"]+)"( checked)?', page)

    assert [name for name, _ in offered] == told["runbook_namespaces"]
    assert offered
    assert not any(checked for _, checked in offered)
