"""What is assigned, from its trainee's side: when it can be begun, how often, and what of it may be seen."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from simulator.errors import PlayError, UnknownAttempt
from simulator.model.assignment import Mode
from simulator.services.access import GONE, Forbidden
from simulator.services.debrief import debrief
from simulator.services.practise.practise import RESERVED
from tests.services.assigning import DUE, OPENS, assign, change, release
from tests.services.conftest import known
from tests.services.playing import play, say

HOUR = "borrowed-hour"
BEST = ("own-it", "stay-with-it", "agree-together", "show-it-kept", "remember")
BEFORE = "2026-01-15T00:00:00+00:00"
AFTER = "2026-07-01T00:00:00+00:00"


def at(practise, time):
    practise.now = lambda: time
    return practise


def sit(practise, *options, scenario=HOUR, assignment="exam"):
    shown = practise.begin(scenario, assignment)
    for option in options:
        shown = say(practise, shown.attempt, option)
    return shown


def task(practise, assignment="exam"):
    return practise.assignment(assignment).tasks[0]


def test_what_is_assigned_comes_with_its_dates_and_what_is_to_do(practise, store):
    assign(store, practise, HOUR, "tiny")
    (given,) = practise.assigned()
    assert (given.title, given.mode, given.due, given.zone) == ("The exam", Mode.EXAM, DUE, "Europe/Helsinki")
    assert (given.state, given.held) == ("open", True)
    assert [(each.scenario, each.state, each.left, each.begins) for each in given.tasks] == [
        (HOUR, "new", 1, ""),
        ("tiny", "new", 1, ""),
    ]


def test_what_is_due_first_comes_first_and_what_is_done_last(practise, store):
    for id_, due in (("late", "2026-05-01T00:00:00+00:00"), ("none", None), ("soon", "2026-04-01T00:00:00+00:00")):
        assign(store, practise, "tiny", id=id_, due=due, mode=Mode.PRACTICE)
    assert [each.assignment for each in practise.assigned()] == ["soon", "late", "none"]
    sit(practise, "ask", scenario="tiny", assignment="soon")
    assert [each.assignment for each in practise.assigned()] == ["late", "none", "soon"]


def test_a_member_of_a_cohort_has_what_the_cohort_has(practise, store):
    from simulator.model.person import Cohort

    known(store, "tina")
    with store.work() as work:
        work.cohorts.add(Cohort("spring", "Spring", OPENS, ("ada",), ("tina",)))
        work.commit()
    assign(store, practise, HOUR, people=(), cohorts=("spring",))
    assert [each.assignment for each in practise.assigned()] == ["exam"]


def test_nobody_else_has_it(practice, store):
    assign(store, practice("ada"), HOUR)
    ben = practice("ben")
    assert ben.assigned() == ()
    for act in (lambda: ben.assignment("exam"), lambda: ben.begin(HOUR, "exam"), lambda: ben.brief(HOUR, "exam")):
        with pytest.raises(Forbidden, match=GONE):
            act()


@pytest.mark.parametrize("scenario", ["tiny", "nothing", ""])
def test_a_scenario_that_is_not_in_it_cannot_be_begun_for_it(practise, store, scenario):
    assign(store, practise, HOUR)
    with pytest.raises(Forbidden, match=GONE):
        practise.begin(scenario, "exam")


def test_it_cannot_be_begun_before_it_opens(practise, store):
    assign(store, practise, HOUR)
    at(practise, BEFORE)
    assert practise.assignment("exam").state == "planned"
    with pytest.raises(Forbidden, match="not opened yet"):
        practise.begin(HOUR, "exam")


def test_an_exam_cannot_be_begun_after_its_due_time_but_whoever_began_comes_to_the_end(practise, store):
    assign(store, practise, HOUR, attempts=2)
    shown = sit(practise, "own-it")
    at(practise, AFTER)
    assert practise.assignment("exam").state == "late"
    shown = say(practise, shown.attempt, "stay-with-it")
    assert shown.turn == 3
    for option in BEST[2:]:
        shown = say(practise, shown.attempt, option)
    with pytest.raises(Forbidden, match="closed before you began"):
        practise.begin(HOUR, "exam")


def test_practice_may_be_done_late(practise, store):
    assign(store, practise, HOUR, mode=Mode.PRACTICE)
    at(practise, AFTER)
    assert practise.assignment("exam").state == "late"
    assert practise.begin(HOUR, "exam").turn == 1


def test_attempts_are_counted_also_those_of_two_tabs_at_once(practice, store):
    assign(store, practice(), HOUR, attempts=1)
    tabs = [practice() for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        begun = {shown.attempt for shown in pool.map(lambda tab: tab.begin(HOUR, "exam"), tabs)}
    assert len(begun) == 1
    sit(practice(), *BEST)
    with pytest.raises(Forbidden, match="used all your attempts"):
        practice().begin(HOUR, "exam")


def test_a_step_back_in_assigned_practice_is_no_further_attempt(practise, store):
    assign(store, practise, HOUR, mode=Mode.PRACTICE, held=False, attempts=2)
    shown = sit(practise, "explain")
    back = practise.take_back(shown.attempt, 2)
    assert (back.assignment, task(practise).left, task(practise).open_attempt) == ("exam", 1, back.attempt)
    for option in BEST:
        back = say(practise, back.attempt, option)
    assert sit(practise).attempt not in (shown.attempt, back.attempt)
    assert task(practise).left == 0


def test_everybody_plays_the_version_that_was_assigned_whatever_becomes_of_the_scenario(practice, scenarios, store):
    assign(store, practice(), HOUR)
    path = scenarios / f"{HOUR}.yaml"
    path.write_text(path.read_text("utf-8").replace("Shall we start?", "Shall we begin?"), "utf-8")
    assert "Shall we start?" in practice().begin(HOUR, "exam").lines[0].parts[1].text
    path.unlink()
    after = practice()
    assert HOUR not in after.library.entries
    assert after.assignment("exam").tasks[0].title == "The borrowed hour"
    shown = sit(after, *BEST)
    assert (shown.ended is not None, shown.revised) == (True, False)


def test_a_withdrawn_assignment_is_gone_from_the_list_and_takes_no_further_attempt(practise, store):
    given = assign(store, practise, HOUR, attempts=3)
    shown = sit(practise, *BEST)
    change(store, given, withdrawn=DUE)
    assert practise.assigned() == ()
    with pytest.raises(Forbidden, match="withdrawn"):
        practise.begin(HOUR, "exam")
    assert practise.open(shown.attempt).ended is not None


# An exam


def test_an_exam_has_no_hint_no_way_back_no_mood_and_no_verdict(practise, store):
    assign(store, practise, HOUR)
    shown = sit(practise, "own-it", "stay-with-it")
    assert (shown.next_hint, shown.can_take_back, shown.mood, shown.mood_on_request) == (0, False, "", False)
    assert practise.take_hint(shown.attempt, 3).hints == ()
    assert practise.mood(shown.attempt, 3) == ""
    assert practise.hints(shown.attempt) == ()
    with pytest.raises(PlayError, match="nothing more to take back"):
        practise.take_back(shown.attempt, 3)
    for option in BEST[2:]:
        shown = say(practise, shown.attempt, option)
    assert (shown.ended.result, shown.ended.reflection, shown.feedback) == ("", "", False)
    assert task(practise).finished[0].result == ""


def test_an_exam_is_scored_but_its_feedback_waits_until_it_is_released(practise, store):
    assign(store, practise, HOUR)
    shown = sit(practise, *BEST)
    with store.work() as work:
        assert len(work.scores.of(shown.attempt)) == 1
    with pytest.raises(Forbidden, match="waits until your trainer releases"):
        debrief(practise, shown.attempt)
    release(store, "exam")
    assert debrief(practise, shown.attempt).result == "strong"
    assert practise.open(shown.attempt).feedback
    assert task(practise).finished[0].result == "strong"


def test_one_attempt_may_be_released_and_another_not(practise, store):
    assign(store, practise, HOUR, attempts=2)
    first, second = sit(practise, *BEST), sit(practise, *BEST)
    release(store, "exam", first.attempt)
    assert debrief(practise, first.attempt).result == "strong"
    with pytest.raises(Forbidden):
        debrief(practise, second.attempt)


def test_held_practice_waits_too_and_other_practice_does_not(practise, store):
    assign(store, practise, HOUR, id="held", mode=Mode.PRACTICE)
    assign(store, practise, HOUR, id="free", mode=Mode.PRACTICE, held=False)
    with pytest.raises(Forbidden):
        debrief(practise, sit(practise, *BEST, assignment="held").attempt)
    assert debrief(practise, sit(practise, *BEST, assignment="free").attempt).result == "strong"


def test_a_scenario_of_an_exam_cannot_be_practised_or_read_again_before_its_release(practise, store):
    earlier = play(practise, HOUR, *BEST)
    open_one = play(practise, HOUR, "own-it")
    assign(store, practise, HOUR)
    for act in (
        lambda: debrief(practise, earlier.attempt),
        lambda: practise.open(open_one.attempt),
        lambda: practise.take_hint(open_one.attempt, 2),
        lambda: practise.mood(open_one.attempt, 2),
        lambda: practise.take_back(open_one.attempt, 2),
    ):
        with pytest.raises(Forbidden, match=RESERVED[:40]):
            act()
    entry = next(each for each in practise.catalogue() if each.scenario == HOUR)
    assert entry.reserved
    assert practise.brief(HOUR).begins == RESERVED
    shown = sit(practise, *BEST)
    assert practise.brief(HOUR).begins == RESERVED
    release(store, "exam", shown.attempt)
    assert practise.brief(HOUR).begins == ""
    assert debrief(practise, earlier.attempt).result == "strong"
    assert practise.open(open_one.attempt).turn == 2


def test_who_missed_an_exam_may_practise_afterwards(practise, store):
    assign(store, practise, HOUR)
    assert practise.brief(HOUR).begins == RESERVED
    at(practise, AFTER)
    assert practise.begin(HOUR).turn == 1


def test_the_exam_of_somebody_else_reserves_nothing(practice, store):
    assign(store, practice("ada"), HOUR)
    assert practice("ben").begin(HOUR).turn == 1


# Who may come in at all


def test_who_is_shut_out_while_a_page_is_open_does_nothing_more(practise, store):
    from dataclasses import replace

    shown = practise.begin(HOUR)
    with store.work() as work:
        work.people.update(replace(work.people.get("ada"), disabled=OPENS))
        work.commit()
    for act in (practise.catalogue, practise.assigned, lambda: practise.choose(shown.attempt, 1, 0)):
        with pytest.raises(Forbidden, match="closed"):
            act()
    with store.work() as work:
        assert work.attempt(shown.attempt).choices == ()


def test_who_is_not_known_does_nothing(practice, store):
    practise = practice()
    practise.person = "nobody"
    with pytest.raises(Forbidden, match="Nobody of that name"):
        practise.catalogue()


def test_an_attempt_of_an_exam_opens_for_nobody_else(practice, store):
    assign(store, practice("ada"), HOUR)
    shown = practice("ada").begin(HOUR, "exam")
    with pytest.raises(UnknownAttempt):
        practice("ben").open(shown.attempt)
