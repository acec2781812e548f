"""The facts are given to programs whole, filtered, typed and tagged."""

import gzip
import json
import time
from typing import Any

import pytest
from fastapi.testclient import TestClient
from jsonschema import Draft202012Validator

from app.content.json_schemas import TYPES
from app.content.load import Content
from app.domain.sources import SourceKind
from app.web.catalogue_examples import CALLS

PATHS = [f"/api/{path}" for path in CALLS]


def is_excerpt(part: Any, whole: Any) -> bool:
    """Tell whether all that `part` says is said in `whole`, which may say more."""
    if isinstance(part, dict):
        return isinstance(whole, dict) and all(
            name in whole and is_excerpt(value, whole[name]) for name, value in part.items()
        )
    if isinstance(part, list):
        return isinstance(whole, list) and all(
            any(is_excerpt(item, other) for other in whole) for item in part
        )
    return bool(part == whole)


@pytest.mark.parametrize("path", CALLS)
def test_an_answer_says_what_its_example_shows(
    client: TestClient, content: Content, path: str
) -> None:
    answer = client.get(f"/api/{path}")
    shown = {**CALLS[path], "version": content.catalogue.version}  # A corrected fact moves it on.

    assert answer.status_code == 200
    assert is_excerpt(shown, answer.json())


def test_an_excerpt_with_another_value_would_be_found_out(client: TestClient) -> None:
    wrong = {"options": [{"id": "linkerd", "name": "Linkerdd"}]}

    assert not is_excerpt(wrong, client.get("/api/options").json())


@pytest.mark.parametrize("path", PATHS)
def test_an_answer_names_its_catalogue_in_the_body_and_in_the_tag(
    client: TestClient, content: Content, path: str
) -> None:
    answer = client.get(path)

    assert answer.json()["version"] == content.catalogue.version
    assert answer.headers["ETag"].startswith(f'W/"{content.catalogue.version}-')
    assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("path", [*PATHS, "/api/options?option=linkerd", "/api/schemas/option"])
@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_a_known_tag_is_answered_with_nothing(client: TestClient, path: str, encoding: str) -> None:
    tag = client.get(path).headers["ETag"]

    headers = {"If-None-Match": f'"other", {tag}', "Accept-Encoding": encoding}
    again = client.get(path, headers=headers)

    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["ETag"] == tag


def test_different_parts_have_different_tags(client: TestClient) -> None:
    paths = [*PATHS, "/api/options?option=linkerd", "/api/options?option=kuma"]

    assert len({client.get(path).headers["ETag"] for path in paths}) == len(paths)


def test_the_whole_is_sent_plain_or_compressed_and_is_the_same(client: TestClient) -> None:
    plain = client.get("/api/catalog", headers={"Accept-Encoding": "identity"})
    with client.stream("GET", "/api/catalog", headers={"Accept-Encoding": "gzip"}) as small:
        raw = b"".join(small.iter_raw())

    assert "Content-Encoding" not in plain.headers
    assert small.headers["Content-Encoding"] == "gzip"
    assert int(small.headers["Content-Length"]) == len(raw) < len(plain.content) / 4
    assert gzip.decompress(raw) == plain.content
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert plain.headers["ETag"] == small.headers["ETag"]


def test_the_whole_is_the_catalogue(client: TestClient, content: Content) -> None:
    answer = client.get("/api/catalog").json()

    assert answer == json.loads(content.catalogue.model_dump_json())


def test_the_whole_is_made_once(client: TestClient) -> None:
    client.get("/api/catalog")

    began = time.perf_counter()
    for _ in range(20):
        client.get("/api/catalog", headers={"Accept-Encoding": "identity"})
    assert (time.perf_counter() - began) / 20 < 0.1


def test_the_whole_satisfies_the_schema_that_is_served(client: TestClient) -> None:
    answer = client.get("/api/schemas/catalogue")
    validator = Draft202012Validator(answer.json())

    assert answer.headers["Content-Type"] == "application/schema+json"
    assert [e.message for e in validator.iter_errors(client.get("/api/catalog").json())] == []
    assert list(validator.iter_errors({"version": "2026-11-22"}))


@pytest.mark.parametrize("name", TYPES)
def test_every_schema_is_served(client: TestClient, name: str) -> None:
    Draft202012Validator.check_schema(client.get(f"/api/schemas/{name}").json())


@pytest.mark.parametrize("path", PATHS)
def test_an_answer_satisfies_its_own_description(client: TestClient, path: str) -> None:
    document = client.get("/openapi.json").json()
    template = {
        "/api/options/linkerd": "/api/options/{option}",
        "/api/features/mtls": "/api/features/{feature}",
    }.get(path, path)
    described = document["paths"][template]["get"]["responses"]["200"]["content"]
    schema = {**described["application/json"]["schema"], "components": document["components"]}

    validator = Draft202012Validator(schema)
    assert [e.message for e in validator.iter_errors(client.get(path).json())] == []


def test_features_that_an_option_lacks_are_one_question(
    client: TestClient, content: Content
) -> None:
    answer = client.get("/api/features", params={"option": "linkerd", "support": "none"}).json()

    lacking = [
        cell.feature
        for cell in content.catalogue.option("linkerd").cells
        if cell.claim.support == "none"
    ]
    assert [feature["id"] for feature in answer["features"]] == lacking


def test_a_filter_may_name_several_values(client: TestClient) -> None:
    answer = client.get("/api/options?option=linkerd&option=kuma&group=security&kind=").json()

    assert [option["id"] for option in answer["options"]] == ["linkerd", "kuma"]


def test_a_source_tells_what_cites_it(client: TestClient) -> None:
    answer = client.get("/api/sources?option=linkerd&feature=mtls&kind=docs").json()

    (source,) = answer["sources"]
    assert {"place": "cell", "option": "linkerd", "item": "mtls"} in source["cited_by"]


def test_contested_cells_can_be_asked_for(client: TestClient, content: Content) -> None:
    answer = client.get("/api/options?contested=true").json()

    for option in answer["options"]:
        for cell in option["cells"]:
            assert content.catalogue.cell(option["id"], cell["feature"]).is_contested


@pytest.mark.parametrize(
    ("query", "field", "allowed"),
    [
        ("options?contested=maybe", "contested", ["true", "false"]),
        ("catalog?kind=grade", "kind", ["graded", "numeric", "descriptive"]),
        ("features?maturity=ga", "maturity", ["stable", "beta", "alpha", "n/a"]),
        ("options/linkerd?feature=mtls", "feature", []),
        ("sources?kind=graded", "kind", [str(kind) for kind in SourceKind]),
        ("retired?mesh=osm", "mesh", ["option"]),
    ],
)
def test_a_wrong_filter_is_a_problem_document_that_lists_what_is_allowed(
    client: TestClient, query: str, field: str, allowed: list[str]
) -> None:
    answer = client.get(f"/api/{query}")

    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    (error,) = answer.json()["errors"]
    assert (error["field"], error["allowed"]) == (field, allowed)


@pytest.mark.parametrize(
    ("path", "there_is"),
    [("options/osm", "linkerd"), ("features/mutual", "mtls"), ("schemas/../VERSION", "")],
)
def test_what_does_not_exist_is_a_problem_document_that_lists_what_does(
    client: TestClient, path: str, there_is: str
) -> None:
    answer = client.get(f"/api/{path}")

    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert there_is in answer.json()["detail"]


def test_filters_are_described_with_what_they_take(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    filters = {one["name"]: one for one in document["paths"]["/api/options"]["get"]["parameters"]}

    assert filters["support"]["schema"]["items"]["enum"][0] == "full"
    assert filters["option"]["example"] == ["linkerd"]
    assert set(filters) == {
        "option", "group", "feature", "kind", "support", "maturity", "contested",
    }  # fmt: skip
