"""Look at every watched decision, keep what is new, and tell it to webhooks."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final, Protocol
from uuid import uuid4

from sqlalchemy import Engine
from sqlmodel import Session

from app.content.load import Content
from app.delivery.errors import Undelivered
from app.delivery.sender import send
from app.domain.decisions import Decision
from app.domain.findings import Finding, body_of
from app.domain.webhooks import Webhook, message_of
from app.store import decisions, findings, webhooks
from app.store.engine import WRITES
from app.web.reevaluating import notice_for

PAUSES: Final = (2.0, 8.0)  # seconds before the second and the third try


class Sends(Protocol):
    """What sends one message; Undelivered when it does not arrive."""

    def __call__(
        self, url: str, body: bytes, headers: Mapping[str, str], *, allow_private: bool
    ) -> int:
        """Send a message and return the status, 2xx."""
        ...


@dataclass(frozen=True, slots=True)
class Round:
    """One look at all watched decisions: the day it is about, and how to send and wait."""

    content: Content
    engine: Engine
    on: date
    allow_private: bool
    send: Sends = send
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)


@dataclass(slots=True)
class Tally:
    """What a round came to."""

    seen: int = 0
    found: int = 0
    told: int = 0
    failed: int = 0


def notify(this: Round) -> Tally:
    """Look at every watched decision once.

    Each decision has transactions of its own, and none is open while a message is under way.
    """
    tally = Tally()
    with Session(this.engine) as session:
        ids = list(webhooks.watched(session))
    for decision_id in ids:
        tally.seen += 1
        with Session(this.engine.execution_options(**WRITES)) as session, session.begin():
            decision = decisions.find(session, decision_id)
            if decision is None:
                continue
            known = findings.newest(session, decision_id, 1)
            finding = _new_finding(this, session, decision, known)
            waiting = webhooks.of_decision(session, decision_id)
        newest = finding or (known[0] if known else None)
        tally.found += finding is not None
        for webhook in waiting:
            if newest and _is_news(webhook, newest) and not webhook.is_resting(this.clock()):
                has_arrived = _tell(this, webhook, newest, decision)
                tally.told += has_arrived
                tally.failed += not has_arrived
    return tally


def _is_news(webhook: Webhook, finding: Finding) -> bool:
    """Tell whether a finding is to be told; who was told nothing need not hear that all is well."""
    if webhook.told is None:
        return bool(finding.body["needs_attention"])
    return webhook.told != finding.id


def _new_finding(
    this: Round, session: Session, decision: Decision, known: tuple[Finding, ...]
) -> Finding | None:
    """Keep and return what there is to say, if it is not what was said last."""
    notice = notice_for(this.content, session, decision, on=this.on)
    is_new = known[0].digest != notice.digest if known else notice.needs_attention
    if not is_new:
        return None
    finding = Finding(uuid4().hex, decision.id, notice.digest, this.clock(), body_of(notice))
    findings.add(session, finding)
    return finding


def _tell(this: Round, webhook: Webhook, finding: Finding, decision: Decision) -> bool:
    message = message_of(webhook, finding, decision)
    why = ""
    for pause in _pauses():
        if pause:
            this.sleep(pause)
        try:
            headers = message.headers(webhook.secret, this.clock())
            this.send(webhook.url, message.body, headers, allow_private=this.allow_private)
        except Undelivered as error:
            why = str(error)
            if error.is_final:
                break
        else:
            _note(this, webhook, finding, "")
            return True
    _note(this, webhook, finding, why)
    return False


def _note(this: Round, webhook: Webhook, finding: Finding, trouble: str) -> None:
    with Session(this.engine.execution_options(**WRITES)) as session, session.begin():
        if trouble:
            webhooks.failed(session, webhook.id, trouble, this.clock())
        else:
            webhooks.arrived(session, webhook.id, finding.id, this.clock())


def _pauses() -> Iterator[float]:
    yield 0.0
    yield from PAUSES
