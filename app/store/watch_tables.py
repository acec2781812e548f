"""The rows behind watched decisions: grounds, watches, findings and webhooks."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, Text
from sqlmodel import Field

from app.store.tables import Moment, Table, parent


class GroundsRow(Table, table=True):
    """What recommendations rest on, once for all revisions that rest on the same."""

    __tablename__ = "grounds"

    id: str = Field(primary_key=True)
    text: str = Field(sa_type=Text)


class WatchRow(Table, table=True):
    """When a team wants to look at a decision again."""

    __tablename__ = "watch"

    decision_id: str = Field(sa_column=Column(parent("decision.id"), primary_key=True))
    review_on: date | None = None
    tripwires: list[dict[str, Any]] = Field(sa_type=JSON)


class FindingRow(Table, table=True):
    """What a re-evaluation found that the one before it had not. Rows are never changed."""

    __tablename__ = "finding"
    __table_args__ = (Index("ix_finding_decision_id", "decision_id", "found_at"),)

    id: str = Field(primary_key=True)
    decision_id: str = Field(sa_column=Column(parent("decision.id"), nullable=False))
    digest: str
    found_at: datetime = Field(sa_type=Moment)
    body: dict[str, Any] = Field(sa_type=JSON)


class WebhookRow(Table, table=True):
    """Where findings are sent. `told` is the last finding that arrived.

    The secret signs messages and so cannot be a hash; it opens nothing here.
    """

    __tablename__ = "webhook"

    id: str = Field(primary_key=True)
    decision_id: str = Field(sa_column=Column(parent("decision.id"), nullable=False, index=True))
    url: str = Field(sa_type=Text)
    secret: str
    created_at: datetime = Field(sa_type=Moment)
    told: str | None = None
    failures: int = 0
    tried_at: datetime | None = Field(default=None, sa_type=Moment)
    trouble: str = Field(default="", sa_type=Text)
