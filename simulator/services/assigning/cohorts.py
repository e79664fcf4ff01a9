"""Cohorts: made, named and archived, filled with people and looked after together with colleagues.

A cohort is never left without a trainer who can look after it. Filling by a list is in two steps: what it would do, and
doing it; the second asks everything again.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from simulator.errors import Overtaken
from simulator.model.person import Cohort, Person, Role
from simulator.services.accounts.names import Unfit, canonical_account
from simulator.services.assigning import pasting
from simulator.services.assigning.acting import MEANWHILE, Acting, Named, Refused, by_name, line, named, sound
from simulator.services.assigning.pasting import Problem, Wanted
from simulator.services.ports import Work

MOST_HITS = 20
LEAST_LETTERS = 2
LAST = "A cohort needs somebody who looks after it. Ask a colleague in first, or archive it."


@dataclass(frozen=True, slots=True)
class CohortEntry:
    id: str
    name: str
    people: int
    archived: bool


@dataclass(frozen=True, slots=True)
class Member:
    """`closed`: the account is shut, so they cannot do anything now."""

    id: str
    name: str
    account: str
    email: str
    closed: bool


@dataclass(frozen=True, slots=True)
class CohortShown:
    id: str
    name: str
    archived: bool
    members: tuple[Member, ...]
    trainers: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a pasted list would do: whom it would add, who is in the cohort already, what is wrong at which line."""

    people: tuple[Named, ...]
    already: tuple[Named, ...]
    problems: tuple[Problem, ...]


class Cohorts:
    """The use case for one trainer. Raises `Forbidden`, `Refused`, `Overtaken` and `StoreError`."""

    def __init__(self, acting: Acting) -> None:
        self._acting = acting

    def mine(self) -> tuple[CohortEntry, ...]:
        """Those they look after, the latest first."""
        with self._acting.reading() as work:
            found = work.cohorts.of_trainer(self._acting.person)
        return tuple(CohortEntry(each.id, each.name, len(each.members), bool(each.archived)) for each in found)

    def open(self, cohort_id: str) -> CohortShown:
        with self._acting.reading() as work:
            cohort = self._acting.cohort(work, cohort_id)
            people = {each.id: each for each in work.people.some((*cohort.members, *cohort.trainers))}
        members = by_name(people[each] for each in cohort.members if each in people)
        trainers = by_name(people[each] for each in cohort.trainers if each in people)
        shown = tuple(Member(p.id, p.name, p.account, p.email or "", p.disabled is not None) for p in members)
        return CohortShown(cohort.id, cohort.name, bool(cohort.archived), shown, tuple(map(named, trainers)))

    # The cohort itself.

    def make(self, new_id: str, name: str) -> str:
        """A new cohort, looked after by whoever makes it; with an id that was taken before, that one. Its id."""
        acting = self._acting
        with acting.work() as work:
            if work.cohorts.get(new_id) is None:
                cohort = Cohort(new_id, line(name, "The name of the cohort"), acting.now(), (), (acting.person,))
                work.cohorts.add(cohort)
                acting.audit(work, "made a cohort", new_id)
                work.commit()
            return acting.cohort(work, new_id).id

    def rename(self, cohort_id: str, seen: str, name: str) -> None:
        """`seen` is the name it had when it was looked at. Raises `Overtaken` where that is another now."""

        def change(cohort: Cohort, _: Work) -> Cohort:
            if cohort.name != seen:
                raise Overtaken(MEANWHILE)
            return replace(cohort, name=line(name, "The name of the cohort"))

        self._change(cohort_id, "renamed a cohort", change, archived=True)

    def archive(self, cohort_id: str) -> None:
        self._change(cohort_id, "archived a cohort", lambda c, _: replace(c, archived=c.archived or self._acting.now()))

    def unarchive(self, cohort_id: str) -> None:
        self._change(
            cohort_id, "took a cohort out of the archive", lambda c, _: replace(c, archived=None), archived=True
        )

    # Who is in it.

    def find(self, text: str) -> tuple[Named, ...]:
        """The directory: at most 20 active trainees whose name or account has this in it, or whose e-mail it is."""
        return self._search(text, Role.TRAINEE)

    def preview(self, cohort_id: str, text: str) -> Preview:
        """What adding a pasted list would do; nothing is kept."""
        wanted, problems = pasting.read(text)
        with self._acting.reading() as work:
            cohort = self._acting.cohort(work, cohort_id)
            known = _Known(work.people.active(Role.TRAINEE)) if wanted else _Known(())
        found: dict[str, tuple[Named, int]] = {}
        for each in wanted:
            person = known.one(each)
            if isinstance(person, str):
                problems.append(Problem(each.line, each.text[:80], person))
            elif person.id in found:
                first = found[person.id][1]
                problems.append(Problem(each.line, each.text[:80], f"The same person as in line {first}."))
            else:
                found[person.id] = named(person), each.line
        members = set(cohort.members)
        return Preview(
            tuple(each for each, _ in found.values() if each.id not in members),
            tuple(each for each, _ in found.values() if each.id in members),
            tuple(sorted(problems, key=lambda problem: problem.line)),
        )

    def add(self, cohort_id: str, people: Iterable[str]) -> int:
        """Add active trainees; whoever is in it already, or cannot be, is passed over. How many were added."""
        wanted = set(map(sound, people))
        with self._acting.work() as work:
            cohort = self._acting.cohort(work, cohort_id, hold=True)
            _require_in_use(cohort)
            known = {each.id for each in work.people.some(wanted) if each.has(Role.TRAINEE)}
            new = sorted(known - set(cohort.members))
            self._keep(work, replace(cohort, members=(*cohort.members, *new)), "added to a cohort", new)
        return len(new)

    def remove(self, cohort_id: str, people: Iterable[str]) -> int:
        """What they have done stays; assignments of the cohort are not theirs any more. How many were removed."""
        unwanted = set(people)
        with self._acting.work() as work:
            cohort = self._acting.cohort(work, cohort_id, hold=True)
            gone = [each for each in cohort.members if each in unwanted]
            left = tuple(each for each in cohort.members if each not in unwanted)
            self._keep(work, replace(cohort, members=left), "removed from a cohort", gone)
        return len(gone)

    # Who looks after it.

    def find_colleagues(self, text: str) -> tuple[Named, ...]:
        """As `find`, among trainers."""
        return self._search(text, Role.TRAINER)

    def add_trainer(self, cohort_id: str, person: str) -> None:
        with self._acting.work() as work:
            cohort = self._acting.cohort(work, cohort_id, hold=True)
            colleague = next(iter(work.people.some([sound(person)])), None)
            if colleague is None or not colleague.has(Role.TRAINER):
                raise Refused("Only trainers can look after a cohort, and this is none.")
            if person not in cohort.trainers:
                kept = replace(cohort, trainers=(*cohort.trainers, person))
                self._keep(work, kept, "asked to look after a cohort", [person])

    def remove_trainer(self, cohort_id: str, person: str) -> None:
        """Raises `Refused` where nobody would be left who can look after it."""
        with self._acting.work() as work:
            cohort = self._acting.cohort(work, cohort_id, hold=True)
            if person in cohort.trainers:
                left = tuple(each for each in cohort.trainers if each != person)
                if not any(each.has(Role.TRAINER) for each in work.people.some(left)):
                    raise Refused(LAST)
                self._keep(work, replace(cohort, trainers=left), "no longer looks after a cohort", [person])

    def _search(self, text: str, role: Role) -> tuple[Named, ...]:
        wanted = " ".join(text.split()).casefold()
        with self._acting.reading() as work:
            people = work.people.active(role) if len(wanted) >= LEAST_LETTERS else []
        hits = [each for each in people if _meant(each, wanted)]
        return tuple(named(each) for each in by_name(hits)[:MOST_HITS])

    def _keep(self, work: Work, cohort: Cohort, act: str, whom: list[str]) -> None:
        if whom:
            work.cohorts.update(cohort)
            self._acting.audit_all(work, act, whom, cohort.id)
            work.commit()

    def _change(
        self, cohort_id: str, act: str, change: Callable[[Cohort, Work], Cohort], *, archived: bool = False
    ) -> None:
        with self._acting.work() as work:
            cohort = self._acting.cohort(work, cohort_id, hold=True)
            if not archived:
                _require_in_use(cohort)
            changed = change(cohort, work)
            if changed != cohort:
                work.cohorts.update(changed)
                self._acting.audit(work, act, cohort.id)
                work.commit()


class _Known:
    """Active trainees by what a list may call them."""

    def __init__(self, people: Iterable[Person]) -> None:
        self._by_account: dict[str, Person] = {}
        self._by_email: dict[str, list[Person]] = {}
        for each in people:
            self._by_account[each.account] = each
            if each.email:
                self._by_email.setdefault(each.email.casefold(), []).append(each)

    def one(self, wanted: Wanted) -> Person | str:
        """Whom a line means, or why nobody."""
        account = self._account(wanted.text) if wanted.kind != "email" else None
        if account:
            return account
        found = self._by_email.get(wanted.text.casefold(), []) if wanted.kind != "account" else []
        if len(found) == 1:
            return found[0]
        if found:
            return f"{len(found)} people have this e-mail address; take their accounts."
        return f"There is no active trainee with this {wanted.kind or 'account or e-mail address'}."

    def _account(self, text: str) -> Person | None:
        try:
            return self._by_account.get(canonical_account(text)) or self._by_account.get(text)
        except Unfit:
            return self._by_account.get(text)


def _meant(person: Person, wanted: str) -> bool:
    return (
        wanted in person.name.casefold()
        or wanted in person.account.casefold()
        or wanted == (person.email or "").casefold()
    )


def _require_in_use(cohort: Cohort) -> None:
    if cohort.archived:
        raise Refused("This cohort is in the archive. Take it out first, then change it.")
