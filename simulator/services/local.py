"""One person on this machine: content that ships with the product, attempts in the user's data folder.

Where things are put together; everything else gets what it needs handed in.
"""

import getpass
import os
import secrets
from datetime import UTC, datetime
from pathlib import Path

from platformdirs import user_data_path

from simulator import content
from simulator.services.library import Library
from simulator.services.practise import Practise
from simulator.store.cache import Cache
from simulator.store.sql import open_store

DATA_VARIABLE = "COACHSIM_DATA"
SCENARIOS_VARIABLE = "COACHSIM_SCENARIOS"


def data_folder() -> Path:
    """Where attempts are kept: COACHSIM_DATA, or the user's data folder."""
    named = os.environ.get(DATA_VARIABLE)
    return Path(named).expanduser().resolve() if named else user_data_path("coachsim", appauthor=False)


def local_library(data: Path | None = None) -> Library:
    """The shipped rubric, and the shipped scenarios or those in the folder named by COACHSIM_SCENARIOS."""
    named = os.environ.get(SCENARIOS_VARIABLE)
    scenarios = Path(named).expanduser() if named else content.folder("scenarios")
    cache = Cache((data or data_folder()) / "cache")
    return Library(scenarios, content.folder("rubrics") / "coaching-alliance", cache)


def local_practise(data: Path | None = None) -> Practise:
    """The practice of the signed-in system user. Raises `FolderNotWritable`."""
    folder = data or data_folder()
    return Practise(local_library(folder), open_store(folder), _person(), _now, _new_id)


def _person() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "local"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _new_id() -> str:
    return secrets.token_urlsafe(12)
