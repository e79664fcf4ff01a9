"""When the database cannot: locked, full, away, or not what its address says. Each in words, and nothing is lost."""

import sqlite3
import subprocess
import time
import warnings
from contextlib import closing, contextmanager, suppress

import pytest
from sqlalchemy import event, make_url, text

from simulator.errors import StoreAway, StoreError, StoreFull
from simulator.store import sql
from simulator.store.sql import FILE, Store, open_store
from tests.store.filling import everything, fill
from tests.store.forking import Fork, stay
from tests.store.keeping import NOW, begin, choose, do, turns
from tests.store.postgresql import Databases

MIB = 1 << 20


@pytest.fixture
def impatient(monkeypatch):
    """Nobody waits for a locked database longer than this."""
    monkeypatch.setattr(sql, "BUSY_SECONDS", 0.1)


def lock(path):
    """Another program that has the whole database to itself until it is killed."""

    def hold(say):
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("BEGIN EXCLUSIVE")
            say("locked")
            stay()

    other = Fork(hold)
    assert other.hear() == "locked"
    return other


def test_a_database_locked_by_another_program_is_away_and_then_goes_on(folder, store, impatient):
    begin(store)
    store.close()
    other = lock(folder / FILE)
    with pytest.raises(StoreAway, match=r"locked by another program.*Nothing was lost"):
        choose(store, 1)
    assert turns(store) == [], "reading goes on meanwhile"
    open_store(folder).close()
    other.kill()
    choose(store, 1)
    assert turns(store) == [(1, "ask")]


def test_a_new_store_where_another_program_has_locked_the_file_is_away(tmp_path, impatient):
    other = lock(tmp_path / FILE)
    with pytest.raises(StoreAway, match="locked by another program"):
        open_store(tmp_path)
    other.kill()
    open_store(tmp_path).close()


def test_a_writer_who_takes_long_makes_others_wait_and_no_longer_than_is_bearable(store, impatient):
    begin(store)
    with store.work() as long:
        long.add_choice("a", 1, "ask", NOW)
        began = time.monotonic()
        with pytest.raises(StoreAway):
            choose(store, 2)
        assert time.monotonic() - began < 5
        long.commit()
    choose(store, 2)
    assert [turn for turn, _ in turns(store)] == [1, 2]


# No room.


def fill_up(store):
    """Keep ever more until there is no room."""
    for number in range(10_000):
        do(store, lambda work, n=number: work.keep_version(f"{n:064}", "tiny", "x" * 20_000))


def test_a_database_that_may_not_grow_is_full_in_words_and_loses_nothing(store):
    begin(store)
    choose(store, 1)

    @event.listens_for(store.engine, "connect")
    def limit(connection, _):
        connection.execute("PRAGMA max_page_count = 150")

    store.engine.dispose()
    with pytest.raises(StoreFull, match=r"the disk is full\. Free some space.*Nothing was lost"):
        fill_up(store)
    assert turns(store) == [(1, "ask")]
    event.remove(store.engine, "connect", limit)
    store.engine.dispose()
    choose(store, 2)
    assert [turn for turn, _ in turns(store)] == [1, 2]


@contextmanager
def small_disk(folder, size):
    """A file system of its own with so much room."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    subprocess.run(command, check=True, capture_output=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture
def disk(tmp_path):
    """Four MiB of memory as a disk. Where one may not mount it (who is not root, or not on Linux) that is said, and a
    limit on pages is the only full disk that is tried.
    """
    try:
        with small_disk(tmp_path / "disk", 4 * MIB) as folder:
            yield folder
    except (OSError, subprocess.CalledProcessError) as error:
        warnings.warn(f"no small disk can be mounted here, so none was filled: {error}", stacklevel=1)
        yield None


def fill_disk(disk):
    with suppress(OSError), (disk / "ballast").open("wb") as file:
        while True:
            file.write(b"x" * 4096)
            file.flush()


def test_a_full_disk_is_told_in_words_loses_nothing_and_goes_on_once_there_is_room(disk):
    if disk is None:
        return
    store = open_store(disk / "data")
    begin(store)
    choose(store, 1)
    fill_disk(disk)
    with pytest.raises(StoreFull, match="the disk is full"):
        fill_up(store)
    assert turns(store) == [(1, "ask")]
    (disk / "ballast").unlink()
    choose(store, 2)
    assert [turn for turn, _ in turns(store)] == [1, 2]
    store.close()
    again = open_store(disk / "data")
    assert [turn for turn, _ in turns(again)] == [1, 2]
    again.close()


def test_a_new_store_on_a_full_disk_is_refused_in_words(disk):
    if disk is None:
        return
    fill_disk(disk)
    with pytest.raises(StoreFull, match="the disk is full"):
        open_store(disk)
    (disk / "ballast").unlink()
    open_store(disk).close()


# PostgreSQL away, and back.


@pytest.fixture(scope="module")
def databases(hardened):
    databases = Databases(hardened.address)
    yield databases
    databases.close()


def test_a_postgresql_that_is_stopped_is_away_and_the_same_store_goes_on_when_it_is_back(hardened, databases):
    store = Store(databases.url(databases.ready()))
    begin(store)
    choose(store, 1)
    hardened.stop()
    for _ in range(2):
        with pytest.raises(StoreAway, match=r"This could not be kept yet: the database does not answer\. Nothing was"):
            choose(store, 2)
        with pytest.raises(StoreAway):
            turns(store)
        with pytest.raises(StoreAway):
            Store(store.engine.url)
    hardened.start()
    choose(store, 2)
    assert [turn for turn, _ in turns(store)] == [1, 2]
    store.close()


def test_a_postgresql_restarted_in_the_middle_of_a_unit_of_work_has_kept_nothing_of_it(hardened, databases):
    store = Store(databases.url(databases.ready()))
    fill(store)
    before = everything(store)

    def interrupted(*acts):
        with store.work() as work:
            work.add_choice("going", 2, "ask", NOW)
            hardened.stop()
            hardened.start()
            for act in acts:
                act(work)

    for act in (lambda work: work.add_choice("going", 3, "ask", NOW), lambda work: work.commit()):
        with pytest.raises(StoreAway):
            interrupted(act)
        assert everything(store) == before
    store.close()


def test_a_postgresql_without_a_connection_to_spare_is_away(hardened, databases):
    name = databases.ready()
    databases._do(f"ALTER DATABASE {name} CONNECTION LIMIT 1")
    databases._do("CREATE ROLE crowd LOGIN PASSWORD 'secret'")
    databases._do(f"GRANT ALL ON DATABASE {name} TO crowd")
    mine = make_url(databases.url(name)).set(username="crowd").render_as_string(hide_password=False)
    databases._do(f"ALTER DATABASE {name} OWNER TO crowd")
    grant(databases.url(name))
    store = Store(mine)
    with store.work() as work:
        work.connection.execute(text("SELECT 1"))
        with pytest.raises(StoreAway, match="does not answer"):
            begin(store)
    begin(store)
    store.close()


def grant(address):
    store = Store(address)
    with store.work() as work:
        work.connection.exec_driver_sql("GRANT ALL ON ALL TABLES IN SCHEMA public TO crowd")
        work.commit()
    store.close()


# The wrong address.


def test_a_database_that_is_not_there_is_named(databases):
    address = databases.url("nothing_of_that_name")
    with pytest.raises(StoreError, match=r'database "nothing_of_that_name" does not exist\). Correct') as refused:
        Store(address)
    assert not isinstance(refused.value, StoreAway)


def test_a_person_whom_the_database_does_not_know_is_named(databases):
    address = make_url(databases.url("postgres")).set(username="nobody")
    with pytest.raises(StoreError, match=r'role "nobody" does not exist'):
        Store(address)


def test_a_wrong_password_is_told_and_not_repeated(hardened, databases):
    databases._do("CREATE ROLE guarded LOGIN PASSWORD 'right'")
    rules = hardened.folder / "pg_hba.conf"
    before = rules.read_text()
    rules.write_text(f"local all guarded scram-sha-256\n{before}")
    databases._do("SELECT pg_reload_conf()")
    name = databases.ready()
    address = make_url(databases.url(name)).set(username="guarded", password="wrong-one")  # noqa: S106
    with pytest.raises(StoreError, match=r'password authentication failed for user "guarded"') as refused:
        Store(address)
    assert "wrong-one" not in str(refused.value)
    rules.write_text(before)
    databases._do("SELECT pg_reload_conf()")


@pytest.mark.parametrize(
    ("address", "kind", "words"),
    [
        ("postgresql+psycopg://ada@nowhere.invalid/coach", StoreAway, "nowhere.invalid"),
        ("postgresql+psycopg://ada@127.0.0.1:1/coach", StoreAway, "does not answer"),
        ("postgresql+psycopg://ada@/coach?host=/nowhere", StoreAway, "does not answer"),
        ("postgresql://ada@localhost/coach", StoreError, "A database of the kind 'postgresql' cannot be used"),
        ("mysql://ada@localhost/coach", StoreError, r"Use postgresql\+psycopg://user"),
        ("coach", StoreError, "not the address of a database"),
        ("", StoreError, "not the address of a database"),
    ],
)
def test_a_wrong_address_is_told_in_words(address, kind, words):
    with pytest.raises(kind, match=words) as refused:
        Store(address)
    assert type(refused.value) is kind
