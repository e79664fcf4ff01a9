"""The schema's history gives the tables as the code sees them, once, forwards from every version, never half of it.

SQLite stores of every earlier version are kept beside this as they were written by the code of their time. No
PostgreSQL has ever had an earlier version than the third, which is made there anew and filled with the same rows.
"""

import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, NullPool, create_engine, inspect, text

from simulator.errors import StoreError
from simulator.model.assignment import Mode
from simulator.model.person import EVERY_ROLE
from simulator.store import migrations
from simulator.store.migrations import HEAD, ForeignDatabase, NewerStore, statements
from simulator.store.publication import Publication
from simulator.store.sql import FILE, Store, open_store
from simulator.store.tables import metadata
from tests.store import filling
from tests.store.forking import Fork

DATA = Path(__file__).parent / "data"
EARLIER = ("1", "2", "3")
BEFORE_PEOPLE = ("1", "2")


def stored(folder: Path, version: str) -> Path:
    """The folder of somebody who has used an earlier version."""
    folder.mkdir()
    with closing(sqlite3.connect(folder / FILE)) as database:
        database.executescript((DATA / f"version-{version}.sql").read_text(encoding="utf-8"))
    return folder


def rows(folder):
    """Every table with its columns and rows."""
    with closing(sqlite3.connect(folder / FILE)) as database:
        names = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = {}
        for name in names:
            asked = database.execute(f"SELECT * FROM {name}")  # noqa: S608
            found[name] = ([column[0] for column in asked.description], asked.fetchall())
        return found


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request, tmp_path):
    """The address of a database in which nothing is yet, on each of them."""
    if request.param == "postgresql":
        return request.getfixturevalue("empty_postgres_url")
    return f"sqlite:///{tmp_path / FILE}"


def tables(address):
    engine = create_engine(address, poolclass=NullPool)
    return set(inspect(engine).get_table_names())


def execute(address, *statements):
    engine = create_engine(address, poolclass=NullPool)
    with engine.begin() as connection:
        for each in statements:
            connection.execute(text(each))


# The schema.


def test_the_revision_that_the_code_works_with_is_the_newest_there_is():
    scripts = ScriptDirectory(str(Path(migrations.__file__).parent))
    assert scripts.get_current_head() == HEAD
    revisions = [each.revision for each in scripts.walk_revisions()]
    assert sorted(revisions) == [f"{number:04}" for number in range(1, len(revisions) + 1)]


def described(found, dialect):
    kinds = {"DOUBLE PRECISION": "FLOAT"}
    return {
        table.name: {
            "columns": {
                column.name: (kinds.get(kind := column.type.compile(dialect), kind), column.nullable)
                for column in table.columns
            },
            "primary key": [column.name for column in table.primary_key.columns],
            "foreign keys": sorted((key.parent.name, key.target_fullname) for key in table.foreign_keys),
            "indexes": sorted(
                (index.name, index.unique, [column.name for column in index.columns]) for index in table.indexes
            ),
            "unique": sorted(str(each) for each in table.constraints if each.__visit_name__ == "unique_constraint"),
        }
        for table in found
    }


def test_the_history_makes_the_tables_that_the_code_knows(each_store):
    made, engine = MetaData(), each_store.engine
    made.reflect(engine)
    assert set(made.tables) == {*metadata.tables, "alembic_version"}
    found = described((made.tables[name] for name in metadata.tables), engine.dialect)
    if engine.dialect.name == "sqlite":  # which lets a primary key of text be null; nothing here writes one
        for table in found.values():
            table["columns"] |= {key: (table["columns"][key][0], False) for key in table["primary key"]}
    assert found == described(metadata.tables.values(), engine.dialect)


def test_text_sorts_by_its_code_points_whatever_a_postgresql_was_set_up_for(postgres_url):
    store = Store(postgres_url)
    asked = (
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
        " AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'"
    )
    with store.reading() as work:
        assert work.connection.exec_driver_sql(asked).all() == []
    store.close()


@pytest.mark.parametrize(
    ("asked", "index"),
    [
        ("attempts WHERE person = 'ada' ORDER BY begun", "attempts_by_person"),
        ("attempts WHERE scenario = 'tiny'", "attempts_by_scenario"),
        ("attempts WHERE assignment = 'week-1' AND person = 'ada'", "attempts_by_assignment"),
        ("people WHERE account = 'ada'", "people_by_account"),
        ("audit WHERE subject = 'ada'", "audit_by_subject"),
        ("cohort_members WHERE person = 'ada'", "cohort_members_by_person"),
        ("scripts WHERE attempt = 'exam'", "scripts_by_attempt"),
        ("scripts WHERE cites = 'script'", "scripts_by_cited"),
        ("seats WHERE assessor = 'ben'", "seats_by_assessor"),
        ("appeals WHERE reopened = 'again'", "appeals_by_reopened"),
        ("statements WHERE sent IS NULL AND due <= '2026' ORDER BY due", "statements_by_due"),
        ("statements WHERE attempt = 'exam'", "statements_by_attempt"),
    ],
)
def test_what_is_asked_often_is_found_by_an_index(each_store, asked, index):
    postgresql = each_store.engine.dialect.name == "postgresql"
    with each_store.work() as work:
        if postgresql:  # which reads small tables whole unless it is told not to
            work.connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        explain = "EXPLAIN" if postgresql else "EXPLAIN QUERY PLAN"
        assert index in str(work.connection.exec_driver_sql(f"{explain} SELECT * FROM {asked}").all())  # noqa: S608


# Forwards.


@pytest.mark.parametrize("version", EARLIER)
def test_a_store_of_an_earlier_version_keeps_every_row_and_gains_what_is_new(tmp_path, version):
    folder = stored(tmp_path / "old", version)
    before = rows(folder)
    for history in ("migrations", "alembic_version"):
        before.pop(history, None)
    assert all(found for _, found in before.values()), "the stored version has something in every table"
    open_store(folder).close()
    after = rows(folder)
    assert after.pop("alembic_version")[1] == [(HEAD,)]
    assert set(after) == set(metadata.tables)
    for name, (columns, found) in before.items():
        now, kept = after[name]
        places = [now.index(column) for column in columns]
        assert [tuple(row[place] for place in places) for row in kept] == found


def stored_in_postgresql(address, version):
    """A database as an earlier version of the code made it, with the rows that are kept of that version."""
    script = (DATA / f"version-{version}.sql").read_text(encoding="utf-8")
    engine = create_engine(address, poolclass=NullPool)
    with engine.begin() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(Path(migrations.__file__).parent))
        command.upgrade(config, f"{version:0>4}")
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")  # tables come in any order
        for row in re.findall(r'^INSERT INTO "(?!alembic_version).+;$', script, re.MULTILINE):
            connection.exec_driver_sql(row.replace("%", "%%"))


def test_a_postgresql_of_an_earlier_version_keeps_every_row_and_gains_what_is_new(tmp_path, empty_postgres_url):
    stored_in_postgresql(empty_postgres_url, "3")
    store, same = Store(empty_postgres_url), open_store(stored(tmp_path / "old", "3"))
    assert filling.everything(store) == filling.everything(same)
    assert filling.everything(store)["choices"]
    for each in (store, same):
        with each.work() as work:
            work.assignments.update(filling.ASSIGNMENT)
            filling.mark(work)
            work.commit()
    assert filling.everything(store) == filling.everything(same)
    assert all(filling.everything(store).values())
    for each in (store, same):
        each.close()


@pytest.mark.parametrize("version", BEFORE_PEOPLE)
def test_whoever_used_an_earlier_version_is_a_person_with_every_role(tmp_path, version):
    store = open_store(stored(tmp_path / "old", version))
    with store.reading() as work:
        known = work.people.all()
        made = work.connection.exec_driver_sql("SELECT id, made FROM people ORDER BY id").all()
    expected = {"1": ["ada", "ben"], "2": ["ada", "ben", "cem"]}[version]  # one of them has only published
    assert [(each.id, each.account, each.name) for each in known] == [(name, name, name) for name in expected]
    assert {each.roles for each in known} == {EVERY_ROLE}
    assert made[0] == ("ada", "2026-03-01T00:00:00+00:00"), "since they are known"
    store.close()


@pytest.mark.parametrize("version", BEFORE_PEOPLE)
def test_what_was_begun_with_an_earlier_version_goes_on(tmp_path, version):
    store = open_store(stored(tmp_path / "old", version))
    with store.work() as work:
        ben = work.attempts("ben")
        assert [(each.scenario, len(each.choices), each.ending) for each in ben] == [
            ("borrowed-hour", 1, None),
            ("tiny", 0, None),
            ("tiny", 1, "met"),
        ]
        assert {(each.mode, each.assignment, each.number, each.parent) for each in ben} == {
            (Mode.PRACTICE, None, None, None)
        }
        assert work.version(ben[0].digest).startswith('{"id":"borrowed-hour"')
        work.add_choice(ben[0].id, 2, "stay-with-it", "2026-04-01T00:00:00+00:00")
        work.publish(Publication("tiny", 3, ben[1].digest, "Tiny", "id: tiny", "ada", "2026-04-01T00:00:00+00:00"))
        work.commit()
    with store.reading() as work:
        assert [each.option for each in work.attempt(ben[0].id).choices] == ["own-it", "stay-with-it"]
        assert [each.number for each in work.publications("tiny")] == {"1": [3], "2": [3, 2, 1]}[version]
        assert work.scores.unscored() == ["id-1", "id-3", "id-5", "id-9"]
    store.close()


def test_what_was_assigned_before_there_were_assessors_goes_on_without_them(tmp_path):
    store = open_store(stored(tmp_path / "old", "3"))
    with store.work() as work:
        assert work.assignments.get("week-1") == replace(filling.ASSIGNMENT, assessed=False)
        assert work.attempt("exam").ending == "met"
        assert work.scores.of("exam") == [filling.a_score()]
        assert work.scripts.missing() == []
        assert work.scripts.moderation() is None
        work.add_choice("going", 2, "ask", "2026-04-01T00:00:00+00:00")
        work.assignments.update(filling.ASSIGNMENT)
        assert work.scripts.missing() == [("exam", "week-1")]
    store.close()


def test_a_store_as_it_is_now_is_kept_for_the_versions_to_come(tmp_path):
    """With something in every table; once the schema has moved on this is one of the earlier versions above."""
    store = open_store(stored(tmp_path / "old", "4"))
    fresh = open_store(tmp_path / "new")
    filling.fill(fresh)
    assert filling.everything(store) == filling.everything(fresh)
    assert all(filling.everything(store).values())
    store.close()
    fresh.close()


def test_opening_again_changes_nothing(each_store):
    filling.fill(each_store)
    before = filling.everything(each_store)
    again = Store(each_store.engine.url)
    assert filling.everything(again) == before
    again.close()


# Never half of it.


def breaking(monkeypatch, after):
    """Let one statement of the history fail, after so many."""
    run, said = statements.run, []

    def fail(statement):
        said.append(statement)
        run("INSERT INTO nowhere VALUES (1)" if len(said) > after else statement)

    monkeypatch.setattr(statements, "run", fail)


@pytest.mark.parametrize("after", [0, 3, 20, 40, 70])
def test_a_new_store_whose_history_fails_half_way_has_nothing_of_it(empty, monkeypatch, after):
    with monkeypatch.context() as broken:
        breaking(broken, after)
        with pytest.raises(StoreError, match="nowhere"):
            Store(empty)
    assert tables(empty) == set()
    Store(empty).close()
    assert tables(empty) == {*metadata.tables, "alembic_version"}


@pytest.mark.parametrize(
    ("version", "after"), [*((each, after) for each in BEFORE_PEOPLE for after in (0, 5, 35, 60)), ("3", 0), ("3", 20)]
)
def test_bringing_an_old_store_up_to_date_fails_whole_or_not_at_all(tmp_path, monkeypatch, version, after):
    folder = stored(tmp_path / "old", version)
    before = rows(folder)
    with monkeypatch.context() as broken:
        breaking(broken, after)
        with pytest.raises(StoreError, match="nowhere"):
            open_store(folder)
    assert rows(folder) == before
    open_store(folder).close()


@pytest.mark.parametrize("version", [None, *EARLIER])
def test_many_processes_can_open_a_new_or_old_store_at_the_same_moment(tmp_path, version):
    folder = stored(tmp_path / "data", version) if version else tmp_path / "data"
    opened_at_once(lambda: open_store(folder))
    assert rows(folder)["alembic_version"][1] == [(HEAD,)]


def test_many_processes_can_open_a_new_postgresql_at_the_same_moment(empty_postgres_url):
    opened_at_once(lambda: Store(empty_postgres_url))
    assert tables(empty_postgres_url) == {*metadata.tables, "alembic_version"}


def opened_at_once(opened):
    def work(say):
        store = opened()
        with store.reading() as unit:
            say(len(unit.people.all()))

    processes = [Fork(work) for _ in range(6)]
    answers = [process.rest() for process in processes]
    assert len({tuple(answer) for answer in answers}) == 1, answers
    assert answers[0][0].isdecimal(), answers


# What is not ours, or not yet.


def test_a_newer_database_is_refused_by_name_and_left_as_it_is(each_store):
    filling.fill(each_store)
    with each_store.work() as work:
        work.connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0042'")
        work.commit()
    before = filling.everything(each_store)
    with pytest.raises(NewerStore, match=r"newer version of coachsim \(its revision is 0042;.*Nothing in it was") as no:
        Store(each_store.engine.url)
    assert no.value.revision == "0042"
    assert filling.everything(each_store) == before


@pytest.mark.parametrize(
    "made",
    [
        ["CREATE TABLE people (nickname TEXT)", "INSERT INTO people VALUES ('Bo')"],
        ["CREATE TABLE migrations (name TEXT)", "INSERT INTO migrations VALUES ('0001_of_somebody_else.sql')"],
        ["CREATE TABLE migrations (id INTEGER)"],
        ["CREATE TABLE alembic_version (version_num TEXT)", "INSERT INTO alembic_version VALUES ('ae1027a6acf')"],
    ],
)
def test_a_database_of_something_else_is_refused_by_what_is_in_it_and_left_as_it_is(empty, made):
    execute(empty, *made)
    name = made[0].split()[2]
    with pytest.raises(ForeignDatabase, match=rf"something else than coachsim's store: {name}\..*Nothing in it was"):
        Store(empty)
    assert tables(empty) == {name}


# What costs nothing.

OPEN = """
import sys
from pathlib import Path
from simulator.store.sql import open_store
open_store(Path(sys.argv[1]), sys.argv[2] or None).close()
print(sorted({name.split(".")[0] for name in sys.modules} & {"alembic", "mako", "psycopg"}))
"""


def opening(folder, address=""):
    command = [sys.executable, "-c", OPEN, str(folder), address]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_what_brings_up_to_date_is_imported_only_where_there_is_something_to_do(tmp_path):
    assert opening(tmp_path) == "['alembic', 'mako']"
    assert opening(tmp_path) == "[]"


def test_a_postgresql_that_is_up_to_date_needs_its_driver_alone(postgres_url, tmp_path):
    assert opening(tmp_path, postgres_url) == "['psycopg']"


def test_opening_what_is_up_to_date_waits_for_nobody_who_writes(each_store):
    with each_store.work() as work:
        work.keep_version("d" * 64, "tiny", "{}")
        Store(each_store.engine.url).close()
        work.commit()


@pytest.mark.parametrize("before", [None, "DELETE", "WAL"])
def test_what_is_kept_survives_a_power_cut(tmp_path, before):
    """WAL with full synchronisation: a commit is on the disk before anybody is told of it. Also where a file came from
    elsewhere and did not remember it.
    """
    if before:
        open_store(tmp_path).close()
        with closing(sqlite3.connect(tmp_path / FILE)) as database:
            database.execute(f"PRAGMA journal_mode={before}")
    store = open_store(tmp_path)
    for unit in (store.work, store.reading):
        with unit() as work:
            asked = ("synchronous", "foreign_keys", "journal_mode")
            assert [work.connection.exec_driver_sql(f"PRAGMA {each}").scalar() for each in asked] == [2, 1, "wal"]
    store.close()


def test_the_tables_can_be_made_by_themselves_too():
    """What the code sees is a schema of its own."""
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    assert set(inspect(engine).get_table_names()) == set(metadata.tables)
    engine.dispose()
