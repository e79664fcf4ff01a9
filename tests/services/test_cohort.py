"""The cohort view: whom a trainer sees, what a filter leaves, and what is made of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import event, update

from simulator.exports.table import to_csv
from simulator.model.assignment import Mode
from simulator.model.codec import digest
from simulator.model.person import Role
from simulator.services.access import Forbidden
from simulator.services.analysis.comparing import comparison
from simulator.services.analysis.heat import Cell, heat_map
from simulator.services.analysis.subjects import EVERYTHING, Filter
from simulator.services.analysis.tables import TABLES, table
from simulator.services.analysis.turns import examined, times, wrong_turns
from simulator.services.cohort import CohortView
from simulator.services.library import Library
from simulator.services.local import local_library
from simulator.store.cache import Cache
from simulator.store.sql import Store
from simulator.store.tables import attempts as attempts_table
from simulator.store.tables import scenario_versions
from tests import crowd, stock
from tests.services.scored import NOW, Scored


@pytest.fixture
def library(scenarios: Path, cache: Cache) -> Library:
    return Library(scenarios, stock.RUBRIC, cache)


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return local_library(tmp_path_factory.mktemp("library"))


@pytest.fixture
def scored(store: Store, library: Library) -> Scored:
    """Tina looks after Autumn with Ada and Bo, and has given them a task."""
    made = Scored(store, library, library.entries["two-turns"].scenario)
    made.cohort("autumn", "ada", "bo")
    made.assign("task", "autumn")
    return made


def names(analysis, wanted: Filter = EVERYTHING) -> list[str]:
    return [analysis.people[place].name for place in analysis.select(wanted).people]


def attempts(analysis, **wanted) -> int:
    return analysis.select(Filter(**wanted)).counts.attempts


# Whom a trainer sees.


def test_only_a_trainer_may_look(scored: Scored):
    with pytest.raises(Forbidden, match="role of trainer"):
        scored.load("ada")
    with pytest.raises(Forbidden):
        scored.load("nobody")


def test_a_role_that_was_taken_away_is_gone_at_once(scored: Scored):
    view = CohortView(scored.library, scored.store, "tina", lambda: NOW)
    view.load()
    with scored.store.work() as work:
        work.people.set_roles("tina", {Role.TRAINEE})
        work.commit()
    with pytest.raises(Forbidden):
        view.load()


def test_people_are_those_of_ones_own_cohorts_and_those_assigned_by_name(scored: Scored):
    scored.cohort("spring", "dan", trainers=("tom",))
    scored.assign("other", "spring", by="tom", people=("eve",))
    scored.assign("by name", by="tina", people=("cem",))
    assert names(scored.load()) == ["Ada", "Bo", "Cem"]
    assert names(scored.load("tom")) == ["Dan", "Eve"]


def test_attempts_are_those_within_ones_own_assignments_alone(scored: Scored):
    scored.cohort("both", "ada", trainers=("tom",))
    scored.assign("toms", "both", by="tom")
    scored.play("ada", "task")
    scored.play("ada", "toms", day=2)
    scored.play("ada", None, number=None, day=3)
    assert attempts(scored.load(), first=False) == 1
    assert attempts(scored.load("tom"), first=False) == 1


def test_who_has_left_the_cohort_is_seen_no_more(scored: Scored):
    scored.play("ada")
    with scored.store.work() as work:
        cohort = work.cohorts.get("autumn")
        work.cohorts.update(replace(cohort, members=("bo",)))
        work.commit()
    analysis = scored.load()
    assert (names(analysis), attempts(analysis)) == (["Bo"], 0)


def test_somebody_without_anything_sees_nothing(scored: Scored):
    analysis = scored.load("tom")
    assert (analysis.people, analysis.groups, analysis.tasks) == ((), (), ())
    selection = analysis.select()
    assert heat_map(selection).columns == ()
    assert examined(selection) == wrong_turns(selection) == times(selection) == ()
    for name in (*TABLES, "comparison"):
        assert to_csv(table(name, selection)).count("\r\n") == 1


def test_what_is_finished_and_unmarked_is_marked_first_and_what_cannot_be_is_counted(scored: Scored):
    marked = scored.play("ada", scored=False)
    lost = replace(scored.scenario, title="Lost")
    scored.version(lost)
    scored.play("bo", scenario=lost, scored=False)
    with scored.store.work() as work:
        work.connection.execute(update(attempts_table).values(ending=None))
        for turn, option in enumerate(("ask", "own"), start=1):
            work.add_choice(marked, turn, option, NOW)
        work.connection.execute(update(attempts_table).values(ending="met"))
        gone = update(scenario_versions).where(scenario_versions.c.digest == digest(lost))
        work.connection.execute(gone.values(canonical="{}"))
        work.commit()
    told: list[tuple[str, int, int]] = []
    view = CohortView(scored.library, scored.store, "tina", lambda: NOW)
    analysis = view.load(lambda *each: told.append(each))
    counts = analysis.select().counts
    assert (counts.finished, counts.scored, counts.unscored, analysis.unmarked) == (2, 1, 1, 1)
    assert ("Marking what has been finished since", 0, 2) in told
    assert [each.moment.beat for each in examined(analysis.select())] == ["first", "second"]


# What a filter leaves.


def test_first_attempts_and_replays_are_apart(scored: Scored):
    for number, day in ((1, 2), (2, 4), (3, 6)):
        scored.play("ada", number=number, day=day, shown={"rapport-safety": (number / 10, 4)})
    analysis = scored.load()
    first, every = analysis.select(), analysis.select(Filter(first=False))
    assert (first.counts.attempts, first.counts.replays) == (1, 2)
    assert (every.counts.attempts, every.counts.replays) == (3, 0)
    assert cell(first).profile.mean == pytest.approx(0.1)
    assert cell(every).profile.mean == pytest.approx(0.2)


def test_a_second_assignment_of_the_same_scenario_is_a_replay_unless_it_is_looked_at_alone(scored: Scored):
    scored.assign("again", "autumn", mode=Mode.EXAM)
    scored.play("ada", "task", day=1)
    scored.play("ada", "again", day=2, mode=Mode.EXAM)
    analysis = scored.load()
    assert attempts(analysis) == 1
    assert attempts(analysis, assignment="again") == attempts(analysis, mode=Mode.EXAM) == 1


def test_what_was_first_is_so_whatever_the_period(scored: Scored):
    scored.play("ada", day=1)
    scored.play("ada", number=2, day=9)
    analysis = scored.load()
    assert attempts(analysis, since="2026-03-02") == 0
    assert attempts(analysis, since="2026-03-01", until="2026-03-01") == 1
    assert attempts(analysis, since="2026-03-09", until="2026-03-09", first=False) == 1


def test_exploring_counts_for_nothing(scored: Scored):
    scored.assign("explore", "autumn", mode=Mode.EXPLORE)
    scored.play("ada", "explore", mode=Mode.EXPLORE, scored=False)
    scored.play("ada", "task", day=2)
    analysis = scored.load()
    assert attempts(analysis) == 1
    assert attempts(analysis, assignment="explore") == 0


def test_a_cohort_has_its_members_and_its_assignments(scored: Scored):
    scored.cohort("spring", "bo", "cem")
    scored.assign("springs", "spring")
    scored.assign("named", people=("bo",))
    scored.play("bo", "task")
    scored.play("bo", "springs", day=2)
    scored.play("bo", "named", day=3)
    analysis = scored.load()
    assert names(analysis, Filter(cohort="spring")) == ["Bo", "Cem"]
    assert names(analysis, Filter(assignment="named")) == ["Bo"]
    assert names(analysis, Filter(assignment="task")) == ["Ada", "Bo"]
    assert attempts(analysis, cohort="spring", first=False) == 2  # its own, and what was given by name
    assert names(analysis, Filter(cohort="unknown")) == []


def test_a_scenario_that_nobody_played_leaves_nothing(scored: Scored):
    scored.play("ada")
    assert attempts(scored.load(), scenario="unknown") == 0
    assert attempts(scored.load(), scenario="two-turns") == 1


# What is made of it.


def cell(selection, person: str = "ada", criterion: str = "rapport-safety") -> Cell:
    found = heat_map(selection)
    place = next(i for i, each in enumerate(selection.analysis.people) if each.id == person)
    column = [each.id for each in found.columns].index(criterion)
    value = found.cells(place)[column]
    assert value is not None
    return value


def other(scored: Scored, id_: str):
    scenario = replace(scored.scenario, id=id_, title=id_.title())
    scored.version(scenario)
    return scenario


def test_a_cell_counts_each_scenario_the_same_and_nothing_is_filled_in(scored: Scored):
    scored.play("ada", shown={"rapport-safety": (0.9, 2)})
    scored.play("ada", scenario=other(scored, "b"), shown={"rapport-safety": (0.5, 6)})
    found = heat_map(scored.load().select())
    ada = cell(found.selection)
    assert (ada.profile.mean, ada.profile.items, ada.profile.scenarios) == (pytest.approx(0.7), 8, 2)
    assert (ada.level, ada.firm, ada.crossed) == (3, True, 0)
    assert found.cells(1) == (None,)
    assert [(each.id, each.people, each.mean) for each in found.columns] == [("rapport-safety", 1, pytest.approx(0.7))]


@pytest.mark.parametrize(("items", "level", "firm"), [(3, None, False), (4, 2, False), (9, 2, False)])
def test_a_level_wants_four_pieces_of_evidence_and_two_scenarios_to_lean_on(scored, items, level, firm):
    scored.play("ada", shown={"rapport-safety": (0.5, items)})
    found = cell(scored.load().select())
    assert (found.level, found.firm) == (level, firm)


def test_a_crossed_rule_limits_the_whole_and_is_counted(scored: Scored):
    scored.play("ada", shown={"rapport-safety": (0.8, 5)}, levels={"rapport-safety": 1})
    scored.play("ada", scenario=other(scored, "b"), shown={"rapport-safety": (0.9, 5)})
    found = cell(scored.load().select())
    assert (found.profile.mean, found.level, found.crossed) == (pytest.approx(0.85), 1, 1)


def test_the_top_level_wants_more_than_one_conversation_or_that_it_was_given_there(scored: Scored):
    scored.play("ada", shown={"rapport-safety": (0.95, 5)})
    assert cell(scored.load().select()).level == 3
    scored.play("bo", shown={"rapport-safety": (0.95, 5)}, levels={"rapport-safety": 4})
    assert cell(scored.load().select(), "bo").level == 4
    scored.play("ada", scenario=other(scored, "b"), shown={"rapport-safety": (0.95, 5)})
    assert cell(scored.load().select()).level == 4


def test_people_are_put_in_order_and_who_shows_nothing_comes_last(scored: Scored):
    scored.cohort("more", "cem", "dan", "eve")
    scored.assign("more", "more")
    for person, m, items in (("cem", 0.2, 4), ("dan", 0.8, 4), ("eve", 0.99, 2)):
        scored.play(person, "more", shown={"rapport-safety": (m, items)})
    analysis = scored.load()
    found = heat_map(analysis.select(Filter(cohort="more")))

    def order(by: str, *, falling: bool = False) -> list[str]:
        return [analysis.people[place].name for place in found.order(by, falling=falling)]

    assert order("name", falling=True) == ["Eve", "Dan", "Cem"]
    assert order("rapport-safety") == ["Cem", "Dan", "Eve"]
    assert order("rapport-safety", falling=True) == ["Dan", "Cem", "Eve"]  # too little of Eve to tell
    assert order("unknown") == ["Cem", "Dan", "Eve"]


FIRST_ASK, FIRST_PUSH = ("first", "ask", 1.0, 0.0, 10), ("first", "push", 0.0, 20.0, 30)


def test_a_moment_has_its_words_and_what_became_of_its_options(scored: Scored):
    scored.play("ada", turns=(FIRST_ASK, ("second", "own", 1.0, 0.0, 5)))
    scored.play("bo", turns=(FIRST_PUSH,))
    first, second = examined(scored.load().select())
    assert (first.title, first.moment.place, second.moment.place) == ("Two <i>turns</i> & more", 1, 2)
    assert first.moment.line.startswith("(Looks up.) Well?")
    assert second.moment.moods == (("open", "I would like that."),)
    assert [(each.id, each.key) for each in first.moment.answers] == [("ask", True), ("tell", False), ("push", False)]
    assert [each.chosen for each in first.item.options] == [1, 0, 1]
    assert (first.item.visits, first.item.difficulty) == (2, 0.5)


def test_a_moment_that_another_version_left_as_it_was_is_the_same_moment(scored: Scored):
    beats = scored.scenario.beats
    changed = replace(beats[1], hinge=not beats[1].hinge)
    revised = replace(scored.scenario, beats=(beats[0], changed, *beats[2:]))
    scored.version(revised)
    turns = (FIRST_ASK, ("second", "own", 1.0, 0.0, 5))
    scored.play("ada", turns=turns)
    scored.play("bo", scenario=revised, turns=turns)
    found = {each.moment.beat + each.moment.version: each.item.visits for each in examined(scored.load().select())}
    assert found == {"first": 2, "secondA": 1, "secondB": 1}


def test_a_version_that_cannot_be_read_any_more_keeps_its_figures(scored: Scored):
    scored.play("ada", turns=(FIRST_PUSH,))
    with scored.store.work() as work:
        work.connection.exec_driver_sql("UPDATE scenario_versions SET canonical = '{}'")
        work.commit()
    analysis = scored.load()
    (found,) = examined(analysis.select())
    assert (found.moment.place, found.moment.line, found.moment.answers[0].say) == (0, "", "push")
    assert analysis.scenarios[0].title == "two-turns"
    assert wrong_turns(analysis.select())[0].loss == 20


def test_wrong_turns_are_what_cost_a_missed_chance_and_more_the_dearest_first(scored: Scored):
    scored.cohort("more", "cem", "dan")
    scored.assign("more", "more")
    scored.play("ada", turns=(("first", "push", 0.0, 4.9, 1),))
    scored.play("bo", turns=(FIRST_PUSH,))
    scored.play("cem", "more", turns=(("first", "push", 0.0, 10.0, 1),))
    scored.play("dan", "more", turns=(("first", "tell", 0.5, 5.0, 1),))
    push, tell = wrong_turns(scored.load().select())
    assert (push.answer.id, push.times, push.visits, push.loss, push.lost) == ("push", 2, 4, 15.0, 30.0)
    assert push.answer.misconception == "a little pressure helps"
    assert (tell.answer.id, tell.times, tell.loss) == ("tell", 1, 5.0)


def test_times_have_quartiles_and_leave_out_what_a_clock_spoilt(scored: Scored):
    scored.cohort("more", "cem", "dan", "eve")
    scored.assign("more", "more")
    people = (("ada", "task", 10), ("bo", "task", 20), ("cem", "more", 30), ("dan", "more", 60), ("eve", "more", None))
    for person, task, seconds in people:
        scored.play(person, task, turns=(("first", "ask", 1.0, 0.0, seconds), ("second", "own", 1.0, 0.0, 5)))
    whole, first, second = times(scored.load().select())
    assert (whole.moment, whole.known, whole.unknown, whole.median) == (None, 4, 1, 30)
    assert (first.known, first.unknown) == (4, 1)
    assert (first.low, first.median, first.high) == (17.5, 25.0, 37.5)
    assert (second.known, second.unknown, second.median) == (5, 0, 5)


def test_only_unknown_times_give_no_figure(scored: Scored):
    scored.play("ada", turns=(("first", "ask", 1.0, 0.0, None),))
    whole, first = times(scored.load().select())
    assert (whole.known, whole.low, first.known, first.median, first.unknown) == (0, None, 0, None, 1)


def many(scored: Scored, cohort: str, made: str, count: int, m: float) -> None:
    people = [f"{cohort}-{number:02}" for number in range(count)]
    scored.cohort(cohort, *people, made=made)
    scored.assign(f"{cohort}s", cohort)
    for number, person in enumerate(people):
        spread = 0.1 * (number % 2) - 0.05
        scored.play(person, f"{cohort}s", shown={"rapport-safety": (m + spread, 4), "power-conflict": (m, 4)})


def test_a_cohort_is_compared_with_the_one_before(scored: Scored):
    many(scored, "last", "2025-01-01T00:00:00+00:00", 20, 0.5)
    many(scored, "this", "2026-01-01T00:00:00+00:00", 24, 0.7)
    many(scored, "oldest", "2024-01-01T00:00:00+00:00", 3, 0.1)
    analysis = scored.load()
    found = comparison(analysis.select(Filter(cohort="this")))
    assert (found.second.id, [each.id for each in found.scenarios], found.both) == ("last", ["two-turns"], 0)
    rapport, power = found.rows
    assert rapport.difference.value == pytest.approx(0.2)
    assert rapport.difference.stands_out
    assert power.difference.why == "Nobody differs from the others in either group."
    assert found.confidence == pytest.approx(0.975)  # two looks
    few = comparison(analysis.select(Filter(cohort="this")), "oldest")
    assert {each.difference.why for each in few.rows} == {"Too few people: 24 and 3, at least 20 each."}
    assert comparison(analysis.select(Filter(assignment="thiss"))).first.id == "this"


def test_who_is_in_both_cohorts_is_in_neither_side(scored: Scored):
    scored.cohort("spring", "ada", "cem", made="2026-05-01T00:00:00+00:00")
    scored.assign("springs", "spring")
    for person, task in (("ada", "task"), ("bo", "task"), ("ada", "springs"), ("cem", "springs")):
        scored.play(person, task, shown={"rapport-safety": (0.5, 4)})
    found = comparison(scored.load().select(Filter(cohort="spring")))
    assert (found.both, found.rows[0].difference.people) == (1, (1, 1))


def test_only_scenarios_that_both_have_played_are_compared(scored: Scored):
    scored.cohort("spring", "cem", made="2026-05-01T00:00:00+00:00")
    scored.assign("springs", "spring")
    scored.play("bo", shown={"rapport-safety": (0.5, 4)})
    scored.play("cem", "springs", scenario=other(scored, "b"), shown={"rapport-safety": (0.9, 4)})
    analysis = scored.load()
    assert "not played a scenario in common" in comparison(analysis.select(Filter(cohort="spring"))).why
    scored.play("cem", "springs", shown={"rapport-safety": (0.3, 4)})
    found = comparison(scored.load().select(Filter(cohort="spring")))
    assert [each.id for each in found.scenarios] == ["two-turns"]
    assert found.rows[0].difference.first == pytest.approx(0.3)


def test_without_a_cohort_or_another_nothing_is_compared(scored: Scored):
    analysis = scored.load()
    assert comparison(analysis.select()).why.startswith("Choose one cohort")
    assert comparison(analysis.select(Filter(cohort="autumn"))).why == "There is no other cohort to compare with."


def test_every_table_can_be_taken_away_with_any_name_and_few_visits_say_so(scored: Scored):
    scored.play("ada", shown={"rapport-safety": (0.5, 3)}, turns=(FIRST_PUSH,))
    with scored.store.work() as work:
        work.people.update(replace(work.people.get("ada"), name='=HYPERLINK("x"),\r\n"Ada"'))
        work.commit()
    selection = scored.load().select()
    written = {name: to_csv(table(name, selection)) for name in (*TABLES, "comparison")}
    assert '"\'=HYPERLINK(""x""),\r\n""Ada""",ada@x,1,50.0,too little evidence,3,1,0' in written["people"]
    assert "1,,,,,0,too few (1); at least 30 visits are needed" in written["moments"]
    assert "push,You should have come sooner.,no,1," in written["options"]
    assert "a little pressure helps,1,1,20.0,20.0" in written["wrong-turns"]
    assert "whole conversation,,,1,0,30.0,30.0,30.0" in written["time"]


def test_a_filter_seen_before_is_not_worked_out_again(scored: Scored):
    analysis = scored.load()
    first = analysis.select(Filter(first=False))
    assert analysis.select(Filter(first=False)) is first
    for day in range(1, 9):
        analysis.select(Filter(since=f"2026-03-0{day}"))
    assert analysis.select(Filter(first=False)) is not first


def test_loading_takes_as_many_queries_for_ten_attempts_as_for_two_hundred(each_store: Store, shipped: Library):
    asked = []
    for trainer, people in (("small", 5), ("large", 100)):
        crowd.fill(each_store, shipped, people, scenarios=2, trainer=trainer)
        with queries(each_store) as sent:
            analysis = CohortView(shipped, each_store, trainer, lambda: NOW).load()
        assert analysis.select().counts.scored == 2 * people
        asked.append(len(sent))
        with queries(each_store) as sent:
            for name in TABLES:
                table(name, analysis.select(Filter(cohort=f"{trainer}-2026")))
        assert sent == []
    assert asked[0] == asked[1] < 30


@contextmanager
def queries(store: Store) -> Iterator[list[str]]:
    """The queries that are asked meanwhile."""
    sent: list[str] = []

    def note(_connection, _cursor, statement: str, *_: object) -> None:
        if statement.startswith("SELECT"):
            sent.append(statement)

    event.listen(store.engine, "before_cursor_execute", note)
    yield sent
    event.remove(store.engine, "before_cursor_execute", note)
