"""A whole list of people enters the directory at once: all of it or nothing, unless one asks to leave out what is
wrong with it.
"""

from dataclasses import dataclass

from simulator.model.person import Person
from simulator.services.accounts.acting import Actor
from simulator.services.accounts.directory import Invited, invite, words
from simulator.services.accounts.sheet import Line, Problem, Sheet, read_sheet
from simulator.services.ports import Attempts, Clock, Entropy, Work
from simulator.store.audit import Entry


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a list: whom it `added` (or would add), what is wrong with it, who was invited.

    `kept` says whether anything was entered. Columns as in `Sheet`.
    """

    added: tuple[Person, ...]
    problems: tuple[Problem, ...]
    ignored: tuple[str, ...]
    absent: tuple[str, ...]
    kept: bool = False
    invited: tuple[Invited, ...] = ()


class Importing:
    def __init__(self, store: Attempts, actor: Actor, now: Clock, new_id: Entropy) -> None:
        self._store, self._actor, self._now, self._new_id = store, actor, now, new_id

    def import_csv(
        self, raw: bytes, *, dry_run: bool = False, skip_bad: bool = False, invite_days: int | None = None
    ) -> Imported:
        """Enter the people of a list, and with `invite_days` invite them.

        Nothing is entered in a dry run, nor where anything is wrong, unless `skip_bad`: then the sound rows are.
        Raises `UnusableSheet`, `Forbidden`; `Overtaken` where somebody enters the same people at this moment.
        """
        with self._store.reading() as work:
            self._actor.managing(work)
        sheet = read_sheet(raw)  # outside of any unit of work: it may take long
        with self._store.work() as work:
            actor = self._actor.managing(work)
            people = [self._person(line) for line in _new(work, sheet)]
            problems = tuple(sorted(sheet.problems, key=lambda each: each.row))
            result = Imported(tuple(people), problems, sheet.ignored, sheet.absent)
            if dry_run or not people or (problems and not skip_bad):
                return result
            invited = self._keep(work, actor, people, invite_days)
            work.commit()
        return Imported(result.added, problems, sheet.ignored, sheet.absent, True, tuple(invited))

    def _person(self, line: Line) -> Person:
        return Person(self._new_id(), line.account, line.name, line.roles, line.email)

    def _keep(self, work: Work, actor: str, people: list[Person], invite_days: int | None) -> list[Invited]:
        now = self._now()
        work.people.add_all(people, now)
        work.audit.add_all(Entry(now, actor, "person added", each.id, words(each.roles)) for each in people)
        return [] if invite_days is None else invite(work, people, actor, now, invite_days)


def _new(work: Work, sheet: Sheet) -> list[Line]:
    """The sound rows whose people are not here yet; the others become problems."""
    taken = work.people.accounts()
    known = [line for line in sheet.lines if line.account in taken]
    sheet.problems += [
        Problem(line.row, "account", f"there is an account '{line.account}' here already.") for line in known
    ]
    return [line for line in sheet.lines if line.account not in taken]
