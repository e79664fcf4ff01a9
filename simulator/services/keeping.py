"""Keeping what is stored for long: back-ups and putting them back, and letting go of attempts after some days.

Back-ups are of SQLite in a data folder; PostgreSQL has its own tools, and what is said then names them.
"""

import shlex
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed
from pathlib import Path
from tempfile import TemporaryFile
from urllib.parse import urlsplit, urlunsplit

from simulator.errors import FolderNotWritable, StoreError
from simulator.services.accounts.acting import COMMAND_LINE
from simulator.services.ports import Attempts, Clock
from simulator.store.audit import Entry
from simulator.store.backup import BackupError, Damaged, Manifest, back_up
from simulator.store.erasing import AT_ONCE, Erasing, Idle
from simulator.store.restoring import has_data, pour, set_aside
from simulator.store.unpacking import Unpacked, unpacked


class KeptElsewhere(StoreError):
    """What is asked for is the business of PostgreSQL's own tools."""


@dataclass(frozen=True, slots=True)
class Restored:
    """`saved` is where what stood there before lies now, None where nothing did; `moved` whether it was damaged."""

    manifest: Manifest
    saved: Path | None
    moved: bool = False


def backup(folder: Path, to: Path, now: Clock, *, database: str | None = None, force: bool = False) -> Manifest:
    """Write a back-up of a data folder, also while it is in use. Raises `StoreError`."""
    if database and _is_elsewhere(database):
        command = f"pg_dump --format=custom --file={shlex.quote(str(to))} {shlex.quote(_address(database))}"
        raise KeptElsewhere(
            f"The database is PostgreSQL; back it up with its own tool:\n  {command}\n{_drafts(folder)}"
        )
    return back_up(folder, to, product_version(), now(), force=force)


def restore(folder: Path, file: Path, now: Clock, *, database: str | None = None, replace: bool = False) -> Restored:
    """Put a back-up into a data folder, also while it is in use; everybody signs in anew.

    What stands there already is refused without `replace`, and with it backed up beside first. Raises `StoreError`.
    """
    if database and _is_elsewhere(database):
        how = f"--clean --if-exists --no-owner --single-transaction --dbname={shlex.quote(_address(database))}"
        command = f"pg_restore {how} {shlex.quote(str(file))}"
        hint = f"what pg_dump wrote is restored with:\n  {command}\n{_drafts(folder)}"
        raise KeptElsewhere(f"The database is PostgreSQL; {hint}")
    _make(folder)
    with unpacked(file, folder) as kept:
        stands = has_data(folder)
        if stands and not replace:
            hint = f"To put the back-up in its place, add --replace; it is then backed up in {folder} first."
            raise BackupError(f"There is data in {folder} already, and nothing was changed. {hint}")
        _begin_anew(kept, now())
        saved, moved = _save(folder, now()) if stands else (None, False)
        pour(kept, folder)
    return Restored(kept.manifest, saved, moved)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise FolderNotWritable(str(folder), error.strerror or str(error)) from error


def _begin_anew(kept: Unpacked, now: str) -> None:
    """Who was signed in then, and has signed out or been shut out since, must not be in again."""
    store = kept.store()
    try:
        with store.work() as work:
            work.people.sign_everybody_out(now)
            detail = f"from a back-up made {kept.manifest.made}"
            work.audit.add(Entry(now, COMMAND_LINE.id, "restored", "system", detail))
            work.commit()
    finally:
        store.close()


def _save(folder: Path, now: str) -> tuple[Path, bool]:
    """Back up what stands; where it is beyond that, move it out of the way."""
    name = f"before-restoring-{now[:19].replace(':', '')}"
    to = next(each for each in _numbered(folder / name) if not (each.exists() or each.with_suffix(".zip").exists()))
    try:
        back_up(folder, to.with_suffix(".zip"), product_version(), now)
    except Damaged:
        set_aside(folder, to)
        return to, True
    return to.with_suffix(".zip"), False


def _numbered(path: Path) -> list[Path]:
    return [path, *(path.with_name(f"{path.name}-{number}") for number in range(2, 1000))]


def _is_elsewhere(database: str) -> bool:
    """Raises `BackupError` for SQLite by URL, which has no folder for its drafts."""
    if database.startswith("sqlite:"):
        raise BackupError("Back-ups of SQLite are of a data folder: name it with --data DIR, and no database.")
    return True


def _address(database: str) -> str:
    """As PostgreSQL's tools take it, without the password: they ask for it, or take it from PGPASSWORD."""
    parts = urlsplit(database.replace("postgresql+psycopg:", "postgresql:", 1))
    user, at, host = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(netloc=f"{user.partition(':')[0]}{at}{host}"))


def _drafts(folder: Path) -> str:
    return f"Drafts of scenarios are files in {folder / 'drafts'}; copy that folder too."


def expire(store: Attempts, days: int, now: Clock, actor: str = "retention") -> int:
    """Delete attempts that were finished, or last gone on with, more than so many days ago; how many.

    All that hangs on them goes too: choices, reasons, hints, scores. Assignments and the audit log stay. An attempt and
    those it was continued in go together, once the last of them is so old. `days` 0 keeps everything.
    """
    if days < 1:
        return 0
    before = before_days(days, now())
    with store.reading() as work:
        chains = _chains(Erasing(work.connection).idle(before))
    return sum(_expire(store, chains_at_once, before, now(), actor, days) for chains_at_once in _batches(chains))


def count_expired(store: Attempts, days: int, now: Clock) -> int:
    """How many attempts `expire` would delete now."""
    with store.reading() as work:
        return sum(map(len, _chains(Erasing(work.connection).idle(before_days(days, now())))))


def before_days(days: int, now: str) -> str:
    return (datetime.fromisoformat(now) - timedelta(days=days)).isoformat(timespec="seconds")


def _expire(store: Attempts, chains: list[list[str]], before: str, now: str, actor: str, days: int) -> int:
    """One batch in a unit of work of its own, so that nobody waits long; what was gone on with meanwhile stays."""
    with store.work() as work:
        erasing = Erasing(work.connection)
        among = [each for chain in chains for each in chain]
        still = [each for chain in _chains(erasing.idle(before, among)) for each in chain]
        gone = erasing.attempts(still) if still else 0
        if gone:
            detail = f"{gone} attempts, not touched for {days} days"
            work.audit.add(Entry(now, actor, "attempts expired", "system", detail))
        work.commit()
    return gone


def _chains(idle: list[Idle]) -> list[list[str]]:
    """Idle attempts with those they were continued in; without those of which a part is not idle."""
    by_id = {each.id: each for each in idle}
    chains = []
    for first in (each for each in idle if each.parent is None):
        chain, each = [first.id], first
        while each.continued in by_id:
            each = by_id[each.continued]
            chain.append(each.id)
        if each.continued is None:
            chains.append(chain)
    return chains


def _batches(chains: list[list[str]]) -> list[list[list[str]]]:
    batches: list[list[list[str]]] = [[]]
    size = 0
    for chain in chains:
        if size + len(chain) > AT_ONCE and batches[-1]:
            batches.append([])
            size = 0
        batches[-1].append(chain)
        size += len(chain)
    return batches if chains else []


def product_version() -> str:
    try:
        return installed("coachsim")
    except PackageNotFoundError:
        return "unknown"
