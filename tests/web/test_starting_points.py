"""Situations to start from lead into the wizard with answers given."""

import re
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.content.load import Content
from app.content.starting_points import load_starting_points
from app.content.yaml_files import BrokenContent

ENTRY = """
starting_points:
  - id: one
    name: One
    answers: {ANSWERS}
    because: So.
    change_if: Not so.
"""


def test_the_page_shows_every_starting_point_with_a_link_that_works(
    client: TestClient, content: Content
) -> None:
    text = unescape(client.get("/starting-points").text)

    points = content.starting_points.starting_points
    links = re.findall(r'href="(/result\?[^"]+)"', text)
    assert len(links) == len(points)
    for point, link in zip(points, links, strict=True):
        assert point.because in text
        assert client.get(link).status_code == 200
        assert client.get(link.replace("/result", "/wizard")).status_code == 200


def test_the_home_page_names_them_all(client: TestClient, content: Content) -> None:
    text = unescape(client.get("/").text)

    for point in content.starting_points.starting_points:
        assert f'href="/starting-points#{point.id}">{point.name}</a>' in text


def test_they_do_not_all_point_to_the_same(client: TestClient) -> None:
    text = client.get("/starting-points").text

    assert len(set(re.findall(r'class="option (o-[a-z-]+)"', text))) >= 4


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ("{cni: [none]}", "one: answers.cni: There is no such answer none."),
        ("{colour: [red]}", "one: answers.colour: There is no such question."),
        ("{continue_without_need: [stop]}", "one: answers: not asked on this way"),
    ],
)
def test_a_starting_point_that_leads_nowhere_is_named(
    content: Content, tmp_path: Path, answers: str, says: str
) -> None:
    file = tmp_path / "starting_points.yaml"
    file.write_text(ENTRY.replace("{ANSWERS}", answers))

    with pytest.raises(BrokenContent, match=re.escape(says)):
        load_starting_points(file, content.graph)
