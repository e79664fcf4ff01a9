"""What is said of agreement: which marks count, what a filter leaves, and what may be concluded from it."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from simulator.model.assessment import Purpose, Why
from simulator.model.person import Role
from simulator.scoring.agreement import Coefficient, krippendorff_alpha, weighted_kappa
from simulator.services.access import Forbidden
from simulator.services.assessing.agreement.apart import most_apart
from simulator.services.assessing.agreement.concluding import on_alpha, on_difference, on_icc
from simulator.services.assessing.agreement.criteria import BLOCK, by_criterion, over_time
from simulator.services.assessing.agreement.dashboard import Filter, Sample
from simulator.services.assessing.agreement.drift import drift
from simulator.services.assessing.agreement.machine import against_machine
from simulator.services.assessing.agreement.matrices import MACHINE, matrices
from simulator.services.assessing.agreement.pairs import pairs
from simulator.services.assessing.agreement.severity import severity
from simulator.services.assessing.statistics import Statistics
from simulator.services.library import Library
from simulator.store.cache import Cache
from simulator.store.sql import Store
from tests import stock
from tests.services.conftest import watched
from tests.services.marked_scripts import GOALS, RAPPORT, Bench, MarkedScripts

LEVELS = range(5)


@pytest.fixture
def library(scenarios: Path, cache: Cache) -> Library:
    return Library(scenarios, stock.RUBRIC, cache)


@pytest.fixture
def marked(store: Store, library: Library) -> MarkedScripts:
    return MarkedScripts(store, library)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MarkedScripts]:
    """Sixty scripts."""
    from simulator.store.sql import open_store
    from tests.services.conftest import TWO_TURNS

    folder = tmp_path_factory.mktemp("many")
    (folder / "scenarios").mkdir()
    (folder / "scenarios" / TWO_TURNS.name).write_bytes(TWO_TURNS.read_bytes())
    store = open_store(folder / "data")
    made = MarkedScripts(store, Library(folder / "scenarios", stock.RUBRIC, Cache(folder / "cache")))
    made.many(60)
    yield made
    store.close()


def rapport(**levels: int | None) -> list[tuple[str, dict[str, int | None]]]:
    """Marks on one criterion."""
    return [(name, {RAPPORT: level}) for name, level in levels.items()]


# Who may see it, and which marks count.


def test_only_who_may_assess_sees_it_and_the_role_is_asked_for_each_time(marked):
    with pytest.raises(Forbidden, match="role of assessor"):
        marked.load("tom")
    view = Statistics(marked.library, marked.store, marked.bench, "ben")
    view.load()
    with marked.store.work() as work:
        work.people.set_roles("ben", {Role.TRAINEE})
        work.commit()
    with pytest.raises(Forbidden):
        view.load()


def test_nothing_marked_yet_is_an_empty_dashboard_that_says_so(marked):
    selection = marked.load().select()
    assert matrices(selection, "") == matrices(selection, MACHINE) == ()
    for made in (by_criterion, pairs, severity, against_machine, drift, most_apart):
        assert made(selection) == ()
    assert over_time(selection, "month") == over_time(selection, "block") == ()


def test_a_script_that_is_still_being_marked_is_left_out_and_counted(marked):
    marked.script(*rapport(anna=3, ben=1), final=False)
    marked.script(*rapport(anna=3), final=False)
    marked.script(*rapport(anna=3, ben=3))
    dashboard = marked.load()
    assert dashboard.unsettled == 1
    assert [each.scripts for each in pairs(dashboard.select())] == [1]


def test_nobody_finds_their_own_result_among_the_figures_before_it_is_released(marked):
    with marked.store.work() as work:
        work.people.set_roles("tom", [Role.TRAINEE, Role.ASSESSOR])
        work.commit()
    marked.script(*rapport(anna=4, ben=1))
    marked.script(*rapport(anna=4, ben=1), final=False)
    marked.benchmark("b", "ben", {RAPPORT: 2}, "2026-03-01")
    own = Statistics(marked.library, marked.store, Bench(b={RAPPORT: 2}), "tom").load()
    assert (len(own.marks.script), own.unsettled, len(own.watched.who)) == (0, 0, 1)
    others = Statistics(marked.library, marked.store, Bench(), "carl").load()
    assert (len(others.marks.script), others.unsettled) == (1, 1)


def test_while_an_attempt_is_looked_at_again_its_first_marks_are_left_out(marked):
    first = marked.script(*rapport(anna=3, ben=1))
    with marked.store.reading() as work:
        attempt = work.scripts.get(first).attempt
    again = marked.script(attempt=attempt, cites=first, final=False)
    assert pairs(marked.load().select()) == ()
    with marked.store.work() as work:
        from simulator.model.assessment import Final, Moderation

        work.scripts.settle(Final(again, "2026-03-02T12:00:00+00:00", Moderation(), ()))
        work.commit()
    assert [each.scripts for each in pairs(marked.load().select())] == [1]


def test_benchmarks_are_in_no_figure_but_their_own(marked):
    marked.bench = Bench(early={RAPPORT: 2})
    marked.benchmark("early", "anna", {RAPPORT: 4}, "2026-03-01", Purpose.CALIBRATION)
    selection = marked.load().select()
    assert (pairs(selection), severity(selection), most_apart(selection)) == ((), (), ())
    assert [each.assessor.title for each in drift(selection)] == ["Anna"]


def test_it_is_read_in_as_many_queries_whatever_there_is(marked):
    counts = []
    for scripts in (1, 30):
        for _ in range(scripts):
            marked.script(*rapport(anna=3, ben=1), machine={RAPPORT: 2})
        seen = watched(marked.store)
        marked.load()
        counts.append(len([each for each in seen if each.startswith("SELECT")]))
    assert counts == [counts[0]] * 2


# What a filter leaves.


def test_third_marks_count_where_they_are_asked_for(marked):
    marked.script(*rapport(anna=4, ben=1, carl=1))
    dashboard = marked.load()
    assert [(each.first.title, each.second.title) for each in pairs(dashboard.select())] == [("Anna", "Ben")]
    every = pairs(dashboard.select(Filter(sample=Sample.ALL)))
    assert [(each.first.title, each.second.title, each.difference.value) for each in every] == [
        ("Anna", "Ben", 3), ("Anna", "Carl", 3), ("Ben", "Carl", 0),
    ]  # fmt: skip


def test_what_was_drawn_by_lot_can_be_looked_at_alone(marked):
    marked.script(*rapport(anna=4, ben=4), why=Why.RANDOM)
    marked.script(*rapport(anna=4, ben=1), why=Why.GAP)
    dashboard = marked.load()
    assert by_criterion(dashboard.select())[0].exact.value == 0.5
    assert by_criterion(dashboard.select(Filter(sample=Sample.DRAWN)))[0].exact.value == 1


def test_a_period_holds_both_its_days_and_an_assessor_the_scripts_they_marked(marked):
    for day, (one, other) in (("2026-03-01", ("anna", "ben")), ("2026-03-05", ("anna", "carl"))):
        marked.script((one, {RAPPORT: 3}), (other, {RAPPORT: 2}), machine={RAPPORT: 3}, day=day)
    dashboard = marked.load()

    def scripts(**wanted: str) -> int:
        return sum(each.scripts for each in pairs(dashboard.select(Filter(**wanted))))

    assert (
        scripts(since="2026-03-01", until="2026-03-01") == scripts(since="2026-03-02") == scripts(assessor="ben") == 1
    )
    assert scripts(assessor="anna") == scripts() == 2
    assert scripts(assessor="nobody") == scripts(since="2026-04-01") == 0
    alone = dashboard.select(Filter(assessor="ben"))
    assert [each.assessor.title for each in severity(alone)] == ["Ben"]
    assert against_machine(alone) == ()  # Ben was nobody's first
    assert [each.scripts for each in against_machine(dashboard.select(Filter(assessor="anna")))] == [2]


def test_a_criterion_is_looked_at_alone(marked):
    marked.script(("anna", {RAPPORT: 3, GOALS: 1}), ("ben", {RAPPORT: 3, GOALS: 2}))
    dashboard = marked.load()
    every = by_criterion(dashboard.select())
    assert [(each.title[:8], each.scripts) for each in every] == [("All crit", 1), ("Rapport,", 1), ("Needs, g", 1)]
    (goals,) = by_criterion(dashboard.select(Filter(criterion=GOALS)))
    assert (goals.exact.value, goals.adjacent.value) == (0, 1)


# What is made of it.


def test_figures_of_a_criterion_are_those_of_its_marks(many):
    selection = many.load().select(Filter(criterion=RAPPORT))
    (found,) = by_criterion(selection)
    given = selection.dashboard.marks.given[:2, :, [each.id for each in selection.dashboard.criteria].index(RAPPORT)]
    given = np.where(given < 0, np.nan, given)
    assert found.alpha.value == krippendorff_alpha(given, LEVELS, seed=1, resamples=0).value
    assert found.scripts == found.alpha.n == int((~np.isnan(given)).all(axis=0).sum())
    assert 0 < found.alpha.low < found.alpha.value < found.alpha.high < 1
    assert found.opportunity.exact.value < 1


def test_a_pair_has_its_kappa_on_what_both_marked(many):
    dashboard = many.load()
    (found,) = pairs(dashboard.select(Filter(criterion=RAPPORT, assessor="ben")))[:1]
    marks, place = dashboard.marks, [each.id for each in dashboard.assessors]
    ben, other = place.index("ben"), place.index(found.second.id if found.first.id == "ben" else found.first.id)
    column = [each.id for each in dashboard.criteria].index(RAPPORT)
    rows = {ben: [], other: []}
    for script in range(len(marks.code)):
        seats = {int(marks.who[seat, script]): seat for seat in (0, 1)}
        if {ben, other} == set(seats):
            for who in (ben, other):
                level = marks.given[seats[who], script, column]
                rows[who].append(np.nan if level < 0 else level)
    assert found.kappa.value == weighted_kappa(rows[ben], rows[other], LEVELS).value
    assert found.scripts == len(rows[ben])


def test_who_is_harsh_is_found_and_said_with_how_sure_that_is(many):
    selection = many.load().select()
    harshest, *_, mildest = severity(selection)
    assert (harshest.assessor.title, mildest.assessor.title) == ("Ben", "Anna")
    assert harshest.difference.high < 0
    assert harshest.says.startswith("Ben marks 0.")
    assert "lower than the others" in harshest.says
    one = next(each for each in pairs(selection) if {each.first.id, each.second.id} == {"anna", "ben"})
    assert "systematically harsher" in one.says
    assert one.says.startswith("Anna marks")


def test_severity_compares_with_the_mean_of_all_the_others(marked):
    marked.script(*rapport(anna=4, ben=1, carl=2))
    marked.script(*rapport(anna=2, ben=2))
    found = {each.assessor.id: each for each in severity(marked.load().select(Filter(sample=Sample.ALL)))}
    assert found["anna"].difference.value == pytest.approx((2.5 + 0) / 2)
    assert found["carl"].difference.value == pytest.approx(-0.5)
    assert (found["anna"].scripts, found["anna"].others, found["carl"].scripts) == (2, 2, 1)


def test_the_machine_is_held_against_the_first_mark_of_every_script(marked):
    marked.script(*rapport(anna=2, ben=4), machine={RAPPORT: 3})
    marked.script(*rapport(anna=1), machine={RAPPORT: 1})
    marked.script(*rapport(anna=None), machine={RAPPORT: 1})
    marked.script(*rapport(anna=2), machine={GOALS: 2})  # too little evidence on what was marked
    marked.script(*rapport(anna=2))  # never scored
    (found,) = against_machine(marked.load().select())
    assert (found.scripts, found.bias.value, found.exact.value) == (2, 0.5, 0.5)
    assert (found.opportunity.exact.value, found.opportunity.exact.n) == (0.5, 4)


def test_the_latest_score_is_the_machines(marked):
    script = marked.script(*rapport(anna=2), machine={RAPPORT: 0})
    with marked.store.reading() as work:
        attempt = work.scripts.get(script).attempt
    marked.score_again(attempt, {RAPPORT: 4})
    assert against_machine(marked.load().select())[0].bias.value == 2


def test_a_matrix_has_one_in_its_rows_and_no_opportunity_at_its_end(marked):
    marked.script(*rapport(ben=3, anna=1), machine={RAPPORT: 4})
    marked.script(*rapport(anna=None, ben=2), machine={RAPPORT: None})
    selection = marked.load().select()
    (pair,) = pairs(selection)
    (found,) = matrices(selection, pair.id)
    assert (found.title, found.rows, found.columns) == ("Rapport, empathy and safety", "Anna", "Ben")
    assert (found.counts[1][3], found.counts[5][2], found.total, found.alike) == (1, 1, 2, 0)
    (seats,), (machine,) = matrices(selection, ""), matrices(selection, MACHINE)
    assert (seats.rows, seats.counts[3][1]) == ("First mark", 1)
    assert (machine.counts[4][3], machine.counts[5][5]) == (1, 1)
    assert matrices(selection, "anna/nobody") == (seats,)


def test_all_criteria_together_are_the_sum_of_each(many):
    whole, *each = matrices(many.load().select(), "")
    assert (np.sum([one.counts for one in each], axis=0) == whole.counts).all()
    assert len(each) == 2


def test_months_and_blocks_hold_each_script_once(many):
    selection = many.load().select()
    months, blocks = over_time(selection, "month"), over_time(selection, "block")
    assert [each.title for each in months] == ["2026-01", "2026-02", "2026-03"]
    assert [each.title for each in blocks] == [f"Scripts 1 to {BLOCK}", f"Scripts {BLOCK + 1} to 45"]
    total = selection.scripts.sum()
    assert sum(each.scripts for each in months) == sum(each.scripts for each in blocks) == total == 45


def test_the_scripts_that_disagree_most_come_first_with_who_gave_what(marked):
    marked.script(*rapport(anna=2, ben=3))
    marked.script(
        ("anna", {RAPPORT: 4, GOALS: 2}), ("ben", {RAPPORT: 1, GOALS: None}), ("carl", {RAPPORT: 1, GOALS: 2})
    )
    marked.script(*rapport(anna=2, ben=2))
    first, second = most_apart(marked.load().select(Filter(sample=Sample.ALL)))
    assert (first.gap, first.opportunities, [each.title for each in first.assessors]) == (3, 1, ["Anna", "Ben", "Carl"])
    assert [(each.criterion.id, [level for _, level in each.levels], each.gap) for each in first.splits] == [
        (RAPPORT, [4, 1, 1], 3), (GOALS, [2, None, 2], None),
    ]  # fmt: skip
    assert [who.title for who, _ in first.splits[0].levels] == ["Anna", "Ben", "Carl"]
    assert (second.gap, len(second.code)) == (1, 5)
    assert "tom" not in repr(first).lower()


def test_drift_is_told_from_the_agreed_levels_in_the_order_they_were_marked(marked):
    marked.bench = Bench(early={RAPPORT: 2, GOALS: None}, late={RAPPORT: 1})
    for number, level in enumerate((2, 2, 2, 3, 3, 3, 4, 4)):
        marked.benchmark("early", "anna", {RAPPORT: level, GOALS: None}, f"2026-03-{20 - number:02}")
    marked.benchmark("gone", "anna", {RAPPORT: 0}, "2026-03-21")
    (found,) = drift(marked.load().select())
    assert [each.difference for each in found.points] == [2, 2, 1, 1, 1, 0, 0, 0]
    assert [each.exact for each in found.points] == [0.5] * 5 + [1] * 3
    assert found.points[0].within_one == 0.5
    assert found.change.value == pytest.approx(-10 * 13.5 / 42)
    assert (found.change.low, found.change.high) == (pytest.approx(-4.3425, abs=1e-3), pytest.approx(-2.0861, abs=1e-3))
    assert "has become harsher" in found.says


def test_a_level_where_no_opportunity_was_agreed_is_not_within_one(marked):
    marked.bench = Bench(early={RAPPORT: 2, GOALS: None})
    marked.benchmark("early", "anna", {RAPPORT: 1, GOALS: 0}, "2026-03-01")
    (point,) = drift(marked.load().select())[0].points
    assert (point.difference, point.exact, point.within_one, point.criteria) == (-1, 0, 0.5, 2)


def test_of_two_with_the_same_widest_gap_the_one_that_differs_more_on_the_whole_comes_first(marked):
    for gap in (0, 2, 1):
        marked.script(("anna", {RAPPORT: 4, GOALS: 2}), ("ben", {RAPPORT: 2, GOALS: 2 + gap}))
    assert [each.mean for each in most_apart(marked.load().select())] == [2, 1.5, 1]


# What may be concluded.


def coefficient(value: float | None, low: float | None = None, high: float | None = None, n: int = 50) -> Coefficient:
    return Coefficient(value, low, high, "" if value is not None else "Undefined.", n)


@pytest.mark.parametrize(
    ("scripts", "interval", "words"),
    [
        (0, (0.1, 0.2), "Nothing was marked twice here."),
        (9, (0.85, 0.95), "9 scripts: too few to conclude anything from."),
        (12, (0.40, 0.95), "12 scripts: too few to say more than that it lies somewhere from 0.40 to 0.95."),
        (12, (0.82, 0.95), "Can be relied on, whoever marks. Rough, from 12 scripts."),
        (300, (0.80, 0.95), "Can be relied on, whoever marks."),
        (300, (0.70, 0.85), "Good enough for tentative conclusions."),
        (300, (0.40, 0.60), "Not good enough to conclude anything from: talk about it together."),
        (300, (0.60, 0.85), "Cannot be told yet: anything from 0.60 to 0.85 fits these marks."),
    ],
)
def test_alpha_is_judged_by_its_interval_and_the_number_of_scripts(scripts, interval, words):
    assert on_alpha(scripts, coefficient(0.9, *interval), coefficient(0.9), coefficient(0.9), None) == words


def test_where_marks_pile_up_ac2_is_spoken_of_with_plain_agreement_and_never_alone():
    words = on_alpha(40, coefficient(-0.03, -0.1, 0), coefficient(0.99), coefficient(0.9), ("3", 0.95))
    assert words == (
        "95 % of the marks are at level 3, where alpha and kappa say little. Go by plain agreement (90 %) and AC2 "
        "(0.99) together; AC2 alone flatters."
    )


@pytest.mark.parametrize(
    ("scripts", "difference", "words"),
    [
        (4, coefficient(1, 0.5, 1.5), "4 scripts: too few to conclude anything from."),
        (40, coefficient(0.1, -0.1, 0.3), "No difference of level stands out between Anna and Ben."),
        (40, coefficient(-0.4, -0.6, -0.2), "Anna marks 0.40 of a level lower than Ben (0.20 to 0.60)."),
        (40, coefficient(None), "Undefined."),
    ],
)
def test_a_difference_is_spoken_of_only_where_its_interval_leaves_out_nought(scripts, difference, words):
    assert on_difference(scripts, "Anna", difference, "Ben") == words


def test_where_consistency_exceeds_agreement_somebody_is_harsh():
    bands = on_icc(coefficient(0.8, 0.7, 0.95), coefficient(0.81), coefficient(0.1, -0.1, 0.3))
    assert bands == "Agreement of mean levels: moderate to excellent."
    harsh = on_icc(coefficient(0.7, 0.55, 0.7), coefficient(0.9), coefficient(0.5, 0.3, 0.7))
    assert harsh.endswith(
        "moderate. Consistency (0.90) exceeds agreement (0.70): one of them is systematically harsher."
    )
    doubtful = on_icc(coefficient(0.7, 0.55, 0.7), coefficient(0.9), coefficient(0.1, -0.1, 0.3))
    assert doubtful.endswith("one may be harsher throughout.")
    assert on_icc(coefficient(0.7, 0.5, 0.9, n=5), coefficient(0.9, n=5), coefficient(0.5, 0.3, 0.7)) == ""
