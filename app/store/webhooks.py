"""Save and find webhooks, and how their messages fared. The caller owns the transaction."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete, union, update
from sqlmodel import Session, col, select

from app.domain.webhooks import Webhook
from app.store.watch_tables import WatchRow, WebhookRow

PAGE = 200  # ids that are read at once


def add(session: Session, webhook: Webhook) -> None:
    """Save a webhook; its decision must be there already."""
    session.add(WebhookRow(**asdict(webhook)))
    session.flush()


def of_decision(session: Session, decision_id: str) -> tuple[Webhook, ...]:
    """Return a decision's webhooks, oldest first."""
    rows = session.exec(
        select(WebhookRow)
        .where(WebhookRow.decision_id == decision_id)
        .order_by(col(WebhookRow.created_at), col(WebhookRow.id))
        .execution_options(populate_existing=True)
    )
    return tuple(Webhook(**row.model_dump()) for row in rows)


def remove(session: Session, decision_id: str, webhook_id: str) -> bool:
    """Forget a webhook of a decision; False when there is none."""
    removed = session.exec(
        delete(WebhookRow).where(
            col(WebhookRow.decision_id) == decision_id, col(WebhookRow.id) == webhook_id
        )
    )
    return removed.rowcount == 1


def arrived(session: Session, webhook_id: str, finding_id: str, at: datetime) -> None:
    """Note that a finding was told."""
    _note(session, webhook_id, told=finding_id, failures=0, tried_at=at, trouble="")


def failed(session: Session, webhook_id: str, trouble: str, at: datetime) -> None:
    """Note that a finding could not be told, and why."""
    more = WebhookRow.failures + 1
    _note(session, webhook_id, failures=more, tried_at=at, trouble=trouble)


def watched(session: Session) -> Iterator[str]:
    """Yield the ids of decisions that have a webhook, a review date or tripwires."""
    last = ""
    while True:
        ids = union(select(col(WebhookRow.decision_id)), select(col(WatchRow.decision_id)))
        named = ids.subquery()
        page = session.exec(
            select(named.c[0]).where(named.c[0] > last).order_by(named.c[0]).limit(PAGE)
        ).all()
        yield from page
        if len(page) < PAGE:
            return
        last = page[-1]


def _note(session: Session, webhook_id: str, **values: object) -> None:
    session.exec(
        update(WebhookRow)
        .where(col(WebhookRow.id) == webhook_id)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
