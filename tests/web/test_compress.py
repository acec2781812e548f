"""Compression: for those who ask for it, and told to caches either way."""

import pytest
from fastapi.testclient import TestClient

PLAIN = {"Accept-Encoding": "identity"}
GZIP = {"Accept-Encoding": "br, gzip"}


@pytest.mark.parametrize("path", ["/", "/compare", "/recommend"])
def test_the_same_is_sent_compressed_or_plain_and_caches_keep_both(
    client: TestClient, path: str
) -> None:
    plain, compressed = (client.get(path, headers=headers) for headers in (PLAIN, GZIP))

    assert "Content-Encoding" not in plain.headers
    assert compressed.headers["Content-Encoding"] == "gzip"
    assert compressed.content == plain.content
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert plain.headers["Vary"] == compressed.headers["Vary"]


def test_what_is_small_is_sent_plain_to_all(client: TestClient) -> None:
    answers = [client.get("/healthz", headers=headers) for headers in (PLAIN, GZIP)]

    assert not any("Content-Encoding" in answer.headers for answer in answers)
    assert answers[0].headers.get("Vary") == answers[1].headers.get("Vary")
