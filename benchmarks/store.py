"""One confirmed choice on SQLite and on PostgreSQL: added and committed, by one writer and by fifty at once.

Each writer is a process of its own, as each page is, forked from this one before it has opened anything; each has its
own attempt and waits for nothing between two choices, so fifty of them are far busier than fifty people. Beside it in
the same run: the same row inserted and committed with the bare driver, with the same durability.
"""

import json
import os
import sqlite3
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import count
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import TextIO

from simulator.errors import CoachsimError
from simulator.model.attempt import Attempt
from simulator.store.sql import BUSY_SECONDS, FILE, Store, open_store

WRITERS = (1, 50)
CHOICES = 1000
"""Of all writers together."""

NOW, DIGEST = "2026-03-01T12:00:00+00:00", "d" * 64

Write = Callable[[int], object]
Opened = Callable[[str], Write]
"""Opens a database for the writer of one attempt; what it gives writes one turn."""


def store() -> None:
    print(f"\nOne choice confirmed, {CHOICES} in all (target: no failure)")
    print(f"{'':<46} {'median':>9} {'99th':>9} {'most':>9} {'all':>9}")
    with tempfile.TemporaryDirectory() as folder:
        _compare("SQLite", partial(open_store, Path(folder)), partial(_sqlite_floor, Path(folder)))
    with _postgresql() as address:
        _compare("PostgreSQL", partial(Store, address), partial(_postgresql_floor, address))


def _compare(name: str, opened: Callable[[], Store], floor: Opened) -> None:
    def choose(attempt: str) -> Write:
        store = opened()
        return partial(_choose, store, attempt)

    numbers = count()
    for writers in WRITERS:
        print(f"{name}, {writers} writing at once" if writers > 1 else f"{name}, one writing")
        least = _row("  floor: the bare driver", *_measure(floor, _begun(opened, writers, numbers)))
        _row("  a choice confirmed", *_measure(choose, _begun(opened, writers, numbers)), floor=least)


def _choose(store: Store, attempt: str, turn: int) -> None:
    with store.work() as work:
        work.add_choice(attempt, turn, "ask", NOW)
        work.commit()


def _begun(opened: Callable[[], Store], writers: int, numbers: Iterator[int]) -> list[str]:
    """New attempts, one for each writer."""
    store, attempts = opened(), [f"attempt-{next(numbers)}" for _ in range(writers)]
    with store.work() as work:
        work.keep_version(DIGEST, "tiny", "{}")
        for each in attempts:
            work.begin(Attempt(each, "ada", "tiny", DIGEST, "seed", NOW))
        work.commit()
    store.close()
    return attempts


def _measure(opened: Opened, attempts: list[str]) -> tuple[list[float], float, list[str]]:
    """The seconds of every write, those of all together, and what went wrong."""
    each = CHOICES // len(attempts)
    ready, go = os.pipe(), os.pipe()
    answers = [_fork(partial(_write, opened, attempt, each), ready, go) for attempt in attempts]
    for _ in attempts:
        os.read(ready[0], 1)
    began = perf_counter()
    os.write(go[1], b"." * len(attempts))
    told = [json.loads(answer.read()) for answer in answers]
    took = perf_counter() - began
    for _ in attempts:
        os.wait()
    return [s for seconds, _ in told for s in seconds], took, [wrong for _, errors in told for wrong in errors]


def _fork(work: Callable[[Callable[[], None]], object], ready: tuple[int, int], go: tuple[int, int]) -> TextIO:
    """Do `work` in a process of its own, which hands back what it found as JSON through the file returned."""
    read, write = os.pipe()
    if os.fork():
        os.close(write)
        return os.fdopen(read)
    try:

        def wait() -> None:
            os.write(ready[1], b".")
            os.read(go[0], 1)

        with os.fdopen(write, "w") as answer:
            json.dump(work(wait), answer)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(0)


def _write(opened: Opened, attempt: str, times: int, wait: Callable[[], None]) -> tuple[list[float], list[str]]:
    write, seconds, errors = opened(attempt), [], []
    wait()
    for turn in range(1, times + 1):
        began = perf_counter()
        try:
            write(turn)
        except (CoachsimError, sqlite3.Error) as error:
            errors.append(str(error))
        seconds.append(perf_counter() - began)
    return seconds, errors


def _row(
    name: str, seconds: list[float], took: float, errors: list[str], floor: list[float] | None = None
) -> list[float]:
    figures = [median(seconds), quantiles(seconds, n=100)[98], max(seconds)]
    ratios = [f"{figure / least:.1f} x" for figure, least in zip(figures, floor or [], strict=False)]
    shown = " ".join(f"{1000 * each:9.2f}" for each in [*figures, took])
    print(f"{name:<46} {shown} ms  {', '.join(ratios[:2])}")
    if errors:
        print(f"!! {len(errors)} failed: {errors[0]}")
    return figures


SQL = "INSERT INTO choices (attempt, turn, chosen, taken) VALUES ({0}, {0}, 'ask', '2026-03-01T12:00:00+00:00')"


def _sqlite_floor(folder: Path, attempt: str) -> Write:
    connection = sqlite3.connect(folder / FILE, isolation_level=None, timeout=BUSY_SECONDS)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")

    def write(turn: int) -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(SQL.format("?"), (attempt, turn))
        connection.execute("COMMIT")

    return write


def _postgresql_floor(address: str, attempt: str) -> Write:
    import psycopg

    connection = psycopg.connect(address.replace("+psycopg", ""))

    def write(turn: int) -> None:
        connection.execute(SQL.format("%s"), (attempt, turn))
        connection.commit()

    return write


@contextmanager
def _postgresql() -> Iterator[str]:
    """The address of an empty database on a private server with the settings it comes with."""
    from tests.store.postgresql import Server

    server = Server()
    try:
        yield server.address.render_as_string(hide_password=False)
    finally:
        server.close()
