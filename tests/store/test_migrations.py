"""The schema's history gives the tables as the code sees them, once, and never half of a step."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import OperationalError

from simulator.errors import StoreError
from simulator.store import migrations
from simulator.store.migrations import migrate
from simulator.store.publication import Publication
from simulator.store.sql import Store, open_store
from simulator.store.tables import metadata

ALL = ["0001_attempts.sql", "0002_publications.sql"]
FIRST = Path(__file__).parent / "data" / "version-1.sql"
"""A store with attempts finished and unfinished, written by the code of the first version."""


@pytest.fixture
def old(folder):
    """The folder of somebody who has used the first version."""
    folder.mkdir()
    with closing(sqlite3.connect(folder / "coachsim.sqlite")) as database:
        database.executescript(FIRST.read_text(encoding="utf-8"))
    return folder


def rows(folder):
    with closing(sqlite3.connect(folder / "coachsim.sqlite")) as database:
        names = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: database.execute(f"SELECT * FROM {name}").fetchall() for name in names}  # noqa: S608


def described(tables):
    return {
        table.name: {
            "columns": {column.name: (str(column.type), column.nullable) for column in table.columns},
            "primary key": [column.name for column in table.primary_key.columns],
            "foreign keys": sorted((key.parent.name, key.target_fullname) for key in table.foreign_keys),
        }
        for table in tables
    }


def test_the_migrations_make_the_tables_that_the_code_knows(store):
    from sqlalchemy import MetaData

    made = MetaData()
    made.reflect(store.engine)
    assert set(made.tables) == {*metadata.tables, "migrations"}
    found = described(made.tables[name] for name in metadata.tables)
    for table in found.values():  # SQLite lets a primary key of text be null unless it is told; nothing here writes one
        table["columns"] |= {key: (table["columns"][key][0], False) for key in table["primary key"]}
    assert found == described(metadata.tables.values())


def test_a_persons_attempts_are_found_by_an_index(store):
    with store.work() as work:
        plan = work.connection.exec_driver_sql("EXPLAIN QUERY PLAN SELECT * FROM attempts WHERE person = 'ada'").all()
    assert "attempts_by_person" in str(plan)


def test_opening_again_applies_nothing(folder, store):
    again = open_store(folder)
    with again.engine.begin() as connection:
        assert migrate(connection) == []
        assert connection.scalars(text("SELECT name FROM migrations")).all() == ALL
    again.close()


def test_migrations_are_applied_in_the_order_of_their_names_each_once(monkeypatch, store):
    files = [("9998_b.sql", ["CREATE TABLE b (id TEXT)"]), ("9999_c.sql", ["INSERT INTO b VALUES ('c')"])]
    monkeypatch.setattr(migrations, "_files", lambda: iter([("0001_attempts.sql", ["never again"]), *files]))
    for applied in (["9998_b.sql", "9999_c.sql"], []):
        with store.engine.begin() as connection:
            assert migrate(connection) == applied
    with store.engine.begin() as connection:
        assert connection.scalars(text("SELECT id FROM b")).all() == ["c"]


def test_a_migration_that_fails_half_way_leaves_nothing_of_itself(monkeypatch, store):
    half = ("9998_half.sql", ["CREATE TABLE half (id TEXT)", "INSERT INTO nowhere VALUES (1)"])
    monkeypatch.setattr(migrations, "_files", lambda: iter([half]))
    with pytest.raises(OperationalError, match="nowhere"), store.engine.begin() as connection:
        migrate(connection)
    assert "half" not in inspect(store.engine).get_table_names()
    with store.engine.begin() as connection:
        assert connection.scalars(text("SELECT name FROM migrations")).all() == ALL


def test_every_statement_of_every_migration_is_found():
    for name, statements in migrations._files():
        assert name[:4].isdecimal()
        assert statements
        assert all(each.split()[0] in ("CREATE", "ALTER", "INSERT", "UPDATE", "DROP") for each in statements)
        assert not any(";" in each for each in statements), "one statement at a time"


def test_names_of_migrations_are_in_order_and_numbered_without_gaps():
    names = [name for name, _ in migrations._files()]
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))


def test_what_is_kept_survives_a_power_cut():
    """WAL with full synchronisation: a commit is on the disk before anybody is told of it."""
    store = Store("sqlite://")
    with store.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    store.close()


def test_readers_do_not_wait_for_a_rollback_journal(store):
    with store.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"


def test_the_tables_can_be_made_by_themselves_too():
    """What the code sees is a schema of its own, for the day of another database."""
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    assert set(inspect(engine).get_table_names()) == set(metadata.tables)
    engine.dispose()


def test_a_store_of_the_first_version_keeps_every_row_and_gains_what_is_new(old):
    before = rows(old)
    assert {len(before["attempts"]), len(before["choices"]), len(before["scenario_versions"])} == {6, 9, 2}
    open_store(old).close()
    after = rows(old)
    assert after.pop("publications") == []
    assert [name for (name,) in after.pop("migrations")] == ALL
    assert after == {name: before[name] for name in after}


def test_what_was_begun_with_the_first_version_goes_on(old):
    store = open_store(old)
    with store.work() as work:
        ben = work.attempts("ben")
        assert [(each.scenario, len(each.choices), each.ending) for each in ben] == [
            ("borrowed-hour", 1, None),
            ("tiny", 0, None),
            ("tiny", 1, "met"),
        ]
        assert work.version(ben[0].digest).startswith('{"id":"borrowed-hour"')
        work.add_choice(ben[0].id, 2, "stay-with-it", "2026-04-01T00:00:00+00:00")
        work.publish(Publication("tiny", 1, ben[1].digest, "Tiny", "id: tiny", "ada", "2026-04-01T00:00:00+00:00"))
        work.commit()
    store.close()


def test_bringing_an_old_store_up_to_date_fails_whole_or_not_at_all(old, monkeypatch):
    before = rows(old)
    files = [*migrations._files(), ("9999_half.sql", ["INSERT INTO nowhere VALUES (1)"])]
    monkeypatch.setattr(migrations, "_files", lambda: iter(files))
    with pytest.raises(StoreError, match="nowhere"):
        open_store(old)
    assert rows(old) == before


def test_attempts_at_a_scenario_are_found_by_an_index(store):
    with store.work() as work:
        plan = work.connection.exec_driver_sql(
            "EXPLAIN QUERY PLAN SELECT * FROM attempts WHERE scenario = 'tiny'"
        ).all()
    assert "attempts_by_scenario" in str(plan)
