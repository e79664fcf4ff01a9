"""The cohort view on 10,000 attempts and on 100,000, on both databases: loading, the view's HTML, filtering.

Queries are counted, and times are given for each attempt too, so that growth can be seen: at most linear means that a
hundred thousand take no more than eleven times as long.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from sqlalchemy import event

from benchmarks.table import repeat, row
from simulator.model.assignment import Mode
from simulator.services.analysis.analysis import Analysis
from simulator.services.analysis.subjects import Filter
from simulator.services.cohort import CohortView
from simulator.services.library import Library
from simulator.services.local import local_library
from simulator.store.sql import Store, open_store
from simulator.ui.trainer import analysis as view
from simulator.ui.trainer.analysis_shown import TABS, Shown
from tests import crowd
from tests.store.postgresql import Server

PEOPLE, SCENARIOS = 500, 20
SIZES = (PEOPLE, 10 * PEOPLE)
NOW = "2026-11-01T12:00:00+00:00"


def cohort(times: int = 5) -> None:
    with tempfile.TemporaryDirectory() as folder:
        library = local_library(Path(folder))
        for name, stores in (("SQLite", _sqlite(Path(folder))), ("PostgreSQL", _postgresql(Path(folder)))):
            with stores as make:
                loads = [_measure(name, make(people), library, people, times) for people in SIZES]
                wall, own = (large / small for small, large in zip(*loads, strict=True))
                print(f"{f'{name}: ten times the attempts, to load':<46} {wall:9.2f} x  target: at most 11")
                print(f"{'    the time of this process alone':<46} {own:9.2f} x")


@contextmanager
def _sqlite(folder: Path) -> Iterator:
    yield lambda people: open_store(folder / str(people))


@contextmanager
def _postgresql(folder: Path) -> Iterator:
    """A server as it comes, with everything it does to keep what it was given."""
    server = Server()

    def make(people: int) -> Store:
        name = f"cohort_{people}"
        admin = Store(server.address).engine.execution_options(isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
        admin.dispose()
        return open_store(folder, server.address.set(database=name).render_as_string(hide_password=False))

    try:
        yield make
    finally:
        server.close()


def _measure(name: str, store: Store, library: Library, people: int, times: int) -> tuple[float, float]:
    """Prints all figures of one store; the seconds it took to load, by the clock and of this process alone."""
    school = crowd.fill(store, library, people, SCENARIOS)
    if store.engine.dialect.name == "postgresql":
        with store.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.exec_driver_sql("ANALYZE")  # as its own housekeeping does within a minute
    print(f"\n{name}: {people:,} people × {SCENARIOS} scenarios, {school.attempts:,} attempts")
    print(f"{'':<46} {'min':>9} {'median':>9} {'max':>9}")
    rounds = times if people == PEOPLE else 3
    trainer = CohortView(library, store, crowd.TRAINER, lambda: NOW)
    with _counted(store) as sent:
        analysis = trainer.load()
    before = process_time()
    seconds = repeat(trainer.load, rounds)
    own = (process_time() - before) / rounds
    each = f"{1e6 * median(seconds) / school.attempts:.0f} µs an attempt"
    row("loaded", seconds, target=f"{len(sent)} queries, {each}, {1000 * own:.0f} ms of this process's own")
    opened = repeat(lambda: view.html(trainer.load(), Shown()), rounds)
    row("opened: loaded, and the view's HTML is ready", opened, target="< 2 s" if people == PEOPLE else "")
    for tab in TABS:
        _filtering(analysis, tab, target="< 200 ms" if people == PEOPLE else "")
    store.close()
    return median(seconds), own


def _filtering(analysis: Analysis, tab: str, target: str) -> None:
    """From a chosen filter to HTML; each filter is new to the analysis."""
    scenarios = [each.id for each in analysis.scenarios]
    cohorts = [each.id for each in analysis.groups]
    wanted = [
        *(Filter(cohort=each, first=first) for each in cohorts for first in (True, False)),
        *(Filter(cohort=cohorts[0], scenario=each) for each in scenarios[:3]),
        Filter(mode=Mode.PRACTICE),
        Filter(since="2025-01-01"),
    ]
    seconds = []
    for each in wanted:
        began = perf_counter()
        view.html(analysis, Shown(filter=each, tab=tab))
        seconds.append(perf_counter() - began)
        analysis._known.clear()
    row(f"filtered: {TABS[tab]}", seconds, target=target)


@contextmanager
def _counted(store: Store) -> Iterator[list[str]]:
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("SELECT"):
            sent.append(statement)

    event.listen(store.engine, "before_cursor_execute", note)
    yield sent
    event.remove(store.engine, "before_cursor_execute", note)
