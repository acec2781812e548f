"""What watches a decision is kept with it and goes with it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from app.content.load import Content
from app.domain.decisions import Advice, Decision, Revision, Team, Versions
from app.domain.findings import Finding
from app.domain.grounds import grounds_of
from app.domain.watch import Watch, parse_watch
from app.domain.webhooks import Webhook
from app.store import decisions, findings, grounds, teams, watches, webhooks
from app.store.engine import WRITES

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
WINDOWS = {"kind": "answer", "question": "workloads", "answer": "windows", "note": "Team B."}


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session with two decisions, `one` and `two`."""
    session = Session(engine.execution_options(**WRITES))
    team = Team("t", "Payments")
    teams.add(session, team, NOW)
    advice = Advice("linkerd", Versions("2026-11-22", "1.0", "1.0"), {}, "abc")
    revision = Revision(1, "T", "", {}, {}, None, advice, "linkerd", "", "", NOW)
    for name in ("one", "two"):
        decisions.add(session, Decision(name, team, NOW, revision))
    yield session
    session.close()


def webhook(name: str, decision: str = "one") -> Webhook:
    return Webhook(name, decision, "https://hooks.example/x", "whsec_AAAA", NOW)


def finding(number: int) -> Finding:
    at = NOW + timedelta(days=number)
    return Finding(f"f{number}", "one", f"d{number}", at, {"state": "weaker"})


def test_a_revision_remembers_its_grounds(session: Session) -> None:
    found = decisions.find(session, "one")

    assert found is not None
    assert found.revision.advice.grounds == "abc"


def test_grounds_are_kept_once_and_come_back(session: Session, content: Content) -> None:
    now = grounds_of(content.catalogue, content.graph, content.scales)
    for _ in range(2):
        grounds.keep(session, now)

    found = grounds.find(session, now.id)
    assert found is not None
    assert found.id == now.id
    assert grounds.find(session, "unknown") is None


def test_a_watch_replaces_the_one_before(session: Session, content: Content) -> None:
    raw = {"review_on": "2027-05-01", "tripwires": [WINDOWS]}
    first = parse_watch(content.catalogue, content.graph, raw)

    assert watches.find(session, "one") == Watch()
    watches.put(session, "one", first)
    assert watches.find(session, "one") == first
    watches.put(session, "one", first.model_copy(update={"review_on": date(2028, 1, 1)}))
    assert watches.find(session, "one").review_on == date(2028, 1, 1)


def test_findings_come_newest_first_and_not_more_than_asked_for(session: Session) -> None:
    for number in (1, 3, 2):
        findings.add(session, finding(number))

    assert findings.newest(session, "one", 2) == (finding(3), finding(2))
    assert findings.newest(session, "two", 2) == ()


def test_a_webhook_notes_what_arrived_and_what_did_not(session: Session) -> None:
    webhooks.add(session, webhook("a"))

    webhooks.failed(session, "a", "503", NOW)
    webhooks.failed(session, "a", "timed out", NOW)
    (found,) = webhooks.of_decision(session, "one")
    assert found == replace(webhook("a"), failures=2, tried_at=NOW, trouble="timed out")
    webhooks.arrived(session, "a", "f1", NOW)
    (found,) = webhooks.of_decision(session, "one")
    assert found == replace(webhook("a"), told="f1", tried_at=NOW)


def test_a_webhook_is_removed_from_its_own_decision_only(session: Session) -> None:
    webhooks.add(session, webhook("a"))

    assert not webhooks.remove(session, "two", "a")
    assert webhooks.remove(session, "one", "a")
    assert webhooks.of_decision(session, "one") == ()


def test_watched_are_decisions_with_a_webhook_or_a_watch_each_once(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhooks, "PAGE", 1)
    assert list(webhooks.watched(session)) == []

    webhooks.add(session, webhook("a", "two"))
    webhooks.add(session, webhook("b", "two"))
    watches.put(session, "two", Watch(review_on=date(2027, 1, 1)))
    watches.put(session, "one", Watch(review_on=date(2027, 1, 1)))

    assert list(webhooks.watched(session)) == ["one", "two"]


def test_all_of_it_goes_with_the_decision(session: Session) -> None:
    webhooks.add(session, webhook("a"))
    watches.put(session, "one", Watch(review_on=date(2027, 1, 1)))
    findings.add(session, finding(1))

    decisions.delete(session, "one")
    session.expire_all()

    assert webhooks.of_decision(session, "one") == ()
    assert watches.find(session, "one") == Watch()
    assert findings.newest(session, "one", 9) == ()
