"""A team writes down what shall reopen its decision, and is told when it happens."""

from datetime import date
from typing import Any

import pytest

from app.content.load import Content
from app.domain.errors import InvalidInput
from app.domain.support_ends import support_ends
from app.domain.tripwires import is_due, tripped, words_of
from app.domain.watch import Watch, parse_watch

WINDOWS = {"kind": "answer", "question": "workloads", "answer": "windows", "note": "Team B asks."}
NOW = date(2026, 11, 27)


def read(content: Content, *wires: dict[str, Any], **more: Any) -> Watch:
    return parse_watch(content.catalogue, content.graph, {"tripwires": list(wires), **more})


def touched(content: Content, watch: Watch, *, on: date = NOW, **shows: str) -> list[str]:
    answers = {question: (answer,) for question, answer in shows.items()}
    found = tripped(content.catalogue, content.graph, watch, on=on, shows=answers)
    return [each.because for each in found]


def test_an_answer_that_a_cluster_shows_touches_its_tripwire(content: Content) -> None:
    watch = read(content, WINDOWS)

    assert touched(content, watch, workloads="windows") == [
        "The answer is there: Pods on Windows nodes."
    ]
    assert touched(content, watch, workloads="arm64", cni="cilium") == []
    assert touched(content, watch) == []


def test_a_cell_touches_its_tripwire_when_the_catalogue_has_it_at_the_level(
    content: Content,
) -> None:
    level = content.catalogue.cell("linkerd", "mtls").claim.support
    wire = {"kind": "cell", "option": "linkerd", "feature": "mtls"}

    assert touched(content, read(content, {**wire, "level": str(level)}))
    assert touched(content, read(content, {**wire, "level": "none"})) == []


def test_a_support_end_touches_its_tripwire_from_the_days_before_on(content: Content) -> None:
    end = next(one for one in support_ends(content.catalogue) if one.key == "kuma/2.14")
    watch = read(content, {"kind": "support_end", "release": end.key, "days_before": 30})

    assert end.day == date(2027, 6, 12)
    assert touched(content, watch, on=date(2027, 5, 12)) == []
    assert touched(content, watch, on=date(2027, 5, 13)) == [
        "Support of Kuma 2.14 ends on 2027-06-12."
    ]
    assert touched(content, watch, on=date(2028, 1, 1)) == [
        "Support of Kuma 2.14 ended on 2027-06-12."
    ]


def test_a_release_that_left_the_catalogue_ends_on_the_day_that_was_known(
    content: Content,
) -> None:
    wire = {"kind": "support_end", "release": "osm/1.2", "day": "2026-01-31"}

    assert touched(content, read(content, wire)) == ["Support of osm/1.2 ended on 2026-01-31."]


def test_a_review_is_due_from_its_day_on(content: Content) -> None:
    watch = read(content, review_on="2027-01-01")

    assert not is_due(watch, date(2026, 12, 31))
    assert is_due(watch, date(2027, 1, 1))
    assert not is_due(read(content), date(2099, 1, 1))


@pytest.mark.parametrize(
    ("wire", "field", "allows"),
    [
        ({**WINDOWS, "question": "colour"}, "tripwires.0.question", "workloads"),
        ({**WINDOWS, "answer": "beos"}, "tripwires.0.answer", "windows"),
        ({**WINDOWS, "note": "x\x00"}, "tripwires.0.note", ""),
        (
            {"kind": "cell", "option": "osm", "feature": "mtls", "level": "full"},
            "tripwires.0.option",
            "linkerd",
        ),
        (
            {"kind": "cell", "option": "kuma", "feature": "magic", "level": "full"},
            "tripwires.0.feature",
            "mtls",
        ),
        (
            {"kind": "cell", "option": "kuma", "feature": "mtls", "level": "much"},
            "tripwires.0.level",
            "",
        ),
        ({"kind": "support_end", "release": "osm/1.2"}, "tripwires.0.release", "kuma/2.14"),
        (
            {"kind": "support_end", "release": "kuma/2.14", "days_before": -1},
            "tripwires.0.days_before",
            "",
        ),
        ({"kind": "hunch"}, "tripwires.0", "support_end"),
    ],
)
def test_a_wrong_tripwire_is_named_with_what_is_allowed(
    content: Content, wire: dict[str, Any], field: str, allows: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        read(content, wire)

    problem = refused.value.problems[0]
    assert problem.field == field
    assert not allows or allows in problem.allowed


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        ({"review_on": "soon"}, "review_on"),
        ({"review_on": "9999-12-31"}, "review_on"),
        ({"tripwires": [WINDOWS] * 21}, "tripwires"),
        ({"alarm": True}, "alarm"),
        ([], "body"),
    ],
)
def test_a_wrong_watch_is_refused(content: Content, raw: Any, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        parse_watch(content.catalogue, content.graph, raw)

    assert refused.value.problems[0].field == field


def test_every_kind_of_tripwire_reads_as_the_end_of_a_sentence(content: Content) -> None:
    watch = read(
        content,
        WINDOWS,
        {"kind": "cell", "option": "cilium", "feature": "mtls", "level": "full"},
        {"kind": "support_end", "release": "kuma/2.14", "days_before": 30},
    )

    assert [words_of(content.catalogue, content.graph, wire) for wire in watch.tripwires] == [
        "the answer to “What else has to take part?” is “Pods on Windows nodes”",
        "the catalogue says of Cilium, Mutual TLS between services: full",
        "30 days before support of Kuma 2.14 ends (2027-06-12)",
    ]


def test_what_is_read_comes_back_from_what_is_written(content: Content) -> None:
    watch = read(content, WINDOWS, review_on="2027-01-01")
    again = parse_watch(content.catalogue, content.graph, watch.model_dump(mode="json"))

    assert again == watch
