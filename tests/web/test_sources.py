from html import escape

import pytest
from fastapi.testclient import TestClient

from app.content.load import Content

AS_PART = {"HX-Request": "true"}


def test_every_source_stands_with_its_address_and_the_way_to_what_cites_it(
    client: TestClient, content: Content
) -> None:
    page = client.get("/sources").text

    for source in content.catalogue.sources.values():
        assert f'<li id="{source.id}">' in page
        assert f'href="{escape(source.url)}"' in page
        assert f'href="/sources/{source.id}"' in page


def test_a_source_shows_every_statement_that_rests_on_it(
    client: TestClient, content: Content
) -> None:
    for source_id in list(content.catalogue.sources)[::10]:
        page = client.get(f"/sources/{source_id}")

        assert page.status_code == 200
        for option in content.catalogue.options:
            for cell in option.cells:
                if any(source_id in claim.evidence for claim in cell.claims):
                    assert f'href="/features/{cell.feature}#{option.id}"' in page.text


def test_a_source_of_figures_links_each_of_them(client: TestClient, content: Content) -> None:
    figure = content.benchmarks.measurements[0]

    page = client.get(f"/sources/{figure.source}").text

    assert f'href="/benchmarks?figure={figure.id}#{figure.id}"' in page


def test_sources_are_narrowed_by_kind_words_and_namespace(client: TestClient) -> None:
    papers = client.get("/sources?kind=paper&q=arxiv", headers=AS_PART).text
    linkerd = client.get("/sources?namespace=linkerd", headers=AS_PART).text

    assert "paper · arxiv.org" in papers
    assert "release notes ·" not in papers
    assert 'id="linkerd/' in linkerd
    assert 'id="istio/' not in linkerd


@pytest.mark.parametrize("field", ["kind", "namespace"])
def test_a_wrong_filter_is_refused_by_name(client: TestClient, field: str) -> None:
    answer = client.get(f"/sources?{field}=nothing", headers={"Accept": "application/json"})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == field


def test_an_unknown_source_is_not_found(client: TestClient) -> None:
    assert client.get("/sources/linkerd/nothing").status_code == 404


def test_the_csv_holds_the_sources_that_are_filtered(client: TestClient) -> None:
    query = "kind=paper"
    lines = client.get(f"/sources.csv?{query}").text.splitlines()[1:]
    page = client.get(f"/sources?{query}").text

    assert lines
    assert all(line.split(",")[1] == "paper" for line in lines)
    assert f"{len(lines)} of" in page
    assert f'href="/sources.csv?{query}"' in page
