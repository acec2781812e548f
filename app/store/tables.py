"""The rows behind teams, decisions, revisions and links; nothing outside the store sees them."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, Column, DateTime, Dialect, ForeignKey, MetaData, Text
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel


class Moment(TypeDecorator[datetime]):
    """A point in time, in UTC. SQLite drops the zone, so it is put back when a row is read."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  SQLAlchemy's signature.
        """Turn any zone into UTC before it is written."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  SQLAlchemy's signature.
        """Say that what was read is UTC."""
        if value is None or value.tzinfo is None:
            return value and value.replace(tzinfo=UTC)
        return value.astimezone(UTC)


class Table(SQLModel):
    """The base of every table. SQLite can only alter constraints that have names."""

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
        }
    )


def _parent(column: str) -> ForeignKey:
    return ForeignKey(column, ondelete="CASCADE")


class TeamRow(Table, table=True):
    """A team; its id is as unguessable as a decision's."""

    __tablename__ = "team"

    id: str = Field(primary_key=True)
    name: str = Field(sa_type=Text)
    created_at: datetime = Field(sa_type=Moment)


class DecisionRow(Table, table=True):
    """A decision; its id is the view link's secret. `revision` is the newest one's number."""

    __tablename__ = "decision"

    id: str = Field(primary_key=True)
    team_id: str = Field(sa_column=Column(_parent("team.id"), nullable=False, index=True))
    revision: int
    created_at: datetime = Field(sa_type=Moment)


class RevisionRow(Table, table=True):
    """One state of a decision, as it was saved. Rows are added and never changed."""

    __tablename__ = "revision"

    decision_id: str = Field(sa_column=Column(_parent("decision.id"), primary_key=True))
    number: int = Field(primary_key=True)
    title: str = Field(sa_type=Text)
    author: str = Field(sa_type=Text)
    answers: dict[str, list[str]] = Field(sa_type=JSON)
    question_versions: dict[str, str] = Field(sa_type=JSON)
    weights: dict[str, float] | None = Field(sa_column=Column(JSON(none_as_null=True)))
    recommended_option: str | None
    chosen_option: str
    reason: str = Field(sa_type=Text)
    note: str = Field(sa_type=Text)
    catalogue_version: str
    graph_version: str
    engine_version: str
    recommendation: dict[str, Any] = Field(sa_type=JSON)
    created_at: datetime = Field(sa_type=Moment)


class LinkRow(Table, table=True):
    """A link that allows something (`kind`: edit; later view and comment), by its hash."""

    __tablename__ = "link"

    hash: str = Field(primary_key=True)
    decision_id: str = Field(sa_column=Column(_parent("decision.id"), nullable=False, index=True))
    kind: str
    created_at: datetime = Field(sa_type=Moment)
    revoked_at: datetime | None = Field(default=None, sa_type=Moment)
