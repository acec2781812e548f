"""Reading kubectl's output: lists, streams, hostile text, and lists longer than memory."""

import bz2
import gzip
import json
import tracemalloc
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import InvalidInput
from app.formats.json_stream import MAX_OBJECT
from app.formats.kubectl_json import read_objects

POD = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web-1", "namespace": "shop"}}
NODE = {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "w-1"}}


def listed(*items: object) -> dict[str, object]:
    return {"apiVersion": "v1", "items": list(items), "kind": "List", "metadata": {}}


def names(text: str | bytes) -> list[str]:
    given = text if isinstance(text, bytes) else text.encode()
    return [
        one["metadata"]["name"]
        for one in read_objects([given])
        if "name" in one.get("metadata", {})
    ]


def refusal(*chunks: bytes, **limits: Any) -> str:
    with pytest.raises(InvalidInput) as refused:
        list(read_objects(chunks, **limits))
    (problem,) = refused.value.problems
    assert problem.field == "cluster"
    return problem.message


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(listed(POD, NODE)),
        json.dumps(listed(POD, NODE), indent=4),
        json.dumps([POD, NODE]),
        json.dumps(POD) + json.dumps(NODE),
        json.dumps(listed(POD)) + "\n\n" + json.dumps(listed(NODE)) + "\n",
        json.dumps(listed(listed(POD, NODE))),
        json.dumps({"items": [POD, NODE]}),
    ],
)
def test_lists_arrays_and_streams_give_the_same_objects(text: str) -> None:
    assert names(text) == ["web-1", "w-1"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_what_windows_writes_is_read_too(encoding: str) -> None:
    mark = "\ufeff" if encoding.endswith("e") else ""

    assert names((mark + json.dumps(listed(POD))).encode(encoding)) == ["web-1"]


def test_a_mark_that_is_cut_in_two_is_still_one() -> None:
    text = json.dumps(POD).encode("utf-8-sig")

    assert [one["kind"] for one in read_objects([b"", text[:1], text[1:2], text[2:]])] == ["Pod"]


def test_items_of_a_raw_list_get_the_kind_of_the_list() -> None:
    raw = {"kind": "PodList", "apiVersion": "v1", "items": [{"metadata": {"name": "web-1"}}]}

    kinds = [one.get("kind") for one in read_objects([json.dumps(raw).encode()])]

    assert kinds == ["Pod", "PodList"]


@given(st.lists(st.integers(0, 400), max_size=12))
def test_it_does_not_matter_where_the_stream_is_cut(cuts: list[int]) -> None:
    text = json.dumps([*[listed(POD, NODE)] * 2, {"kind": "x", "n": 12345, "s": 'é\\"}'}]).encode()
    bounds = sorted({0, len(text), *(cut for cut in cuts if cut < len(text))})
    whole = list(read_objects([text]))

    assert list(read_objects([text[start:end] for start, end in pairwise(bounds)])) == whole


@pytest.mark.parametrize("length", [1, 10, 90, 160])
def test_truncated_json_is_refused_with_what_to_do(length: int) -> None:
    message = refusal(json.dumps(listed(POD, NODE)).encode()[:length])

    assert "ends too early" in message
    assert "whole output" in message


@pytest.mark.parametrize(
    "text",
    [
        '{"kind": Pod}',
        '{"kind": "Pod",}',
        '{"kind" "Pod"}',
        "{'kind': 'Pod'}",
        '{"items": [{"kind": "Pod"} {"kind": "Pod"}]}',
        '{"items": ["Pod"]}',
        '{"items": [' + '{"kind": "Pod"},' * 3 + "]}",
        '{"kind": "Pod", "kind": "Secret"}',
        '{"items": [{"kind": "Secret", "kind": "Pod"}]}',
        '{"kind": "Pod", "n": NaN}',
        '{"kind": "Pod", "n": [-Infinity]}',
        '{"kind": "Pod", "n": ' + "1" * 5000 + "}",
        '{"kind": "Pod", "s": "a\x01b"}',
        '{"kind": "Pod", "n": ' + "[" * 200_000 + "]" * 200_000 + "}",
        '{"items": [' + '{"a":' * 200_000 + "1" + "}" * 200_000 + "]}",
    ],
)
def test_malformed_json_is_refused(text: str) -> None:
    assert "broken" in refusal((text + " " * 100).encode())


def test_a_mistake_far_from_the_end_is_found_where_it_is() -> None:
    def endless() -> Iterator[bytes]:
        yield b'{"items": [{"kind": Pod}'
        for _ in range(8):
            yield b" " * 1024 * 1024
        pytest.fail("the whole stream was read")

    with pytest.raises(InvalidInput):
        list(read_objects(endless()))


@pytest.mark.parametrize(
    "text",
    ["apiVersion: v1\nkind: List\nitems:\n- kind: Pod\n", "---\nkind: Pod\n", "clientVersion:\n"],
)
def test_yaml_is_refused_with_the_way_to_json(text: str) -> None:
    message = refusal(text.encode())

    assert "YAML" in message
    assert "-o json" in message


@pytest.mark.parametrize(
    "text",
    [
        "NAME    STATUS   ROLES    AGE\nw-1     Ready    <none>   3d\n",
        "error: the server doesn't have a resource type",
        "<html><script>alert(1)</script></html>",
        "null",
        "42",
    ],
)
def test_tables_errors_and_pages_are_refused(text: str) -> None:
    message = refusal(text.encode())

    assert "-o json" in message
    assert "script" not in message


@pytest.mark.parametrize("text", [b"", b" \n ", b"[]"])
def test_nothing_is_refused(text: bytes) -> None:
    assert "no Kubernetes object" in refusal(text)


def test_bytes_that_are_no_text_are_refused() -> None:
    assert "UTF-8" in refusal(b'{"kind": "\xff\xfe\x00"}')
    assert "UTF-8" in refusal(b'{"kind": "\xe2\x82')


@pytest.mark.parametrize(
    "packed",
    [gzip.compress(b"{}"), b"PK\x03\x04", bz2.compress(b"{}")],
    ids=["gzip", "zip", "bzip2"],
)
def test_a_compressed_file_is_refused_and_never_unpacked(packed: bytes) -> None:
    assert "Unpack it first" in refusal(packed[:1], packed[1:])


def test_an_input_over_the_limit_is_refused() -> None:
    chunks = [b"[" + b" " * 1000] * 3

    assert "larger" in refusal(*chunks, max_bytes=2000)


def test_one_object_larger_than_any_real_one_is_refused() -> None:
    huge = b'{"items": [{"kind": "Pod", "s": "' + b"x" * (MAX_OBJECT + 1024 * 1024)

    assert "larger than 4 MiB" in refusal(huge, b"x" * MAX_OBJECT)


def test_a_document_made_of_many_values_is_no_larger_than_one() -> None:
    half = b'"' + b"x" * (MAX_OBJECT // 2) + b'"'
    large = b",".join(b'"k%d": %s' % (number, half) for number in range(3))
    many = b",".join(b'"k%d": 1' % number for number in range(2000))

    assert "larger than 4 MiB" in refusal(b"{" + large + b"}")
    assert "larger than 4 MiB" in refusal(b"{" + many + b"}")


def test_a_long_list_needs_the_memory_of_one_object() -> None:
    item = json.dumps({**POD, "spec": {"note": "x" * 20_000}}).encode()

    def stream() -> Iterator[bytes]:
        yield b'{"apiVersion": "v1", "items": [' + item
        for _ in range(999):
            yield b"," + item
        yield b'], "kind": "List"}'

    tracemalloc.start()
    count = sum(1 for _ in read_objects(stream()))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert count == 1001
    assert peak < 4 * 1024 * 1024 < 1000 * len(item) / 4
