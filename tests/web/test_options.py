import pytest
from fastapi.testclient import TestClient

from app.content.load import Content


def test_every_option_and_add_on_has_a_page_with_all_its_cells(
    client: TestClient, content: Content
) -> None:
    for option in (*content.catalogue.options, *content.catalogue.add_ons):
        page = client.get(f"/options/{option.id}")

        assert page.status_code == 200
        for cell in option.cells:
            assert f'<div id="{cell.feature}">' in page.text
        for note in option.notes:
            assert f'id="{note.id}"' in page.text


def test_an_option_tells_its_release_and_what_it_runs_on(client: TestClient) -> None:
    page = client.get("/options/linkerd").text

    assert "2.20, edge-26.8.3" in page
    assert "1.31 to 1.36" in page


def test_an_option_says_when_to_pick_it_and_when_not_with_the_cells_that_say_so(
    client: TestClient, content: Content
) -> None:
    for option in content.catalogue.options:
        page = client.get(f"/options/{option.id}").text

        for advice in (*option.pick_when, *option.avoid_when):
            for feature in advice.cells:
                assert f'href="/features/{feature}#{option.id}"' in page


@pytest.mark.parametrize(
    ("option", "sentence"),
    [
        ("istio-sidecar", "A current report."),
        ("linkerd", "No current report; older ones stand here."),
        ("consul", "No report was found."),
    ],
)
def test_an_option_says_how_the_search_for_conformance_reports_ended(
    client: TestClient, option: str, sentence: str
) -> None:
    page = client.get(f"/options/{option}").text

    assert f"<strong>{sentence}</strong> Looked for on 22 November 2026." in page


def test_an_option_shows_what_is_sold_and_what_ended_around_it(
    client: TestClient, content: Content
) -> None:
    for option in content.catalogue.options:
        page = client.get(f"/options/{option.id}").text

        for one in content.market.managed_offerings(option.id):
            assert f'id="managed-{one.id}"' in page
        for ended in content.market.retired_relatives(option.id):
            assert f'id="retired-{ended.id}"' in page


def test_an_option_shows_key_figures_and_the_way_to_all_of_them(client: TestClient) -> None:
    page = client.get("/options/linkerd").text

    assert "no stake known" in page
    assert "makes or sells Linkerd" in page
    assert 'href="/benchmarks?option=linkerd"' in page


def test_an_add_on_says_that_nobody_measured_it(client: TestClient) -> None:
    assert "Nobody has published a measurement of" in client.get("/options/flagger").text


def test_a_runbook_is_offered_only_where_there_is_one(client: TestClient, content: Content) -> None:
    for option in (*content.catalogue.options, *content.catalogue.add_ons):
        page = client.get(f"/options/{option.id}").text

        link = f'<a class="button quiet" href="/runbooks/{option.id}">'
        assert (link in page) is (option.id in content.runbooks.options)


def test_an_unknown_option_is_not_found(client: TestClient) -> None:
    assert client.get("/options/linkerd2").status_code == 404
