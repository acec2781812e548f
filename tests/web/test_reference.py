import json
import re
import shlex
from html import unescape

import html5lib
import pytest
from fastapi.testclient import TestClient

from app.web.examples import BATCHES, REQUESTS
from app.web.reference import calls_of
from app.web.reference_types import kind_of


def test_every_call_of_the_description_is_on_the_page(client: TestClient) -> None:
    text = client.get("/docs").text
    paths = client.get("/openapi.json").json()["paths"]

    for path, methods in paths.items():
        for method in methods:
            assert f'<b class="method">{method.upper()}</b> <code>{path}</code>' in text


def test_the_examples_are_command_lines_that_a_shell_reads_as_meant(client: TestClient) -> None:
    text = unescape(client.get("/docs").text)

    lines = [line for line in re.findall(r"<code>(curl [^<]*)</code>", text) if "-d" in line]
    sent = [json.loads(shlex.split(line)[-1]) for line in lines if "/recommend" in line]
    examples = (*REQUESTS.values(), *BATCHES.values())
    assert sorted(sent, key=str) == sorted((each["value"] for each in examples), key=str)


def test_the_page_is_valid_html_and_loads_nothing_from_elsewhere(client: TestClient) -> None:
    text = client.get("/docs").text

    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    loaded = [node.get("src") for node in tree.iter("script")]
    links = [node for node in tree.iter("link") if node.get("rel") != "alternate"]
    loaded += [node.get("href") for node in links]
    assert all(address and address.startswith("/static/") for address in loaded)


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"type": "string"}, "string"),
        ({"enum": ["a", "b"]}, "one of a, b"),
        ({"anyOf": [{"type": "number"}, {"type": "null"}]}, "number"),
        ({"type": "array", "items": {"$ref": "#/components/schemas/Kind"}}, "list of one"),
        ({}, "any value"),
    ],
)
def test_what_a_parameter_takes_is_said_in_words(schema: dict[str, object], words: str) -> None:
    operation = {
        "operationId": "show",
        "summary": "Show",
        "parameters": [{"name": "p", "in": "query", "schema": schema}],
        "responses": {},
    }
    document = {
        "paths": {"/x": {"get": operation}},
        "components": {"schemas": {"Kind": {"const": "one"}}},
    }

    (call,) = calls_of(document, "http://localhost")

    assert call.fields[0].kind == words


def test_an_example_in_a_command_line_is_quoted() -> None:
    body = {"application/json": {"examples": {"e": {"value": {"a": "$(touch x) 'b'"}}}}}
    operation = {
        "operationId": "send",
        "summary": "Send",
        "requestBody": {"content": body},
        "responses": {},
    }

    (call,) = calls_of({"paths": {"/x": {"post": operation}}}, "http://localhost")

    words = shlex.split(call.examples[0].command)
    assert json.loads(words[-1]) == {"a": "$(touch x) 'b'"}


def test_every_field_of_every_object_is_on_the_page(client: TestClient) -> None:
    text = unescape(client.get("/docs").text).split('id="types"')[1]
    schemas = client.get("/openapi.json").json()["components"]["schemas"]

    for name, schema in schemas.items():
        part = text.split(f'id="type-{name}"')[1].split("</details>")[0]
        for field in schema.get("properties", {}):
            assert f"<code>{field}</code>" in part, f"{name}.{field}"
        for value in schema.get("enum", ()):
            assert f"<code>{value}</code>" in part, f"{name}: {value}"


def test_an_answer_leads_to_its_object_and_that_to_those_in_it(client: TestClient) -> None:
    text = client.get("/docs").text

    targets = set(re.findall(r'href="#(type-[^"]+)"', text))
    assert targets <= set(re.findall(r'id="(type-[^"]+)"', text))
    assert {"type-RecommendationBody", "type-PairFlip", "type-TooClose"} <= targets


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"$ref": "#/components/schemas/app__domain__outcome__Outcome"}, "Outcome"),
        ({"anyOf": [{"type": "number"}, {"type": "null"}]}, "number or null"),
        ({"type": "array", "prefixItems": [{"type": "number"}] * 2}, "list of number and number"),
        ({"type": "object", "additionalProperties": {"type": "number"}}, "object of number"),
        ({"type": "array", "items": {"enum": ["a", "b"]}}, "list of a or b"),
        ({"const": "a"}, "a"),
        ({}, "any value"),
    ],
)
def test_what_a_field_holds_is_said_in_words(schema: dict[str, object], words: str) -> None:
    assert "".join(piece.text for piece in kind_of(schema)) == words
