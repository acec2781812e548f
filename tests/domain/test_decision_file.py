"""A decision is written into a file and comes back as it was."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.content.json_schemas import schema_text
from app.content.load import Content
from app.domain.decision_file import DecisionFile, file_of, parse_file
from app.domain.decisions import Decision, Revision, Team, advice_of
from app.domain.errors import InvalidInput
from app.domain.graph import Answers
from app.domain.next_revision import revision_of
from app.domain.proposal import parse_amendment
from app.domain.recommend import recommend
from app.domain.watch import Watch, parse_watch

DAY = datetime(2026, 11, 22, 12, tzinfo=UTC)
TYPED = st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=30).filter(
    lambda text: bool(text.strip())
)
WATCH = {
    "review_on": "2027-05-01",
    "tripwires": [{"kind": "support_end", "release": "kuma/2.14"}],
}


def revised(content: Content, answers: Answers, number: int, text: str) -> Revision:
    advice = advice_of(recommend(content.catalogue, content.graph, content.scales, answers), "g")
    sent = {"title": text, "author": text, "reason": text, "note": text, "answers": {}}
    return revision_of(
        parse_amendment({**sent, "chosen_option": "linkerd"}),
        number=number,
        answers=answers,
        weights={"security": 12.5} if number % 2 else None,
        advice=advice,
        catalogue=content.catalogue,
        graph=content.graph,
        created_at=DAY + timedelta(days=number),
        cluster={"facts": {"nodes": 3}, "answers": {"cni": ["cilium"]}} if number % 2 else None,
    )


def written(content: Content, *history: Revision) -> DecisionFile:
    """The file of a decision with these revisions, newest first."""
    decision = Decision("id", Team("t", "Payments"), DAY, history[0])
    watch = parse_watch(content.catalogue, content.graph, WATCH)
    return file_of(decision, history, watch, "https://meshwise.example/api/schemas/decision")


@pytest.fixture
def file(content: Content) -> dict[str, Any]:
    """A file as somebody may have changed it."""
    whole: dict[str, Any] = json.loads(written(content, revised(content, {}, 1, "T")).text)
    return whole


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_what_is_written_comes_back_equal(
    content: Content, any_answers: st.SearchStrategy[Answers], data: st.DataObject
) -> None:
    count = data.draw(st.integers(1, 3))
    history = [
        revised(content, data.draw(any_answers), number, data.draw(TYPED))
        for number in range(count, 0, -1)
    ]

    back = parse_file(json.loads(written(content, *history).text))

    assert back.history() == tuple(reversed(history))
    assert (back.team, back.created_at) == ("Payments", DAY)
    assert back.watch.model_dump(mode="json")["review_on"] == "2027-05-01"
    assert back == written(content, *history)


def test_the_published_schema_describes_the_file(file: dict[str, Any]) -> None:
    schema = json.loads(schema_text(DecisionFile))

    jsonschema.validate(file, schema)
    assert set(file) <= set(schema["properties"])
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**file, "revisions": []}, schema)


def without_ranking(file: dict[str, Any]) -> None:
    file["revisions"][0]["recommendation"]["ranking"] = []


def with_another_winner(file: dict[str, Any]) -> None:
    file["revisions"][0]["recommendation"]["winner"] = "osm"


def without_reason(file: dict[str, Any]) -> None:
    file["revisions"][0] |= {"chosen_option": "kuma", "reason": ""}


def with_a_gap(file: dict[str, Any]) -> None:
    file["revisions"][0]["number"] = 2


def of_another_format(file: dict[str, Any]) -> None:
    file["format"] = "meshwise.decision/9"


def without_a_zone(file: dict[str, Any]) -> None:
    file["created_at"] = "2026-11-22T12:00:00"


def with_a_stray_key(file: dict[str, Any]) -> None:
    file["links"] = []


def with_no_number(file: dict[str, Any]) -> None:
    file["revisions"][0]["recommendation"]["ranking"][0]["score"] = float("nan")


def without_weights(file: dict[str, Any]) -> None:
    file["revisions"][0]["recommendation"]["weights"] = {}


@pytest.mark.parametrize(
    ("spoil", "field"),
    [
        (without_ranking, "revisions.0"),
        (with_another_winner, "revisions.0"),
        (without_reason, "revisions.0"),
        (without_weights, "revisions.0"),
        (with_no_number, "body"),
        (with_a_gap, "body"),
        (of_another_format, "format"),
        (without_a_zone, "created_at"),
        (with_a_stray_key, "links"),
    ],
)
def test_a_spoilt_file_is_refused_and_the_place_named(
    file: dict[str, Any], spoil: Callable[[dict[str, Any]], None], field: str
) -> None:
    parse_file(file)
    spoil(file)

    with pytest.raises(InvalidInput) as refused:
        parse_file(file)

    assert refused.value.problems[0].field == field


def test_a_file_without_a_watch_asks_for_nothing(file: dict[str, Any]) -> None:
    del file["watch"]

    assert parse_file(file).watch == Watch()
