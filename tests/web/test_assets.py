import re
from hashlib import sha256

import pytest
from fastapi.testclient import TestClient

from app.paths import STATIC
from app.web.assets import static_path


def test_an_address_with_the_right_hash_may_be_kept_for_good(client: TestClient) -> None:
    answer = client.get(static_path("app.css"))

    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("query", ["", "?v=", "?v=000000000000"])
def test_any_other_address_must_be_asked_again(client: TestClient, query: str) -> None:
    assert client.get(f"/static/app.css{query}").headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("path", ["/static/nothing.css", "/static/../app/main.py", "/static/"])
def test_nothing_but_what_is_there_is_served(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_name_that_does_not_exist_fails_where_it_is_written() -> None:
    with pytest.raises(FileNotFoundError):
        static_path("nothing.css")


def test_vendored_files_are_unchanged_and_listed() -> None:
    listing = (STATIC / "VENDORED.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\S+)` \|.*`([0-9a-f]{64})` \|$", listing, flags=re.MULTILINE)
    own = {"app.css", "app.js", "icon.svg", "robots.txt", "VENDORED.md"}

    assert {name for name, _ in rows} == {path.name for path in STATIC.iterdir()} - own
    for name, expected in rows:
        assert sha256((STATIC / name).read_bytes()).hexdigest() == expected
