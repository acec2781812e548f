"""What changed can be asked for: by version, option and feature, and in the opened cell."""

import re
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from app.content.load import Content
from app.domain.changelog import Changelog
from app.domain.changes import Change
from app.domain.history import History
from app.main import create_app
from app.settings import Settings
from app.web.downloads import FILES

LATER = "2026-12-24"
CHANGES = (
    Change(place="linkerd.mtls", field="support", before="partial", after="full"),
    Change(place="linkerd.release", field="date", before="2026-08-20", after="2026-08-21"),
    Change(place="gone.mtls", field="cell", before="<b>none</b>"),
    Change(place="mtls", field="name", before="mTLS", after="Mutual TLS between services"),
)


@pytest.fixture(scope="module")
def later(content: Content) -> TestClient:
    """The pages after a second version was published."""
    first = content.history.publications[-1]
    second = first.model_copy(update={"version": LATER, "day": LATER, "title": "Second"})
    changelog = Changelog(version=LATER, since=first.version, changes=CHANGES)
    changed = replace(
        content,
        catalogue=content.catalogue.model_copy(update={"version": LATER}),
        history=History(publications=(second, first)),
        changelogs=(changelog,),
    )
    return TestClient(create_app(Settings(), changed))


@pytest.mark.parametrize(
    "path",
    [
        path
        for file in FILES
        for path in (
            file.json,
            file.csv,
            f"{file.csv}-metadata.json" if file.csv else "",
            f"/api/schemas/{file.schema}" if file.schema else "",
        )
        if path
    ],
)
def test_every_file_is_there_and_linked(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 200
    assert f'href="{path}"' in client.get("/downloads").text


def test_a_version_is_told_in_sentences_and_field_by_field(later: TestClient) -> None:
    page = later.get("/downloads").text

    assert "This is the catalogue of" in page
    assert "24 December 2026</time>: Second" in page
    assert "was <del>partial</del>, is <ins>full</ins>" in page
    assert 'href="/compare?cell=linkerd.mtls#linkerd.mtls"' in page
    assert "4 changed fields in 1 version" in page


def test_what_left_the_catalogue_is_still_told_and_is_no_markup(later: TestClient) -> None:
    page = later.get("/downloads").text

    assert "gone, Mutual TLS between services" in page
    assert "&lt;b&gt;none" in page


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("option=linkerd", 2),
        ("option=linkerd&feature=mtls", 1),
        ("feature=mtls", 3),
        ("option=kuma", 0),
        (f"since={LATER}", 0),
        ("since=2026-11-22", 4),
    ],
)
def test_changes_are_filtered_alike_on_the_page_and_by_the_api(
    later: TestClient, query: str, count: int
) -> None:
    page = later.get(f"/downloads?{query}").text
    answer = later.get(f"/api/changes?{query}").json()

    assert int(re.findall(r"(\d+) changed fields?(?: in|</p>)", page)[0]) == count
    assert sum(len(one["changes"]) for one in answer["changes"]) == count


@pytest.mark.parametrize("path", ["/downloads", "/api/changes"])
@pytest.mark.parametrize("field", ["since", "option", "feature"])
def test_a_wrong_filter_is_refused_by_name(client: TestClient, path: str, field: str) -> None:
    answer = client.get(f"{path}?{field}=x", headers={"Accept": "application/json"})

    (error,) = answer.json()["errors"]
    assert answer.status_code == 422
    assert error["field"] == field
    assert error["allowed"]


def test_an_opened_cell_tells_its_history(later: TestClient) -> None:
    changed = later.get("/compare?cell=linkerd.mtls", headers={"HX-Request": "true"}).text
    other = later.get("/compare?cell=kuma.mtls", headers={"HX-Request": "true"}).text

    assert "was <del>partial</del>, is <ins>full</ins>" in changed
    assert "unchanged since" not in changed
    assert "published; unchanged since" in other


def test_a_cell_whose_grade_one_rubric_changed_says_so(
    client: TestClient, content: Content
) -> None:
    feature, grade = next(
        (cell.feature, cell.claim.first_grade.support)
        for cell in content.catalogue.option("linkerd").cells
        if cell.claim.first_grade
        and cell.claim.first_grade.support
        and content.catalogue.feature(cell.feature).rubric
    )

    page = client.get(f"/compare?cell=linkerd.{feature}").text

    assert f"one rubric for all options changed our grade from {grade}" in page


def test_the_table_as_of_a_day_marks_what_changed_since(later: TestClient) -> None:
    assert later.get("/compare?as_of=2026-12-01").text.count("changed since</span>") == 1
    assert "changed since</span>" not in later.get(f"/compare?as_of={LATER}").text
