import html
import io
import json
import re
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import html5lib
import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from app.content.load import Content
from app.domain.runbook import Runbook, assemble, parameter_fields, parse_parameters
from app.domain.runbook_choices import Tool
from app.formats import bundle, markdown, script
from app.web.runbook_files import offered
from app.web.words import release

HTML = {"Accept": "text/html"}
OPTIONS = ("istio-sidecar", "istio-ambient", "linkerd", "cilium")
ASKED: dict[str, Any] = {
    "tool": "cli",
    "platform": "kind",
    "cluster_name": "east-1",
    "namespaces": "shop payments",
    "canary_service": "orders",
    "observability": "bundled",
}
HOSTILE = (
    "$(touch x)",
    "`touch x`",
    "a;touch x",
    "a b|c",
    "'",
    '"',
    "a\nb",
    "a\r\nX-Evil: 1",
    "demo\n",
    "../../etc/passwd",
    "--flag",
    "{name}",
    "a: &x [1]",
    "!!python/object:os.system",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }}",
    "](javascript:alert(1))",
    "\x00",
    "\u202edemo",
    "\uff44\uff45\uff4d\uff4f",
    "a\x0bb",
    "a\u2028b",
    "a" * 5000,
)
FIELDS = [field.name for field in parameter_fields()]


@pytest.fixture(scope="module")
def asked(content: Content) -> dict[str, Runbook]:
    return {option: runbook_of(content, option, ASKED) for option in OPTIONS}


def runbook_of(content: Content, option: str, raw: dict[str, Any]) -> Runbook:
    parameters = parse_parameters(option, raw)
    return assemble(content.catalogue.version, option, parameters, content.runbooks)


def text_of(page: str) -> str:
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    return "\n".join(tree.itertext())


def code_of(page: str) -> set[str]:
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    return {"".join(code.itertext()) for pre in tree.iter("pre") for code in pre.iter("code")}


def commands_of(runbook: Runbook) -> Iterator[str]:
    for phase in runbook.phases:
        for step in phase.steps:
            if step.commands:
                yield "\n".join(command.line for command in step.commands)
            yield step.expect.command.line


def wrong(response: Response) -> dict[str, tuple[str, ...]]:
    assert response.status_code == 422
    assert response.headers["Content-Type"] == "application/problem+json"
    return {error["field"]: tuple(error["allowed"]) for error in response.json()["errors"]}


def post(client: TestClient, option: str = "linkerd", **sent: Any) -> Response:
    return client.post(f"/api/runbooks/{option}", json=sent)


# ------------------------------------------------------------------ the pages


def test_the_list_says_which_options_have_a_runbook_and_which_have_none(
    client: TestClient, content: Content
) -> None:
    page = client.get("/runbooks").text

    for option in content.catalogue.options:
        has_one = option.id in content.runbooks.options
        assert (f'href="/runbooks/{option.id}"' in page) == has_one
        assert (f'href="/options/{option.id}"' in page) != has_one


@pytest.mark.parametrize("option", OPTIONS)
def test_the_page_has_every_phase_step_and_command_of_the_runbook(
    client: TestClient, asked: dict[str, Runbook], option: str
) -> None:
    response = client.get(f"/runbooks/{option}?{urlencode(ASKED)}")

    page = response.text
    text, code = text_of(page), code_of(page)
    assert response.status_code == 200
    assert set(commands_of(asked[option])) <= code
    for phase in asked[option].phases:
        assert f'id="{phase.id}"' in page
        assert phase.blast_radius in text
        for step in phase.steps:
            assert f'id="{phase.id}-{step.id}"' in page
            for said in (step.title, step.why, step.expect.shows, step.abort_if, step.changes):
                assert said in text
            assert f'href="{html.escape(step.source.url)}"' in page
            assert step.undo is None or step.undo.how in text


@pytest.mark.parametrize("option", OPTIONS)
def test_the_page_is_valid_html_with_its_own_id_for_everything(
    client: TestClient, option: str
) -> None:
    page = client.get(f"/runbooks/{option}?{urlencode(ASKED)}", headers=HTML).text

    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    kept = [box.get("data-keep") for box in tree.iter("input") if box.get("data-keep")]
    anchors = [link.get("href")[1:] for link in tree.iter("a") if link.get("href")[0] == "#"]
    assert len(ids) == len(set(ids))
    assert len(kept) == len(set(kept)) > 20
    assert set(anchors) <= set(ids)
    assert len(list(tree.iter("h1"))) == 1


def test_a_page_without_parameters_shows_the_defaults_in_its_form(client: TestClient) -> None:
    page = client.get("/runbooks/linkerd").text

    tree = html5lib.parse(page, namespaceHTMLElements=False)
    typed = {one.get("id"): one.get("value") for one in tree.iter("input") if one.get("id")}
    assert typed["cluster_name"] == "demo"
    assert typed["canary_port"] == "8080"
    for field in parameter_fields():
        assert f'<label for="{field.name}">' in page
        assert html.escape(field.description, quote=False).replace("'", "&#39;") in page


def test_the_form_marks_what_the_option_never_supports(client: TestClient) -> None:
    page = client.get("/runbooks/linkerd").text

    assert '<option value="openshift">OpenShift (not supported)</option>' in page
    assert '<option value="zones">Global and zones (not supported)</option>' in page
    assert '<option value="mirrored_services">Mirrored Services</option>' in page


def test_answers_of_a_decision_fill_in_what_they_imply(client: TestClient) -> None:
    answers = "goals=observability&services=under_20&cni=cilium&platform=eks&weights.traffic=5"

    page = client.get(f"/runbooks/linkerd?{answers}").text

    assert '<option value="eks" selected>' in page
    assert '<option value="cilium" selected>' in page
    assert '<option value="bundled" selected>' in page
    assert "Filled in from your answers." in page


@pytest.mark.parametrize("answer", ["other_fixed", "other_replaceable", "not_sure"])
def test_an_answer_that_is_no_parameter_is_read_as_an_answer(
    client: TestClient, answer: str
) -> None:
    response = client.get(f"/runbooks/linkerd?cni={answer}")

    assert response.status_code == 200
    assert '<option value="platform_default" selected>' in response.text


def test_what_is_typed_goes_before_what_answers_imply(client: TestClient) -> None:
    page = client.get("/runbooks/linkerd?goals=observability&observability=none").text

    assert '<option value="none" selected>Read metrics as they are</option>' in page


def test_a_wrong_value_is_named_beside_its_field_and_kept(client: TestClient) -> None:
    response = client.get("/runbooks/linkerd?cluster_name=Not_A_Name&tool=apt&canary_weight=70")

    page = response.text
    assert response.status_code == 422
    assert 'value="Not_A_Name"' in page
    assert 'value="70"' in page
    assert '<option value="apt" selected>apt (not allowed)</option>' in page
    for name in ("cluster_name", "tool", "canary_weight"):
        assert f'<a href="#{name}">' in page
        assert f'id="{name}-error"' in page
    assert "lower-case letters, digits and hyphens" in page
    assert "download?" not in page


def test_a_parameter_that_does_not_exist_is_refused(client: TestClient) -> None:
    response = client.get("/runbooks/linkerd?clustername=x")

    assert response.status_code == 422
    assert "clustername" in response.text


def test_a_combination_without_support_leads_to_the_nearest_that_has_it(
    client: TestClient,
) -> None:
    response = client.get("/runbooks/linkerd?platform=openshift&cluster_name=east")

    tree = html5lib.parse(response.text, namespaceHTMLElements=False)
    links = [link.get("href", "") for link in tree.iter("a")]
    near = [link for link in links if link.startswith("/runbooks/") and "cluster_name=east" in link]
    assert response.status_code == 422
    assert "OpenShift" in response.text
    assert len(near) > 3
    assert any(link.startswith("/runbooks/istio-ambient?") for link in near)
    assert all(client.get(link).status_code == 200 for link in near)


def test_three_barriers_at_once_still_lead_somewhere(client: TestClient) -> None:
    wanted = "platform=openshift&strict_mtls=true&kubernetes_version=1.20&cni=calico"

    page = client.get(f"/runbooks/cilium?{wanted}").text

    assert "Supported instead" in page


@pytest.mark.parametrize("option", ["nothing", "flagger", "<b>", "shared", "..%2Flinkerd"])
@pytest.mark.parametrize("rest", ["", "/download?format=zip"])
def test_an_option_that_does_not_exist_is_not_found(
    client: TestClient, option: str, rest: str
) -> None:
    response = client.get(f"/runbooks/{option}{rest}", headers=HTML)

    assert response.status_code == 404
    assert "<b>" not in response.text


# -------------------------------------------------------------- the downloads


@pytest.mark.parametrize("option", OPTIONS)
def test_downloads_are_what_the_formats_write(
    client: TestClient, asked: dict[str, Runbook], option: str
) -> None:
    runbook = asked[option]
    written = {
        "markdown": (markdown.render(runbook).encode(), "text/markdown; charset=utf-8", "md"),
        "script": (script.render(runbook).encode(), "text/x-shellscript; charset=utf-8", "sh"),
        "zip": (bundle.render(runbook), "application/zip", "zip"),
    }
    for name, (content, media_type, ending) in written.items():
        response = client.get(f"/runbooks/{option}/download?format={name}&{urlencode(ASKED)}")

        assert response.status_code == 200
        assert response.content == content
        assert response.headers["Content-Type"] == media_type
        disposition = f'attachment; filename="meshwise-{option}-east-1.{ending}"'
        assert response.headers["Content-Disposition"] == disposition


@pytest.mark.parametrize("option", OPTIONS)
def test_the_page_says_how_long_the_release_is_supported_and_whether_there_is_a_newer_one(
    client: TestClient, content: Content, option: str
) -> None:
    page = client.get(f"/runbooks/{option}", headers=HTML).text

    chosen = next(one for one in content.catalogue.options if one.id == option)
    recipe = content.runbooks.recipe(option)
    newest = release(chosen.release.version)
    is_newest = newest == recipe.version
    assert f"Support of {newest}: " in page
    assert (f"this runbook is checked for {recipe.version}" in page) == (not is_newest)


def test_the_links_on_the_page_download_what_the_page_shows(
    client: TestClient, asked: dict[str, Runbook]
) -> None:
    page = client.get(f"/runbooks/linkerd?{urlencode(ASKED)}").text

    links = [
        html.unescape(one) for one in re.findall(r'href="(/runbooks/[^"]+download[^"]+)"', page)
    ]
    assert len(links) == len(offered())
    assert client.get(links[0]).content == bundle.render(asked["linkerd"])


def test_the_zip_is_the_same_bytes_twice_and_its_checksums_hold(
    client: TestClient, tmp_path: Path
) -> None:
    first, second = (client.get("/runbooks/cilium/download?format=zip").content for _ in range(2))

    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        archive.extractall(tmp_path)
    check = ["sha256sum", "--check", "--quiet", "CHECKSUMS"]
    assert subprocess.run(check, cwd=tmp_path, check=False).returncode == 0


def test_a_download_with_a_wrong_value_shows_the_form_again(client: TestClient) -> None:
    response = client.get("/runbooks/linkerd/download?format=zip&cluster_name=A", headers=HTML)

    assert response.status_code == 422
    assert "Content-Disposition" not in response.headers
    assert '<form class="parameters" action="/runbooks/linkerd"' in response.text


def test_a_format_that_does_not_exist_is_refused(client: TestClient) -> None:
    response = client.get("/runbooks/linkerd/download?format=exe", headers=HTML)

    assert response.status_code == 422
    assert "markdown" in response.text


# ---------------------------------------------------------------------- REST


def test_the_list_for_programs_names_runbooks_formats_and_parameters(client: TestClient) -> None:
    told = client.get("/api/runbooks").json()

    assert {one["option"] for one in told["runbooks"]} == {*OPTIONS, "consul", "kuma", "no-mesh"}
    assert told["formats"] == ["json", *offered()]
    assert set(told["parameters"]["properties"]) == set(FIELDS)
    assert told["parameters"]["properties"]["tool"]["enum"] == list(Tool)
    assert "$ref" not in json.dumps(told)


@pytest.mark.parametrize("option", OPTIONS)
def test_the_json_holds_every_step_as_it_was_assembled(
    client: TestClient, asked: dict[str, Runbook], option: str
) -> None:
    told = post(client, option, **{**ASKED, "namespaces": ["shop", "payments"]}).json()

    runbook = asked[option]
    lines = [
        [command["line"] for command in step["run"]]
        for phase in told["phases"]
        for step in phase["steps"]
    ]
    steps = [step for phase in runbook.phases for step in phase.steps]
    assert [phase["id"] for phase in told["phases"]] == [phase.id for phase in runbook.phases]
    assert lines == [[command.line for command in step.commands] for step in steps]
    assert told["parameters"]["namespaces"] == ["shop", "payments"]
    assert told["catalogue_version"] == runbook.catalogue_version


def test_the_links_of_the_json_lead_to_the_same_runbook(
    client: TestClient, asked: dict[str, Runbook]
) -> None:
    links = post(client, **ASKED).json()["links"]

    assert client.get(links["page"]).status_code == 200
    assert client.get(links["zip"]).content == bundle.render(asked["linkerd"])


@pytest.mark.parametrize(
    ("query", "accept", "media_type"),
    [
        ("", "", "application/json"),
        ("", "*/*", "application/json"),
        ("", "text/markdown", "text/markdown; charset=utf-8"),
        ("", "application/x-sh", "text/x-shellscript; charset=utf-8"),
        ("", "application/zip, application/json;q=0.5", "application/zip"),
        ("", "application/zip;q=0.1, application/json;q=0.5", "application/json"),
        ("", "application/zip;q=x, application/json", "application/json"),
        ("?format=zip", "application/json", "application/zip"),
        ("?format=json", "application/zip", "application/json"),
        ("?format=markdown", "", "text/markdown; charset=utf-8"),
        ("?format=script", "", "text/x-shellscript; charset=utf-8"),
    ],
)
def test_a_program_gets_the_format_it_asks_for(
    client: TestClient, query: str, accept: str, media_type: str
) -> None:
    response = client.post(f"/api/runbooks/linkerd{query}", json={}, headers={"Accept": accept})

    assert response.status_code == 200
    assert response.headers["Content-Type"] == media_type
    assert response.headers["Vary"].startswith("Accept")


def test_no_body_at_all_gives_the_defaults(client: TestClient) -> None:
    response = client.post("/api/runbooks/linkerd?format=zip")

    assert response.content == client.get("/runbooks/linkerd/download?format=zip").content


@pytest.mark.parametrize(
    ("sent", "field", "allowed"),
    [
        ({"profile": "heroic"}, "profile", ("evaluation", "production")),
        ({"tool": 7}, "tool", tuple(Tool)),
        ({"namespaces": ["ok", "Not_Ok"]}, "namespaces", ()),
        ({"namespaces": ["kube-system"]}, "namespaces", ()),
        ({"namespaces": []}, "namespaces", ()),
        ({"kubernetes_version": "latest"}, "kubernetes_version", ()),
        ({"option": "cilium"}, "option", ("linkerd",)),
        ({"cluster": "demo"}, "cluster", tuple(FIELDS)),
    ],
)
def test_a_problem_names_the_field_and_what_is_allowed(
    client: TestClient, sent: dict[str, Any], field: str, allowed: tuple[str, ...]
) -> None:
    response = client.post("/api/runbooks/linkerd", json=sent)

    assert wrong(response) == {field: allowed}


@pytest.mark.parametrize("body", ["[]", "7", "{", '"x"', "[" * 60_000])
def test_a_body_that_is_no_object_is_a_problem(client: TestClient, body: str) -> None:
    response = client.post(
        "/api/runbooks/linkerd", content=body, headers={"Content-Type": "application/json"}
    )

    assert response.status_code in {400, 422}
    assert response.headers["Content-Type"] == "application/problem+json"


def test_a_sign_that_is_no_text_is_a_problem(client: TestClient) -> None:
    for body in (r'{"cluster_name": "\ud800"}', r'{"\ud800": "x"}', r'{"namespaces": ["\ud800"]}'):
        response = client.post(
            "/api/runbooks/linkerd", content=body, headers={"Content-Type": "application/json"}
        )

        assert response.status_code == 422


def test_a_format_outside_the_list_is_a_problem(client: TestClient) -> None:
    response = client.post("/api/runbooks/linkerd?format=exe", json={})

    assert wrong(response) == {"format": ("json", "markdown", "script", "zip", "pdf")}


def test_an_unsupported_combination_is_a_problem_that_says_what_is_supported(
    client: TestClient,
) -> None:
    response = post(client, platform="openshift")

    problem = response.json()
    fields = wrong(response)
    assert problem["type"] == "/problems/unsupported"
    assert "kubeadm" in fields["platform"]
    assert "istio-ambient" in fields["option"]
    near = [(one["option"], one["changes"]) for one in problem["nearest"]]
    assert ("linkerd", {"platform": "kind"}) in near


@pytest.mark.parametrize("option", ["nothing", "flagger"])
def test_a_runbook_that_does_not_exist_is_a_404_problem(client: TestClient, option: str) -> None:
    response = post(client, option)

    assert response.status_code == 404
    assert response.json()["type"] == "/problems/not-found"


def test_the_examples_of_the_reference_work(client: TestClient) -> None:
    described = client.get("/openapi.json").json()["paths"]["/api/runbooks/{option}"]["post"]
    examples = described["requestBody"]["content"]["application/json"]["examples"]

    assert len(examples) > 1
    for example in examples.values():
        assert post(client, **example["value"]).status_code == 200


# ------------------------------------------------------------- hostile values


@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: ascii(value)[:30])
@pytest.mark.parametrize("field", FIELDS)
def test_a_hostile_value_is_refused_and_shown_as_text(
    client: TestClient, field: str, value: str
) -> None:
    query = urlencode({field: value})
    for path in (f"/runbooks/linkerd?{query}", f"/runbooks/linkerd/download?format=zip&{query}"):
        response = client.get(path, headers=HTML)

        assert response.status_code == 422
        assert "Content-Disposition" not in response.headers
        assert "X-Evil" not in response.headers
        assert f'id="{field}-error"' in response.text
        assert "<script>alert" not in response.text
        assert "<img" not in response.text


@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: ascii(value)[:30])
@pytest.mark.parametrize("form", ["json", "markdown", "script", "zip"])
def test_a_hostile_value_is_refused_over_rest(client: TestClient, form: str, value: str) -> None:
    for field in FIELDS:
        sent = [value] if field == "namespaces" else value
        response = client.post(f"/api/runbooks/linkerd?format={form}", json={field: sent})

        assert field in wrong(response)


@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: ascii(value)[:30])
def test_a_hostile_name_of_a_parameter_is_refused_and_shown_as_text(
    client: TestClient, value: str
) -> None:
    response = client.get(f"/runbooks/linkerd?{urlencode({value: 'x'})}", headers=HTML)

    assert response.status_code == 422
    assert "<script>alert" not in response.text
    assert "<img" not in response.text
    assert value in wrong(client.post("/api/runbooks/linkerd", json={value: "x"}))


def test_a_link_with_too_many_parameters_is_refused(client: TestClient) -> None:
    query = "&".join(f"p{number}=1" for number in range(300))

    assert client.get(f"/runbooks/linkerd?{query}", headers=HTML).status_code == 422
