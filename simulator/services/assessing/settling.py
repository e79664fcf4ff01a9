"""What is said after a mark until it is final: which level one abides by, a flag decided, a consensus, a third mark.

Nothing is written over: each is a record of its own, said once, and followed at once by what comes of it.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from simulator.errors import Overtaken
from simulator.model.assessment import Consensus, FlagDecision, Mark, Moderation, Response, Seat, Why
from simulator.scoring.moderation import Level, may_decide, owed, own, to_agree
from simulator.services.access import GONE, Forbidden
from simulator.services.assessing.acting import Acting, settings
from simulator.services.assessing.advancing import advance
from simulator.services.assessing.dossiers import Dossier, dossier
from simulator.services.assessing.drafts import is_level
from simulator.services.assessing.eligible import eligible
from simulator.services.assessing.refusing import Refused, words
from simulator.services.ports import Work

ANSWERED = "You have answered this already, perhaps in another tab."
FINAL = "This one is final by now; nothing more can be said about it."


@contextmanager
def _after_mark(acting: Acting, script_id: str) -> Iterator[tuple[Work, Dossier, Mark, Moderation]]:
    """A unit of work in which somebody says something of a script they have marked; what comes of it follows.

    Raises `Forbidden` for whoever has not marked it, `Refused` once it is final.
    """
    with acting.work() as work:
        found = dossier(work, acting, script_id, hold=True)
        mark = found.mark_of(acting.person)
        if mark is None:
            raise Forbidden(GONE)
        if found.script.benchmark is not None:
            raise Refused("On a benchmark nothing more is asked.")
        if found.final:
            raise Refused(FINAL)
        yield work, found, mark, settings(work)[1]
        advance(work, acting, found.id)
        work.commit()


def respond(acting: Acting, script_id: str, criterion: str, level: Level, reason: str) -> None:
    """Say which level one abides by where it is not the machine's: one's own, for a reason, or the machine's."""
    with _after_mark(acting, script_id) as (work, found, mark, _):
        if criterion not in owed(found.assessed, mark):
            if found.assessed.response(mark.seat, str(criterion)):
                raise Overtaken(ANSWERED)
            raise Refused(
                "Nothing is asked about this criterion: your level is the machine’s, or it is not marked here."
            )
        machine = found.assessed.machine
        mine, machines = own(mark, criterion), machine.level(criterion) if machine else None
        if not is_level(level) or level not in (mine, machines):
            raise Refused("One abides by one’s own level or takes the machine’s; no other can be said here.")
        kept = words(reason, "The reason to keep your level" if level == mine else "The reason", needed=level == mine)
        work.marks.respond(Response(found.id, mark.seat, criterion, level, kept, acting.now()))
        acting.audit(work, "kept a level" if level == mine else "took the machine's level", found.id, criterion)


def decide_flag(acting: Acting, script_id: str, gate: str, turn: int, upheld: bool, reason: str) -> None:
    """Uphold a flag or clear it, for a reason: whoever marked after the first and did not raise it."""
    with _after_mark(acting, script_id) as (work, found, _, _):
        flag = next((each for each in found.assessed.flags if (each.gate, each.turn) == (gate, turn)), None)
        if flag is None:
            raise Forbidden(GONE)
        if flag.decision is not None:
            raise Overtaken("This flag has been decided already.")
        if not may_decide(found.assessed, flag, acting.person):
            raise Refused("A flag is decided by whoever marked after the first and did not raise it.")
        if not isinstance(upheld, bool):
            raise Refused("Say whether the flag is upheld or cleared.")
        kept = words(reason, "The reason for your decision")
        work.marks.decide(found.id, flag.gate, flag.turn, FlagDecision(acting.person, upheld, kept, acting.now()))
        acting.audit(work, "upheld a flag" if upheld else "cleared a flag", found.id, f"{flag.gate}, turn {flag.turn}")


def propose(acting: Acting, script_id: str, levels: Mapping[str, Level], reason: str) -> None:
    """Propose levels to agree on, with a reason; a new proposal takes the place of what was proposed before.

    `levels` has every criterion in dispute, and may have others of the script.
    """
    with _after_mark(acting, script_id) as (work, found, _, rules):
        disputed = to_agree(found.assessed, rules)
        if not disputed:
            raise Refused("There is nothing here to agree on.")
        if not isinstance(levels, Mapping) or not set(disputed) <= set(levels) <= set(found.script.criteria):
            raise Refused(
                "A proposal has a level for every criterion in dispute, and none for what is not marked here."
            )
        if not all(map(is_level, levels.values())):
            raise Refused("A level is a number from 0 to 4, or no opportunity.")
        kept = words(reason, "The reason for what you propose")
        number = 1 + max((each.number for each in found.assessed.consensus), default=0)
        work.marks.propose(Consensus(found.id, number, acting.person, dict(levels), kept, acting.now()))
        acting.audit(work, "proposed a consensus", found.id, f"number {number}")


def agree(acting: Acting, script_id: str, number: int) -> None:
    """Agree to what somebody else has proposed last."""
    with _after_mark(acting, script_id) as (work, found, _, rules):
        proposed = next((each for each in found.assessed.consensus if each.number == number), None)
        if proposed is None:
            raise Forbidden(GONE)
        if proposed.assessor == acting.person:
            raise Refused("It takes somebody else to agree to what you propose.")
        if not to_agree(found.assessed, rules):
            raise Overtaken("There is nothing here to agree on any more.")
        work.marks.agree(found.id, proposed.number, acting.person, acting.now())
        acting.audit(work, "agreed to a consensus", found.id, f"number {proposed.number}")


def ask_third(acting: Acting, script_id: str) -> None:
    """Where two do not come to agree: have somebody else decide. Raises `Forbidden` for whoever may not lead."""
    with acting.leading() as work:
        found = dossier(work, acting, script_id, hold=True)
        if found.trainee is None or eligible(work, [found.script]).barred(acting.person, found.trainee):
            raise Forbidden(GONE)
        if found.final:
            raise Refused(FINAL)
        if found.assessed.seats > 2:
            raise Overtaken("A third mark has been asked for already.")
        if not to_agree(found.assessed, settings(work)[1]):
            raise Refused("A third mark is asked for where the first two are in and do not agree.")
        work.scripts.add_seat(Seat(found.id, len(found.seats) + 1, 3, Why.DISPUTE, acting.now()))
        acting.audit(work, "asked for a third mark", found.id)
        work.commit()
