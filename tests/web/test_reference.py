import json
import re
import shlex
from html import unescape

import html5lib
import pytest
from fastapi.testclient import TestClient

from app.web.examples import BATCHES, REQUESTS
from app.web.reference import calls_of


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
