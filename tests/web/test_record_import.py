"""Whatever file is taken, its decision can be shown in every way; what is not taken is refused."""

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

PROPOSAL = {
    "team": "Payments",
    "title": "Mesh",
    "answers": {"goals": ["mtls"], "priority": "simplicity"},
    "cluster": {"facts": {"nodes": 3}, "answers": {"cni": "cilium"}},
    "chosen_option": "linkerd",
    "reason": "So.",
}
OTHERS: st.SearchStrategy[Any] = st.sampled_from(
    [
        None,
        True,
        0,
        -1,
        1e308,
        float("nan"),
        "",
        "x",
        "linkerd",
        "2026-01-01",
        "0001-01-01",
        "../..",
        [],
        {},
        [1],
    ]
) | st.text(max_size=5)
PAGES = (
    "",
    "/watch",
    "/record",
    "/record.madr",
    "/record.nygard",
    "/record.json",
    "/feed.atom",
    "/dates.ics",
)

Path = tuple[str | int, ...]


def paths(value: Any, here: Path = ()) -> Iterator[Path]:
    """Where every part of a file stands, but for the file itself."""
    if here:
        yield here
    if isinstance(value, (dict, list)):
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from paths(part, (*here, key))


@pytest.fixture
def file(app: FastAPI, client: TestClient) -> dict[str, Any]:  # noqa: ARG001  The client is its own.
    made = client.post("/api/decisions", json=PROPOSAL)
    address = made.json()["record_url"]
    found: dict[str, Any] = client.get(address, params={"format": "json"}).json()
    return found


@pytest.mark.endurance
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_a_file_is_refused_or_shown_in_every_way(
    client: TestClient, file: dict[str, Any], data: st.DataObject
) -> None:
    spoilt = deepcopy(file)
    *way, last = data.draw(st.sampled_from(sorted(paths(file), key=str)))
    part: Any = spoilt
    for key in way:
        part = part[key]
    part[last] = data.draw(OTHERS)

    body = json.dumps(spoilt)
    answer = client.post(
        "/api/decisions", content=body, headers={"Content-Type": "application/json"}
    )

    assert answer.status_code in {201, 422}
    if answer.status_code == 201:
        pages = [f"{answer.json()['view_url']}{each}" for each in PAGES]
        shown = {page: client.get(page).status_code for page in pages}
        shown["again"] = client.get(answer.json()["badge_url"]).status_code
        assert set(shown.values()) == {200}, shown
