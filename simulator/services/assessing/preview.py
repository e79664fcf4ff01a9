"""What a trainee will read once a result is released, shown beforehand to those who release it."""

from simulator.engine.session import Session
from simulator.services.access import GONE, Forbidden
from simulator.services.assessing.acting import Acting
from simulator.services.assessing.eligible import eligible
from simulator.services.assessing.marked import marked
from simulator.services.assessing.refusing import Refused
from simulator.services.debrief import Debrief, read
from simulator.services.marking import furthest


def preview(acting: Acting, script_id: str) -> Debrief:
    """The debrief of a script's attempt with the latest final mark. Raises `Forbidden` for what is no script of
    anybody else's attempt, `Refused` while its mark is not final.
    """
    _ = acting.library.entries
    with acting.reading() as work:
        script = work.scripts.get(script_id.encode(errors="replace").decode().replace("\0", ""))
        if script is None or script.attempt is None:
            raise Forbidden(GONE)
        attempt = work.attempt(script.attempt)
        if eligible(work, []).barred(acting.person, attempt.person):
            raise Forbidden(GONE)
        found = marked(work, attempt, preview=True)
        if found is None or found.script != script.id or found.again:
            raise Refused("There is nothing to read beforehand while the mark is not final.")
        acting.scenario(work, attempt.digest)
        hints = furthest(work.hints(attempt.id))
    dialogue = acting.texts.dialogue(attempt.digest)
    session = Session.resume(dialogue, attempt.seed, [each.option for each in attempt.choices])
    return read(acting.library, attempt, session, hints, found)
