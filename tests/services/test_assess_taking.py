"""Who marks what: taking and handing out, fair shares, who may not, giving back, calibration, benchmarks in between."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from simulator.errors import CoachsimError, Overtaken
from simulator.model.assessment import Moderation
from simulator.model.person import Role
from simulator.services.access import Forbidden
from simulator.services.assessing.calibrating import due
from simulator.services.assessing.refusing import Refused
from tests.services.assessed import CLOSE, CROSSED, PLAIN, REPAIR, Panel, Shelf, draft_of

ASSESSORS = ("anna", "ben", "carol", "dan", "lena")


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What came of each, done at the same time: what it returned, or what it raised on purpose."""

    def tried(act: Callable[[], object]) -> object:
        try:
            return act()
        except CoachsimError as error:
            return error

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(tried, acts))


def held(panel: Panel) -> Counter[str]:
    """How many unmarked seats everybody has."""
    return Counter({each.account: each.open for each in panel.lena.rules().assessors})


def test_of_many_who_take_one_script_at_once_one_has_it_and_the_others_are_told(each_panel: Panel) -> None:
    script = each_panel.sat()
    came = at_once(*(lambda who=who: each_panel.as_(who).take(script) for who in ASSESSORS))
    assert came.count(None) == 1
    assert {type(each) for each in came if each is not None} == {Overtaken}
    assert sum(held(each_panel).values()) == 1


def test_queues_read_at_once_make_one_script_of_an_attempt_and_next_hands_each_out_once(each_panel: Panel) -> None:
    exam = each_panel.exam("ada", "bo", "cem")
    attempts = [each_panel.sit(exam, person) for person in ("ada", "bo", "cem")]
    at_once(*(each_panel.as_(who).queue for who in ASSESSORS[:3]))
    with each_panel.store.reading() as work:
        scripts = [each.id for each in work.scripts.all()]
    assert len(scripts) == len(attempts)
    handed = at_once(*(each_panel.as_(who).next for who in ASSESSORS))
    assert sorted(handed, key=str) == sorted([*scripts, None, None], key=str)


def test_what_has_waited_longest_is_handed_out_first_and_taking_twice_is_once(panel: Panel) -> None:
    first, second = panel.sat("ada"), panel.sat("bo")
    assert panel.anna.next() == first
    panel.anna.take(first)
    assert panel.audited(first).count(("anna", "took a script")) == 1
    assert panel.anna.next() == second
    assert panel.anna.next() is None


def test_nobody_but_assessors_does_anything_and_forged_ids_are_nothing(panel: Panel) -> None:
    script = panel.sat()
    for person in ("ada", "tina", "nobody"):
        someone = panel.as_(person)
        for act in (someone.queue, someone.next, someone.rules, someone.benchmarks, lambda s=someone: s.take(script)):
            with pytest.raises(Forbidden):
                act()
    for forged in ("", "no-such", script + "x", "\0", "\ud800", "'; DROP TABLE scripts"):
        for act in (panel.anna.take, panel.anna.open):
            with pytest.raises(Forbidden, match="nothing here for you"):
                act(forged)
    with pytest.raises(Refused, match="Take it first"):
        panel.anna.open(script)


def test_nobody_marks_an_attempt_of_their_own(panel: Panel) -> None:
    panel.roles("ada", Role.TRAINEE, Role.ASSESSOR)
    script = panel.sat("ada")
    assert panel.state("ada", script) == ""
    assert panel.as_("ada").next() is None
    for act in (panel.as_("ada").take, panel.as_("ada").open):
        with pytest.raises(Forbidden, match="of your own"):
            act(script)
    panel.mark("anna", script, 4)
    with pytest.raises(Forbidden):
        panel.as_("ada").open(script)  # though it is final
    with pytest.raises(Forbidden):
        panel.as_("ada").preview(script)


def test_whoever_is_excluded_is_given_nothing_of_that_person_and_loses_what_they_have(panel: Panel) -> None:
    panel.set(replace(PLAIN, double=1.0))
    adas, bos = panel.sat("ada"), panel.sat("bo")
    panel.anna.take(adas)
    panel.anna.take(bos)
    panel.lena.exclude("anna", "ada", "They are friends.")
    panel.lena.exclude("anna", "ada", "Again.")
    assert (panel.state("anna", adas), panel.state("anna", bos)) == ("", "mine")
    with pytest.raises(Forbidden, match="excluded"):
        panel.anna.take(adas)
    assert panel.anna.next() is None
    assert panel.lena.share_out() == 3
    with panel.store.reading() as work:
        seats = [each for each in work.scripts.seats([adas])[adas] if each.ended is None]
    assert "anna" not in {each.assessor for each in seats}
    (row,) = panel.lena.rules().exclusions
    assert (row.assessor_name, row.person_name, row.reason) == ("Anna Smith", "Ada Smith", "They are friends.")
    assert len(panel.anna.rules().exclusions) == 1
    assert panel.ben.rules().exclusions == ()
    panel.lena.unexclude("anna", "ada")
    panel.lena.unexclude("anna", "ada")
    assert [act for _, act in panel.audited("anna")] == ["excluded an assessor", "lifted an exclusion"]
    assert panel.lena.rules().exclusions == ()


def test_stepping_back_returns_the_seat_and_knowing_the_person_excludes_for_good(panel: Panel) -> None:
    first, second = panel.sat("ada"), panel.sat("bo")
    panel.anna.take(first)
    marking = panel.blind("anna", first)
    panel.anna.save(first, draft_of(marking, 2), 0)
    with pytest.raises(Refused, match="reason"):
        panel.anna.step_back(first, " ", knows=False)
    panel.anna.step_back(first, "No time.", knows=False)
    assert panel.anna.next() == second  # what was given back is not handed out to her again
    with pytest.raises(Refused, match="kept as a draft"):
        panel.anna.save(first, draft_of(marking, 3), 1)
    panel.anna.take(first)
    assert panel.blind("anna", first).draft == draft_of(marking, 2)
    panel.anna.step_back(first, "", knows=True)
    assert panel.state("anna", first) == ""
    (row,) = panel.lena.rules().exclusions
    assert (row.assessor, row.person, row.reason) == ("anna", "ada", "knows this person")
    with pytest.raises(Refused, match="not yours"):
        panel.anna.step_back(first, "Again.", knows=False)
    panel.mark("ben", first, 4)
    assert panel.settled(first)
    assert panel.audited(first).count(("anna", "stepped back")) == 2
    assert panel.audited("anna") == [("anna", "excluded an assessor")]


def test_shares_are_even_and_nobody_has_one_script_twice(panel: Panel) -> None:
    panel.set(replace(PLAIN, double=1.0))
    exam = panel.exam("ada", "bo", "cem")
    scripts = [panel.sit(exam, person) for person in ("ada", "bo", "cem")] + [
        panel.sit(panel.exam(person), person) for person in ("ada", "bo", "cem")
    ]
    with pytest.raises(Forbidden, match="administrators"):
        panel.anna.share_out()
    assert panel.lena.share_out() == 12
    assert sorted(held(panel).values()) == [2, 2, 2, 3, 3]
    assert panel.lena.share_out() == 0
    with panel.store.reading() as work:
        seats = work.scripts.seats([panel.script(each) for each in scripts])
    assert all(len({seat.assessor for seat in theirs}) == 2 for theirs in seats.values())


def test_with_one_assessor_there_is_one_seat_of_a_script_to_be_shared_out(panel: Panel) -> None:
    for person in ("anna", "ben", "carol", "dan"):
        panel.roles(person)
    panel.set(replace(PLAIN, double=1.0))
    panel.sat("ada")
    panel.sat("bo")
    assert panel.lena.share_out() == 2
    assert held(panel) == {"lena": 2}


def test_what_was_marked_counts_towards_ones_share(panel: Panel) -> None:
    for _ in range(3):
        panel.mark("anna", panel.sat(), 4)
    for name in ("carol", "dan", "lena"):
        panel.roles(name, Role.ADMINISTRATOR, *([Role.ASSESSOR] if name == "lena" else []))
    for _ in range(3):
        panel.sat("bo")
    panel.lena.share_out()
    assert (held(panel)["anna"], held(panel)["ben"], held(panel)["lena"]) == (0, 2, 1)


@pytest.mark.parametrize("how", ["role", "closed"])
def test_an_assessor_removed_in_the_middle_frees_their_seats_and_keeps_the_rest_going(panel: Panel, how: str) -> None:
    unmarked, marked = panel.sat("ada"), panel.sat("bo")
    panel.anna.take(unmarked)
    assert panel.ben.queue().counts["free"] == 1
    marking = panel.blind("anna", unmarked)
    panel.anna.save(unmarked, draft_of(marking, 1), 0)
    panel.mark("anna", marked, 2)  # the machine says 4: an answer is owed, and a second mark
    panel.mark("ben", marked, 3)
    panel.ben.respond(marked, REPAIR, 3, "So.")
    assert panel.settled(marked) == {}
    if how == "role":
        panel.roles("anna", Role.TRAINEE)
    else:
        with panel.store.work() as work:
            work.people.update(replace(work.people.get("anna"), disabled=panel.now()))
            work.commit()
    for act in (
        panel.anna.queue,
        lambda: panel.anna.open(unmarked),
        lambda: panel.anna.save(unmarked, draft_of(marking, 1), 1),
    ):
        with pytest.raises(Forbidden):
            act()
    assert panel.state("ben", unmarked) == "free"
    assert panel.settled(marked) == {REPAIR: (2, "first")}  # what she owed has lapsed, her mark stands
    panel.mark("ben", unmarked, 4)
    with panel.store.reading() as work:
        ended = [each for each in work.scripts.seats([unmarked])[unmarked] if each.ended]
        assert [(each.assessor, each.ended_why) for each in ended] == [("anna", "no longer assesses")]
        assert work.marks.draft(unmarked, "anna") is not None
    assert panel.audited(unmarked).count(("ben", "freed seats")) == 1


def test_a_script_whose_assessor_has_gone_is_freed_when_somebody_opens_it(panel: Panel) -> None:
    panel.set(replace(PLAIN, double=1.0))
    script = panel.sat()
    panel.anna.take(script)
    panel.mark("ben", script, 4)
    panel.roles("anna", Role.TRAINEE)
    panel.ben.open(script)
    with panel.store.reading() as work:
        assert [each.assessor for each in work.scripts.seats([script])[script] if each.ended is None] == ["ben", None]


# Calibration and seeding.


def calibrate(panel: Panel, person: str, *levels: int) -> None:
    """Mark so many benchmarks, whose agreed level is 3."""
    for number, level in enumerate(levels, start=1):
        script = panel.as_(person).calibrate(f"bench-mark-{number}")
        panel.mark(person, script, level, None)


def test_live_marking_opens_once_enough_benchmarks_are_marked_near_enough(panel: Panel) -> None:
    panel.shelf = Shelf(3)
    panel.set(replace(PLAIN, calibration=2, calibrated=0.8))
    script = panel.sat()
    assert panel.state("anna", script) == "free"
    for act in (lambda: panel.anna.take(script), panel.anna.next):
        with pytest.raises(Refused, match="mark 2 of the benchmarks"):
            act()
    assert len(set(at_once(*[lambda: panel.anna.calibrate("bench-mark-1")] * 2))) == 1
    calibrate(panel, "anna", 3)
    found = panel.anna.queue().calibration
    assert (found.done, found.needed, found.within_one, found.exact, found.ready) == (1, 2, 1.0, 1.0, False)
    calibrate(panel, "anna", 1, 4)  # the first one again: two levels off now
    found = panel.anna.queue().calibration
    assert (found.done, found.within_one, found.exact, found.ready) == (2, 0.75, 0.5, False)
    assert "75% are within one" in found.says
    assert panel.lena.share_out() == 0
    calibrate(panel, "anna", 2)
    assert panel.anna.queue().calibration.says == ""
    panel.anna.take(script)
    assert panel.state("anna", script) == "mine"
    entries = panel.anna.benchmarks()
    assert [(each.marked, each.exact, each.within_one) for each in entries] == [
        (True, 0.5, 1.0), (True, 0.5, 1.0), (False, None, None),
    ]  # fmt: skip
    assert [each.ready for each in panel.lena.rules().assessors] == [True, False, False, False, False]
    assert {each.script for each in panel.anna.queue().entries} == {script}  # calibration is no part of the queue


def test_with_fewer_benchmarks_than_the_rules_ask_for_all_there_are_will_do(panel: Panel) -> None:
    panel.set(Moderation(double=0.0))
    assert panel.anna.queue().calibration.ready
    panel.shelf = Shelf(1)
    assert panel.anna.queue().calibration.needed == 1


def test_of_every_ten_scripts_in_a_row_two_are_followed_by_a_benchmark_whoever_it_is() -> None:
    rules = Moderation(seeded=2, per=10)
    for who in map(str, range(50)):
        steps = [due(who, n, rules) - due(who, n - 1, rules) for n in range(1, 101)]
        assert {sum(steps[start : start + 10]) for start in range(91)} == {2}
        assert set(steps) == {0, 1}
    assert len({due(who, 1, rules) for who in map(str, range(50))}) > 1  # nobody can tell from another's


def test_seeded_benchmarks_come_at_the_rate_of_the_rules_and_another_each_time(panel: Panel) -> None:
    panel.shelf = Shelf(4)
    panel.set(replace(PLAIN, seeded=1, per=2))
    for _ in range(4):
        panel.sat()
    while panel.anna.next():
        pass
    with panel.store.reading() as work:
        scripts = work.scripts.some([each.script for each in work.scripts.seats_of("anna")]).values()
    given = [each.benchmark for each in scripts if each.benchmark]
    assert len(given) == len(set(given)) == 2
    seeded = next(each.id for each in scripts if each.benchmark)
    panel.mark("anna", seeded, 0, None)
    assert panel.anna.queue().calibration.done == 0  # they count for drift alone
    assert panel.state("anna", seeded) == "final"


def test_a_script_near_a_cut_or_with_a_gate_is_marked_twice_from_the_start(panel: Panel) -> None:
    panel.set(replace(PLAIN, border=0.05))
    assert panel.whys(panel.sat(options=CLOSE)) == ["first", "borderline"]
    assert panel.whys(panel.sat(options=CROSSED)) == ["first", "gate"]
    assert panel.whys(panel.sat()) == ["first"]
    panel.set(replace(PLAIN, double=1.0))
    assert panel.whys(panel.sat()) == ["first", "random"]
