"""The page and the API that read a visitor's own cluster."""

import json
import logging
import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import html5lib
import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from app.formats.kubectl_json import MAX_BYTES
from app.web.cluster_api import EXAMPLES
from app.web.cluster_words import LABELS

FIXTURES = Path(__file__).parents[1] / "fixtures" / "clusters"
NAMES = sorted(path.stem for path in FIXTURES.glob("*.json"))
SECRET = {"kind": "Secret", "metadata": {"name": "db"}, "data": {"password": "aHVudGVyMg=="}}
NODE = {"kind": "Node", "metadata": {"name": "w-1"}}


def raw(name: str) -> bytes:
    return (FIXTURES / f"{name}.json").read_bytes()


def upload(client: TestClient, file: bytes, text: str = "") -> Response:
    parts: dict[str, tuple[str | None, bytes | str]] = {
        "file": ("cluster.json", file),
        "cluster": (None, text),
    }
    return client.post("/cluster", files=parts, headers={"Accept": "text/html"})


def post(client: TestClient, body: bytes | str) -> Response:
    return client.post("/api/cluster-facts", content=body)


def checked(page: str) -> dict[str, list[str]]:
    """Return the answers that are filled in on the page."""
    given: dict[str, list[str]] = {}
    for name, value in re.findall(r'name="(\w+)" value="(\w+)" checked', page):
        given.setdefault(name, []).append(value)
    return given


@pytest.mark.parametrize("name", NAMES)
def test_page_and_api_say_the_same_of_every_cluster(client: TestClient, name: str) -> None:
    told = post(client, raw(name)).json()

    page = upload(client, raw(name))

    assert page.status_code == 200
    assert checked(page.text) == told["answers"]
    html5lib.HTMLParser(strict=True).parse(page.text)
    assert page.text.count('<span class="severity">') == len(told["findings"])
    assert set(told["facts"]) | set(told["unknown"]) == set(LABELS)
    assert page.text.count('class="mark unknown"') == len(told["unknown"])


def test_a_pasted_text_says_the_same_as_a_file(client: TestClient) -> None:
    text = raw("eks-vpc-cni").decode()

    assert checked(upload(client, b"", text).text) == checked(upload(client, text.encode()).text)


def test_a_file_and_a_text_are_read_together(client: TestClient) -> None:
    version = json.dumps({"serverVersion": {"gitVersion": "v1.31.2"}})

    page = upload(client, raw("version-only"), json.dumps(NODE)).text

    assert "kubectl version: serverVersion.gitVersion" in page
    assert "Node w-1: kind = Node" in page
    assert "1.31.2" in upload(client, b"", version).text


def test_every_fact_stands_with_its_evidence_and_where_that_is_documented(
    client: TestClient,
) -> None:
    facts = post(client, raw("gke-dataplane-v2")).json()["facts"]

    assert facts["cilium_managed"]["value"] == "gke"
    for fact in facts.values():
        assert fact["evidence"]
        for one in fact["evidence"]:
            assert one["line"].startswith(f"{one['object']}: {one['field']} = ")
            assert one["source"]["url"].startswith("https://")


def test_findings_lead_to_the_cell_they_rest_on(client: TestClient) -> None:
    page = upload(client, raw("kubeadm-flannel-old-kernel")).text

    cells = set(re.findall(r'href="(/compare\?cell=[\w.-]+)#', page))
    assert cells
    assert {client.get(cell).status_code for cell in cells} == {200}


@pytest.mark.parametrize("name", ["eks-vpc-cni", "gke-dataplane-v2", "kubeadm-flannel-old-kernel"])
def test_the_facts_lead_to_pages_that_take_them(client: TestClient, name: str) -> None:
    told = post(client, raw(name)).json()
    page = upload(client, raw(name)).text.replace("&amp;", "&")

    for link in told["links"].values():
        assert client.get(link).status_code in {200, 303}, link
    assert told["links"]["compare"] in page
    assert told["links"]["overhead"] in page
    runbooks = re.findall(r'href="(/runbooks/\w[\w-]*\?[^"]+)"', page)
    assert runbooks
    for link in runbooks:
        assert parse_qs(urlsplit(link).query)["platform"] == [
            told["runbook_parameters"]["platform"]
        ]


def test_presumed_answers_ask_to_be_confirmed_and_lie_open(client: TestClient) -> None:
    told = post(client, raw("eks-vpc-cni")).json()
    page = unescape(upload(client, raw("eks-vpc-cni")).text)

    presumed = [one for one in told["settled"] if one["is_presumed"]]
    assert presumed
    assert page.count("please confirm") == len(presumed)
    for one in told["settled"]:
        assert one["because"] in page


@pytest.mark.parametrize("body", [SECRET, {"kind": "List", "items": [NODE, SECRET]}])
def test_a_secret_is_refused_and_never_sent_back(
    client: TestClient, body: dict[str, object]
) -> None:
    text = json.dumps(body)

    answers = [post(client, text), upload(client, text.encode()), upload(client, b"", text)]

    for answer in answers:
        assert answer.status_code == 422
        assert "There is a Secret in it, so nothing was read" in answer.text
        assert "aHVudGVyMg" not in answer.text
        assert "w-1" not in answer.text


BROKEN = {
    "YAML": "apiVersion: v1\nkind: Node\n",
    "a table": "NAME STATUS\nw-1 Ready\n",
    "cut off": '{"kind": "List", "items": [{"kind": "Node"',
    "nothing": "",
    "a number": "12",
    "nesting": "[" * 100_000,
    "two keys": '{"kind": "Node", "kind": "Pod"}',
    "not a number": '{"kind": NaN}',
    "half a character": '{"kind": "\\ud800", "metadata": {"name": "\\udfff"}}',
    "markup": '{"kind": "</textarea><script>alert(1)</script>"',
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_input_gets_a_problem_and_the_form_stays(client: TestClient, name: str) -> None:
    text = BROKEN[name]

    document, page = post(client, text), upload(client, b"", text)

    if name == "half a character":
        assert (document.status_code, page.status_code) == (200, 200)
        return
    assert document.status_code == page.status_code == 422
    assert document.headers["Content-Type"] == "application/problem+json"
    (error,) = document.json()["errors"]
    assert error["field"] == "cluster"
    assert error["message"]
    assert '<form action="/cluster"' in page.text
    assert "<script>alert" not in page.text
    html5lib.HTMLParser(strict=True).parse(page.text)


def test_what_was_pasted_is_kept_when_it_is_wrong(client: TestClient) -> None:
    page = upload(client, b"", "kind: Node  # mine")

    assert "kind: Node  # mine</textarea>" in page.text


def test_hostile_names_are_shown_as_text(client: TestClient) -> None:
    name = '"><script>alert(1)</script>'
    node = {"kind": "Node", "metadata": {"name": name}, "status": {"nodeInfo": {"osImage": name}}}

    page = upload(client, json.dumps(node).encode())

    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert" in page.text


def test_a_form_of_another_kind_is_refused(client: TestClient) -> None:
    assert client.post("/cluster", data={"cluster": json.dumps(NODE)}).status_code == 422
    headers = {"Content-Type": "multipart/form-data; boundary=y"}
    broken = client.post("/cluster", content=b"--x\r\nbroken", headers=headers)
    assert broken.status_code == 422


def test_what_is_too_large_is_refused_before_it_is_read(client: TestClient) -> None:
    too_many = {"Content-Length": str(2 * MAX_BYTES), "Accept": "text/html"}

    page = client.post("/cluster", content=iter([b"x"]), headers=too_many)
    document = client.post("/api/cluster-facts", content=iter([b"x"]), headers=too_many)

    assert page.status_code == document.status_code == 413
    assert "It is larger than 128 MiB." in page.text
    assert '<form action="/cluster"' in page.text
    assert document.headers["Content-Type"] == "application/problem+json"


def test_a_body_without_a_length_is_stopped_at_the_limit(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.formats.kubectl_json.read_objects.__kwdefaults__", {
        "field": "cluster", "max_bytes": 2 * 1024 * 1024,
    })  # fmt: skip

    answer = client.post("/api/cluster-facts", content=(b" " * 65536 for _ in range(100)))

    assert answer.status_code == 422
    assert "It is larger than 2 MiB." in answer.text


def test_nothing_of_a_cluster_is_kept_or_logged(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    node = {"kind": "Node", "metadata": {"name": "very-private-name"}}

    answer = post(client, json.dumps(node))
    page = upload(client, json.dumps(node).encode())

    assert "very-private-name" in answer.text
    assert answer.headers["Cache-Control"] == page.headers["Cache-Control"] == "no-store"
    assert "very-private-name" not in caplog.text
    assert "very-private-name" not in client.get("/cluster").text


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_examples_of_the_reference_are_taken(client: TestClient, example: str) -> None:
    assert post(client, json.dumps(EXAMPLES[example]["value"])).status_code == 200


def test_the_script_is_handed_over_and_shown(client: TestClient) -> None:
    script = client.get("/cluster/collector.sh")

    assert script.text.startswith("#!/usr/bin/env bash\n")
    assert "meshwise-collect.sh" in script.headers["Content-Disposition"]
    assert "kubectl version -o json" in client.get("/cluster").text


JOURNEYS = {
    "eks-vpc-cni": {
        "platform": ["eks"], "cni": ["other_fixed"], "services": ["from_20_to_100"],
        "workloads": ["jobs"],
    },
    "gke-dataplane-v2": {
        "platform": ["gke"], "cni": ["cilium_managed"], "services": ["from_100_to_500"],
    },
    "k3s-homelab": {
        "platform": ["k3s"], "cni": ["other_fixed"], "services": ["under_20"],
        "workloads": ["arm64"],
    },
    "openshift-windows": {
        "platform": ["openshift"], "cni": ["other_fixed"], "services": ["under_20"],
        "workloads": ["windows"],
    },
}  # fmt: skip


@pytest.mark.parametrize("name", JOURNEYS)
def test_the_result_changes_when_the_facts_are_added(client: TestClient, name: str) -> None:
    goals = {"goals": ["mtls", "observability"]}
    page = upload(client, raw(name)).text
    facts = checked(page)

    before = client.post("/recommend", json={"answers": goals}).json()
    after = client.post("/recommend", json={"answers": goals | facts}).json()

    assert facts == JOURNEYS[name]
    outcomes = [{one["option"]: one["outcome"] for one in advice["ranking"]}
                for advice in (before, after)]  # fmt: skip
    assert after["vector"] != before["vector"]
    scores = [{one["option"]: one["score"] for one in advice["ranking"]}
              for advice in (before, after)]  # fmt: skip
    assert scores[0]["cilium"] != scores[1]["cilium"]
    assert outcomes[0]["cilium"] != "ruled_out"
    assert (outcomes[1]["cilium"] == "ruled_out") == (facts["cni"] == ["other_fixed"])
    result = client.get("/result", params=goals | facts).text
    for question in facts:
        assert f"at={question}" in result


@pytest.mark.parametrize("name", JOURNEYS)
def test_the_form_of_the_page_leads_to_a_result_with_the_overhead(
    client: TestClient, name: str
) -> None:
    page = upload(client, raw(name)).text
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]+)"', page))
    query = checked(page) | {key: [value] for key, value in hidden.items()}

    with_load = client.get("/result", params=query | {"rps": ["250"]})
    without = client.get("/result", params=query | {"rps": [""]})
    wizard = client.get("/wizard", params=query | {"rps": ["250"]})

    assert with_load.status_code == without.status_code == wizard.status_code == 200
    assert 'class="panels"' in with_load.text
    assert 'class="panels"' not in without.text
    assert "Give size and load" in without.text
