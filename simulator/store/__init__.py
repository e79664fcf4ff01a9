"""Where attempts are kept: SQLAlchemy Core on SQLite (PostgreSQL by URL later), and a cache that may be deleted."""
