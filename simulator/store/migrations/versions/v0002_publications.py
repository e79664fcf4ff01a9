"""Publications of scenarios."""

from simulator.store.migrations.statements import run

revision, down_revision = "0002", "0001"


def upgrade() -> None:
    run(
        "CREATE TABLE publications (scenario TEXT NOT NULL, number INTEGER NOT NULL,"
        " digest TEXT NOT NULL REFERENCES scenario_versions (digest), title TEXT NOT NULL, source TEXT NOT NULL,"
        " person TEXT NOT NULL, published TEXT NOT NULL, PRIMARY KEY (scenario, number))"
    )
    run("CREATE INDEX attempts_by_scenario ON attempts (scenario)")
