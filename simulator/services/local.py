"""Where things are put together for one page or one command: the store, the library, and who is asking.

A page's kernel is told by the server who is asking (`identity`); without a server it is the system user of this
machine, who holds every role. Everything else gets what it needs handed in.
"""

import getpass
import os
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_data_path

from simulator import content
from simulator.errors import ContentError, Overtaken
from simulator.model.person import EVERY_ROLE, Person
from simulator.services.access import Act, may
from simulator.services.library import Library
from simulator.services.practise import Practise
from simulator.store.cache import Cache
from simulator.store.publication import Current
from simulator.store.sql import Store, open_store

if TYPE_CHECKING:  # the trainee's page starts without them
    from simulator.services.author.author import Author
    from simulator.services.ports import Judge

DATA_VARIABLE = "COACHSIM_DATA"
DATABASE_VARIABLE = "COACHSIM_DATABASE"
SCENARIOS_VARIABLE = "COACHSIM_SCENARIOS"


@dataclass(frozen=True, slots=True)
class House:
    """What use cases are made from. `person` is the id of who is asking."""

    store: Store
    library: Library
    person: str
    folder: Path

    def require(self, act: Act) -> None:
        """Raises `Forbidden` unless a role of whoever is asking lets them do this."""
        with self.store.reading() as work:
            may(work.people.get(self.person), act).require()


def data_folder() -> Path:
    """Where attempts are kept: COACHSIM_DATA, or the user's data folder."""
    named = os.environ.get(DATA_VARIABLE)
    return Path(named).expanduser().resolve() if named else user_data_path("coachsim", appauthor=False)


def store_here(data: Path | None = None) -> Store:
    """The store that COACHSIM_DATABASE names, or the one in the data folder. Raises as `open_store`."""
    return open_store(data or data_folder(), os.environ.get(DATABASE_VARIABLE))


def open_house(data: Path | None = None) -> House:
    """Raises `StoreError`, `ContentError`, and `NotSigned` where the server has not said who is asking."""
    folder = data or data_folder()
    store = store_here(folder)
    return House(store, _library(folder, store), _who(store), folder)


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
    """The practice of whoever is asking. Raises as `open_house`."""
    house = open_house(data)
    return Practise(house.library, house.store, house.person, now, new_id)


def local_author(data: Path | None, judge: "Judge") -> "Author":
    """The desk of whoever is asking; drafts lie in `drafts` of the data folder. Raises as `open_house`, and `Forbidden`
    for who may not write scenarios.
    """
    from simulator.services.author.author import Author
    from simulator.services.author.desk import Desk
    from simulator.services.author.publishing import Publishing
    from simulator.store.drafts import Drafts

    house = open_house(data)
    house.require(Act.WRITE)
    desk = Desk(Drafts(house.folder / "drafts"), house.library, house.store)
    return Author(desk, Publishing(house.library, house.store, judge, house.person, now), house.library)


def _library(folder: Path, store: Store) -> Library:
    def published() -> list[Current]:
        with store.reading() as work:
            return work.current()

    return local_library(folder, published)


def _who(store: Store) -> str:
    """The person the server has named; without a server, the system user."""
    from simulator.services import identity

    key = os.environ.get(identity.KEY_VARIABLE)
    if key is None:
        return owner(store)
    return identity.verified(os.environ.get(identity.IDENTITY_VARIABLE, ""), key)


def owner(store: Store) -> str:
    """The id of the system user, who is entered with every role where they are not known yet."""
    name = system_user()
    try:
        with store.work() as work:
            if work.people.get(name) is None:
                work.people.add(Person(name, name, name, EVERY_ROLE), now())
                work.commit()
    except Overtaken:  # another page was quicker
        pass
    return name


def system_user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "local"


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def new_id() -> str:
    return secrets.token_urlsafe(12)
