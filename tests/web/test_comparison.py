from collections.abc import Iterator
from gzip import compress
from html import unescape
from xml.etree.ElementTree import Element

import html5lib
import pytest
from fastapi.testclient import TestClient

from app.content.load import Content
from app.domain.comparison import Choice, compare, detail_of
from app.web.comparison_state import state_of
from app.web.render import environment

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

    assert answer.text.lstrip().startswith('<div id="comparison">')
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
    assert "HX-Replace-Url" not in answer.headers


def test_every_detail_can_be_written(content: Content) -> None:
    catalogue = content.catalogue
    template = environment().get_template("_cell_detail.html")
    table = compare(catalogue, Choice())
    for option in (*catalogue.options, *catalogue.add_ons):
        for cell in option.cells:
            detail = detail_of(catalogue, f"{option.id}.{cell.feature}")

            text = unescape(template.render(detail=detail, table=table, state=""))

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
