"""Reports and portfolios for whoever may have them, as files: a name, a media type, and bytes."""

from collections.abc import Callable

from simulator.engine.dialogue import Dialogue
from simulator.engine.session import Session
from simulator.errors import CoachsimError, UnknownAttempt
from simulator.exports.paper import Document, to_html, to_pdf
from simulator.exports.portfolio import document as portfolio_document
from simulator.exports.report import Whose
from simulator.exports.report import document as report_document
from simulator.model.assessment import Script
from simulator.model.attempt import Attempt
from simulator.model.codec import decode
from simulator.model.person import Person
from simulator.model.rubric import Rubric
from simulator.model.scenario import Scenario
from simulator.services.access import GONE, Forbidden
from simulator.services.assessing.showing import Marked, MarkedCriterion
from simulator.services.debrief import Debrief, read
from simulator.services.library import Library
from simulator.services.marking import furthest
from simulator.services.ports import Attempts, Clock, Work
from simulator.services.practise import Practise
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
from simulator.services.reporting.person import Read, portfolio_of
from simulator.services.reporting.script import Marking, script_report

File = tuple[str, str, bytes]
"""What a file is called, its media type, and what is in it."""

FORMATS: dict[str, tuple[str, Callable[[Document], bytes]]] = {
    "html": ("text/html", lambda document: to_html(document).encode()),
    "pdf": ("application/pdf", to_pdf),
}


LATEST = 100
"""How many attempts a portfolio covers at most; how many came before is said in it."""

OWN = "Every finished attempt whose feedback may be seen, exploring left out"
RUN = "Finished attempts for assignments of whoever asked for it, whose feedback has been released"
_EPOCH = "1970-01-01T00:00:00+00:00"


class NoReport(CoachsimError):
    """There is nothing to make a document of, or not in the form asked for; the message says why."""


def report(practise: Practise, attempt_id: str, to: str) -> File:
    """The report of one of somebody's own attempts. Raises as `Reporting.report`."""
    return Reporting(practise.library, practise.store, practise.person, practise.now).report(attempt_id, to)


class Reporting:
    """The use case for one person by their id, or with None for whoever runs commands on the machine itself, who could
    read its files as well. Nothing that waits to be released is ever in a document.
    """

    def __init__(self, library: Library, store: Attempts, person: str | None, now: Clock) -> None:
        self._library, self._store, self._person, self._now = library, store, person, now
        self._dialogues: dict[str, Dialogue] = {}

    def report(self, attempt_id: str, to: str) -> File:
        """`to` is html or pdf. Raises `Forbidden` or `NoReport`, with the reason, `NoPdf` and `StoreError`."""
        made = _maker(to)
        with self._store.reading() as work:
            who = asking(work, self._person, self._now())
            attempt = _attempt(work, who, attempt_id)
            theirs = given(work, who, [attempt])
            may_have(who, attempt, theirs).require()
            kept = self._kept(work, attempt, theirs)
            marked, whose = _marked(work, attempt, theirs), work.people.get(attempt.person)
        report = report_of(kept, self._debrief(kept, marked), self._library.rubric, _whose(whose))
        return made(f"report {attempt.scenario} {_named(whose)} {attempt.id[:6]}", report_document(report))

    def script(self, script_id: str, to: str) -> File:
        """A script that whoever asks has marked, blind. `to` is html or pdf. Raises as `report`."""
        from simulator.services.assessing.head import code
        from simulator.services.results import Results

        made = _maker(to)
        with self._store.reading() as work:
            script, mark = marked_by(work, self._person, _sound(script_id))
            attempt = work.attempt(script.attempt or "")
            kept = self._kept(work, attempt, NOTHING)
            rubric = decode(work.rubric(script.rubric) or "", Rubric)
            final = self._final(work, attempt, script, rubric)
        hints, solution = furthest(kept.hints), self._library.solution(kept.session.dialogue.scenario)
        marking = Marking(script, code(script.id), rubric, mark, final)
        report = script_report(kept, marking, Results(kept.session, solution, rubric, hints).criteria)
        return made(f"report {attempt.scenario} {marking.code}", report_document(report))

    def _final(self, work: Work, attempt: Attempt, script: Script, rubric: Rubric) -> Marked | None:
        """What counts of a script; None while it is not final. Of a round that another has followed, the levels."""
        from simulator.services.assessing.marked import in_order, marked

        found = marked(work, attempt, preview=True)
        final = work.scripts.finals([script.id]).get(script.id)
        if final is None or (found and found.script == script.id):
            return found if final else None
        levels = tuple(MarkedCriterion(e.criterion, e.level, e.how, (), ()) for e in in_order(final.criteria, script))
        return Marked(script.id, script.round, final.made, rubric, levels, {}, (), (), again=False)

    def portfolio(self, person_id: str, to: str) -> File:
        """All finished attempts of somebody that whoever asks may have reports of, those that kept no score left out.
        `to` is html or pdf. Raises as `report`.
        """
        made = _maker(to)
        with self._store.reading() as work:
            who = asking(work, self._person, self._now())
            theirs = sorted(work.attempts(person_id), key=lambda each: (each.finished or "", each.begun, each.id))
            known = given(work, who, theirs)
            may_have_any(who, person_id, theirs, known).require()
            covered = [each for each in theirs if counts(who, each, known)]
            visible = [each for each in covered if may_have(who, each, known).allowed]
            shown = visible[-LATEST:]
            kept = [(self._kept(work, each, known), _marked(work, each, known)) for each in shown]
            whose = work.people.get(person_id)
        firsts = {each.scenario: each.id for each in reversed(covered)}
        read_ = [
            Read(each, self._debrief(each, marked), firsts[each.attempt.scenario] == each.attempt.id)
            for each, marked in kept
        ]
        portfolio = portfolio_of(
            read_,
            self._library.rubric,
            _whose(whose),
            OWN if who.person is None or who.person.id == person_id else RUN,
            waiting=len(covered) - len(visible),
            older=len(visible) - len(shown),
            moment=_EPOCH,
        )
        return made(f"portfolio {_named(whose)}", portfolio_document(portfolio))

    def _debrief(self, kept: Kept, marked: Marked | None) -> Debrief:
        return read(self._library, kept.attempt, kept.session, furthest(kept.hints), marked)

    def _kept(self, work: Work, attempt: Attempt, theirs: Given) -> Kept:
        assignment = theirs.of(attempt)
        dialogue = self._dialogue(work, attempt.digest)
        session = Session.resume(dialogue, attempt.seed, [each.option for each in attempt.choices])
        return Kept(
            attempt=attempt,
            session=session,
            hints=work.hints(attempt.id),
            scores=work.scores.of(attempt.id),
            title=assignment.title if assignment else "",
            released=theirs.released(attempt),
        )

    def _dialogue(self, work: Work, digest: str) -> Dialogue:
        """The version that an attempt was made on, as it was kept. Raises `NoReport`."""
        if digest not in self._dialogues:
            kept = work.version(digest)
            if kept is None:
                raise NoReport(f"The text of this scenario, version {digest[:12]}, is not kept any more.")
            self._dialogues[digest] = Dialogue(decode(kept, Scenario))
        return self._dialogues[digest]


def _maker(to: str) -> Callable[[str, Document], File]:
    if to not in FORMATS:
        raise NoReport(f"There is no '{to}' of it. Take {' or '.join(FORMATS)}.")
    media_type, written = FORMATS[to]
    return lambda name, document: (f"{name}.{to}", media_type, written(document))


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


def _marked(work: Work, attempt: Attempt, theirs: Given) -> Marked | None:
    """What assessors found, where they mark it and it has been released."""
    assignment = theirs.of(attempt)
    if assignment is None or not assignment.assessed:
        return None
    from simulator.services.assessing.marked import marked

    return marked(work, attempt)


def _whose(person: Person | None) -> Whose:
    return Whose(person.name, person.account) if person else Whose("Somebody who is not known here any more")


def _named(person: Person | None) -> str:
    return person.name if person else "nobody"
