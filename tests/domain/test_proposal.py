from typing import Any

import pytest

from app.domain.errors import InvalidInput
from app.domain.proposal import NAME, NOTE, REASON, TITLE, parse_amendment, parse_proposal

SENT = {
    "team": "Payments platform",
    "title": "Mesh for production",
    "answers": {"goals": ["mtls"]},
    "chosen_option": "linkerd",
}
HOSTILE = (
    "$(touch x)",
    "`id`; rm -rf /",
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "{{ 7 * 7 }}{% raw %}",
    "../../etc/passwd",
    "a: &b [*b]",
    "'; DROP TABLE decision; --",
    "\u202egnp.exe",
    "\u0130stanbul 東京 🕸",
)


def wrong(sent: dict[str, Any]) -> dict[str, str]:
    with pytest.raises(InvalidInput) as refused:
        parse_proposal(sent)
    return {problem.field: problem.message for problem in refused.value.problems}


def test_what_may_be_left_out_is_empty() -> None:
    proposal = parse_proposal(SENT)

    assert (proposal.author, proposal.reason, proposal.note) == ("", "", "")
    assert proposal.weights is None


def test_every_wrong_field_is_named_at_once() -> None:
    assert wrong({"title": "  ", "team": 3, "stray": 1, "answers": {}}) == {
        "title": "This is required.",
        "team": "Must be a text.",
        "chosen_option": "This is required.",
        "stray": "There is no such field.",
    }


@pytest.mark.parametrize(
    ("field", "most"),
    [("team", NAME), ("author", NAME), ("title", TITLE), ("reason", REASON), ("note", NOTE)],
)
def test_a_text_may_be_as_long_as_its_limit_and_no_longer(field: str, most: int) -> None:
    assert getattr(parse_proposal({**SENT, field: "é" * most}), field) == "é" * most
    assert wrong({**SENT, field: "é" * (most + 1)}) == {
        field: f"May have at most {most} characters."
    }


@pytest.mark.parametrize("field", ["team", "title", "author"])
@pytest.mark.parametrize("sign", ["\n", "\r", "\0", "\x1b", "\x85"])
def test_a_line_holds_no_line_break_or_control_character(field: str, sign: str) -> None:
    assert wrong({**SENT, field: f"a{sign}b"}) == {
        field: "May not hold line breaks or control characters."
    }


def test_a_reason_keeps_its_lines_whatever_ended_them() -> None:
    assert parse_proposal({**SENT, "reason": "a\r\nb\rc\n\td"}).reason == "a\nb\nc\n\td"
    assert wrong({**SENT, "reason": "a\0b"}) == {"reason": "May not hold control characters."}


def test_half_a_character_is_refused() -> None:
    assert wrong({**SENT, "title": "\ud800"}) == {"title": "Must be a text."}


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("field", ["team", "title", "author", "reason", "note"])
def test_hostile_text_is_kept_as_typed(field: str, text: str) -> None:
    assert getattr(parse_proposal({**SENT, field: text}), field) == text


def test_an_amendment_need_not_name_the_team_but_a_proposal_must() -> None:
    without = {key: value for key, value in SENT.items() if key != "team"}

    assert parse_amendment(without).team is None
    assert wrong(without) == {"team": "This is required."}


@pytest.mark.parametrize("value", [None, True, 3, 1.5, float("nan"), [], ["a"], {}, {"a": [1]}])
@pytest.mark.parametrize("field", ["team", "title", "author", "reason", "note", "chosen_option"])
def test_what_is_no_text_is_refused_in_words(field: str, value: object) -> None:
    assert wrong({**SENT, field: value}) == {field: "Must be a text."}


@pytest.mark.parametrize("value", [None, True, 3, "goals=mtls", ["goals"]])
def test_answers_are_a_mapping(value: object) -> None:
    assert wrong({**SENT, "answers": value}) == {"answers": "Must map names to values."}
