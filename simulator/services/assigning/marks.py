"""How far assessors have come with the attempts of an assignment that they mark, as its trainer may know it.

Only whether a mark is final; what it says is the trainee's first, once it is released.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from simulator.model.assignment import Assignment
from simulator.services.ports import Work
from simulator.store.assignments import Release

MARKING, FINAL, AGAIN = "marking", "final", "again"


@dataclass(frozen=True, slots=True)
class Marks:
    """`finals`: when the mark of an attempt's latest round became final, None while it is not.

    `rounds`: how often it has been put before assessors.
    """

    finals: dict[str, str | None]
    rounds: dict[str, int]

    def state(self, attempt: str) -> str:
        """`marking`, `final`, or `again` while a released one is looked at again."""
        if self.finals.get(attempt) is not None:
            return FINAL
        return AGAIN if self.rounds.get(attempt, 0) > 1 else MARKING


def marks(work: Work, *assignments: Assignment) -> Marks:
    """What stands of these; nothing for those that nobody marks. Two queries, however many there are."""
    assessed = [each.id for each in assignments if each.assessed]
    scripts = work.scripts.of_assignments(assessed) if assessed else []
    latest = {each.attempt: each for each in sorted(scripts, key=lambda each: each.round) if each.attempt}
    finals = work.scripts.finals([each.id for each in latest.values()]) if latest else {}
    return Marks(
        {attempt: finals[each.id].made if each.id in finals else None for attempt, each in latest.items()},
        {attempt: each.round for attempt, each in latest.items()},
    )


def to_release(marks: Marks, releases: Iterable[Release]) -> list[str]:
    """Attempts whose mark is final and has not been released since."""
    given: dict[str | None, str] = {}
    for each in releases:
        given[each.attempt] = max(each.released, given.get(each.attempt, ""))
    return [a for a, final in marks.finals.items() if final is not None and given.get(a, "") < final]
