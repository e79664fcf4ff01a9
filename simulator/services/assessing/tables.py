"""Everything about marking as tables to be taken away: every script, mark, reason, flag, final, release and appeal.

One read of the store, so that the tables fit each other. People stand in them by their accounts; names do not. Columns
are explained in `COLUMNS`, for whoever opens the files without us.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from simulator.exports.table import Cell, Table
from simulator.model.assessment import (
    Appeal,
    Consensus,
    Exclusion,
    Final,
    Flag,
    Mark,
    Response,
    Script,
    Seat,
)
from simulator.services.assessing.table_words import COLUMNS, README
from simulator.services.ports import Attempts, Work
from simulator.store.assignments import Release
from simulator.store.learning import Learning, Learnt
from simulator.store.rows import batches

T = TypeVar("T")
Rows = Iterator[tuple[Cell, ...]]

AT_ONCE = 1000


def tables(store: Attempts) -> tuple[Table, ...]:
    """Every table, the empty ones too. Raises `StoreError`."""
    with store.reading() as work:
        read = _read(work)
    return tuple(Table(name, tuple(COLUMNS[name]), tuple(rows(read))) for name, rows in _TABLES.items())


def readme() -> str:
    """What each table and column means, as Markdown."""
    parts = [README]
    for name, columns in COLUMNS.items():
        parts.append(f"\n## {name}.csv\n")
        parts += [f"- `{column}`: {means}" for column, means in columns.items()]
    return "\n".join(parts) + "\n"


@dataclass(frozen=True)
class _Read:
    """All there is, by script or by attempt; `accounts` by person."""

    scripts: tuple[Script, ...]
    seats: Mapping[str, list[Seat]]
    marks: Mapping[str, list[Mark]]
    responses: Mapping[str, list[Response]]
    flags: Mapping[str, list[Flag]]
    consensus: Mapping[str, list[Consensus]]
    finals: Mapping[str, Final]
    attempts: Mapping[str, Learnt]
    accounts: Mapping[str, str]
    releases: list[Release]
    appeals: list[Appeal]
    exclusions: list[Exclusion]

    def account(self, person: str | None) -> str | None:
        return None if person is None else self.accounts.get(person, person)

    def of_all(self, found: Mapping[str, list[T]]) -> Iterator[T]:
        """What hangs on scripts, in their order."""
        for script in self.scripts:
            yield from found.get(script.id, ())

    @cached_property
    def assessors(self) -> Mapping[tuple[str, int], str]:
        return {(mark.script, mark.seat): mark.assessor for mark in self.of_all(self.marks)}


def _read(work: Work) -> _Read:
    scripts = tuple(work.scripts.all())
    ids = [each.id for each in scripts]
    attempts = {each.attempt for each in scripts if each.attempt}
    learning = Learning(work.connection)
    learnt = {each.attempt.id: each for some in batches(sorted(attempts), AT_ONCE) for each in learning.of(some)}
    assignments = sorted({each.attempt.assignment for each in learnt.values() if each.attempt.assignment})
    return _Read(
        scripts=scripts,
        seats=work.scripts.seats(ids),
        marks=work.marks.of(ids),
        responses=work.marks.responses(ids),
        flags=work.marks.flags(ids),
        consensus=work.marks.consensus(ids),
        finals=work.scripts.finals(ids),
        attempts=learnt,
        accounts={each.id: each.account for each in work.people.all()},
        releases=work.assignments.releases(assignments) if assignments else [],
        appeals=list(work.scripts.appeals().values()),
        exclusions=work.scripts.exclusions(),
    )


def _scripts(read: _Read) -> Rows:
    for each in read.scripts:
        learnt = read.attempts.get(each.attempt or "")
        attempt = learnt.attempt if learnt else None
        yield (
            each.id, each.purpose.value, each.round, each.cites, each.attempt, each.benchmark,
            attempt.assignment if attempt else None, attempt.scenario if attempt else None,
            read.account(attempt.person) if attempt else None, attempt.finished if attempt else None,
            learnt.released if learnt else None, each.rubric, " ".join(each.criteria), each.made,
            each.id in read.finals,
        )  # fmt: skip


def _seats(read: _Read) -> Rows:
    for each in read.of_all(read.seats):
        who = read.account(each.assessor)
        times = (each.made, each.opened, each.seen, each.ended)
        yield (each.script, each.number, each.seat, each.why.value, who, *times, each.ended_why)


def _marks(read: _Read) -> Rows:
    for mark in read.of_all(read.marks):
        for each in mark.criteria:
            yield (
                mark.script, mark.seat, read.account(mark.assessor), each.criterion, each.level,
                each.level is not None, _turns(each.turns), each.comment, mark.begun, mark.submitted,
            )  # fmt: skip


def _notes(read: _Read) -> Rows:
    """Those on turns, and the comment on the whole, which has no turn."""
    for mark in read.of_all(read.marks):
        key = (mark.script, mark.seat, read.account(mark.assessor))
        if mark.comment:
            yield (*key, None, mark.comment)
        for turn, note in sorted(mark.notes.items()):
            yield (*key, turn, note)


def _responses(read: _Read) -> Rows:
    for each in read.of_all(read.responses):
        who = read.account(read.assessors.get((each.script, each.seat)))
        yield (each.script, each.seat, who, each.criterion, each.level, each.level is not None, each.reason, each.made)


def _flags(read: _Read) -> Rows:
    for each in read.of_all(read.flags):
        said = each.decision
        decided = (said.upheld, read.account(said.assessor), said.reason, said.made) if said else (None,) * 4
        by = read.account(each.assessor) or "machine"
        yield (each.script, each.gate, each.turn, by, each.comment, each.made, *decided)


def _consensus(read: _Read) -> Rows:
    for each in read.of_all(read.consensus):
        for criterion, level in sorted(each.levels.items()):
            yield (
                each.script, each.number, read.account(each.assessor), criterion, level, level is not None,
                each.reason, each.made, read.account(each.agreed_by), each.agreed,
            )  # fmt: skip


def _finals(read: _Read) -> Rows:
    for script in read.scripts:
        if final := read.finals.get(script.id):
            policy = final.policy
            rules = (policy.within, policy.beyond, policy.gap, policy.double, policy.border)
            for each in final.criteria:
                opportunity = each.level is not None
                yield (script.id, each.criterion, each.level, opportunity, each.how, final.made, *rules)


def _machine(read: _Read) -> Rows:
    for attempt, learnt in read.attempts.items():
        for score in learnt.scores:
            for each in score.criteria:
                yield (
                    attempt, score.number, each.criterion, each.level, each.m, each.items, score.rubric,
                    score.engine, score.made,
                )  # fmt: skip


def _ratings(read: _Read) -> Rows:
    """One row for each level that anybody gave: what statistics of agreement are made from."""
    for script in read.scripts:
        key = (script.id, script.attempt, script.benchmark, script.purpose.value, script.round)
        for mark in read.marks.get(script.id, ()):
            for each in mark.criteria:
                rater = (read.account(mark.assessor), "assessor", mark.seat)
                yield (*key, each.criterion, *rater, each.level, each.level is not None, mark.submitted)
        if learnt := read.attempts.get(script.attempt or ""):
            score = learnt.scores[-1]
            for found in score.criteria:
                if found.criterion in script.criteria:
                    given = (found.level, found.level is not None, score.made)
                    yield (*key, found.criterion, "machine", "machine", None, *given)
        if final := read.finals.get(script.id):
            for one in final.criteria:
                yield (*key, one.criterion, "final", "final", None, one.level, one.level is not None, final.made)


def _releases(read: _Read) -> Rows:
    for each in read.releases:
        yield (each.assignment, each.attempt, read.account(each.person), each.released)


def _appeals(read: _Read) -> Rows:
    for each in read.appeals:
        decided = (each.decided, read.account(each.decided_by), each.answer, each.reopened)
        yield (each.script, read.account(each.person), each.reason, each.made, *decided)


def _exclusions(read: _Read) -> Rows:
    for each in read.exclusions:
        by = read.account(each.entered_by)
        yield (read.account(each.assessor), read.account(each.person), each.reason, by, each.made)


def _turns(turns: tuple[int, ...]) -> str:
    return " ".join(map(str, turns))


_TABLES: dict[str, Callable[[_Read], Rows]] = {
    "scripts": _scripts,
    "seats": _seats,
    "marks": _marks,
    "notes": _notes,
    "responses": _responses,
    "flags": _flags,
    "consensus": _consensus,
    "finals": _finals,
    "machine": _machine,
    "ratings": _ratings,
    "releases": _releases,
    "appeals": _appeals,
    "exclusions": _exclusions,
}
