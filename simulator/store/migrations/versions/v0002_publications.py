"""Publications of scenarios."""

from alembic import op

revision, down_revision = "0002", "0001"


def upgrade() -> None:
    op.execute(
        "CREATE TABLE publications (scenario TEXT NOT NULL, number INTEGER NOT NULL,"
        " digest TEXT NOT NULL REFERENCES scenario_versions (digest), title TEXT NOT NULL, source TEXT NOT NULL,"
        " person TEXT NOT NULL, published TEXT NOT NULL, PRIMARY KEY (scenario, number))"
    )
    op.execute("CREATE INDEX attempts_by_scenario ON attempts (scenario)")
