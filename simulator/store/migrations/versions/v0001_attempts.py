"""Attempts and their choices."""

from simulator.store.migrations.statements import run

revision, down_revision = "0001", None


def upgrade() -> None:
    run("CREATE TABLE scenario_versions (digest TEXT PRIMARY KEY, scenario TEXT NOT NULL, canonical TEXT NOT NULL)")
    run(
        "CREATE TABLE attempts (id TEXT PRIMARY KEY, person TEXT NOT NULL, scenario TEXT NOT NULL,"
        " digest TEXT NOT NULL REFERENCES scenario_versions (digest), seed TEXT NOT NULL, begun TEXT NOT NULL,"
        " ending TEXT, finished TEXT)"
    )
    run("CREATE INDEX attempts_by_person ON attempts (person, begun)")
    run(
        "CREATE TABLE choices (attempt TEXT NOT NULL REFERENCES attempts (id), turn INTEGER NOT NULL,"
        " chosen TEXT NOT NULL, reason TEXT, taken TEXT NOT NULL, PRIMARY KEY (attempt, turn))"
    )
