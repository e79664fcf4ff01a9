"""A unit of work does all of what it was asked or nothing, and what is a log only grows.

Every act that a unit of work knows is listed here; one that is missing is told of.
"""

import re
from contextlib import suppress
from dataclasses import replace
from functools import reduce
from inspect import getmembers, isfunction
from pathlib import Path

import pytest
from sqlalchemy import event

from simulator.errors import StoreError, TurnTaken
from simulator.model.assessment import Draft, FlagDecision, Mark, Moderation
from simulator.model.attempt import Hint
from simulator.model.person import Person, Role
from simulator.store import tables, work
from simulator.store.assignments import Assignments
from simulator.store.audit import Audit, Entry
from simulator.store.cohorts import Cohorts
from simulator.store.marks import Marks
from simulator.store.people import Invitation, People, SignIn
from simulator.store.scores import Scores
from simulator.store.scripts import Scripts
from simulator.store.statements import Statements
from simulator.store.work import Work
from tests.store.filling import (
    APPEAL,
    ASSIGNMENT,
    BEN,
    BENCHMARK,
    BY_THE_MACHINE,
    COHORT,
    EXCLUSION,
    FINAL,
    FREE,
    GOING,
    INVITATION,
    LATER,
    PROPOSAL,
    RAPPORT,
    RELEASE,
    RESPONSE,
    SIGN_IN,
    STATEMENT,
    a_score,
    everything,
    fill,
    standing,
)
from tests.store.keeping import NOW, a_publication, do

NEW = Person("new", "new", "New", frozenset({Role.TRAINEE}))
BACK = replace(GOING, id="back", parent="going", choices=())

ACTS = {
    "keep_version": ("e" * 64, "tiny", "{}"),
    "keep_rubric": ("f" * 64, "alliance", "{}"),
    "begin": (replace(GOING, id="begun"),),
    "add_choice": ("going", 2, "tell", NOW),
    "give_reason": ("going", 1, "Because."),
    "finish": ("going", "met", NOW),
    "carry_on": ("going", BACK),
    "give_hint": ("going", Hint(2, 2), NOW),
    "publish": (a_publication(2),),
    "people.add": (NEW, NOW),
    "people.add_all": ([NEW], NOW),
    "people.update": (replace(BEN, name="Benjamin"),),
    "people.set_roles": ("p-ben", [Role.TRAINER]),
    "people.set_password": ("p-ada", "new", LATER),
    "people.invite": (Invitation("n" * 64, "p-ben", NOW, LATER),),
    "people.invite_all": ([Invitation("n" * 64, "p-ben", NOW, LATER)],),
    "people.use_invitation": (INVITATION.token, LATER),
    "people.sign_in": (SignIn("t" * 64, "p-ada", NOW, LATER),),
    "people.sign_out": (SIGN_IN.token, LATER),
    "people.sign_out_everywhere": ("p-ada", LATER),
    "people.sign_everybody_out": (LATER,),
    "people.forget_sign_ins": ("2027",),
    "cohorts.add": (replace(COHORT, id="winter"),),
    "cohorts.update": (replace(COHORT, members=(), trainers=("p-ben",)),),
    "cohorts.drop_person": ("p-ada",),
    "assignments.add": (replace(ASSIGNMENT, id="week-2"),),
    "assignments.update": (replace(ASSIGNMENT, cohorts=(), people=("p-ada",)),),
    "assignments.drop_person": ("p-ben",),
    "assignments.release": (replace(RELEASE, attempt=None),),
    "scores.add": (a_score(number=2),),
    "scripts.add": (replace(BENCHMARK, id="another"),),
    "scripts.add_seat": (replace(FREE, number=2, seat=2),),
    "scripts.take": ("again", 1, "p-tina", LATER),
    "scripts.look": ("benchmark", 1, LATER),
    "scripts.end_seat": ("again", 1, LATER, "not needed"),
    "scripts.set_moderation": (2, Moderation(double=1.0), "p-tina", LATER),
    "scripts.unexclude": ("p-ben", "p-ada"),
    "scripts.exclude": (replace(EXCLUSION, assessor="p-tina"),),
    "scripts.settle": (replace(FINAL, script="again"),),
    "scripts.decide_appeal": ("script", LATER, "p-tina", "Right.", "again"),
    "scripts.appeal": (replace(APPEAL, script="again"),),
    "marks.save_draft": ("benchmark", "p-ben", Draft(comment="So far."), 1, LATER),
    "marks.drop_draft": ("benchmark", "p-ben"),
    "marks.submit": (Mark("benchmark", 1, "p-ben", NOW, LATER, (RAPPORT,), {1: "Ah."}),),
    "marks.respond": (replace(RESPONSE, criterion="goal-focus"),),
    "marks.raise_flag": (replace(BY_THE_MACHINE, turn=3),),
    "marks.decide": ("script", BY_THE_MACHINE.gate, 1, FlagDecision("p-ben", True, "Yes.", LATER)),
    "marks.agree": ("script", 1, "p-tina", LATER),
    "marks.propose": (replace(PROPOSAL, number=2),),
    "statements.add": ([replace(STATEMENT, id="e3")],),
    "statements.failed": (["d2f1"], "It does not answer.", LATER),
    "statements.sent": (["d2f1"], LATER),
    "audit.add": (Entry(NOW, "p-ada", "did", "that"),),
    "audit.add_all": ([Entry(NOW, "p-ada", "did", "that")],),
    "audit.rename": ("p-tina", "erased"),
}
"""What each act is given; on a store filled as in `filling` each changes something."""

READS = {
    "": (
        "version versions rubric attempt attempts attempts_at attempts_for attempts_named times hints publications "
        "current alone"
    ),
    "people.": "get by_account all some active hold accounts shut_out password invitation sign_in_of sign_ins_of",
    "cohorts.": "get hold all of_trainer of_member",
    "assignments.": "get hold all some of_attempts of_person of_trainer standings tallies begun releases",
    "scores.": "of last unscored latest",
    "scripts.": (
        "missing get hold some of_attempt of_assignments open all seats seats_of moderation exclusions finals appeals"
    ),
    "marks.": "draft of responses flags consensus",
    "statements.": "known due counts",
    "audit.": "about of",
}

PARTS = {
    "": Work,
    "people.": People,
    "cohorts.": Cohorts,
    "assignments.": Assignments,
    "scores.": Scores,
    "scripts.": Scripts,
    "marks.": Marks,
    "statements.": Statements,
    "audit.": Audit,
}

GROWING = {
    "scenario_versions", "rubric_versions", "publications", "choices", "hints", "scores", "scored_criteria",
    "scored_turns", "releases", "audit", "attempts", "moderation", "scripts", "marks", "mark_criteria", "mark_notes",
    "mark_responses", "flags", "flag_decisions", "consensus", "finals", "final_criteria", "appeals",
}  # fmt: skip
"""Logs: rows are added and nothing else, but for what is set once."""

SET_ONCE = {
    "give_reason": ("choices", "reason", "choices.reason IS NULL"),
    "finish": ("attempts", "ending", "attempts.ending IS NULL"),
    "carry_on": ("attempts", "continued", "attempts.continued IS NULL"),
    "marks.agree": ("consensus", "agreed_by", "consensus.agreed_by IS NULL"),
    "scripts.decide_appeal": ("appeals", "decided", "appeals.decided IS NULL"),
}

REPLACED = {
    "roles", "passwords", "cohort_members", "cohort_trainers", "assignment_exercises", "assignment_cohorts",
    "assignment_people", "sign_ins", "exclusions", "mark_drafts",
}  # fmt: skip
"""Who belongs to what at present, drafts, and sign-ins that have expired: the only rows deleted before `erasing`."""


def act(work, name):
    return reduce(getattr, name.split("."), work)(*ACTS[name])


@pytest.fixture
def store(each_store):
    fill(each_store)
    return each_store


def test_every_act_is_known_here():
    there = {
        prefix + name
        for prefix, part in PARTS.items()
        for name, _ in getmembers(part, isfunction)
        if not name.startswith("_")
    }
    reads = {prefix + name for prefix, names in READS.items() for name in names.split()}
    assert there - reads - {"commit"} == set(ACTS), "a new act of a unit of work belongs in these tests"
    assert there >= reads


def test_no_act_leaves_anything_without_commit_and_none_is_for_nothing(store):
    before = everything(store)
    for name in ACTS:
        with store.work() as work:
            act(work, name)
            assert standing(work) != before, f"{name} changes nothing"
        assert everything(store) == before, f"{name} was kept without commit"


def test_no_act_leaves_anything_when_a_later_one_fails(store):
    before = everything(store)
    for name in ACTS:
        with pytest.raises(TurnTaken):
            do(store, lambda work, name=name: act(work, name), lambda work: work.add_choice("exam", 1, "ask", NOW))
        assert everything(store) == before, f"{name} was kept though what followed failed"


def test_everything_that_is_committed_is_there(store):
    before = everything(store)
    for name in ACTS:
        with suppress(StoreError):  # some come too late after others
            do(store, lambda work, name=name: act(work, name))
    after = everything(store)
    assert [table for table in before if before[table] == after[table]] == []


def test_an_error_of_the_callers_own_passes_through_and_nothing_is_kept(store):
    before = everything(store)
    with pytest.raises(ZeroDivisionError):
        do(store, lambda work: act(work, "add_choice"), lambda _: 1 / 0)
    assert everything(store) == before


def test_whoever_reads_cannot_write(store):
    before = everything(store)
    for name in ACTS:
        with pytest.raises(StoreError, match=r"read.?only"), store.reading() as work:
            act(work, name)
    assert everything(store) == before
    do(store, lambda work: act(work, "add_choice"))


def test_whoever_reads_sees_one_moment_and_holds_nobody_up(store):
    with store.reading() as reading:
        assert len(reading.attempt("going").choices) == 1
        do(store, lambda work: act(work, "add_choice"))
        assert len(reading.attempt("going").choices) == 1
        with store.work() as writing, store.reading() as another:
            writing.add_choice("going", 3, "ask", NOW)
            assert len(another.attempt("going").choices) == 2
            writing.commit()
    with store.reading() as reading:
        assert len(reading.attempt("going").choices) == 3


def statements(store, name):
    """What an act says to the database, without what it only asks."""
    said = []

    def listen(*arguments):
        said.append(" ".join(arguments[2].split()))

    event.listen(store.engine, "before_cursor_execute", listen)
    with store.work() as work:
        act(work, name)
    event.remove(store.engine, "before_cursor_execute", listen)
    return [each for each in said if not re.match("SELECT|BEGIN|PRAGMA|INSERT", each)]


def test_logs_only_grow_and_what_is_set_once_is_set_only_while_it_is_not(store):
    """Nothing takes back or rewrites a choice, a score, an entry: proved by listening to what is said."""
    for name in set(ACTS) - {"audit.rename"}:  # which is for `erasing` alone
        for said in statements(store, name):
            verb, table = re.match(r"(UPDATE|DELETE FROM) (\w+)", said).groups()
            if verb == "DELETE FROM":
                assert table in REPLACED, f"{name}: {said}"
            elif table in GROWING:
                log, column, unless = SET_ONCE.get(name, ("", "", ""))
                assert table == log, f"{name}: {said}"
                assert re.search(rf"SET {column}=", said), f"{name}: {said}"
                assert unless in said, f"{name}: {said}"


def test_rows_of_logs_are_deleted_in_one_module_alone():
    folder = Path(work.__file__).parent
    for path in folder.glob("*.py"):
        deleted = set(re.findall(r"\bdelete\((\w+)\)", path.read_text(encoding="utf-8")))
        named = set(tables.metadata.tables) & deleted
        assert path.name == "erasing.py" or named <= REPLACED, f"{path.name} deletes {named - REPLACED}"


@pytest.mark.parametrize("table", ["choices", "hints", "scored_turns"])
def test_what_hangs_on_an_attempt_cannot_be_without_it(store, table):
    """Foreign keys hold on both, so that nothing is left that belongs to nobody."""
    with pytest.raises(StoreError, match=r"(?i)foreign key"), store.work() as unit:
        unit.connection.execute(tables.metadata.tables["attempts"].delete())
    assert everything(store)[table] or table == "hints"
