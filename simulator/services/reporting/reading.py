"""What is kept of an attempt, read for a document: the conversation replayed, scores, what assessors found."""

from simulator.engine.dialogue import Dialogue
from simulator.engine.session import Session
from simulator.errors import CoachsimError
from simulator.model.assessment import Script
from simulator.model.attempt import Attempt
from simulator.model.codec import decode
from simulator.model.rubric import Rubric
from simulator.model.scenario import Scenario
from simulator.services.assessing.showing import Marked, MarkedCriterion
from simulator.services.debrief import Debrief, read
from simulator.services.library import Library
from simulator.services.marking import furthest
from simulator.services.ports import Work
from simulator.services.reporting.admission import Given
from simulator.services.reporting.attempt import Kept
from simulator.services.reporting.files import NoReport


class Reading:
    """Reads attempts, each scenario once."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._dialogues: dict[str, Dialogue] = {}

    def kept(self, work: Work, attempt: Attempt, theirs: Given) -> Kept:
        """Raises `NoReport` where its text is not kept any more, or does not fit what was chosen."""
        assignment = theirs.of(attempt)
        try:
            dialogue = self._dialogue(work, attempt.digest)
            session = Session.resume(dialogue, attempt.seed, [each.option for each in attempt.choices])
        except (CoachsimError, ValueError) as error:
            raise NoReport(f"The text of this attempt, version {attempt.digest[:12]}, cannot be read here.") from error
        return Kept(
            attempt=attempt,
            session=session,
            hints=work.hints(attempt.id),
            scores=work.scores.of(attempt.id),
            title=assignment.title if assignment else "",
            released=theirs.released(attempt),
        )

    def _dialogue(self, work: Work, digest: str) -> Dialogue:
        """As it was kept. Raises `ValueError`."""
        if digest not in self._dialogues:
            self._dialogues[digest] = Dialogue(decode(work.version(digest) or "", Scenario))
        return self._dialogues[digest]

    def debrief(self, kept: Kept, marked: Marked | None) -> Debrief:
        """Raises `NoReport` where the rubric does not know any more what its text speaks of."""
        try:
            return read(self._library, kept.attempt, kept.session, furthest(kept.hints), marked)
        except (KeyError, ValueError) as error:
            raise NoReport("This attempt cannot be looked at with the rubric as it is now.") from error


def marked_of(work: Work, attempt: Attempt, theirs: Given) -> Marked | None:
    """What assessors found, where they mark it and it has been released."""
    assignment = theirs.of(attempt)
    if assignment is None or not assignment.assessed:
        return None
    from simulator.services.assessing.marked import marked

    return marked(work, attempt)


def final_of(work: Work, attempt: Attempt, script: Script, rubric: Rubric) -> Marked | None:
    """What counts of a script; None while it is not final. Of a round that another has followed, the levels alone."""
    from simulator.services.assessing.marked import in_order, marked

    found = marked(work, attempt, preview=True)
    final = work.scripts.finals([script.id]).get(script.id)
    if final is None or (found and found.script == script.id):
        return found if final else None
    levels = tuple(MarkedCriterion(e.criterion, e.level, e.how, (), ()) for e in in_order(final.criteria, script))
    return Marked(script.id, script.round, final.made, rubric, levels, {}, (), (), again=False)
