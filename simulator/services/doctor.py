"""`coachsim doctor`: whether this machine has what the product needs, a line each; nothing is repaired here."""

import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from simulator.errors import CoachsimError
from simulator.model.diagnostic import Severity
from simulator.services.assessing.benchmarks import findings, shipped
from simulator.services.keeping import product_version
from simulator.services.local import local_library
from simulator.store.cache import Cache
from simulator.store.health import reach, revision_at, sqlite_version
from simulator.store.place import refuse_network_folder

LIBRARIES = ("voila", "jupyterlab", "ipywidgets", "anywidget", "sqlalchemy", "alembic", "transitions", "numpy")
OLDEST_PYTHON = (3, 11)
LEAST_FREE = 200 << 20


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at, whether it is as it must be, and in words how it is and what to do."""

    check: str
    ok: bool
    says: str


def examine(folder: Path, database: str | None = None) -> list[Check]:
    """Every check, each whatever the others found."""
    return [_made(name, look) for name, look in _looks(folder, database)]


def document(checks: list[Check]) -> dict[str, Any]:
    found = [{"check": each.check, "ok": each.ok, "says": each.says} for each in checks]
    return {"ok": all(each.ok for each in checks), "checks": found}


def _looks(folder: Path, database: str | None) -> Iterator[tuple[str, Callable[[], str]]]:
    """A look gives its words, or raises them as `CoachsimError`."""
    yield "python", _python
    yield "versions", _versions
    yield "data folder", lambda: _folder(folder)
    yield "free disk", lambda: _free(folder)
    yield "database", lambda: _database(folder, database)
    yield "scenarios", lambda: _scenarios(folder)
    yield "benchmarks", lambda: _benchmarks(folder)
    yield "time zones", _zones


def _made(name: str, look: Callable[[], str]) -> Check:
    try:
        return Check(name, True, look())
    except (CoachsimError, OSError) as error:
        return Check(name, False, str(error))


def _python() -> str:
    if sys.version_info < OLDEST_PYTHON:
        raise CoachsimError(f"Python {platform.python_version()} is too old; use 3.11 or newer.")
    return f"Python {platform.python_version()} on {platform.system()} {platform.machine()}"


def _versions() -> str:
    found = {name: _version(name) for name in LIBRARIES}
    if missing := [name for name, number in found.items() if number is None]:
        raise CoachsimError(f"{', '.join(missing)} cannot be found. Install again with: pip install coachsim")
    libraries = ", ".join(f"{name} {number}" for name, number in found.items())
    return f"coachsim {product_version()}; {libraries}, SQLite {sqlite_version()}"


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _folder(folder: Path) -> str:
    stands = _standing(folder)
    if not stands.is_dir() or not os.access(stands, os.W_OK | os.X_OK):
        hint = "Make it writable, or name another with --data DIR or COACHSIM_DATA."
        raise CoachsimError(f"{folder} cannot be written to. {hint}")
    return f"{folder} can be written to" if stands == folder else f"{folder} will be made at the first start"


def _standing(folder: Path) -> Path:
    """The folder itself, or the nearest one above it that is there."""
    return next(each for each in (folder, *folder.parents) if each.exists())


def _free(folder: Path) -> str:
    free = shutil.disk_usage(_standing(folder)).free
    if free < LEAST_FREE:
        raise CoachsimError(
            f"Only {free >> 20:,} MB are free where {folder} lies. Free at least {LEAST_FREE >> 20} MB."
        )
    return f"{free >> 20:,} MB free"


def _database(folder: Path, database: str | None) -> str:
    if database:
        revision, kind = reach(database), "PostgreSQL answers"
    else:
        refuse_network_folder(folder)
        revision, kind = revision_at(folder), "SQLite on a disk of this machine"
    return (
        f"{kind}; revision {revision}" if revision else f"{kind}; nothing in it yet, the first start makes the tables"
    )


def _scenarios(folder: Path) -> str:
    library = local_library(folder)
    library.cache = Cache(None)  # nothing is written here
    sound = len(library.entries)
    wrong = [each for each in library.problems if each.severity is Severity.ERROR]
    if wrong or not sound:
        what = f"{len(wrong)} mistakes in scenario files" if wrong else "there are no scenarios"
        raise CoachsimError(f"{what}. Run: coachsim check")
    return f"{sound} scenarios can be played; coachsim check proves them"


def _benchmarks(folder: Path) -> str:
    library = local_library(folder)
    library.cache = Cache(None)
    files = sorted(shipped().glob("*.yaml"))
    found = findings(files, [entry.scenario for entry in library.entries.values()], library.rubric)
    if any(each.severity is Severity.ERROR for each in found):
        raise CoachsimError("There are mistakes in the benchmarks that assessors learn on. Run: coachsim check")
    others = len({each.location.file for each in found})
    rest = f"; {others} are for scenarios or versions that are not here" if others else ""
    return f"{len(files) - others} benchmarks for assessors can be marked{rest}"


def _zones() -> str:
    try:
        ZoneInfo("Europe/Vienna")
    except (OSError, KeyError, ValueError) as error:
        raise CoachsimError("There is no time zone data. Install it with: pip install tzdata") from error
    return f"{len(available_timezones())} time zones"
