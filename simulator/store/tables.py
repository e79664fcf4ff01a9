"""The tables as SQLAlchemy sees them; `migrations` makes them, and a test holds the two together."""

from sqlalchemy import Column, ForeignKey, Integer, MetaData, Table, Text

metadata = MetaData()

scenario_versions = Table(
    "scenario_versions",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("scenario", Text, nullable=False),
    Column("canonical", Text, nullable=False),
)

attempts = Table(
    "attempts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("scenario", Text, nullable=False),
    Column("digest", Text, ForeignKey("scenario_versions.digest"), nullable=False),
    Column("seed", Text, nullable=False),
    Column("begun", Text, nullable=False),
    Column("ending", Text),
    Column("finished", Text),
)

publications = Table(
    "publications",
    metadata,
    Column("scenario", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("digest", Text, ForeignKey("scenario_versions.digest"), nullable=False),
    Column("title", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("published", Text, nullable=False),
)

choices = Table(
    "choices",
    metadata,
    Column("attempt", Text, ForeignKey("attempts.id"), primary_key=True),
    Column("turn", Integer, primary_key=True),
    Column("chosen", Text, nullable=False),
    Column("reason", Text),
    Column("taken", Text, nullable=False),
)
