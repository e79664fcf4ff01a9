"""A report of an attempt, read as somebody who must defend a mark, or answer for one, would."""

from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest

from simulator.exports.paper import to_html, to_pdf
from simulator.exports.report import Assessed, Human, Level, Review, TracePoint, Whose, curves, document
from simulator.exports.report import words as report_words
from simulator.exports.report.curves import course, told
from simulator.exports.report.levels import bears
from simulator.exports.report.words import HOW
from simulator.ui.trainee import words as page_words
from simulator.ui.trainee.debrief import charts
from simulator.ui.trainee.debrief import criteria as page_criteria
from tests.exports.papers import ATTACKS, LONG, NAMES, RUBRIC, UNFIT, Page, Pdf, report, turn

BLIND = {
    "whose": Whose(code="K7Q2X"), "attempt": "", "assignment": "", "number": None, "begun": "", "finished": "",
    "released": "", "review": None, "scores": (),
}  # fmt: skip


@cache
def pdf() -> Pdf:
    return Pdf(to_pdf(document(report())))


@cache
def page() -> Page:
    return Page(to_html(document(report())))


def shown(given):
    return " ".join(Page(to_html(document(given))).words().split())


SAID = (
    "Ada Lovelace", "Late again", "Exam, attempt 2, “First week”", "2 March 2026, 09:00 to 09:14 UTC",
    "9 March 2026, 08:00 UTC", "version 1.1.0", "Choosing a line is not saying it", "about 80 of 100 cases",
    "settled on 8 March 2026, 10:00 UTC", "assessment 2 of the attempt, after an appeal", "being looked at again",
    "2.5 of 4: between emerging and proficient", "The mean of two marks.", "Seen at the door.", "1 of 4: not yet",
    "No opportunity to show it", "5 items (some evidence), from turns 1 and 2", "42 of 100 of the evidence, range 21",
    "Where something hangs on it, take 6 items or more", "No lie. Upheld: It was.", "A steady hand.", "62 of 100 were",
    "30 of 100 lost: “Well.” It leaves her alone with it.", "took another road at turn 1, so there was no chance to",
    "hear the effect", "Turn 1, a hinge", "I am at turn 1.", "leans back", "She looked away.", "None was written.",
    "Good ear.", "Guarded", "Missed chance, 8 of 100 lost; 92 of 100 still attainable.", "“Say more.” Room.",
    "She stays.", "attempt-7", "cd" * 32, "ab" * 32, "ef" * 32, "coachsim 0.1.0", "There is no total",
)  # fmt: skip


def test_both_files_say_all_of_it():
    words, letters = " ".join(page().words().split()), pdf().letters()
    assert [each for each in SAID if each not in words or "".join(each.split()) not in letters] == []


def test_evidence_leads_to_its_turns_in_both():
    assert {each.removeprefix("#") for each in page().links} <= set(page().ids)
    assert len(page().ids) == len(set(page().ids))
    cited = ["#turn-1", "#turn-3"]  # by assessors
    assert [each for each in page().links if each.startswith("#turn")][:2] == cited
    assert [f"#{each}" for each in pdf().links()] == [each for each in page().links if each.startswith("#turn")]


def test_headings_are_those_of_the_parts_and_in_order_in_both():
    assert page().headings() == pdf().headings()
    assert page().headings()[0] == 1 == page().headings().count(1)
    assert all(after - before <= 1 for before, after in pairwise(page().headings()))


def test_every_picture_is_told_in_words():
    alts = [alt for name, alt in pdf().elements if name == "Figure"]
    assert len(alts) == 3  # where the evidence of two criteria lies, and the course
    assert alts[0] == "Share of the evidence 42 of 100, range 21 to 66; levels 1 to 4 begin at 20, 45, 65, 85."
    assert alts[2] == (
        "Attainable, from 100 at the start to 62 of 100 after turn 3, 30 lost at turn 3. "
        "Trust, from provisional to working, breach at the start, repair after turn 2."
    )
    assert [value for name, value in page().attributes if name == "aria-label" and value in alts] == alts


def test_a_blind_report_names_nobody_and_nothing_that_tells():
    words = shown(report(**BLIND))
    assert "K7Q2X" in words
    for each in ("Ada", "ada", "First week", "2 March", "9 March", "attempt-7", "attempt 2", "of one’s own accord"):
        assert each not in words
    assert "Missed chance" in words  # only because this one was given with the review of its turns
    bare = replace(report(**BLIND), turns=tuple(replace(each, review=None) for each in report().turns))
    assert not {"Review", "A stronger line", "still attainable"} & set(shown(bare).split("  "))
    assert "attainable" not in shown(bare)


def test_without_an_assessment_the_levels_are_said_to_be_the_scorings():
    machine = report().criteria[2]
    words = shown(report(assessed=None, criteria=(machine,), total=61.4))
    assert "No assessor has looked at this attempt" in words
    assert "Over all criteria, by the scoring: 61 of 100." in words
    assert "Assessors" not in words


def test_a_mark_that_is_not_final_is_said_to_be_one_assessors():
    own = replace(report().criteria[0], human=Human(Level(2, "emerging", ""), "own", (1,), ("Mine.",)))
    words = shown(report(criteria=(own,), assessed=Assessed(1, "", False, RUBRIC, (), ())))
    assert "The levels are those of one assessor. The result is not final yet." in words
    assert HOW["own"] in words


@pytest.mark.parametrize(
    ("items", "level", "cap", "words"),
    [
        (1, None, "", "Nothing: there is too little"),
        (3, 2, "", "An impression. From 4 items on"),
        (4, 2, "", "A level of this one conversation. Where something hangs on it, take 6"),
        (9, 1, "No lie.", "a rule that was crossed asks for a person’s judgement"),
    ],
)
def test_what_a_level_can_bear_hangs_on_what_it_rests_on(items, level, cap, words):
    machine = report().criteria[0].machine
    assert words in bears(replace(machine, items=items, level=Level(level, "", ""), cap=cap))


def test_two_hundred_turns_with_long_and_hostile_words_come_through_whole():
    """Everybody typed the worst they could: comments, reasons, notes, names."""
    worst = "".join(ATTACKS) + UNFIT + "".join(NAMES)
    turns = tuple(
        turn(n, reason=worst if n % 20 == 0 else LONG[:20], hinge=True, notes=(ATTACKS[n % len(ATTACKS)],))
        for n in range(1, 201)
    )
    trace = tuple(TracePoint(n % 4, n % 7 < 3, "strain") for n in range(201))
    curve = tuple(100 - n / 4 for n in range(201))
    many = replace(report().review, curve=curve, trace=trace, turning_points=())
    human = Human(Level(2, worst, worst), "consensus", tuple(range(1, 201)), (LONG, worst))
    given = report(
        whose=Whose(worst, worst), assignment=worst, turns=turns, review=many,
        criteria=(replace(report().criteria[0], title=worst, human=human),),
    )  # fmt: skip
    made = Pdf(to_pdf(document(given)))
    assert made.tags()["H3"] >= 200
    assert len(made.links()) == 203  # what assessors cite, what the scoring rests on, where a rule was crossed
    found = Page(to_html(document(given)))
    assert found.words().count(LONG) == 1
    assert "script" not in found.tags


def test_the_course_of_a_single_turn_can_be_drawn():
    one = Review("fail", 0.0, -1.0, (100.0, 0.0), (TracePoint(0, True, ""), TracePoint(0, True, "left")), (), ())
    assert told(one).endswith("Trust, from none to none, left after turn 1.")
    assert course(one).picture.shapes


def test_the_words_are_those_of_the_page():
    for name in ("RESULTS", "LABELS", "MODES", "MOODS"):
        assert getattr(report_words, name) == getattr(page_words, name), name
    assert report_words.SURENESS == page_criteria.SURENESS

    assert (curves.TRUST, curves.MARKS) == (charts.TRUST, charts.MARKS)


def test_every_way_in_which_a_level_becomes_final_has_its_words():
    assert set(HOW) == {"first", "mean", "agreed", "closest", "third", "consensus", "capped", "own"}
