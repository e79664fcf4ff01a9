"""Appeals: a trainee asks once that a released result be looked at again, and somebody who leads decides whether it is.

Looked at again, it is another script that cites the one before, under today's rubric, for assessors who do not know it.
Until that is final and released the result stands as it was.
"""

from simulator.errors import Overtaken
from simulator.model.assessment import Appeal, Purpose, Script
from simulator.services.access import GONE, Act, Forbidden, may, may_lead, may_play
from simulator.services.assessing.acting import Acting
from simulator.services.assessing.advancing import put
from simulator.services.assessing.dossiers import Dossier, dossier
from simulator.services.assessing.eligible import eligible
from simulator.services.assessing.marked import appeal_state, marked
from simulator.services.assessing.refusing import Refused, words
from simulator.services.assessing.showing import AppealRow
from simulator.services.assigning.acting import sound
from simulator.services.ports import Attempts, Clock, Work
from simulator.store.audit import Entry


def appeal(store: Attempts, person: str, attempt_id: str, reason: str, now: Clock) -> None:
    """A trainee asks that what assessors found be looked at again, for a reason; once for each result.

    Raises `Forbidden` for what is not theirs, `Refused` where nothing has been released or the reason is missing or too
    long, `Overtaken` where they have asked already.
    """
    kept = words(reason, "The reason why it should be looked at again")
    with store.work() as work:
        me = work.people.get(person)
        may(me, Act.PRACTISE).require()
        attempt = work.attempts_named([sound(attempt_id)]).get(sound(attempt_id))
        if attempt is None:
            raise Forbidden(GONE)
        may_play(me, attempt).require()
        found = marked(work, attempt)
        if found is None:
            raise Refused("There is no result here that has been released.")
        if found.again:
            raise Overtaken("This result is being looked at again already.")
        work.scripts.appeal(Appeal(found.script, person, kept, now()))
        work.audit.add(Entry(now(), person, "appealed", found.script))
        work.commit()


def appeals(acting: Acting) -> tuple[AppealRow, ...]:
    """Those that whoever asks may know of, the latest first: who leads all but their own; others those they marked."""
    with acting.reading() as work:
        me = acting.me(work)
        found = work.scripts.appeals()
        scripts = work.scripts.some(found)
        attempts = work.attempts_named([each.attempt for each in scripts.values() if each.attempt])
        people = {each.id: each.name for each in work.people.some({each.person for each in found.values()})}
        titles = acting.titles(work, {each.digest for each in attempts.values()})
        marks, may = work.marks.of(found), eligible(work, [])
    leads, rows = may_lead(me).allowed, []
    for script_id, each in reversed(found.items()):
        attempt = attempts.get(scripts[script_id].attempt or "")
        knows = leads or any(mark.assessor == acting.person for mark in marks[script_id])
        if attempt and knows and not may.barred(acting.person, attempt.person):
            rows.append(
                AppealRow(
                    script=script_id,
                    person=people.get(each.person, ""),
                    scenario=titles.get(attempt.digest, attempt.scenario),
                    reason=each.reason,
                    made=each.made,
                    state=appeal_state(each),
                    answer=each.answer,
                    decidable=leads and each.decided is None,
                )
            )
    return tuple(rows)


def reopen(acting: Acting, script_id: str, answer: str) -> str:
    """Have an attempt marked anew because of an appeal; the id of the script made for it.

    Raises `Forbidden` for whoever may not lead, `Overtaken` where the appeal has been decided already.
    """
    kept = words(answer, "The answer to the trainee")
    with acting.leading() as work:
        found = _appealed(work, acting, script_id)
        before, attempt = found.script, found.attempt
        assert attempt is not None  # noqa: S101 - appeals are about attempts alone
        known = acting.library.rubric.competency_by_id
        criteria = tuple(each for each in before.criteria if each in known) or tuple(known)
        new = Script(
            acting.new_id(),
            Purpose.LIVE,
            "",
            acting.now(),
            criteria,
            attempt.id,
            round=before.round + 1,
            cites=before.id,
        )
        put(work, acting, attempt, new)
        work.scripts.decide_appeal(before.id, acting.now(), acting.person, kept, new.id)
        acting.audit(work, "reopened a script", before.id, new.id)
        work.commit()
    return new.id


def decline(acting: Acting, script_id: str, answer: str) -> None:
    """Let a result stand, and say why. Raises as `reopen`."""
    kept = words(answer, "The answer to the trainee")
    with acting.leading() as work:
        found = _appealed(work, acting, script_id)
        work.scripts.decide_appeal(found.id, acting.now(), acting.person, kept)
        acting.audit(work, "declined an appeal", found.id)
        work.commit()


def _appealed(work: Work, acting: Acting, script_id: str) -> Dossier:
    """A script with an appeal that is still to be decided, held; never about somebody's own attempt."""
    found = dossier(work, acting, script_id, hold=True)
    asked = work.scripts.appeals([found.id]).get(found.id)
    if asked is None or eligible(work, []).barred(acting.person, found.trainee):
        raise Forbidden(GONE)
    if asked.decided is not None:
        raise Overtaken("This appeal has been decided already, perhaps in another tab.")
    return found
