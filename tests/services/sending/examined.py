"""An exam that ada has sat, and what assessors make of it, put straight into the store."""

from collections.abc import Callable

from simulator.model.assessment import (
    CriterionMark,
    Final,
    FinalCriterion,
    Flag,
    FlagDecision,
    Mark,
    Moderation,
    Purpose,
    Response,
    Script,
    Seat,
    Why,
)
from simulator.model.codec import digest
from simulator.model.person import Role
from simulator.services.practise import Practise
from simulator.store.assignments import Release
from simulator.store.sql import Store
from tests.services.assigning import assign
from tests.services.conftest import known
from tests.services.playing import play, say

HOUR = "borrowed-hour"
BEST = ("own-it", "stay-with-it", "agree-together", "show-it-kept", "remember")
CRITERIA = ("rapport-safety", "rupture-repair")
FIRST_MARK, SECOND_MARK, FINAL = (f"2026-04-0{day}T12:00:00+00:00" for day in (1, 2, 3))
RELEASED = "2026-04-04T12:00:00+00:00"
AGAIN, RELEASED_AGAIN = "2026-05-01T12:00:00+00:00", "2026-05-02T12:00:00+00:00"
COMMENT = "She waited well at the second turn."


class Examined:
    def __init__(self, store: Store, practice: Callable[..., Practise]) -> None:
        self.store, self.practice = store, practice
        for assessor in ("uma", "vic"):
            known(store, assessor, Role.ASSESSOR)
        known(store, "ada")
        known(store, "ben")

    def practised(self, person: str = "ada", scenario: str = "tiny", *options: str) -> str:
        return play(self.practice(person), scenario, *(options or ("ask",))).attempt

    def sit(self, person: str = "ada") -> str:
        """The exam, with a reason written at its hinge."""
        practise = self.practice(person)
        with self.store.reading() as work:
            given = work.assignments.get("exam")
        if given is None:
            assign(self.store, practise, HOUR, assessed=True, people=("ada", "ben"))
        shown = practise.begin(HOUR, "exam")
        for option in BEST:
            shown = say(practise, shown.attempt, option)
        return shown.attempt

    def mark(self, attempt: str, script: str = "script", at: str = FINAL, level: float = 3, **more: object) -> None:
        """Marked by two, with a second thought and a flag cleared, and final; not released."""
        with self.store.work() as work:
            rubric = work.scores.of(attempt)[0].rubric
            work.scripts.add(Script(script, Purpose.LIVE, rubric, FIRST_MARK, CRITERIA, attempt, **more))  # type: ignore[arg-type]
            for number, (assessor, found) in enumerate((("uma", 3), ("vic", None)), start=1):
                work.scripts.add_seat(Seat(script, number, number, Why.FIRST, FIRST_MARK, assessor))
                marked = (CriterionMark(CRITERIA[0], 3, (1, 2), COMMENT), CriterionMark(CRITERIA[1], found))
                submitted = FIRST_MARK if number == 1 else SECOND_MARK
                work.marks.submit(Mark(script, number, assessor, FIRST_MARK, submitted, marked, {1: COMMENT}, COMMENT))
            work.marks.respond(Response(script, 1, CRITERIA[1], 2, COMMENT, SECOND_MARK))
            work.marks.raise_flag(Flag(script, "no-harm", 2, FIRST_MARK, "uma", COMMENT))
            work.marks.decide(script, "no-harm", 2, FlagDecision("vic", False, COMMENT, SECOND_MARK))
            final = (FinalCriterion(CRITERIA[0], level, "agreed"), FinalCriterion(CRITERIA[1], None, "consensus"))
            work.scripts.settle(Final(script, at, Moderation(), final))
            work.commit()

    def release(self, attempt: str | None, at: str = RELEASED) -> None:
        with self.store.work() as work:
            work.assignments.release(Release("exam", attempt, "tina", at))
            work.commit()

    def everything(self, person: str = "ada") -> str:
        """An exam marked, released, appealed against and marked again."""
        attempt = self.sit(person)
        self.mark(attempt)
        self.release(attempt)
        self.mark(attempt, "again", AGAIN, 4, round=2, cites="script")
        self.release(attempt, RELEASED_AGAIN)
        return attempt

    def rubric(self, attempt: str) -> str:
        return digest(self.practice("ada").library.rubric)
