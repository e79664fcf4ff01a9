"""Everything that is kept about some scripts, read in a number of queries that does not grow with them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from simulator.model.assessment import Final, Mark, Moderation, Script, Seat
from simulator.model.attempt import Attempt
from simulator.model.person import Role
from simulator.model.rubric import Rubric
from simulator.model.score import Score
from simulator.scoring.moderation import Assessed, Machine, needed
from simulator.services.access import GONE, Forbidden
from simulator.services.assessing.acting import Acting
from simulator.services.assigning.acting import sound
from simulator.services.ports import Work


@dataclass(frozen=True, slots=True)
class Dossier:
    """One script. `attempt` and `score` are None for a benchmark; `seats` are all it ever had."""

    script: Script
    seats: tuple[Seat, ...]
    attempt: Attempt | None
    score: Score | None
    rubric: Rubric
    assessed: Assessed
    final: Final | None

    @property
    def id(self) -> str:
        return self.script.id

    @property
    def trainee(self) -> str | None:
        return self.attempt.person if self.attempt else None

    @property
    def lasting(self) -> tuple[Seat, ...]:
        """Seats that have not ended, marked or not."""
        return tuple(each for each in self.seats if each.ended is None)

    @property
    def unmarked(self) -> tuple[Seat, ...]:
        """Seats whose marks are still to come, taken or not."""
        return tuple(each for each in self.lasting if self.assessed.mark(each.seat) is None)

    @property
    def free(self) -> Seat | None:
        """The first seat that nobody has taken."""
        return next((each for each in self.unmarked if each.assessor is None), None)

    def seat_of(self, person: str) -> Seat | None:
        """The seat on which somebody has still to mark."""
        return next((each for each in self.unmarked if each.assessor == person), None)

    def mark_of(self, person: str) -> Mark | None:
        return self.assessed.mark_of(person)

    def stepped_back(self, person: str) -> bool:
        return any(each.assessor == person and each.ended for each in self.seats)

    def lost(self, assessors: Iterable[str]) -> tuple[Seat, ...]:
        """Seats still to be marked by somebody who is not among the assessors any more."""
        there = set(assessors)
        return tuple(each for each in self.unmarked if each.assessor is not None and each.assessor not in there)

    def lacks(self, rules: Moderation) -> int:
        """How many marks are needed that nobody has been asked for yet."""
        return max(0, len(needed(self.assessed, rules)) - self.assessed.seats)


def dossiers(work: Work, acting: Acting, scripts: Iterable[Script]) -> dict[str, Dossier]:
    """By script, in the order given. Raises `Refused` where a rubric cannot be read any more.

    The score, flags and what is said after a mark matter once there is a mark, and are read of scripts that have one.
    """
    scripts = list(scripts)
    ids = [each.id for each in scripts]
    attempts = work.attempts_named(dict.fromkeys(each.attempt for each in scripts if each.attempt))
    assessors, seats, marks = active(work), work.scripts.seats(ids), work.marks.of(ids)
    marked = [each for each in ids if marks[each]]
    scores = work.scores.last(dict.fromkeys(each.attempt for each in scripts if each.attempt and marks[each.id]))
    rubrics = {each: acting.rubric(work, each) for each in {*(each.rubric for each in scripts), *_scored(scores)}}
    responses, flags, consensus = work.marks.responses(marked), work.marks.flags(marked), work.marks.consensus(marked)
    finals = work.scripts.finals(marked)
    found: dict[str, Dossier] = {}
    for script in scripts:
        id_, score = script.id, scores.get(script.attempt or "")
        rubric = rubrics[script.rubric]
        assessed = Assessed(
            script=script,
            machine=machine(score, rubrics[score.rubric]) if score else None,
            caps={each.id: (each.criterion, each.cap) for each in rubric.gates},
            marks=tuple(marks[id_]),
            responses=tuple(responses.get(id_, ())),
            flags=tuple(flags.get(id_, ())),
            consensus=tuple(consensus.get(id_, ())),
            seats=max((each.seat for each in seats[id_]), default=0),
            gone=frozenset(each.assessor for each in marks[id_] if each.assessor not in assessors),
        )
        attempt = attempts.get(script.attempt or "")
        found[id_] = Dossier(script, tuple(seats[id_]), attempt, score, rubric, assessed, finals.get(id_))
    return found


def dossier(work: Work, acting: Acting, script_id: str, *, hold: bool = False) -> Dossier:
    """Of one script; with `hold` nobody else changes anything of it in this unit of work.

    Raises `Forbidden`, in the words for what is not there.
    """
    script_id = sound(script_id) if isinstance(script_id, str) else ""
    script = work.scripts.hold(script_id) if hold else work.scripts.get(script_id)
    if script is None:
        raise Forbidden(GONE)
    return dossiers(work, acting, [script])[script.id]


def active(work: Work) -> set[str]:
    """Ids of those who assess now."""
    return {each.id for each in work.people.active(Role.ASSESSOR)}


def machine(score: Score, rubric: Rubric) -> Machine:
    """What a score found, with the cuts it was scored by."""
    return Machine(
        {each.criterion: each.level for each in score.criteria},
        {each.criterion: each.m for each in score.criteria},
        rubric.scoring.cuts,
    )


def _scored(scores: Mapping[str, Score]) -> set[str]:
    return {each.rubric for each in scores.values()}
