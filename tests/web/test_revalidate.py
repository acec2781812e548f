import pytest
from fastapi.testclient import TestClient


def test_a_page_that_has_not_changed_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/compare")
    again = client.get("/compare", headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["ETag"] == first.headers["ETag"]
    assert "Content-Type" not in again.headers


@pytest.mark.parametrize("known", ['"other"', 'W/"other"', "", "*garbage*"])
def test_another_copy_is_replaced(client: TestClient, known: str) -> None:
    answer = client.get("/compare", headers={"If-None-Match": known})

    assert answer.status_code == 200
    assert "Compare service meshes" in answer.text


def test_one_of_several_known_copies_is_enough(client: TestClient) -> None:
    tag = client.get("/sources").headers["ETag"]

    assert client.get("/sources", headers={"If-None-Match": f'"x", {tag}'}).status_code == 304


def test_pages_must_be_asked_again_and_failures_are_not_tagged(client: TestClient) -> None:
    assert client.get("/compare").headers["Cache-Control"] == "no-cache"
    assert "ETag" not in client.get("/nowhere").headers
