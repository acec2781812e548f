"""Keep the grounds of recommendations, and watch decisions: review dates, findings, webhooks."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("revision", sa.Column("grounds_id", sa.String(), nullable=True))
    op.add_column("decision", sa.Column("imported_at", MOMENT, nullable=True))
    op.create_table(
        "grounds",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grounds")),
    )
    op.create_table(
        "watch",
        sa.Column("decision_id", sa.String(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("tripwires", sa.JSON(), nullable=False),
        _of_decision("watch"),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_watch")),
    )
    op.create_table(
        "finding",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("decision_id", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("found_at", MOMENT, nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        _of_decision("finding"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
    )
    op.create_index(op.f("ix_finding_decision_id"), "finding", ["decision_id", "found_at"])
    op.create_table(
        "webhook",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("decision_id", sa.String(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("told", sa.String(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("tried_at", MOMENT, nullable=True),
        sa.Column("trouble", sa.Text(), nullable=False),
        _of_decision("webhook"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook")),
    )
    op.create_index(op.f("ix_webhook_decision_id"), "webhook", ["decision_id"])


def downgrade() -> None:
    for table in ("webhook", "finding", "watch", "grounds"):
        op.drop_table(table)
    with op.batch_alter_table("decision") as decision:
        decision.drop_column("imported_at")
    with op.batch_alter_table("revision") as revision_table:
        revision_table.drop_column("grounds_id")


def _of_decision(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["decision_id"],
        ["decision.id"],
        name=op.f(f"fk_{table}_decision_id_decision"),
        ondelete="CASCADE",
    )
