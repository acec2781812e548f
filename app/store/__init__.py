"""What teams keep: decisions in SQLite or PostgreSQL."""
