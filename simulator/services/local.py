"""One person on this machine: content that ships with the product, attempts and drafts in the user's data folder.

Where things are put together; everything else gets what it needs handed in.
"""

import getpass
import os
import secrets
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_data_path

from simulator import content
from simulator.errors import ContentError
from simulator.services.library import Library
from simulator.services.practise import Practise
from simulator.store.cache import Cache
from simulator.store.publication import Current
from simulator.store.sql import Store, open_store

if TYPE_CHECKING:  # the trainee's page starts without them
    from simulator.services.author.author import Author
    from simulator.services.ports import Judge

DATA_VARIABLE = "COACHSIM_DATA"
SCENARIOS_VARIABLE = "COACHSIM_SCENARIOS"


def data_folder() -> Path:
    """Where attempts are kept: COACHSIM_DATA, or the user's data folder."""
    named = os.environ.get(DATA_VARIABLE)
    return Path(named).expanduser().resolve() if named else user_data_path("coachsim", appauthor=False)


def local_library(data: Path | None = None, published: Callable[[], Iterable[Current]] = tuple) -> Library:
    """The shipped rubric, and the shipped scenarios or those in the folder named by COACHSIM_SCENARIOS.

    What was published is not in it unless it is handed in. Raises `ContentError` where that variable names no folder.
    """
    cache = Cache((data or data_folder()) / "cache")
    return Library(_scenarios(), content.folder("rubrics") / "coaching-alliance", cache, published)


def _scenarios() -> Path:
    named = os.environ.get(SCENARIOS_VARIABLE)
    folder = Path(named).expanduser() if named else content.folder("scenarios")
    if named and not folder.is_dir():
        hint = f"Correct the environment variable {SCENARIOS_VARIABLE}, or unset it to have those that ship."
        raise ContentError(f"There is no folder of scenarios {folder}. {hint}")
    return folder


def local_practise(data: Path | None = None) -> Practise:
    """The practice of the signed-in system user. Raises `FolderNotWritable`, `ContentError`."""
    folder = data or data_folder()
    store = open_store(folder)
    return Practise(_library(folder, store), store, _person(), _now, _new_id)


def local_author(data: Path | None, judge: "Judge") -> "Author":
    """The desk of the signed-in system user; drafts lie in `drafts` of the data folder. Raises as `local_practise`."""
    from simulator.services.author.author import Author
    from simulator.services.author.desk import Desk
    from simulator.services.author.publishing import Publishing
    from simulator.store.drafts import Drafts

    folder = data or data_folder()
    store = open_store(folder)
    library = _library(folder, store)
    desk = Desk(Drafts(folder / "drafts"), library, store)
    return Author(desk, Publishing(library, store, judge, _person(), _now), library)


def _library(folder: Path, store: Store) -> Library:
    def published() -> list[Current]:
        with store.work() as work:
            return work.current()

    return local_library(folder, published)


def _person() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "local"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _new_id() -> str:
    return secrets.token_urlsafe(12)
