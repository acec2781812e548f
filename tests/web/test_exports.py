"""Each view of the comparison is handed over under the page's own query."""

import csv
import json
from io import StringIO

import pytest
from fastapi.testclient import TestClient
from jsonschema import Draft202012Validator

from app.content.load import Content

ENDINGS = {"csv": "text/csv", "json": "application/json", "md": "text/markdown"}
QUERY = "option=kuma&option=linkerd&group=security&differences=on"


def cells(client: TestClient, query: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(client.get(f"/compare.csv?{query}").text, newline="")))


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_view_is_a_file_of_its_kind(client: TestClient, ending: str) -> None:
    answer = client.get(f"/compare.{ending}?{QUERY}")

    assert answer.status_code == 200
    assert answer.headers["Content-Type"].partition(";")[0] == ENDINGS[ending]
    assert f'filename="meshwise-comparison.{ending}"' in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_view_that_did_not_change_is_not_sent_again(client: TestClient, ending: str) -> None:
    tag = client.get(f"/compare.{ending}?{QUERY}").headers["ETag"]

    again = client.get(f"/compare.{ending}?{QUERY}", headers={"If-None-Match": tag})

    assert again.status_code == 304


def test_the_three_files_hold_the_rows_and_columns_of_the_page(client: TestClient) -> None:
    lines = cells(client, QUERY)
    shown = client.get(f"/compare.json?{QUERY}").json()
    markdown = client.get(f"/compare.md?{QUERY}").text
    page = client.get(f"/compare?{QUERY}").text

    features = [row["feature"]["id"] for row in shown["rows"]]
    assert [option["id"] for option in shown["options"]] == ["kuma", "linkerd"]
    assert [line["feature_id"] for line in lines[::2]] == features
    assert f", {len(features)} features." in markdown
    assert all(f'id="linkerd.{feature}"' in page for feature in features)
    assert f"{len(features)} features, 2 options" in page


def test_a_whole_view_has_every_cell(client: TestClient, content: Content) -> None:
    catalogue = content.catalogue

    assert len(cells(client, "")) == len(catalogue.options) * len(catalogue.features)


def test_answers_and_environment_are_read_as_on_the_page(client: TestClient) -> None:
    lines = cells(client, "option=linkerd&goals=mtls&my_kubernetes=1.29&q=mtls")

    by_feature = {line["feature_id"]: line for line in lines}
    assert by_feature["mtls"]["must_have"] == "meets"
    kubernetes = cells(client, "option=linkerd&my_kubernetes=1.29&group=reach")
    assert any("1.29" in line["environment"] for line in kubernetes)


def test_a_file_names_the_page_of_the_same_view(client: TestClient) -> None:
    view = client.get(f"/compare.json?{QUERY}&goals=mtls").json()["view"]

    assert view.startswith("http://127.0.0.1:8000/compare?")
    path = view.removeprefix("http://127.0.0.1:8000")
    assert client.get(path).status_code == 200
    assert json.loads(client.get(path.replace("?", ".json?", 1)).text)["view"] == view


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("option=osm", "option"),
        ("group=speed", "group"),
        ("maturity=ga", "maturity"),
        ("differences=perhaps", "differences"),
        ("goals=speed", "answers.goals"),
        ("my_kubernetes=new", "my_kubernetes"),
    ],
)
def test_what_is_wrong_is_refused_as_a_problem_document(
    client: TestClient, ending: str, query: str, field: str
) -> None:
    answer = client.get(f"/compare.{ending}?{query}")

    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_what_a_visitor_typed_is_no_formula_and_no_link_in_a_file(client: TestClient) -> None:
    typed = {"q": "mtls", "utm_source": "](javascript:alert(1))|=1+1"}

    text = client.get("/compare.md", params=typed).text

    assert "javascript" not in text


def test_the_json_is_as_its_schema_says(client: TestClient) -> None:
    schema = client.get("/api/schemas/comparison").json()
    view = client.get("/compare.json?group=security&goals=mtls&as_of=2027-06-01").json()

    Draft202012Validator(schema).validate(view)
    view["rows"][0]["baseline"] = "often"
    assert not Draft202012Validator(schema).is_valid(view)


def test_the_csv_leads_to_the_description_of_its_columns(client: TestClient) -> None:
    answer = client.get("/compare.csv?group=security")
    address = answer.headers["Link"].partition(">")[0].removeprefix("<")

    described = client.get(address).json()["tableSchema"]["columns"]

    assert [one["name"] for one in described] == answer.text.splitlines()[0].split(",")
