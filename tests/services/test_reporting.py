"""Who may have which document, and what it says of what is kept: reports, blind reports, portfolios."""

from itertools import count

import pytest
from sqlalchemy import text

from simulator.model.assessment import (
    CriterionMark,
    Final,
    FinalCriterion,
    Mark,
    Moderation,
    Purpose,
    Script,
    Seat,
    Why,
)
from simulator.model.assignment import Mode
from simulator.model.codec import digest, encode
from simulator.model.person import Person, Role
from simulator.services.access import GONE, Forbidden
from simulator.services.assessing.head import code
from simulator.services.practise.practise import RESERVED
from simulator.services.reporting import NoReport, Reporting
from simulator.services.reporting.admission import NOT_FINISHED, NOT_RELEASED
from simulator.store.assignments import Release
from tests.exports.papers import Page, Pdf
from tests.services.assigning import DUE, assign, release
from tests.services.conftest import known
from tests.services.playing import play, say

HOUR = "borrowed-hour"
BEST = ("own-it", "stay-with-it", "agree-together", "show-it-kept", "remember")
WORST = ("explain", "own-late", "own-again", "lecture")
SETTLED, SHOWN = "2026-06-02T00:00:00+00:00", "2026-06-03T00:00:00+00:00"
CRITERION = "rupture-repair"


@pytest.fixture
def by(practise):
    """The documents for somebody by their id; None is whoever runs commands on the machine."""
    return lambda person: Reporting(practise.library, practise.store, person, practise.now)


def report(practise, attempt, to):
    return Reporting(practise.library, practise.store, practise.person, practise.now).report(attempt, to)


def words(file):
    return " ".join(Page(file[2].decode()).words().split())


def sit(practise, *options, scenario=HOUR, assignment="exam"):
    shown = practise.begin(scenario, assignment)
    for option in options:
        shown = say(practise, shown.attempt, option)
    return shown.attempt


def rename(store, person, name):
    with store.work() as work:
        work.people.update(Person(person, person, name, frozenset({Role.TRAINEE})))
        work.commit()


# A report of an attempt.


def test_trainees_have_their_own_in_both_forms(practise):
    attempt = play(practise, HOUR, *WORST).attempt
    name, kind, raw = report(practise, attempt, "html")
    assert (name, kind) == (f"report {HOUR} Ada {attempt[:6]}.html", "text/html")
    told = words((name, kind, raw))
    library = practise.library
    for each in ("Ada (account ada)", "Practice, of one’s own accord", attempt, "No assessor has looked",
                 digest(library.rubric), library.get(HOUR).digest):  # fmt: skip
        assert each in told
    name, kind, raw = report(practise, attempt, "pdf")
    assert (name[-4:], kind, raw[:5]) == (".pdf", "application/pdf", b"%PDF-")
    assert "Choosing a line is not saying it" in Pdf(raw).text()


def test_it_is_the_same_at_any_time(practise):
    attempt = play(practise, HOUR, *BEST).attempt
    assert [report(practise, attempt, to) for to in ("html", "pdf")] == [
        report(practise, attempt, to) for to in ("html", "pdf")
    ]


def test_reasons_hints_and_what_was_taken_back_are_in_it(practise):
    hinted = practise.take_hint(practise.begin("tiny").attempt, 1).attempt
    say(practise, hinted, "ask")
    assert "Hints at turn 1" in words(report(practise, hinted, "html"))
    shown = practise.choose(practise.begin("two-turns").attempt, 1, 0)
    shown = practise.give_reason(shown.attempt, 1, "An earlier thought.")
    shown = practise.take_back(shown.attempt, 2)
    shown = practise.give_reason(practise.choose(shown.attempt, 1, 0).attempt, 1, "She looked <up> at me.")
    attempt = practise.choose(shown.attempt, 2, 0).attempt
    told = words(report(practise, attempt, "html"))
    assert "She looked <up> at me." in told
    assert "The last choice was taken back once" in told


def test_the_mood_is_in_it_where_the_mode_showed_it(practise):
    practised = play(practise, "tiny", "ask").attempt
    explored = practise.begin("tiny", None, Mode.EXPLORE).attempt
    say(practise, explored, "ask")
    assert "Seemed" not in words(report(practise, practised, "html"))
    assert "Seemed" in words(report(practise, explored, "html"))


def test_nobody_has_what_is_somebody_elses(practise, practice, by, store):
    attempt = play(practise, HOUR, *BEST).attempt
    practice("ben")
    known(store, "tina", Role.TRAINER)
    known(store, "root", Role.ADMINISTRATOR, Role.ASSESSOR)
    for somebody in ("ben", "tina", "root"):
        for asked in (attempt, "no-such-attempt", "\0\ud800"):
            with pytest.raises(Forbidden, match=GONE):
                by(somebody).report(asked, "html")
    with pytest.raises(Forbidden, match="Nobody of that name"):
        by("nobody").report(attempt, "html")


def test_what_is_not_finished_has_none(practise):
    attempt = play(practise, HOUR, "own-it").attempt
    with pytest.raises(Forbidden, match=NOT_FINISHED):
        report(practise, attempt, "html")


def test_a_form_that_there_is_not_is_refused(practise):
    with pytest.raises(NoReport, match="Take html or pdf"):
        report(practise, play(practise, "tiny", "ask").attempt, "docx")


def test_an_exam_has_none_before_its_release_for_anybody(practise, store, by):
    assign(store, practise, HOUR)
    known(store, "tom", Role.TRAINER)
    attempt = sit(practise, *BEST)
    for somebody, why in (("ada", "waits until your trainer"), ("tina", NOT_RELEASED), (None, NOT_RELEASED)):
        with pytest.raises(Forbidden, match=why):
            by(somebody).report(attempt, "html")
    release(store, "exam", attempt)
    for somebody in ("ada", "tina", None):
        assert "Exam, attempt 1, “The exam”" in words(by(somebody).report(attempt, "html"))
        assert "1 June 2026, 00:00 UTC" in words(by(somebody).report(attempt, "html"))
    with pytest.raises(Forbidden, match=GONE):
        by("tom").report(attempt, "html")


def test_practice_on_the_scenario_of_an_exam_that_is_not_over_waits(practise, store, by):
    practised = play(practise, HOUR, *BEST).attempt
    assign(store, practise, HOUR)
    with pytest.raises(Forbidden, match=RESERVED[:40]):
        by("ada").report(practised, "html")


def test_a_closed_account_has_none_and_its_trainer_still_has(practise, store, by):
    given = assign(store, practise, HOUR, mode=Mode.PRACTICE, held=False)
    attempt = sit(practise, *BEST, assignment=given.id)
    with store.work() as work:
        work.people.update(Person("ada", "ada", "Ada", frozenset({Role.TRAINEE}), disabled=DUE))
        work.commit()
    with pytest.raises(Forbidden, match="has been closed"):
        by("ada").report(attempt, "html")
    assert "Ada" in words(by("tina").report(attempt, "html"))


def test_whoever_runs_commands_hears_how_to_find_an_attempt(by):
    with pytest.raises(NoReport, match="The portfolio of an account names its attempts"):
        by(None).report("nowhere", "html")


# What assessors found.


@pytest.fixture
def exam(practise, store):
    """An exam that was sat, to be marked; the id of its attempt."""
    assign(store, practise, HOUR, assessed=True)
    for each in ("ina", "omar", "una"):
        known(store, each, Role.ASSESSOR)
    return sit(practise, *BEST)


def script_of(practise, attempt, id_="script-1", **more):
    rubric = practise.library.rubric
    made = Script(id_, Purpose.LIVE, digest(rubric), DUE, (CRITERION, "trust-reliability"), attempt, **more)
    with practise.store.work() as work:
        work.keep_rubric(digest(rubric), rubric.id, encode(rubric).decode())
        work.scripts.add(made)
        work.commit()
    return made


_NUMBERS = count(1)


def mark(store, script, seat, assessor, level, said, **more):
    at = "2026-06-01T10:00:00+00:00"
    criteria = (
        CriterionMark(CRITERION, level, (1, 2), said),
        CriterionMark("trust-reliability", None, (), ""),
    )
    with store.work() as work:
        work.scripts.add_seat(Seat(script.id, next(_NUMBERS), seat, Why.FIRST, at, assessor))
        work.marks.submit(Mark(script.id, seat, assessor, at, at, criteria, **more))
        work.commit()


def settle(store, script, level, how="closest"):
    found = (FinalCriterion(CRITERION, level, how), FinalCriterion("trust-reliability", None, "agreed"))
    with store.work() as work:
        work.scripts.settle(Final(script.id, SETTLED, Moderation(), found))
        work.commit()


def show(store, attempt):
    with store.work() as work:
        work.assignments.release(Release("exam", attempt, "tina", SHOWN))
        work.commit()


def test_what_assessors_found_counts_and_nobody_of_them_is_named(practise, store, by, exam):
    script = script_of(practise, exam)
    mark(store, script, 1, "ina", 3, "Ina's comment.", notes={2: "A note at two."}, comment="Well heard.")
    mark(store, script, 2, "omar", 1, "Overruled.")
    settle(store, script, 3)
    with pytest.raises(Forbidden):
        by("ada").report(exam, "html")
    show(store, exam)
    told = words(by("ada").report(exam, "html"))
    for each in ("3 of 4: proficient", "this is the one closest to it", "Ina's comment.", "A note at two.",
                 "Well heard.", "Scoring proposed", "settled on 2 June 2026", "No opportunity to show it"):  # fmt: skip
        assert each in told
    assert not [each for each in ("Overruled.", "Omar", "Ina (", "una") if each in told]


def test_a_script_is_a_blind_report_for_whoever_has_marked_it(practise, store, by, exam):
    script = script_of(practise, exam)
    mark(store, script, 1, "ina", 2, "Mine.", notes={1: "My note."})
    told = words(by("ina").script(script.id, "html"))
    assert code(script.id) in told
    assert "It is not final yet." in told
    assert "Mine." in told
    assert "My note." in told
    tells = ["Ada", "ada ", "The exam", exam, "June", "March", script.id, "attainable", "A stronger line"]
    assert [each for each in tells if each in told] == []
    assert Pdf(
        by("ina").script(script.id, "pdf")[2]
    ).reader.metadata.title == f"Report: {_title(practise)}, script " + code(script.id)


def _title(practise):
    return practise.library.get(HOUR).scenario.title


def test_once_it_is_final_an_assessor_sees_what_counts_beside_their_own(practise, store, by, exam):
    script = script_of(practise, exam)
    mark(store, script, 1, "ina", 3, "Counts.")
    mark(store, script, 2, "omar", 1, "Does not.")
    settle(store, script, 3)
    told = words(by("omar").script(script.id, "html"))
    assert "3 of 4: proficient" in told
    assert "Your mark1 of 4: not yet" in told
    assert "Counts." in told
    again = script_of(practise, exam, "script-2", round=2, cites=script.id)
    mark(store, again, 1, "una", 4, "Anew.")
    settle(store, again, 4, "first")
    told = words(by("omar").script(script.id, "html"))  # of their round, whatever has come since
    assert "3 of 4: proficient" in told
    assert "Anew." not in told


def test_nobody_else_has_the_report_of_a_script(practise, store, by, exam):
    script = script_of(practise, exam)
    mark(store, script, 1, "ina", 2, "Mine.")
    for somebody, why in (("omar", GONE), ("ada", "role of assessor"), ("tina", "role of assessor"), (None, "Nobody")):
        with pytest.raises(Forbidden, match=why):
            by(somebody).script(script.id, "html")
    with pytest.raises(Forbidden, match=GONE):
        by("ina").script("no-such-script", "html")


def test_a_benchmark_is_nobodys_attempt(practise, store, by):
    known(store, "ina", Role.ASSESSOR)
    rubric = practise.library.rubric
    benchmark = Script("b", Purpose.CALIBRATION, digest(rubric), DUE, (CRITERION,), benchmark="one")
    with store.work() as work:
        work.keep_rubric(digest(rubric), rubric.id, encode(rubric).decode())
        work.scripts.add(benchmark)
        work.commit()
    mark(store, benchmark, 1, "ina", 2, "")
    with pytest.raises(Forbidden, match="benchmark"):
        by("ina").script("b", "html")


# A portfolio.


def test_a_portfolio_keeps_first_attempts_and_repeats_apart(practise, by):
    for options in (WORST, BEST):
        play(practise, HOUR, *options)
    play(practise, "tiny", "ask")
    told = words(by("ada").portfolio("ada", "html"))
    for each in ("3 attempts: 2 first at a scenario, 1 again, at 2 scenarios", "1. ", "2. ", ", repeat", "C03",
                 "First attempts", "There is little to go by here: 2 first attempts.", "Moments and reasons",
                 "Turning point"):  # fmt: skip
        assert each in told, each
    assert Pdf(by("ada").portfolio("ada", "pdf")[2]).headings()[:2] == [1, 2]


def test_a_portfolio_without_attempts_says_so(practise, by):
    assert "no finished attempt yet" in words(by("ada").portfolio("ada", "html"))
    assert by("ada").portfolio("ada", "pdf")[0] == "portfolio Ada.pdf"


def test_an_attempt_that_cannot_be_read_any_more_takes_nothing_from_the_others(practise, store, by):
    gone, stays = play(practise, "tiny", "ask").attempt, play(practise, HOUR, *BEST).attempt
    with store.work() as work:
        work.connection.execute(text("UPDATE scenario_versions SET canonical = '{}' WHERE scenario = 'tiny'"))
        work.commit()
    with pytest.raises(NoReport, match="cannot be read here"):
        by("ada").report(gone, "html")
    told = words(by("ada").portfolio("ada", "html"))
    assert "1 attempt whose text or rubric is gone" in told
    assert stays in told


def test_exploring_is_in_no_portfolio_nor_what_waits_to_be_released(practise, store, by):
    explored = practise.begin("tiny", None, Mode.EXPLORE).attempt
    say(practise, explored, "ask")
    assign(store, practise, HOUR)
    sat = sit(practise, *BEST)
    told = words(by("ada").portfolio("ada", "html"))
    assert "no finished attempt yet" in told
    assert "1 finished attempt whose feedback has not been released" in told
    release(store, "exam", sat)
    told = words(by("ada").portfolio("ada", "html"))
    assert "1 attempt: 1 first at a scenario, 0 again" in told
    assert explored not in told


def test_trainers_have_of_their_people_what_they_have_assigned(practise, practice, store, by):
    own = play(practise, "tiny", "ask").attempt
    given = assign(store, practise, HOUR, mode=Mode.PRACTICE, held=False, attempts=None)
    task = sit(practise, *BEST, assignment=given.id)
    told = words(by("tina").portfolio("ada", "html"))
    assert task in told
    assert own not in told
    assert "Finished attempts for assignments of whoever asked for it" in told
    known(store, "tom", Role.TRAINER)
    practice("ben")
    for somebody in ("tom", "ben"):
        with pytest.raises(Forbidden, match=GONE):
            by(somebody).portfolio("ada", "html")
    assert own in words(by(None).portfolio("ada", "html"))


def test_assessors_levels_are_marked_as_theirs_in_a_portfolio(practise, store, by, exam):
    script = script_of(practise, exam)
    mark(store, script, 1, "ina", 3, "Counts.")
    settle(store, script, 3, "first")
    show(store, exam)
    assert "1 level: 3" in words(by("ada").portfolio("ada", "html"))


def test_whoever_is_called_what_they_like_stays_a_name(practise, store, by):
    attempt = play(practise, "tiny", "ask").attempt
    rename(store, "ada", '<b>#read("x")</b> 王 \u202eevil')
    assert '<b>#read("x")</b> 王 evil' in words(by("ada").report(attempt, "html"))
    assert '<b>#read("x")</b>' in Pdf(by("ada").portfolio("ada", "pdf")[2]).text()
