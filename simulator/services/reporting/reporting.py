"""Reports and portfolios for whoever may have them, as files: a name, a media type, and bytes."""

from collections.abc import Sequence

from simulator.errors import UnknownAttempt
from simulator.exports.portfolio import document as portfolio_document
from simulator.exports.report import Whose
from simulator.exports.report import document as report_document
from simulator.model.attempt import Attempt
from simulator.model.codec import decode
from simulator.model.person import Person
from simulator.model.rubric import Rubric
from simulator.services.access import GONE, Forbidden
from simulator.services.assessing.showing import Marked
from simulator.services.library import Library
from simulator.services.marking import furthest
from simulator.services.ports import Attempts, Clock, Work
from simulator.services.reporting.admission import (
    NOTHING,
    Asking,
    Given,
    asking,
    counts,
    given,
    marked_by,
    may_have,
    may_have_any,
)
from simulator.services.reporting.attempt import Kept, report_of
from simulator.services.reporting.files import File, NoReport, maker
from simulator.services.reporting.person import Covered, Read, portfolio_of
from simulator.services.reporting.reading import Reading, final_of, marked_of
from simulator.services.reporting.script import Marking, script_report

LATEST = 100
"""How many attempts a portfolio covers at most; how many came before is said in it."""

OWN = "Every finished attempt whose feedback may be seen, exploring left out"
RUN = "Finished attempts for assignments of whoever asked for it, as far as their feedback may be seen"


class Reporting:
    """The use case for one person by their id, or with None for whoever runs commands on the machine itself, who could
    read its files as well. Nothing that waits to be released is ever in a document.
    """

    def __init__(self, library: Library, store: Attempts, person: str | None, now: Clock) -> None:
        self._library, self._store, self._person, self._now = library, store, person, now
        self._reading = Reading(library)

    def report(self, attempt_id: str, to: str) -> File:
        """`to` is html or pdf. Raises `Forbidden` or `NoReport`, with the reason, `NoPdf` and `StoreError`."""
        made = maker(to)
        with self._store.reading() as work:
            who = asking(work, self._person, self._now())
            attempt = _attempt(work, who, attempt_id)
            theirs = given(work, who, [attempt])
            may_have(who, attempt, theirs).require()
            kept, marked = self._reading.kept(work, attempt, theirs), marked_of(work, attempt, theirs)
            whose = work.people.get(attempt.person)
        debrief = self._reading.debrief(kept, marked)
        report = report_of(kept, debrief, self._library.rubric, _whose(whose))
        return made(f"report {attempt.scenario} {_named(whose)} {attempt.id[:6]}", report_document(report))

    def script(self, script_id: str, to: str) -> File:
        """A script that whoever asks has marked, blind. `to` is html or pdf. Raises as `report`."""
        from simulator.services.assessing.head import code
        from simulator.services.results import Results

        made = maker(to)
        with self._store.reading() as work:
            script, mark = marked_by(work, self._person, _sound(script_id))
            attempt = work.attempt(script.attempt or "")
            kept = self._reading.kept(work, attempt, NOTHING)
            rubric = decode(work.rubric(script.rubric) or "", Rubric)
            final = final_of(work, attempt, script, rubric)
        hints, solution = furthest(kept.hints), self._library.solution(kept.session.dialogue.scenario)
        marking = Marking(script, code(script.id), rubric, mark, final)
        report = script_report(kept, marking, Results(kept.session, solution, rubric, hints).criteria)
        return made(f"report {attempt.scenario} {marking.code}", report_document(report))

    def portfolio(self, person_id: str, to: str) -> File:
        """All finished attempts of somebody that whoever asks may have reports of, without those that keep no score.
        `to` is html or pdf. Raises as `report`.
        """
        made = maker(to)
        with self._store.reading() as work:
            who = asking(work, self._person, self._now())
            theirs = sorted(work.attempts(person_id), key=lambda each: (each.finished or "", each.begun, each.id))
            known = given(work, who, theirs)
            may_have_any(who, person_id, theirs, known).require()
            covered = [each for each in theirs if counts(who, each, known)]
            visible = [each for each in covered if may_have(who, each, known).allowed]
            kept = self._readable(work, visible[-LATEST:], known)
            whose = work.people.get(person_id)
        shown = self._debriefed(kept, covered)
        covers = Covered(
            words=OWN if who.person is None or who.person.id == person_id else RUN,
            waiting=len(covered) - len(visible),
            older=len(visible[:-LATEST]),
            unreadable=len(visible[-LATEST:]) - len(shown),
        )
        portfolio = portfolio_of(shown, self._library.rubric, _whose(whose), covers)
        return made(f"portfolio {_named(whose)}", portfolio_document(portfolio))

    def _readable(self, work: Work, attempts: Sequence[Attempt], known: Given) -> list[tuple[Kept, Marked | None]]:
        found = []
        for each in attempts:
            try:
                found.append((self._reading.kept(work, each, known), marked_of(work, each, known)))
            except NoReport:  # one text that is gone takes nothing from the others
                continue
        return found

    def _debriefed(self, kept: list[tuple[Kept, Marked | None]], covered: Sequence[Attempt]) -> list[Read]:
        firsts = {each.scenario: each.id for each in reversed(covered)}
        found = []
        for each, marked in kept:
            try:
                debrief = self._reading.debrief(each, marked)
            except NoReport:
                continue
            found.append(Read(each, debrief, firsts[each.attempt.scenario] == each.attempt.id))
        return found


def _attempt(work: Work, who: Asking, attempt_id: str) -> Attempt:
    try:
        return work.attempt(_sound(attempt_id))
    except UnknownAttempt as error:
        if who.person is None:
            hint = "The portfolio of an account names its attempts."
            raise NoReport(f"There is no attempt '{attempt_id}' here. {hint}") from error
        raise Forbidden(GONE) from error


def _sound(id_: str) -> str:
    """Without halves of characters and NULs, which no database takes."""
    return id_.encode(errors="replace").decode().replace("\0", "")


def _whose(person: Person | None) -> Whose:
    return Whose(person.name, person.account) if person else Whose("Somebody who is not known here any more")


def _named(person: Person | None) -> str:
    return person.name if person else "nobody"
