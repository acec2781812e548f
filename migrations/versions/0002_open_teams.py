"""Give every link a hashed secret of its own; add teams' links, comments, stances and rounds.

A decision's id was its view link's secret. It becomes one half of the secret's hash, which opens
nothing, and the secret becomes a link like the others. The way down keeps all decisions, under
their new ids: nobody can compute a secret from its hash. Up once more, the old links work again.
"""

from hashlib import sha256

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
CHILDREN = ("revision", "link")  # have a column decision_id
LISTED = ("title", "author", "chosen_option", "words")  # columns of decision, never null


def upgrade() -> None:
    _widen_links()
    _move_ids()
    _list_decisions()
    op.add_column("revision", sa.Column("cluster", sa.JSON(none_as_null=True), nullable=True))
    _add_tables()


def downgrade() -> None:
    for table in ("idempotency_key", "sheet", "round", "stance", "comment"):
        op.drop_table(table)
    op.drop_column("revision", "cluster")
    op.drop_index(op.f("ix_decision_team_id"), "decision")
    with op.batch_alter_table("decision") as decision:
        for column in (*LISTED, "recommended_option"):
            decision.drop_column(column)
    op.create_index(op.f("ix_decision_team_id"), "decision", ["team_id"])
    op.execute("DELETE FROM link WHERE decision_id IS NULL")
    op.drop_index(op.f("ix_link_team_id"), "link")
    with op.batch_alter_table("link") as link:
        link.drop_constraint(op.f("fk_link_team_id_team"), type_="foreignkey")
        for column in ("team_id", "name", "expires_at"):
            link.drop_column(column)
        link.alter_column("decision_id", existing_type=sa.String(), nullable=False)


def _widen_links() -> None:
    op.add_column("link", sa.Column("team_id", sa.String(), nullable=True))
    op.execute(
        "UPDATE link SET team_id ="
        " (SELECT team_id FROM decision WHERE decision.id = link.decision_id)"
    )
    with op.batch_alter_table("link") as link:
        link.alter_column("team_id", existing_type=sa.String(), nullable=False)
        link.alter_column("decision_id", existing_type=sa.String(), nullable=True)
        link.add_column(sa.Column("name", sa.Text(), nullable=False, server_default=""))
        link.add_column(sa.Column("expires_at", MOMENT, nullable=True))
        link.create_foreign_key(
            op.f("fk_link_team_id_team"), "team", ["team_id"], ["id"], ondelete="CASCADE"
        )
    op.create_index(op.f("ix_link_team_id"), "link", ["team_id", "decision_id"])


def _move_ids() -> None:
    """Make each id that is still a view link's secret a link, and half its hash the id."""
    connection = op.get_bind()
    on_sqlite = connection.dialect.name == "sqlite"
    if on_sqlite:
        driver = connection.connection.driver_connection
        driver.create_function("hash_of", 1, _hash, deterministic=True)
    else:
        for child in CHILDREN:  # A server checks parents while it updates; a file does not here.
            op.drop_constraint(op.f(f"fk_{child}_decision_id_decision"), child, type_="foreignkey")
    op.execute(
        "CREATE TEMPORARY TABLE secret AS SELECT id FROM decision WHERE NOT EXISTS"
        " (SELECT 1 FROM link WHERE decision_id = decision.id AND kind = 'view')"
    )
    hashed = sa.func.hash_of if on_sqlite else _hash_on_server
    secrets = sa.select(sa.column("id")).select_from(sa.table("secret"))
    names = ("hash", "decision_id", "kind", "created_at", "team_id", "name")
    decision = sa.table("decision", *map(sa.column, ("id", "team_id", "created_at")))
    chosen = sa.select(
        hashed(decision.c.id),
        decision.c.id,
        sa.literal("view"),
        decision.c.created_at,
        decision.c.team_id,
        sa.literal(""),
    ).where(decision.c.id.in_(secrets))
    link = sa.table("link", *map(sa.column, names))
    op.execute(link.insert().from_select(list(names), chosen))
    for name, id_column in (*((child, "decision_id") for child in CHILDREN), ("decision", "id")):
        table = sa.table(name, sa.column(id_column))
        new_id = sa.func.substr(hashed(table.c[id_column]), 1, 32)
        moved = table.update().where(table.c[id_column].in_(secrets))
        op.execute(moved.values({id_column: new_id}))
    op.execute("DROP TABLE secret")
    if not on_sqlite:
        for child in CHILDREN:
            op.create_foreign_key(
                op.f(f"fk_{child}_decision_id_decision"),
                child,
                "decision",
                ["decision_id"],
                ["id"],
                ondelete="CASCADE",
            )


def _hash_on_server(secret: "sa.ColumnElement[str]") -> "sa.ColumnElement[str]":
    return sa.func.encode(sa.func.sha256(sa.func.convert_to(secret, "UTF8")), "hex")


def _hash(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def _list_decisions() -> None:
    """Write beside each decision what a list shows of its newest revision."""
    for column in LISTED:
        kind = sa.String() if column == "chosen_option" else sa.Text()
        op.add_column("decision", sa.Column(column, kind, nullable=False, server_default=""))
    op.add_column("decision", sa.Column("recommended_option", sa.String(), nullable=True))
    op.execute(
        "UPDATE decision SET title = newest.title, author = newest.author,"
        " chosen_option = newest.chosen_option, recommended_option = newest.recommended_option,"
        " words = lower(newest.title || ' ' || newest.author || ' ' || newest.chosen_option)"
        " FROM revision AS newest"
        " WHERE newest.decision_id = decision.id AND newest.number = decision.revision"
    )
    op.drop_index(op.f("ix_decision_team_id"), "decision")
    op.create_index(op.f("ix_decision_team_id"), "decision", ["team_id", "created_at", "id"])


def _add_tables() -> None:
    _create(
        "comment",
        "decision",
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("resolved_at", MOMENT, nullable=True),
        sa.Column("resolved_by", sa.Text(), nullable=False),
    )
    _create(
        "stance",
        "decision",
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("stance", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
    )
    _create(
        "round",
        "team",
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
    )
    _create(
        "sheet",
        "round",
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("question_versions", sa.JSON(), nullable=False),
        sa.Column("weights", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
    )
    op.create_table(
        "idempotency_key",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("salt", sa.String(), nullable=False),
        sa.Column("made", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_idempotency_key")),
    )
    op.create_index(op.f("ix_idempotency_key_created_at"), "idempotency_key", ["created_at"])


def _create(table: str, parent: str, *columns: "sa.Column[object]") -> None:
    op.create_table(
        table,
        sa.Column("id", sa.String(), nullable=False),
        sa.Column(f"{parent}_id", sa.String(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            [f"{parent}_id"],
            [f"{parent}.id"],
            name=op.f(f"fk_{table}_{parent}_id_{parent}"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_{parent}_id"), table, [f"{parent}_id"])
