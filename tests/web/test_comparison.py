import re
from collections.abc import Iterator
from datetime import date
from gzip import compress
from html import unescape
from xml.etree.ElementTree import Element

import html5lib
import pytest
from fastapi.testclient import TestClient

from app.content.load import Content
from app.domain.comparison import Choice, compare, detail_of
from app.web.as_of import current_day
from app.web.comparison_state import state_of
from app.web.render import environment
from app.web.words import release
from tests.web.conftest import application

HTMX = {"HX-Request": "true"}


def parsed(html: str) -> Element:
    """Parse strictly: any mistake in the HTML fails the test."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree: Element = parser.parse(html)
    return tree


def cells(tree: Element) -> Iterator[Element]:
    return (cell for cell in tree.iter("td") if "." in cell.get("id", ""))


def text_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def test_every_cell_has_a_source_or_says_unknown(client: TestClient, content: Content) -> None:
    page = client.get("/compare")
    found = {cell.get("id"): cell for cell in cells(parsed(page.text))}

    expected = {
        f"{option.id}.{feature.id}"
        for option in content.catalogue.options
        for feature in content.catalogue.features
    }
    assert set(found) == expected
    for name, cell in found.items():
        links = [link.get("href", "") for link in cell.iter("a")]
        cited = any(link.startswith(("https://", "http://")) for link in links)
        assert cited or "Unknown" in text_of(cell), name


def test_the_whole_table_is_small_enough_to_send(client: TestClient) -> None:
    assert len(compress(client.get("/compare").content)) < 120_000


def test_every_cell_says_its_grade_in_words(client: TestClient, content: Content) -> None:
    words = {
        "full": "Full", "partial": "Partial", "addon": "Add-on", "none": "None",
        "unknown": "Unknown",
    }  # fmt: skip
    page = parsed(client.get("/compare").text)

    for cell in cells(page):
        option_id, feature_id = cell.get("id", "").split(".")
        claim = content.catalogue.cell(option_id, feature_id).claim
        if claim.support in words and claim.quantity is None:
            assert words[claim.support] in text_of(cell)
        if claim.maturity in {"beta", "alpha"}:
            assert claim.maturity in text_of(cell)


def test_chosen_columns_and_filters_are_kept_in_every_link(client: TestClient) -> None:
    page = client.get("/compare?option=linkerd&option=cilium&q=tls&differences=on").text

    assert (
        "/compare?option=linkerd&amp;option=cilium&amp;q=tls&amp;differences=on&amp;cell=" in page
    )
    assert "istio-sidecar.mtls" not in page


def test_htmx_gets_the_table_alone_and_the_address_without_what_is_so_anyway(
    client: TestClient,
) -> None:
    answer = client.get("/compare?q=tls&group=&option=linkerd", headers=HTMX)

    assert answer.text.lstrip().startswith('<div id="comparison"')
    assert answer.headers["HX-Push-Url"] == "/compare?option=linkerd&q=tls"
    assert "HX-Request" in answer.headers["Vary"]


@pytest.mark.parametrize("header", ["HX-History-Restore-Request", "HX-Boosted"])
def test_the_back_button_gets_the_whole_page(client: TestClient, header: str) -> None:
    answer = client.get("/compare?q=tls", headers={**HTMX, header: "true"})

    assert answer.text.startswith("<!doctype html>")


def test_a_cell_opens_in_place_with_all_its_claims(client: TestClient, content: Content) -> None:
    page = client.get("/compare?cell=cilium.mtls&option=cilium&q=mtls").text

    for claim in content.catalogue.cell("cilium", "mtls").claims:
        for source in content.catalogue.cited(claim.evidence):
            assert source.url in page
    assert "Our reading" in page
    assert "disputed" in page
    assert parsed(page).find(".//tr[@id='detail-mtls']") is not None


def test_htmx_gets_the_opened_row_alone(client: TestClient) -> None:
    answer = client.get("/compare?cell=cilium.mtls", headers=HTMX)

    assert answer.text.lstrip().startswith('<tr class="detail" id="detail-mtls">')
    assert answer.headers["HX-Push-Url"] == "/compare?cell=cilium.mtls"


def test_every_detail_can_be_written(content: Content) -> None:
    catalogue = content.catalogue
    first = content.history.publications[-1]
    template = environment().get_template("_cell_detail.html")
    table = compare(catalogue, Choice())
    shown = {"catalogue": catalogue, "table": table, "state": "", "past": (), "first": first}
    for option in (*catalogue.options, *catalogue.add_ons):
        for cell in option.cells:
            detail = detail_of(catalogue, f"{option.id}.{cell.feature}")

            text = unescape(template.render(shown, detail=detail))

            assert all(claim.summary in text for claim in cell.claims), detail.id


def test_no_match_is_said_and_leads_back(client: TestClient) -> None:
    page = client.get("/compare?q=xyzzy").text

    assert "0 features" in page
    assert "Show everything" in page


@pytest.mark.parametrize(
    ("query", "field", "allowed"),
    [
        ("option=linkerd2", "option", "linkerd"),
        ("group=speed", "group", "security"),
        ("maturity=ga", "maturity", "beta"),
        ("cell=linkerd.nope", "cell", ""),
        ("differences=perhaps", "differences", ""),
    ],
)
def test_a_wrong_choice_is_refused_with_its_field(
    client: TestClient, query: str, field: str, allowed: str
) -> None:
    answer = client.get(f"/compare?{query}")

    assert answer.status_code == 422
    assert f"<code>{field}</code>" in answer.text
    assert allowed in answer.text


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", '"><b>', "{{ 7*7 }}", "a&b=c", "%00"]
)
def test_what_is_typed_never_becomes_markup(client: TestClient, text: str) -> None:
    answer = client.get("/compare", params={"q": text, "cell": "linkerd.mtls"})

    parsed(answer.text)
    assert "<script>alert" not in answer.text
    assert '"><b>' not in answer.text


def test_a_choice_of_everything_needs_no_query() -> None:
    assert state_of(Choice(options=("a", "b")), ("a", "b")) == ""
    assert state_of(Choice(options=("a", "a")), ("a", "b")) == "option=a"


@pytest.fixture
def client_later(client: TestClient) -> TestClient:
    """A client that visits a year and a half after the catalogue was checked."""
    application(client).dependency_overrides[current_day] = lambda: date(2028, 6, 1)
    return client


def test_old_checks_are_marked_and_lead_to_the_rule(client_later: TestClient) -> None:
    table = client_later.get("/compare?group=security").text
    detail = client_later.get("/compare?cell=linkerd.mtls", headers=HTMX).text

    assert '<span class="age stale">stale</span>' in table
    assert 'id="freshness"' in table
    assert '<a href="#freshness">' in detail
    assert re.search(r"Checked against edge-26.8.3, \d{3} days ago.", detail)


def test_the_page_shows_no_age_while_every_check_is_fresh(
    client: TestClient, content: Content
) -> None:
    day = date.fromisoformat(content.catalogue.version)
    application(client).dependency_overrides[current_day] = lambda: day
    tree = parsed(client.get("/compare").text)

    assert not [
        cell for cell in cells(tree) for e in cell.iter() if "age" in e.get("class", "").split()
    ]


def test_a_column_order_is_an_address(client: TestClient) -> None:
    tree = parsed(client.get("/compare?option=kuma&option=cilium&option=linkerd").text)
    heads = [text_of(head) for head in tree.iter("th") if head.get("scope") == "col"]

    assert [head.split(" ")[0][:4] for head in heads] == ["Kuma", "Cili", "Link"]
    links = {link.get("aria-label"): link.get("href") for link in tree.iter("a")}
    assert links["Move Cilium left"] == "/compare?option=cilium&option=kuma&option=linkerd"
    assert "Move Kuma left" not in links
    assert "Move Linkerd right" not in links


def test_the_order_on_the_screen_sorts_what_the_form_sends(client: TestClient) -> None:
    query = "option=linkerd&option=cilium&option=kuma&order=cilium,linkerd&group="

    answer = client.get(f"/compare?{query}", headers=HTMX)

    written = "/compare?option=cilium&option=linkerd&option=kuma"
    assert answer.headers["HX-Push-Url"] == written


@pytest.mark.parametrize(
    ("before", "header"),
    [
        ("http://testserver/compare?option=linkerd&q=tl", "HX-Replace-Url"),
        ("http://testserver/compare?option=linkerd", "HX-Replace-Url"),
        ("http://testserver/compare", "HX-Push-Url"),
        ("", "HX-Push-Url"),
    ],
)
def test_letters_replace_the_history_and_other_changes_add_to_it(
    client: TestClient, before: str, header: str
) -> None:
    headers = {**HTMX, "HX-Current-URL": before}

    answer = client.get("/compare?q=tls&option=linkerd", headers=headers)

    assert answer.headers[header] == "/compare?option=linkerd&q=tls"


def test_a_restored_page_adds_nothing_to_the_history(client: TestClient) -> None:
    headers = {**HTMX, "HX-History-Restore-Request": "true"}

    answer = client.get("/compare?option=linkerd", headers=headers)

    assert not [name for name in answer.headers if name.startswith("hx-")]


def test_answers_in_the_address_mark_must_haves_and_are_kept(client: TestClient) -> None:
    page = client.get("/compare?goals=mtls&workloads=windows&needed=on").text
    tree = parsed(page)
    found = {cell.get("id"): text_of(cell) for cell in cells(tree)}

    assert "misses a must-have" in found["istio-sidecar.windows"]
    assert "must-have unknown" in found["linkerd.windows"]
    assert "must-have" not in found["linkerd.mtls"]
    assert "istio-sidecar.dashboard" not in found
    assert 'href="/wizard?goals=mtls&amp;workloads=windows"' in page
    assert "needed=on&amp;goals=mtls&amp;workloads=windows&amp;cell=" in page
    assert "Misses Windows workloads" in text_of(tree)


def test_without_answers_the_wizard_is_offered(client: TestClient) -> None:
    page = client.get("/compare").text

    assert 'href="/wizard">Answer the questions' in page
    assert "Only what my answers need" not in page


def test_the_environment_is_read_in_heads_cells_and_details(client: TestClient) -> None:
    said = "my_kubernetes=1.29&my_cni=calico&my_platform=openshift&my_kernel=5.4"
    text = "Needs Kubernetes 1.32 or newer, you said 1.29."
    page = client.get(f"/compare?{said}").text
    found = {cell.get("id"): text_of(cell) for cell in cells(parsed(page))}
    detail = client.get(f"/compare?{said}&cell=istio-sidecar.kubernetes_versions", headers=HTMX)

    assert text in found["istio-sidecar.kubernetes_versions"]
    assert "You said OpenShift: unknown." in found["linkerd.openshift_support"]
    assert page.count(text) >= 4  # Two Istio heads and two cells.
    assert text in detail.text
    assert "<q>Kubernetes 1.32 to 1.37 for Istio 1.31</q>" in detail.text


def test_a_wrong_environment_is_kept_and_said_beside_its_field(client: TestClient) -> None:
    answer = client.get("/compare?my_kubernetes=new&my_kernel=5.4&my_cni=weave&option=cilium")
    fields = {e.get("id"): e for e in parsed(answer.text).iter() if e.get("id")}

    assert answer.status_code == 422
    assert fields["my_kubernetes"].get("value") == "new"
    assert fields["my_kubernetes"].get("aria-invalid") == "true"
    assert "Write a version such as 1.31." in text_of(fields["my_kubernetes-error"])
    assert "my_cni-error" in fields
    assert "my_kernel-error" not in fields
    assert "Needs Linux 5.10 or newer, you said 5.4." in answer.text


def test_a_wrong_answer_is_said_and_the_table_still_stands(client: TestClient) -> None:
    answer = client.get("/compare?goals=fame&workloads=windows")

    assert answer.status_code == 422
    assert "There is no such answer" in answer.text
    assert "istio-sidecar.windows" in answer.text


def test_what_somebody_hangs_on_a_link_does_no_harm(client: TestClient) -> None:
    assert client.get("/compare?utm_source=newsletter&q=tls").status_code == 200


def test_a_detail_says_kind_days_release_how_and_what_to_set(client: TestClient) -> None:
    detail = client.get("/compare?cell=istio-sidecar.mtls_default", headers=HTMX).text

    assert '<span class="kind">docs</span>' in detail
    assert "read 22 November 2026" in detail
    assert "Verified on 22 November 2026 against 1.31" in detail
    assert "spec.mtls.mode: STRICT" in detail
    assert 'href="/compare?cell=istio-sidecar.mtls_default#istio-sidecar.mtls_default"' in detail
    assert 'href="/features/mtls_default"' in detail
    assert 'href="/options/istio-sidecar#mtls_default"' in detail


def test_an_opened_cell_that_the_filters_hide_is_led_to(client: TestClient) -> None:
    page = client.get("/compare?group=security&cell=linkerd.windows").text

    assert "The opened cell is not among these rows." in page
    assert 'href="/compare?cell=linkerd.windows#linkerd.windows"' in page


def test_each_cell_says_which_release_was_read(client: TestClient, content: Content) -> None:
    for cell in cells(parsed(client.get("/compare").text)):
        option_id, feature_id = cell.get("id", "").split(".")
        claim = content.catalogue.cell(option_id, feature_id).claim
        if claim.verified:
            assert release(claim.verified.against) in text_of(cell)
