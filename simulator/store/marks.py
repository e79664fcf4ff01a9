"""What assessors say of scripts: drafts, marks, and what is said after a mark: reasons, decisions on flags, consensus.

Drafts are written over and dropped; everything else only grows, and stays as it was said.
"""

import json
from collections.abc import Iterable
from functools import lru_cache

from sqlalchemy import ColumnElement, Connection, delete, exists, insert, select, update

from simulator.errors import Overtaken
from simulator.model.assessment import Consensus, CriterionMark, Draft, Flag, FlagDecision, Mark, Response
from simulator.model.codec import decode, encode
from simulator.store.rows import by_script, insert_new
from simulator.store.tables import (
    consensus,
    flag_decisions,
    flags,
    mark_criteria,
    mark_drafts,
    mark_notes,
    mark_responses,
    marks,
    scripts,
    seats,
)


class Marks:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # Drafts.

    def draft(self, script: str, assessor: str) -> tuple[Draft, int, str] | None:
        """The draft as saved last, its version from 1, and when it was saved."""
        row = self._connection.execute(select(mark_drafts).where(_draft_of(script, assessor))).one_or_none()
        return (decode(row.document, Draft), row.version, row.saved) if row else None

    def save_draft(self, script: str, assessor: str, draft: Draft, based_on: int, at: str) -> int:
        """Write over the version that `based_on` names (0 where there is none yet); the version it is now.

        Raises `Overtaken` where another one stands, or the mark has been submitted.
        """
        row = {"document": _document(draft), "saved": at, "version": based_on + 1}
        self._hold(script)
        if self._marked(script, assessor):
            raise Overtaken("You have submitted this mark already, perhaps in another tab.")
        if based_on == 0:
            saved = insert_new(self._connection, mark_drafts, {"script": script, "assessor": assessor, **row})
        else:
            same = _draft_of(script, assessor) & (mark_drafts.c.version == based_on)
            saved = self._connection.execute(update(mark_drafts).where(same).values(row)).rowcount
        if not saved:
            raise Overtaken("You have changed this mark in another tab since; choose which of the two to go on with.")
        return based_on + 1

    def drop_draft(self, script: str, assessor: str) -> None:
        self._connection.execute(delete(mark_drafts).where(_draft_of(script, assessor)))

    # Marks.

    def submit(self, mark: Mark) -> None:
        """Keep a mark for ever. Raises `Overtaken` where the seat or the assessor has one on this script already, or
        the seat is not theirs any more.
        """
        self._hold(mark.script)
        theirs = (seats.c.script == mark.script) & (seats.c.seat == mark.seat) & (seats.c.assessor == mark.assessor)
        if not self._connection.scalar(select(exists().where(theirs, seats.c.ended.is_(None)))):
            raise Overtaken("This script is not yours to mark any more; what you wrote is kept as a draft.")
        row = {name: getattr(mark, name) for name in ("script", "seat", "assessor", "begun", "submitted", "comment")}
        if not insert_new(self._connection, marks, row):
            raise Overtaken("This mark has been submitted already, perhaps in another tab.")
        key = {"script": mark.script, "seat": mark.seat}
        criteria = [{**key, **_criterion(each)} for each in mark.criteria]
        notes = [{**key, "turn": turn, "note": note} for turn, note in mark.notes.items()]
        for table, rows in ((mark_criteria, criteria), (mark_notes, notes)):
            if rows:
                self._connection.execute(insert(table), rows)

    def of(self, ids: Iterable[str]) -> dict[str, list[Mark]]:
        """The marks of each of these scripts, by seat; criteria by id."""
        ids = list(ids)
        criteria: dict[tuple[str, int], list[CriterionMark]] = {}
        for script, rows in by_script(self._connection, mark_criteria, ids, "criterion").items():
            for row in rows:
                mark = CriterionMark(row.criterion, row.level, _turns(row.turns), row.comment)
                criteria.setdefault((script, row.seat), []).append(mark)
        notes: dict[tuple[str, int], dict[int, str]] = {}
        for script, rows in by_script(self._connection, mark_notes, ids, "turn").items():
            for row in rows:
                notes.setdefault((script, row.seat), {})[row.turn] = row.note
        return {
            script: [
                Mark(
                    **row._mapping,
                    criteria=tuple(criteria.get((script, row.seat), ())),
                    notes=notes.get((script, row.seat), {}),
                )
                for row in rows
            ]
            for script, rows in by_script(self._connection, marks, ids, "seat").items()
        }

    # What is said after a mark.

    def respond(self, response: Response) -> None:
        """Keep what is abided by. Raises `Overtaken` where that has been said of this criterion already."""
        row = {name: getattr(response, name) for name in Response.__slots__}
        if not insert_new(self._connection, mark_responses, row):
            raise Overtaken("You have answered this already, perhaps in another tab.")

    def responses(self, ids: Iterable[str]) -> dict[str, list[Response]]:
        """By script; by seat and criterion."""
        found = by_script(self._connection, mark_responses, ids, "seat", "criterion")
        return {script: [Response(**row._mapping) for row in rows] for script, rows in found.items()}

    def raise_flag(self, flag: Flag) -> None:
        """Keep a flag without its decision; raising it again, whoever does, is nothing."""
        row = {name: getattr(flag, name) for name in Flag.__slots__ if name != "decision"}
        insert_new(self._connection, flags, row)

    def decide(self, script: str, gate: str, turn: int, decision: FlagDecision) -> None:
        """Uphold a flag or clear it. Raises `Overtaken` where it has been decided already."""
        row = {name: getattr(decision, name) for name in FlagDecision.__slots__}
        row |= {"script": script, "gate": gate, "turn": turn, "upheld": int(decision.upheld)}
        if not insert_new(self._connection, flag_decisions, row):
            raise Overtaken("This flag has been decided already.")

    def flags(self, ids: Iterable[str]) -> dict[str, list[Flag]]:
        """The flags on each of these scripts with their decisions, by turn and gate."""
        ids = list(ids)
        decided = {
            (row.script, row.gate, row.turn): FlagDecision(row.assessor, bool(row.upheld), row.reason, row.made)
            for rows in by_script(self._connection, flag_decisions, ids).values()
            for row in rows
        }
        return {
            script: [Flag(**row._mapping, decision=decided.get((script, row.gate, row.turn))) for row in rows]
            for script, rows in by_script(self._connection, flags, ids, "turn", "gate").items()
        }

    def propose(self, proposal: Consensus) -> None:
        """Keep what one of the two proposes. Raises `Overtaken` where its number is taken, or one is agreed to."""
        row = {name: getattr(proposal, name) for name in Consensus.__slots__}
        self._hold(proposal.script)
        agreed = exists().where(consensus.c.script == proposal.script, consensus.c.agreed_by.is_not(None))
        if self._connection.scalar(select(agreed)):
            raise Overtaken("A proposal has been agreed to already; nothing more can be proposed.")
        if not insert_new(self._connection, consensus, {**row, "levels": encode(proposal.levels).decode()}):
            raise Overtaken("Something has been proposed meanwhile; read it first.")

    def agree(self, script: str, number: int, person: str, at: str) -> None:
        """Agree to a proposal. Raises `Overtaken` where it has been agreed to, or is not the last one any more."""
        self._hold(script)
        later = consensus.alias()
        overtaken = exists().where(later.c.script == script, later.c.number > number)
        this = (consensus.c.script == script) & (consensus.c.number == number) & consensus.c.agreed_by.is_(None)
        agreeing = update(consensus).where(this, ~overtaken).values(agreed_by=person, agreed=at)
        if self._connection.execute(agreeing).rowcount != 1:
            raise Overtaken("This proposal does not stand any more; read the last one.")

    def consensus(self, ids: Iterable[str]) -> dict[str, list[Consensus]]:
        """What was proposed on each of these scripts, the first proposal first."""
        found = by_script(self._connection, consensus, ids, "number")
        return {
            script: [Consensus(**{**row._mapping, "levels": json.loads(row.levels)}) for row in rows]
            for script, rows in found.items()
        }

    def _hold(self, script: str) -> None:
        self._connection.execute(select(scripts.c.id).where(scripts.c.id == script).with_for_update())

    def _marked(self, script: str, assessor: str) -> bool:
        theirs = exists().where(marks.c.script == script, marks.c.assessor == assessor)
        return bool(self._connection.scalar(select(theirs)))


def _draft_of(script: str, assessor: str) -> ColumnElement[bool]:
    return (mark_drafts.c.script == script) & (mark_drafts.c.assessor == assessor)


@lru_cache(maxsize=4096)
def _turns(text: str) -> tuple[int, ...]:
    return tuple(json.loads(text))


def _document(draft: Draft) -> str:
    """Keys of JSON are text; `decode` makes numbers of them again."""
    fields = {name: getattr(draft, name) for name in Draft.__slots__}
    return encode({**fields, "notes": {str(turn): note for turn, note in draft.notes.items()}}).decode()


def _criterion(mark: CriterionMark) -> dict[str, object]:
    turns = json.dumps(list(mark.turns))
    return {"criterion": mark.criterion, "level": mark.level, "turns": turns, "comment": mark.comment}
