"""What one assessor works with, from the queue to the release of results."""

from collections.abc import Iterable, Mapping

from simulator.model.assessment import Draft, Moderation
from simulator.scoring.moderation import Level
from simulator.services.assessing import allocating, appealing, calibrating, desk, releasing, settling, sharing
from simulator.services.assessing import queue as queueing
from simulator.services.assessing import rules as ruling
from simulator.services.assessing.acting import Acting, Bench
from simulator.services.assessing.refusing import Refused
from simulator.services.assessing.showing import (
    AppealRow,
    AssignmentResults,
    BenchmarkEntry,
    Comparison,
    Marked,
    Marking,
    Queue,
    Rules,
)
from simulator.services.library import Library
from simulator.services.ports import Attempts, Clock, Entropy

__all__ = ["Assessing", "Refused"]


class Assessing:
    """The use case for one assessor. Every call asks anew whether they may, and raises `Forbidden` where not, `Refused`
    where something cannot be done as asked, `Overtaken` where another tab or person was quicker, and `StoreError`.
    """

    def __init__(
        self, library: Library, store: Attempts, benchmarks: Bench, person: str, now: Clock, new_id: Entropy
    ) -> None:
        self.library, self.person, self.now = library, person, now
        self._acting = Acting(library, store, benchmarks, person, now, new_id)

    # What there is to mark, and who marks it.

    def queue(self) -> Queue:
        """Every script there is for them, and how it stands with each."""
        return queueing.queue(self._acting)

    def take(self, script_id: str) -> None:
        """Take a free script; taking what is theirs already is nothing."""
        allocating.take(self._acting, script_id)

    def next(self) -> str | None:
        """Take what has waited longest; None where there is nothing for them. Its id."""
        return allocating.next_one(self._acting)

    def share_out(self) -> int:
        """Give all that is free to whoever has least; how many seats. For those who lead."""
        return sharing.share_out(self._acting)

    def step_back(self, script_id: str, reason: str, knows: bool = False) -> None:
        """Give a script back; with `knows` nothing of that person is theirs to mark any more."""
        allocating.step_back(self._acting, script_id, reason, knows)

    # Marking.

    def open(self, script_id: str) -> Marking | Comparison:
        """A script to be marked blind, or compared once they have marked it or it is final."""
        return desk.open_script(self._acting, script_id)

    def save(self, script_id: str, draft: Draft, based_on: int) -> int:
        """Keep a draft; its version."""
        return desk.save(self._acting, script_id, draft, based_on)

    def submit(self, script_id: str, draft: Draft, based_on: int) -> None:
        """Make the mark, once for ever."""
        desk.submit(self._acting, script_id, draft, based_on)

    # After the mark.

    def respond(self, script_id: str, criterion: str, level: Level, reason: str) -> None:
        """Abide by one's own level, for a reason, or take the machine's."""
        settling.respond(self._acting, script_id, criterion, level, reason)

    def decide_flag(self, script_id: str, gate: str, turn: int, upheld: bool, reason: str) -> None:
        settling.decide_flag(self._acting, script_id, gate, turn, upheld, reason)

    def propose(self, script_id: str, levels: Mapping[str, Level], reason: str) -> None:
        settling.propose(self._acting, script_id, levels, reason)

    def agree(self, script_id: str, number: int) -> None:
        settling.agree(self._acting, script_id, number)

    def ask_third(self, script_id: str) -> None:
        """For those who lead: a third mark where two do not come to agree."""
        settling.ask_third(self._acting, script_id)

    # Benchmarks.

    def benchmarks(self) -> tuple[BenchmarkEntry, ...]:
        return calibrating.benchmarks(self._acting)

    def calibrate(self, benchmark_id: str) -> str:
        """The script of a benchmark to be marked, again where it has been."""
        return calibrating.calibrate(self._acting, benchmark_id)

    # Results.

    def results(self) -> tuple[AssignmentResults, ...]:
        return releasing.results(self._acting)

    def preview(self, script_id: str) -> Marked:
        """What the trainee will read of a final result."""
        return releasing.preview(self._acting, script_id)

    def release(self, assignment_id: str, script_ids: Iterable[str]) -> int:
        """Let trainees see final results; how many had not been released before."""
        return releasing.release(self._acting, assignment_id, script_ids)

    def appeals(self) -> tuple[AppealRow, ...]:
        return appealing.appeals(self._acting)

    def reopen(self, script_id: str, answer: str) -> str:
        """For those who lead: have an attempt marked anew because of an appeal; the id of the new script."""
        return appealing.reopen(self._acting, script_id, answer)

    def decline(self, script_id: str, answer: str) -> None:
        """For those who lead: let the result stand."""
        appealing.decline(self._acting, script_id, answer)

    # Rules.

    def rules(self) -> Rules:
        return ruling.rules(self._acting)

    def set_rules(self, moderation: Moderation, based_on: int) -> None:
        ruling.set_rules(self._acting, moderation, based_on)

    def exclude(self, assessor_account: str, person_account: str, reason: str) -> None:
        ruling.exclude_by_account(self._acting, assessor_account, person_account, reason)

    def unexclude(self, assessor: str, person: str) -> None:
        ruling.unexclude(self._acting, assessor, person)
