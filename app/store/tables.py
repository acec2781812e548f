"""The rows behind teams, decisions and links; nothing outside the store sees them."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, Column, DateTime, Dialect, ForeignKey, Index, MetaData, Text
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


def parent(column: str) -> ForeignKey:
    """Return the reference to a row with which its children go."""
    return ForeignKey(column, ondelete="CASCADE")


class TeamRow(Table, table=True):
    """A team. Its id is no permission: links are."""

    __tablename__ = "team"

    id: str = Field(primary_key=True)
    name: str = Field(sa_type=Text)
    created_at: datetime = Field(sa_type=Moment)


class DecisionRow(Table, table=True):
    """A decision with what a list shows of its newest revision, whose number is `revision`.

    Its id is no permission: links are. `words` is what a search looks at, in small letters.
    """

    __tablename__ = "decision"
    __table_args__ = (Index("ix_decision_team_id", "team_id", "created_at", "id"),)

    id: str = Field(primary_key=True)
    team_id: str = Field(sa_column=Column(parent("team.id"), nullable=False))
    revision: int
    created_at: datetime = Field(sa_type=Moment)
    title: str = Field(sa_type=Text)
    author: str = Field(sa_type=Text)
    chosen_option: str
    recommended_option: str | None
    words: str = Field(sa_type=Text)
    imported_at: datetime | None = Field(default=None, sa_type=Moment)


class RevisionRow(Table, table=True):
    """One state of a decision, as it was saved. Rows are added and never changed."""

    __tablename__ = "revision"

    decision_id: str = Field(sa_column=Column(parent("decision.id"), primary_key=True))
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
    cluster: dict[str, Any] | None = Field(sa_column=Column(JSON(none_as_null=True)))
    grounds_id: str | None = None


class LinkRow(Table, table=True):
    """A link by its secret's hash; `kind` says what it allows.

    Without a decision it opens the team and all its decisions.
    """

    __tablename__ = "link"
    __table_args__ = (Index("ix_link_team_id", "team_id", "decision_id"),)

    hash: str = Field(primary_key=True)
    decision_id: str | None = Field(
        sa_column=Column(parent("decision.id"), nullable=True, index=True)
    )
    kind: str
    created_at: datetime = Field(sa_type=Moment)
    revoked_at: datetime | None = Field(default=None, sa_type=Moment)
    team_id: str = Field(sa_column=Column(parent("team.id"), nullable=False))
    name: str = Field(default="", sa_type=Text)
    expires_at: datetime | None = Field(default=None, sa_type=Moment)


class CommentRow(Table, table=True):
    """What somebody said `about` a decision, or a question or an option in it."""

    __tablename__ = "comment"

    id: str = Field(primary_key=True)
    decision_id: str = Field(sa_column=Column(parent("decision.id"), nullable=False, index=True))
    revision: int
    about: str
    author: str = Field(sa_type=Text)
    text: str = Field(sa_type=Text)
    created_at: datetime = Field(sa_type=Moment)
    resolved_at: datetime | None = Field(default=None, sa_type=Moment)
    resolved_by: str = Field(default="", sa_type=Text)


class StanceRow(Table, table=True):
    """Whether somebody agrees with a revision of a decision. Rows are added and never changed."""

    __tablename__ = "stance"

    id: str = Field(primary_key=True)
    decision_id: str = Field(sa_column=Column(parent("decision.id"), nullable=False, index=True))
    revision: int
    author: str = Field(sa_type=Text)
    stance: str
    reason: str = Field(sa_type=Text)
    created_at: datetime = Field(sa_type=Moment)


class RoundRow(Table, table=True):
    """A call on a team's members to answer, each alone; closed, their answers are shown."""

    __tablename__ = "round"

    id: str = Field(primary_key=True)
    team_id: str = Field(sa_column=Column(parent("team.id"), nullable=False, index=True))
    title: str = Field(sa_type=Text)
    created_at: datetime = Field(sa_type=Moment)
    closed_at: datetime | None = Field(default=None, sa_type=Moment)


class SheetRow(Table, table=True):
    """The answers that one member handed in to a round."""

    __tablename__ = "sheet"

    id: str = Field(primary_key=True)
    round_id: str = Field(sa_column=Column(parent("round.id"), nullable=False, index=True))
    author: str = Field(sa_type=Text)
    answers: dict[str, list[str]] = Field(sa_type=JSON)
    question_versions: dict[str, str] = Field(sa_type=JSON)
    weights: dict[str, float] | None = Field(sa_column=Column(JSON(none_as_null=True)))
    created_at: datetime = Field(sa_type=Moment)


class IdempotencyKeyRow(Table, table=True):
    """A creation by the hash of its Idempotency-Key: what was asked, and what it `made`.

    Secrets that it made are derived again from the key and `salt`, neither of which suffices.
    """

    __tablename__ = "idempotency_key"

    hash: str = Field(primary_key=True)
    fingerprint: str
    salt: str
    made: str
    created_at: datetime = Field(sa_column=Column(Moment, nullable=False, index=True))
