import re
from html import unescape

import pytest
from fastapi.testclient import TestClient

from app.content.load import Content

AS_PART = {"HX-Request": "true"}


def rows_in(page: str) -> list[str]:
    return re.findall(r'<tr id="([^"]+)">', page)


def test_every_figure_stands_on_one_of_the_pages(client: TestClient, content: Content) -> None:
    shown: list[str] = []
    address: str | None = "/benchmarks"
    while address:
        page = client.get(address).text
        shown += rows_in(page)
        onward = re.search(r'rel="next" href="([^"]+)"', page)
        address = onward[1] if onward else None

    assert shown == [one.id for one in content.benchmarks.measurements]


def test_a_figure_shows_its_conditions_its_tester_and_how_it_was_read(client: TestClient) -> None:
    page = client.get("/benchmarks?figure=istio-1.3-mem").text
    row = page.split('<tr id="istio-1.3-mem">')[1].split("</tr>")[0]

    assert '<b class="num">50</b> MB' in row
    assert "= 47.7 MiB" in row
    assert "<span>requests/s</span> 70,000 mesh-wide" in row
    assert "Not stated: connections, payload, nodes." in row
    assert "11 September 2019" in row
    assert "makes or sells Istio" in row
    assert "text; confidence low" in row


def test_the_link_of_a_figure_opens_the_page_it_stands_on(
    client: TestClient, content: Content
) -> None:
    last = content.benchmarks.measurements[-1].id

    assert last in rows_in(client.get(f"/benchmarks?figure={last}").text)


def test_figures_are_filtered_and_the_address_says_how(client: TestClient) -> None:
    part = client.get("/benchmarks?option=kuma&metric=&q=elca&stake=independent", headers=AS_PART)

    assert rows_in(part.text)
    assert all(row.startswith("elca-kuma") for row in rows_in(part.text))
    assert part.headers["HX-Replace-Url"] == "/benchmarks?option=kuma&stake=independent&q=elca"
    assert "<html" not in part.text


def test_a_page_keeps_the_filter(client: TestClient) -> None:
    page = client.get("/benchmarks?option=istio-sidecar&page=2").text

    assert 'href="/benchmarks?option=istio-sidecar&amp;page=3"' in page
    assert "51 to 100 shown" in page


def test_it_says_what_was_never_measured_and_what_was_rejected_and_why(
    client: TestClient, content: Content
) -> None:
    page = unescape(client.get("/benchmarks").text)

    for gap in content.benchmarks.gaps:
        assert gap in page
    for one in content.benchmarks.rejected:
        assert one.reason in page
    assert "Figures of different sources are not one test" in page


def test_what_nobody_measured_leads_to_the_gaps(client: TestClient) -> None:
    page = client.get("/benchmarks?option=kuma&q=zzzz").text

    assert "No figure fits." in page
    assert 'href="#gaps"' in page


@pytest.mark.parametrize(
    ("query", "field"),
    [("option=nothing", "option"), ("figure=nothing", "figure"), ("page=0", "page")],
)
def test_a_wrong_filter_is_refused_by_name(client: TestClient, query: str, field: str) -> None:
    answer = client.get(f"/benchmarks?{query}", headers={"Accept": "application/json"})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == field


def test_the_csv_holds_every_page_of_what_is_filtered(client: TestClient, content: Content) -> None:
    query = "option=linkerd&metric=memory_mib"
    page = client.get(f"/benchmarks?{query}").text
    answer = client.get(f"/benchmarks.csv?{query}")

    wanted = [
        one.id
        for one in content.benchmarks.measurements
        if (one.option, one.metric) == ("linkerd", "memory_mib")
    ]
    assert [line.partition(",")[0] for line in answer.text.splitlines()[1:]] == wanted
    assert f'href="/benchmarks.csv?{query.replace("&", "&amp;")}"' in page
    assert 'rel="describedby"' in answer.headers["Link"]


def test_a_csv_of_what_no_figure_has_is_a_problem_document(client: TestClient) -> None:
    answer = client.get("/benchmarks.csv?option=osm")

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "option"
