"""Sharing out: every free seat goes to whoever has least, among those who may mark it and are ready."""

from collections import Counter
from collections.abc import Iterator

from simulator.model.assessment import Purpose, Seat
from simulator.model.person import Person
from simulator.services.assessing.acting import Acting
from simulator.services.assessing.advancing import gather
from simulator.services.assessing.allocating import allocating, free_scripts
from simulator.services.assessing.calibrating import Calibration, seed
from simulator.services.assessing.dossiers import Dossier
from simulator.services.assessing.eligible import Eligible, eligible
from simulator.services.ports import Work


def share_out(acting: Acting) -> int:
    """Give every free seat to somebody; how many were given. What somebody has counts, marked or not; what they gave
    back does not, and is not given to them again.

    Raises `Forbidden` for whoever may not lead.
    """
    gather(acting)
    with allocating(acting, lead=True) as (work, rules, known):
        scripts = free_scripts(work, acting)
        sharing = _Sharing(work, eligible(work, [each.script for each in scripts]), Calibration(work, known, rules))
        given = [each for found in scripts for each in sharing.of(found)]
        for found, seat, person in given:
            work.scripts.take(found.id, seat.number, person.id, acting.now())
            acting.audit(work, "gave a script", found.id, f"seat {seat.seat}")
            sharing.ever[person.id] += 1
            seed(work, acting, person.id, sharing.ever[person.id], rules, known)
        work.commit()
    return len(given)


class _Sharing:
    """Who has how much: `load` is what they have or had and did not give back, `ever` all they were ever given."""

    def __init__(self, work: Work, may: Eligible, calibration: Calibration) -> None:
        self._may = may
        self._ready = [each for each in may.assessors if calibration.ready(each.id)]
        live = work.scripts.seats([each.id for each in work.scripts.all(Purpose.LIVE)])
        taken = [each for some in live.values() for each in some if each.assessor]
        self.ever: Counter[str | None] = Counter(each.assessor for each in taken)
        self._load: Counter[str | None] = Counter(each.assessor for each in taken if each.ended is None)

    def of(self, found: Dossier) -> Iterator[tuple[Dossier, Seat, Person]]:
        """Who is given which free seat of a script; nobody has two of one."""
        sits = {each.assessor for each in found.lasting}
        able = [each for each in self._ready if each.id not in sits and not found.stepped_back(each.id)]
        able = [each for each in able if self._may.answer(each, found).allowed]
        for seat in found.unmarked:
            if seat.assessor is None and able:
                chosen = min(able, key=lambda each: (self._load[each.id], each.account))
                able.remove(chosen)
                self._load[chosen.id] += 1
                yield found, seat, chosen
