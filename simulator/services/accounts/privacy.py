"""What one person may ask for: everything kept about them, and that it be forgotten. Administrators do it for them.

What erasing leaves, in words, is in `STAYS`: whoever does it must be able to tell the person.
"""

import json
import zipfile
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from simulator.model.person import Person
from simulator.services.accounts.acting import Actor
from simulator.services.accounts.directory import find, refuse_last_administrator
from simulator.services.accounts.record import record
from simulator.services.ports import Clock, Entropy
from simulator.store.audit import Entry
from simulator.store.erasing import Erasing, scrub
from simulator.store.sql import Store

README = """\
What is kept about {name}
{line}

Made on {at} (UTC) from the coaching training simulator. All times are UTC. The files are JSON, which any editor shows.

person.json        who you are here: account, name, e-mail, roles; when you were invited, signed in and out
cohorts.json       the cohorts you are in, and those you look after
assignments.json   what was assigned to you, and what you assigned to others
attempts/          your conversations, one file each: what the client said and what you chose, when, the reasons you
                   wrote, the hints you took, and every score. "feedback_released": false means that your trainer
                   has not released the feedback yet. "results" are what assessors found, one for each time it was
                   marked and the result released: levels, comments, notes and reasons, and what you appealed against
assessing.json     what you did as an assessor, by script: the marks you submitted and those not submitted yet, the
                   reasons you gave, the flags you raised and decided on, what you proposed and agreed to, the appeals
                   you answered, and the settings you made
exclusions.json    that you do not mark somebody, or are not marked by somebody, and why
statements.json    what was, or is to be, sent to a learning record store about what you did
releases.json      when feedback was released, on your attempts and by you
publications.json  the scenarios you published, with their text
audit.json         the log of what you did and what was done about you

A reason that is null was not asked for; an empty one was skipped. Passwords and links are never kept, only
fingerprints of them that open nothing; they are not in here. Drafts of scenarios are files that belong to nobody in
particular; they are not in here either. Who marked an attempt is not told to whose it is, nor whose it is to who marked
it: neither is in here, and nothing of a result that has not been released. The level that each assessor gave by
themselves, before one result was made of them, is not in here.
"""

STAYS = """\
What stays: scenarios they published, assignments they made, feedback they released, and the marks they gave as an
assessor with what they said beside them, without their name; the log says that somebody did what they did. Marks on
their own attempts go with these. Scripts they had not marked yet can be taken by others. Titles, notes, comments and
scenarios that anybody wrote are not searched for their name. What a learning record store was sent is kept there: ask
whoever runs it.
Back-ups made before still hold everything: delete them, or erase the person again after restoring one."""


@dataclass(frozen=True, slots=True)
class Erased:
    """`gone` counts what was deleted, by table. `orphans` are cohorts that nobody looks after now. `scrubbed`: whether
    the unused parts of the database file were written over too.
    """

    gone: dict[str, int]
    orphans: tuple[str, ...]
    scrubbed: bool


class Privacy:
    def __init__(self, store: Store, actor: Actor, now: Clock, new_id: Entropy) -> None:
        self._store, self._actor, self._now, self._new_id = store, actor, now, new_id

    def export(self, account: str) -> bytes:
        """A zip of everything kept about a person, with a README in it. Raises `NoSuchPerson`, `Forbidden`."""
        with self._store.work() as work:
            actor = self._actor.managing(work)
            person = find(work, account)
            documents = record(work, person)
            work.audit.add(Entry(self._now(), actor, "person exported", person.id))
            work.commit()
        return _zipped(person, documents, self._now())

    def attempts(self, account: str) -> int:
        """How many attempts erasing would delete. Raises `NoSuchPerson`, `Forbidden`."""
        with self._store.reading() as work:
            self._actor.managing(work)
            return len(work.attempts(find(work, account).id))

    def erase(self, account: str, *, force: bool = False) -> Erased:
        """Forget a person for good: see `STAYS`. Raises `NoSuchPerson`, `LastAdministrator` (unless forced)."""
        with self._store.work() as work:
            actor = self._actor.managing(work)
            person, now = find(work, account), self._now()
            if not force:
                refuse_last_administrator(work, person)
            theirs = [each for each in work.cohorts.of_trainer(person.id) if each.archived is None]
            id_ = f"erased-{self._new_id()}"
            tombstone = Person(id_, id_, "Erased person", disabled=now)
            gone = Erasing(work.connection).person(person, tombstone, now)
            work.audit.add(Entry(now, id_ if actor == person.id else actor, "person erased", id_))
            work.commit()
        orphans = tuple(each.name for each in theirs if each.trainers == (person.id,))
        return Erased(gone, orphans, scrub(self._store))


def _zipped(person: Person, documents: dict[str, Any], at: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("README.txt", README.format(name=person.name, line="=" * (22 + len(person.name)), at=at))
        for name, document in documents.items():
            file.writestr(name, json.dumps(document, ensure_ascii=False, indent=2) + "\n")
    return out.getvalue()
