from urllib.robotparser import RobotFileParser

import pytest
from fastapi.testclient import TestClient


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/compare",
        "/options/linkerd",
        "/runbooks/linkerd",
        "/static/app.css?v=1",
        "/decisions/abc",  # To see that it says "noindex".
    ],
)
def test_crawlers_read_pages(client: TestClient, path: str) -> None:
    answer = client.get("/robots.txt")

    assert answer.headers["Content-Type"].startswith("text/plain")
    rules = RobotFileParser()
    rules.parse(answer.text.splitlines())
    assert rules.can_fetch("AnyBot", path)


def test_crawlers_leave_combinations_of_answers_and_filters_alone(client: TestClient) -> None:
    assert "Disallow: /*?" in client.get("/robots.txt").text.splitlines()
