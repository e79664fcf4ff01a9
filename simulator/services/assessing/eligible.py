"""Who may mark which script: what is kept about people, put before `access`."""

from collections.abc import Iterable, Mapping

from simulator.model.assessment import Moderation, Purpose, Script
from simulator.model.person import Person, Role
from simulator.scoring.moderation import needed
from simulator.services import access
from simulator.services.access import Answer, may_assess, may_lead
from simulator.services.assessing.dossiers import Dossier
from simulator.services.ports import Work

FEW = (
    "Too few assessors are left who do not know this attempt from a former round, so whoever marked it then may mark "
    "it again."
)


class Eligible:
    """Answers for scripts of which everything has been read. `former` are, by attempt and round, those who know it
    from a round before.
    """

    def __init__(
        self,
        assessors: Iterable[Person],
        excluded: Iterable[tuple[str, str]],
        former: Mapping[tuple[str | None, int], frozenset[str]],
    ) -> None:
        self.assessors = tuple(assessors)
        self._excluded, self._former = frozenset(excluded), former

    def answer(self, person: Person | None, dossier: Dossier) -> Answer:
        """Whether somebody may take a seat of a script, whether or not one is free. A benchmark is nobody else's."""
        if person is None or dossier.trainee is None:
            return may_assess(person, access.Script(None, excluded=True))
        return may_assess(
            person,
            access.Script(
                trainee=dossier.trainee,
                excluded=(person.id, dossier.trainee) in self._excluded,
                marked=dossier.mark_of(person.id) is not None,
                before=person.id in self.former(dossier),
                few=self.few(dossier),
            ),
        )

    def barred(self, person: str, trainee: str | None) -> bool:
        """Whether nothing of a trainee is for somebody: their own, or of whom they are excluded from."""
        return trainee is not None and (person == trainee or (person, trainee) in self._excluded)

    def former(self, dossier: Dossier) -> frozenset[str]:
        return self._former.get((dossier.script.attempt, dossier.script.round), frozenset())

    def few(self, dossier: Dossier) -> bool:
        """Whether there are fewer assessors without a former round than marks."""
        former = self.former(dossier)
        return bool(former) and len(self._able(dossier) - former) < dossier.assessed.seats

    def _able(self, dossier: Dossier) -> set[str]:
        return {each.id for each in self.assessors if not self.barred(each.id, dossier.trainee)}

    def says(self, dossier: Dossier, rules: Moderation) -> tuple[str, ...]:
        """What stands in the way of marks that are still to come, in words; empty for a script that is settled."""
        if dossier.final or not dossier.unmarked or dossier.trainee is None:
            return ()
        able, seats = len(self._able(dossier)), max(dossier.assessed.seats, len(needed(dossier.assessed, rules)))
        lost = len(dossier.assessed.gone)
        lacking = () if able + lost >= seats else (_lacking(able + lost, seats),)
        return (*((FEW,) if self.few(dossier) else ()), *lacking)


def _lacking(able: int, seats: int) -> str:
    only = "nobody here may" if able == 0 else "only one assessor here may" if able == 1 else f"only {able} here may"
    return f"It needs {seats} marks, and {only} mark it. More assessors are needed."


def eligible(work: Work, scripts: Iterable[Script]) -> Eligible:
    """For these scripts; as many queries however many there are."""
    excluded = [(each.assessor, each.person) for each in work.scripts.exclusions()]
    return Eligible(work.people.active(Role.ASSESSOR), excluded, _former(work, scripts))


def _former(work: Work, scripts: Iterable[Script]) -> dict[tuple[str | None, int], frozenset[str]]:
    """Whoever marked an attempt in a round before, and whoever leads: they read who asked for another, and why."""
    later = [each for each in scripts if each.round > 1]
    if not later:
        return {}
    before = _rounds(work, {each.attempt for each in later if each.attempt})
    marks, appeals = work.marks.of([each.id for each in before]), work.scripts.appeals([each.id for each in before])
    found: dict[tuple[str | None, int], frozenset[str]] = {}
    leading = {each.id for each in work.people.active(Role.ASSESSOR) if may_lead(each).allowed}
    for script in later:
        theirs = [each.id for each in before if each.attempt == script.attempt and each.round < script.round]
        people = {mark.assessor for each in theirs for mark in marks[each]}
        people |= {a.decided_by for each in theirs if (a := appeals.get(each)) and a.decided_by} | leading
        found[(script.attempt, script.round)] = frozenset(people)
    return found


def _rounds(work: Work, attempts: set[str]) -> list[Script]:
    """Every script of these attempts."""
    if len(attempts) == 1:
        return work.scripts.of_attempt(*attempts)
    return [each for each in work.scripts.all(Purpose.LIVE) if each.attempt in attempts]
