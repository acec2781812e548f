"""What teams keep: decisions in SQLite or PostgreSQL."""

from app.store import tables, watch_tables

__all__ = ["tables", "watch_tables"]
"""With the package all tables are known, whichever module is asked for first."""
