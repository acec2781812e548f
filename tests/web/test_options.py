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

    assert "edge-26.8.3" in page
    assert "1.31 to 1.36" in page


def test_an_unknown_option_is_not_found(client: TestClient) -> None:
    assert client.get("/options/linkerd2").status_code == 404
