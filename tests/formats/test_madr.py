"""A decision is written as an architecture decision record, whatever a team typed in it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from app.content.load import Content
from app.domain.decisions import Decision, Team, advice_of
from app.domain.grounds import grounds_of
from app.domain.next_revision import revision_of
from app.domain.proofs import proofs_of
from app.domain.proposal import parse_amendment
from app.domain.recommend import recommend
from app.domain.record import Record, Side
from app.domain.record_drawing import record_of
from app.domain.reevaluation import reevaluate
from app.domain.revisits import revisits_of
from app.domain.sent_answers import parse_answers
from app.domain.undoing import Basis
from app.domain.watch import parse_watch
from app.formats import madr, nygard
from app.formats.markdown_text import paragraphs, typed

DAY = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)
ANSWERS = {
    "goals": ["mtls", "traffic_splitting"],
    "priority": "simplicity",
    "mtls_assurance": "fips",
    "workloads": ["vms"],
}
WATCH = {
    "review_on": "2027-05-01",
    "tripwires": [
        {"kind": "answer", "question": "workloads", "answer": "windows", "note": "Team B."}
    ],
}
FORMS = (madr.render, nygard.render)
Form = Callable[[Record], str]


def drawn(content: Content, answers: Mapping[str, Any] | None = None, **typed_in: str) -> Record:
    """The record of a decision with these answers and texts."""
    basis = Basis(content.catalogue, content.graph, content.scales)
    given = parse_answers(content.graph, ANSWERS if answers is None else answers)
    advice = advice_of(recommend(*basis, given))
    sent = {"title": "Mesh", "answers": {}, "chosen_option": advice.winner or "linkerd"}
    revision = revision_of(
        parse_amendment({**sent, **typed_in}),
        number=1,
        answers=given,
        weights=None,
        advice=advice,
        catalogue=content.catalogue,
        graph=content.graph,
        created_at=DAY,
    )
    grounds = grounds_of(*basis)
    watch = parse_watch(content.catalogue, content.graph, WATCH)
    return record_of(
        Decision("id", Team("t", "Payments"), DAY, revision),
        (revision,),
        catalogue=content.catalogue,
        graph=content.graph,
        scales=content.scales,
        releases=grounds.releases,
        proofs=proofs_of(content.runbooks, revision),
        revisit=revisits_of(basis, revision, watch, reevaluate(basis, revision, grounds)),
    )


@pytest.fixture(scope="module")
def record(content: Content) -> Record:
    return drawn(content, author="Kim", reason="It was piloted.\n\nIt held.")


def sections(text: str) -> dict[str, str]:
    """The text under each second-level heading."""
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_a_record_has_every_part_of_madr_filled_in(record: Record) -> None:
    text = madr.render(record)
    parts = sections(text)

    assert list(parts) == [
        "Context and Problem Statement",
        "Decision Drivers",
        "Considered Options",
        "Decision Outcome",
        "Pros and Cons of the Options",
        "More Information",
    ]
    assert (
        "What matters most? **Simplicity and a small footprint**"
        in parts["Context and Problem Statement"]
    )
    assert "Mutual TLS between services is a goal" in parts["Decision Drivers"]
    assert parts["Considered Options"].count("\n* ") == len(record.options) == 7
    outcome = parts["Decision Outcome"]
    assert f"Chosen option: “{record.chosen.name}”, because" in outcome
    assert "It was piloted.\n\nIt held." in outcome
    assert "### Consequences\n\n* " in outcome
    assert "### Confirmation\n\nThese checks of the install runbook pass" in outcome
    for option in record.options:
        assert f"### {option.name}\n" in parts["Pros and Cons of the Options"]
    more = parts["More Information"]
    assert "* On 2027-05-01, the review date." in more
    assert "is “Pods on Windows nodes”. Team B." in more


def test_the_front_matter_is_what_tools_index(record: Record) -> None:
    head = next(yaml.safe_load_all(madr.render(record)))

    assert head == {
        "status": "accepted",
        "date": "2026-11-27",
        "decision-makers": ["Kim", "Payments"],
    }


def test_every_number_in_brackets_is_a_source_and_every_source_is_named(record: Record) -> None:
    text = madr.render(record)

    body = text[: text.index("### Sources")]
    named = {int(number) for number in re.findall(r" \[(\d+)\]", body)}
    listed = {int(number) for number in re.findall(r"^(\d+)\. \[", text, flags=re.MULTILINE)}
    assert named == listed == set(range(1, len(listed) + 1))
    html = MarkdownIt("commonmark").render(body + text[text.index("### Sources") :])
    assert len(re.findall(r'<a href="https?://', html)) >= len(listed)


def test_what_fails_a_must_have_is_bad_and_what_is_open_is_neutral(record: Record) -> None:
    by_id = {option.id: option for option in record.options}
    sides = {side for option in record.options for side in (a.side for a in option.arguments)}

    assert any(argument.side is Side.BAD for argument in by_id["no-mesh"].arguments)
    assert sides == set(Side)


def test_a_choice_against_the_advice_says_so_and_why(content: Content) -> None:
    record = drawn(content, chosen_option="kuma", reason="We run it already.")

    assert record.recommended is not None
    outcome = sections(madr.render(record))["Decision Outcome"]
    assert f"“Kuma”, although “{record.recommended.name}” was recommended." in outcome
    assert "We run it already." in outcome


def test_a_choice_that_its_own_answers_rule_out_says_so(content: Content) -> None:
    record = drawn(content, chosen_option="no-mesh", reason="We have no time.")

    outcome = sections(madr.render(record))["Decision Outcome"]
    assert "was recommended and what was asked for rules it out." in outcome


def test_what_is_to_be_checked_first_is_part_of_the_confirmation(content: Content) -> None:
    record = drawn(content, chosen_option="kuma", reason="We run it already.")

    assert record.to_check
    outcome = sections(madr.render(record))["Decision Outcome"]
    confirmation = outcome.partition("### Confirmation")[2]
    assert "Answered before production:\n\n* A FIPS-validated module" in confirmation


def test_a_decision_where_nothing_fitted_has_a_record_too(content: Content) -> None:
    answers = {
        "goals": ["mtls"],
        "workloads": ["windows"],
        "release_policy": "free_stable_releases",
    }
    record = drawn(content, answers, chosen_option="linkerd", reason="We drop Windows.")

    assert record.recommended is None
    assert "although nothing fitted" in madr.render(record)
    assert "We drop Windows." in nygard.render(record)


def test_without_answers_the_record_says_that_none_were_given(content: Content) -> None:
    assert "No question was answered" in madr.render(drawn(content, {}))


@pytest.mark.parametrize("form", FORMS)
def test_nothing_that_was_typed_becomes_syntax(record: Record, hostile: str, form: Form) -> None:
    def infected(text: str) -> Record:
        newest = replace(record.history[0], author=text, note=text)
        return replace(
            record,
            title=f"T {text}",
            team=f"A {text}",
            author=text,
            reason=f"R {text}",
            revisit=(f"When {text}",),
            vector=f"v {text}",
            history=(newest,),
        )

    evil, plain = form(infected(hostile)), form(infected("x"))

    assert shape(evil) == shape(plain)
    head = next(yaml.safe_load_all(evil))
    assert set(head) == {"status", "date", "decision-makers"}


def shape(text: str) -> dict[str, int]:
    """How often each kind of syntax stands in a document, but for paragraphs and breaks."""
    body = text.split("---\n", 2)[2]
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(body)
    kinds = [token.type for token in tokens]
    kinds += [child.type for token in tokens for child in token.children or []]
    free = {"text", "paragraph_open", "paragraph_close", "inline", "hardbreak", "softbreak"}
    return {kind: kinds.count(kind) for kind in set(kinds) - free}


LINES = st.lists(
    st.sampled_from(
        ["- a", "+ b", "1. c", "12) d", "# e", "> f", "===", "---", "    code", "```", "| a |",
         ":   g", "<b>", "{{ x }}", "{% y %}", "$z$", "http://evil.example", "www.evil.example",
         "[a]: b", "* * *", "\t- h", "~~~", "text", "ein `Wort` mit\\ **Zeichen**", "&amp;"]
    )
    | st.text(),
    max_size=6,
)  # fmt: skip


@example(lines=["- a", "1. b"])
@given(lines=LINES)
def test_several_typed_lines_stay_paragraphs_of_plain_text(lines: list[str]) -> None:
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(paragraphs("\n".join(lines)))

    assert {token.type for token in tokens} <= {"paragraph_open", "inline", "paragraph_close"}
    kinds = {child.type for token in tokens for child in token.children or []}
    assert kinds <= {"text", "text_special", "hardbreak"}
    shown = "".join(child.content for token in tokens for child in token.children or [])
    typed_in = "".join(sign if sign.isprintable() else " " for sign in "\n".join(lines))
    assert "".join(shown.split()) == "".join(typed_in.split())


@pytest.mark.parametrize(
    "text", ["{{ site.x }}", "{% include y %}", "$a$", "http://a.b", "WWW.a.b"]
)
def test_what_readers_add_to_markdown_finds_nothing_to_read(text: str) -> None:
    quoted = typed(text)

    assert not re.search(r"[{}]|(?<!\\)\$|\w://|(?i:www)\.", quoted)
    assert MarkdownIt("commonmark").renderInline(quoted).replace("&amp;", "&") == text
