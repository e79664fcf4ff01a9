"""The queue: what stands in it for whom, counted, and read with as many queries however long it is."""

from dataclasses import replace

import pytest

from simulator.model.assignment import Assignment
from simulator.model.attempt import Attempt
from simulator.services.assessing.refusing import Refused
from simulator.services.marking import Marking
from tests.services.assessed import CROSSED, PLAIN, REPAIR, Panel, Shelf
from tests.services.conftest import watched


def test_every_script_stands_where_it_stands_for_whoever_asks(panel: Panel) -> None:
    panel.set(replace(PLAIN, double=1.0))
    free, mine, settle, waiting, final = (panel.sat() for _ in range(5))
    panel.anna.take(mine)
    panel.mark("anna", settle, 3)
    panel.mark("anna", waiting, 4)
    for person in ("anna", "ben"):
        panel.mark(person, final, 4)
    flagged = panel.sat(options=CROSSED)
    panel.mark("anna", flagged, 3)
    disputed = panel.sat()
    panel.mark("anna", disputed, 2)
    panel.mark("ben", disputed, 4)
    panel.anna.respond(disputed, REPAIR, 2, "So.")
    states = {each.script: each.state for each in panel.anna.queue().entries}
    assert states == {
        free: "free", mine: "mine", settle: "settle", waiting: "waiting", final: "final", flagged: "flagged",
        disputed: "disputed",
    }  # fmt: skip
    assert panel.anna.queue().counts == {
        "all": 7, "mine": 1, "settle": 1, "flagged": 1, "disputed": 1, "free": 1, "waiting": 1, "final": 1,
    }  # fmt: skip
    assert panel.state("ben", disputed) == "disputed"
    assert panel.state("carol", disputed) == "free"
    assert panel.state("ben", free) == "free"
    panel.ben.take(free)
    panel.carol.take(free)
    assert panel.state("dan", free) == "waiting"
    assert [panel.as_(who).queue().may_lead for who in ("anna", "lena")] == [False, True]


def test_an_entry_says_what_it_is_called_of_which_scenario_and_whether_it_was_begun(panel: Panel) -> None:
    script = panel.sat()
    entry = panel.entry("anna", script)
    assert (entry.scenario, entry.turns, entry.seat, entry.begun, entry.why) == ("The borrowed hour", 5, 1, False, "")
    assert len(entry.code) == 5
    panel.anna.take(script)
    assert not panel.entry("anna", script).begun
    assert panel.blind("anna", script).head.code == entry.code
    assert panel.entry("anna", script).begun


def test_only_what_was_finished_in_an_assessed_exam_is_put_before_assessors_once(panel: Panel) -> None:
    assessed, other = panel.exam("ada", "bo"), panel.exam("ada")
    with panel.store.work() as work:
        plain: Assignment = work.assignments.get(other)
        work.assignments.update(replace(plain, assessed=False))
        digest = plain.exercises[0].digest
        work.begin(Attempt("going", "bo", "borrowed-hour", digest, "s", panel.now(), assignment=assessed, number=1))
        work.commit()
    panel.sit(other, "ada")
    done = panel.sit(assessed, "ada")
    assert [each.script for each in panel.anna.queue().entries] == [panel.script(done)]
    assert len(panel.anna.queue().entries) == 1
    assert panel.audited(panel.script(done)) == [("anna", "put an attempt before assessors")]


def test_one_scored_attempt_whose_text_is_gone_keeps_nobody_from_the_others(panel: Panel) -> None:
    gone = panel.sit(panel.exam("ada"), "ada", CROSSED)
    Marking(panel.library, panel.store, panel.now).mark(gone)
    with panel.store.work() as work:
        work.connection.exec_driver_sql("UPDATE scenario_versions SET canonical = '{}'")
        work.commit()
    assert [each.script for each in panel.anna.queue().entries] == [panel.script(gone)]
    panel.anna.take(panel.script(gone))
    with pytest.raises(Refused, match="cannot be read here any more"):
        panel.anna.open(panel.script(gone))


@pytest.mark.parametrize("targets", [(), (REPAIR,), (REPAIR, "no-longer-there")])
def test_what_is_marked_are_the_criteria_of_the_exam_or_of_the_version_played(
    panel: Panel, targets: tuple[str, ...]
) -> None:
    script = panel.sat(targets=targets)
    with panel.store.reading() as work:
        criteria = work.scripts.get(script).criteria
    assert criteria == ((REPAIR,) if targets else (REPAIR, "trust-reliability"))


def test_a_queue_is_read_with_as_many_queries_however_long_it_is(panel: Panel) -> None:
    queries = watched(panel.store)

    def asked() -> int:
        anna = panel.anna
        anna.queue()
        queries.clear()
        anna.queue()
        return len(queries)

    panel.shelf = Shelf(2)
    panel.set(replace(PLAIN, double=1.0, seeded=1, per=1))

    def some(times: int) -> None:
        for _ in range(times):
            panel.mark("anna", panel.sat(), 3)
            panel.mark("ben", panel.sat(options=CROSSED), 1)
            panel.anna.take(panel.sat("bo"))
            panel.sat("cem")

    some(1)
    few = asked()
    some(3)
    assert len(panel.anna.queue().entries) > 15
    assert asked() == few
    assert few < 40


def test_rules_that_change_hold_for_what_is_not_final_when_a_queue_is_read(panel: Panel) -> None:
    panel.set(replace(PLAIN, beyond="consensus"))
    script, done = panel.sat(), panel.sat()
    panel.mark("anna", done, 4)
    panel.mark("anna", script, 2)
    panel.mark("ben", script, 4)
    assert len(panel.whys(script)) == 2
    panel.set(replace(PLAIN, double=1.0))
    assert panel.state("carol", script) == "free"
    assert panel.whys(script) == ["first", "gap", "dispute"]
    assert panel.whys(done) == ["first"]
