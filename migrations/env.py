"""Alembic's entry point. One history serves SQLite and PostgreSQL."""

from alembic import context

from app.settings import Settings
from app.store.engine import WRITES, connect
from app.store.tables import Table

LOCK = 7261  # Any number, as long as nobody else locks it in this database.

url = context.config.attributes.get("database_url") or Settings().database_url.get_secret_value()
engine = connect(url).execution_options(**WRITES)

with engine.connect() as connection:
    on_sqlite = connection.dialect.name == "sqlite"
    if on_sqlite:  # A batch rebuilds the table: dropping the old one must not touch its children.
        connection.connection.driver_connection.execute("PRAGMA foreign_keys = OFF")
    context.configure(
        connection=connection,
        target_metadata=Table.metadata,
        render_as_batch=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        if not on_sqlite:  # Replicas may start together: the second waits, then has nothing to do.
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
            # A change waits for readers, and those who come later wait for it: give up early.
            connection.exec_driver_sql("SET LOCAL lock_timeout = '10s'")
        context.run_migrations()
        if on_sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all()):
            raise RuntimeError(f"The migration would leave {len(broken)} rows without a parent.")
engine.dispose()
