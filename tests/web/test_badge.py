from xml.etree import ElementTree as ET

import pytest
from fastapi.testclient import TestClient

from app.content.load import Content
from app.web.badge import COLOURS


def title(body: bytes) -> str:
    root = ET.fromstring(body)
    return str(root.findtext("{http://www.w3.org/2000/svg}title"))


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("priority=simplicity", "service mesh: Linkerd (leaning)"),
        ("goals=mtls&workloads=vms&workloads=windows&sidecars=avoid", "nothing fits"),
        ("", "(open)"),
    ],
)
def test_a_badge_names_the_winner_and_how_settled_it_is(
    client: TestClient, query: str, says: str
) -> None:
    answer = client.get(f"/badge.svg?{query}")

    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("image/svg+xml")
    assert says in title(answer.content)


def test_a_badge_names_the_add_on_too(client: TestClient, content: Content) -> None:
    query = "goals=traffic_splitting&priority=progressive_delivery&services=under_20"

    said = title(client.get(f"/badge.svg?{query}").content)

    add_on = content.catalogue.option("argo-rollouts").short_name
    assert f"+ {add_on}" in said


def test_a_badge_may_be_shown_elsewhere_and_kept_for_a_while(client: TestClient) -> None:
    headers = client.get("/badge.svg").headers

    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert headers["Cache-Control"] == "public, max-age=300"


def test_nothing_that_is_sent_reaches_the_picture(client: TestClient) -> None:
    answer = client.get("/badge.svg?services=<script>alert(1)</script>&%3Cb%3E=1")

    assert answer.status_code == 422
    assert b"script" not in answer.content
    assert title(answer.content) == "service mesh: answers are not valid"


def test_white_letters_can_be_read_on_every_colour() -> None:
    for colour in (*COLOURS.values(), "#b42318", "#3d4451"):
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        red, green, blue = (
            p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
        )
        assert 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05) >= 4.5
