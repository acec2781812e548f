"""The page and the API that say what each option would add."""

import re
from urllib.parse import urlencode

import html5lib
import pytest
from fastapi.testclient import TestClient

from app.content.load import Content
from app.domain.overhead import estimate
from app.domain.overhead_sizing import Sizing, parse_sizing
from app.web.overhead import GROUPS, LABELS
from app.web.overhead_api import EXAMPLES
from app.web.overhead_form import texts_of
from app.web.overhead_picture import measures_of, panels_of, written

SMALL = {"nodes": "3", "meshed_pods": "30", "rps": "50", "node_vcpu": "4", "node_gib": "16"}


def page_for(client: TestClient, **changes: str) -> str:
    answer = client.get("/overhead", params=SMALL | changes)
    assert answer.status_code == 200
    return answer.text


@pytest.mark.parametrize("preset", ["small", "medium", "large"])
def test_each_preset_is_a_link_that_fills_the_form(
    client: TestClient, content: Content, preset: str
) -> None:
    sizing = content.overhead.preset_by_id[preset].sizing
    link = f"/overhead?{urlencode(texts_of(sizing))}"

    assert link.replace("&", "&amp;") in client.get("/overhead").text
    page = client.get(link).text
    assert parse_sizing(texts_of(sizing)) == sizing
    for name, text in texts_of(sizing).items():
        kept = (f'name="{name}" type="text" value="{text}"', f'<option value="{text}" selected>')
        assert any(one in page for one in kept), name
    html5lib.HTMLParser(strict=True).parse(page)
    assert " style=" not in page


def test_every_field_of_the_sizing_is_in_the_form() -> None:
    grouped = [name for names in GROUPS.values() for name in names]

    assert sorted(grouped) == sorted(Sizing.model_fields)
    assert set(LABELS) == set(grouped)


def test_picture_table_and_api_say_the_same(client: TestClient, content: Content) -> None:
    page = page_for(client)
    told = client.post("/api/overhead", json=SMALL).json()

    known = estimate(content.overhead, parse_sizing(SMALL))
    for measure in measures_of(known):
        for option, value in measure.values:
            assert f'<b class="num">{written(value.typical)}</b>'.replace("<0", "&lt;0") in page, (
                option
            )
    assert [one["option"] for one in told["options"]] == [one.option for one in known.options]
    assert [one["memory_mib"]["typical"] for one in told["options"]] == [
        one.memory_mib.typical for one in known.options
    ]
    assert page.count('class="panel"') == 6


def test_bars_stand_in_their_panel_and_in_order(content: Content) -> None:
    sizing = parse_sizing(SMALL | {"cilium_is_cni": "false"})

    for panel in panels_of(content, measures_of(estimate(content.overhead, sizing))):
        for bar in panel.bars:
            assert 112 <= bar.start <= bar.mark + 0.1 <= bar.start + bar.width + 0.2 <= 280
            assert 112 <= panel.zero <= 280


def test_every_warning_and_borrowed_figure_is_said(client: TestClient, content: Content) -> None:
    changes = {"nodes": "400", "meshed_pods": "9000", "rps": "900000", "hops": "9"}
    known = estimate(content.overhead, parse_sizing(SMALL | changes))

    page = " ".join(page_for(client, **changes).replace("&#39;", "'").split())

    warnings = [*known.warnings, *(one for option in known.options for one in option.warnings)]
    assert len(warnings) > 6
    for warning in warnings:
        assert " ".join(warning.text.split()) in page
    for option in known.options:
        if option.borrowed:
            assert f"{len(option.borrowed)} of them borrowed" in page
    assert "US dollars" in page


def test_every_source_that_a_figure_rests_on_is_linked(
    client: TestClient, content: Content
) -> None:
    page = page_for(client)
    known = estimate(content.overhead, parse_sizing(SMALL))

    for option in known.options:
        for source in content.catalogue.cited(option.sources):
            assert f'href="{source.url}"'.replace("&", "&amp;") in page


def test_prices_change_the_cost_and_nothing_else(client: TestClient) -> None:
    dear = SMALL | {"usd_vcpu_hour": "1", "usd_gib_hour": "1"}
    plain, costly = (client.post("/api/overhead", json=body).json() for body in (SMALL, dear))

    for before, after in zip(plain["options"], costly["options"], strict=True):
        assert before["cpu_cores"] == after["cpu_cores"]
        if before["usd_month"]["typical"]:
            assert after["usd_month"]["typical"] > before["usd_month"]["typical"]


def test_wrong_fields_are_named_beside_them_and_kept(client: TestClient) -> None:
    answer = client.get("/overhead", params=SMALL | {"nodes": "many", "l7_share": "7"})

    assert answer.status_code == 422
    assert 'id="nodes-error">must be a whole number from 1 to 65,000' in answer.text
    assert 'id="l7_share-error">must be a number from 0 to 1' in answer.text
    assert 'value="many"' in answer.text
    assert 'class="panels"' not in answer.text


@pytest.mark.parametrize("text", ["nan", "inf", "1e999", "-1", "<script>", "9" * 5000, "\x00"])
def test_hostile_numbers_are_refused(client: TestClient, text: str) -> None:
    answer = client.get("/overhead", params=SMALL | {"rps": text})

    assert answer.status_code == 422
    assert "<script>" not in answer.text.replace("<script src", "")


def test_a_link_from_a_cluster_is_completed_and_not_blamed(client: TestClient) -> None:
    answer = client.get("/overhead?nodes=12&cilium_is_cni=true")

    assert answer.status_code == 200
    assert 'value="12"' in answer.text
    assert 'class="error"' not in answer.text
    assert "user requests per second" in answer.text


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_examples_of_the_reference_are_taken(client: TestClient, example: str) -> None:
    answer = client.post("/api/overhead", json=EXAMPLES[example]["value"])

    assert answer.status_code == 200
    wanted = EXAMPLES[example]["value"].get("options", [None] * 7)
    assert len(answer.json()["options"]) == len(wanted)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "nodes"),
        (SMALL | {"nodes": True}, "nodes"),
        (SMALL | {"options": ["osm"]}, "options"),
        (SMALL | {"options": "linkerd"}, "options"),
        (SMALL | {"surprise": 1}, "sizing"),
        (SMALL | {"cilium_encryption": "rot13"}, "cilium_encryption"),
    ],
)
def test_a_wrong_body_gets_a_problem_that_names_the_field(
    client: TestClient, body: dict[str, object], field: str
) -> None:
    answer = client.post("/api/overhead", json=body)

    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert field in [error["field"] for error in answer.json()["errors"]]


def test_the_result_says_every_warning_too(client: TestClient, content: Content) -> None:
    known = estimate(content.overhead, parse_sizing(SMALL | {"meshed_pods": "9000"}))

    answer = client.get("/result", params={"goals": "mtls"} | SMALL | {"meshed_pods": "9000"})

    page = " ".join(answer.text.replace("&#39;", "'").split())
    warnings = [*known.warnings, *(one for option in known.options for one in option.warnings)]
    assert len(warnings) > 6
    assert all(" ".join(warning.text.split()) in page for warning in warnings)


def test_the_result_shows_the_overhead_for_a_sizing_in_its_link(client: TestClient) -> None:
    page = client.get(f"/result?goals=mtls&{urlencode(SMALL)}").text

    assert 'class="panels"' in page
    assert re.search(r'href="/overhead\?nodes=3&amp;', page)
    assert 'class="panels"' not in client.get("/result?goals=mtls").text
