"""A portfolio, read by somebody who might build on it: what it rests on, and what it does not say."""

from dataclasses import replace
from itertools import pairwise

import pytest

from simulator.exports.paper import to_html, to_pdf
from simulator.exports.portfolio import Competency, Entry, Pooled, Portfolio, Reason, Shown, document
from simulator.exports.portfolio.competencies import bears, pooled
from simulator.exports.portfolio.course import course
from simulator.exports.report import TurningPoint, Whose
from simulator.exports.report import document as report_document
from tests.exports.papers import ATTACKS, RUBRIC, Page, Pdf, line, report
from tests.product.looking import nothing_serious

FIRST, REPEATS = Pooled(2, 2, 7, 0.58, 0.09), Pooled(1, 1, 3, 0.8)
STRAIN = Competency("rupture-repair", "C03", "Noticing strain", FIRST, REPEATS)
LISTENING = Competency("listening", "C05", "Listening", Pooled(1, 1, 2, 0.4), Pooled())


def entry(**changes):
    made = Entry(
        attempt="attempt-1", scenario="late-again", digest="cd" * 32, title="Late again", mode="practice",
        assignment="", finished="2026-03-02T09:14:00+00:00", first=True, helped=False, turns=9, result="good",
        kept=61.7, shown=(Shown("rupture-repair", 2, False, 4), Shown("listening", None, False, 1)), moment=None,
        reasons=(),
    )  # fmt: skip
    return replace(made, **changes)


def portfolio(**changes):
    exam = entry(
        attempt="attempt-2", scenario="two-minds", digest="ef" * 32, title="In two minds", mode="exam", helped=True,
        assignment="First week", finished="2026-03-04T09:00:00+00:00", shown=(Shown("rupture-repair", 2.5, True, 3),),
        moment=TurningPoint(3, "loss", 29.6, line("Well."), "It leaves her alone."),
        reasons=(Reason(1, line("Tell me."), "She looked away."),),
    )  # fmt: skip
    again = entry(attempt="attempt-3", first=False, finished="2026-03-05T09:00:00+00:00")
    made = Portfolio(
        whose=Whose("Ada Lovelace", "ada"), language="en", covers="Everything.", moment="2026-03-05T09:00:00+00:00",
        rubric=RUBRIC, rubrics=(), engine="0.1.0", waiting=1, older=2, unreadable=3, entries=(entry(), exam, again),
        competencies=(STRAIN, LISTENING),
    )  # fmt: skip
    return replace(made, **changes)


def words(given):
    return " ".join(Page(to_html(document(given))).words().split())


def test_both_files_say_what_it_rests_on():
    told, letters = words(portfolio()), Pdf(to_pdf(document(portfolio()))).letters()
    for each in (
        "Portfolio of Ada Lovelace", "3 attempts: 2 first at a scenario, 1 again, at 2 scenarios",
        "2 March 2026 to 5 March 2026", "1 finished attempt whose feedback has not been released",
        "2 attempts before these", "3 attempts whose text or rubric is gone",
        "Choosing a line is not saying it", "kept apart", "no trend",
        "There is little to go by here: 2 first attempts.", "1. Late again", "3. Late again, repeat",
        "Exam, with help, for “First week”", "A good ending", "C03 Noticing strain",
        "2 attempts at 2 scenarios, 7 items of evidence. Mean share shown, by the scoring: 58 of 100, give or take 9",
        "1 attempt at 1 scenario, 3 items of evidence. Mean share shown, by the scoring: 80 of 100.", "1 level: 2.5",
        "Weight, beside other evidence: 7 items from 2 scenarios, first attempts alone.",
        "An impression: 2 items from 1 scenario", "Turn 3. 30 of 100 lost: “Well.” It leaves her alone.",
        "“Tell me.”", "She looked away.", "attempt-3", "cd" * 32, "ab" * 32,
    ):  # fmt: skip
        assert each in told, each
        assert "".join(each.split()) in letters, each


def test_every_attempt_has_its_level_or_a_dash_or_nothing():
    page = Page(to_html(document(portfolio())))
    table = " ".join(page.words().split()).partition("Levels by attempt and competency")[2].partition("In the")[0]
    assert table.split("C05")[1].split() == [
        "1.", "Late", "again2–2.", "In", "two", "minds2.5", "a", "3.", "Late", "again,", "repeat2–"
    ]  # fmt: skip


def test_what_can_be_built_on_it_hangs_on_first_attempts_alone():
    assert bears(Pooled(3, 3, 6)).startswith("Weight, beside other evidence")
    assert bears(Pooled(3, 1, 9)).startswith("Levels of single conversations")
    assert bears(Pooled(1, 1, 3)).startswith("An impression")
    assert bears(Pooled()).startswith("An impression: 0 items from 0 scenarios")
    assert pooled(Pooled()) == "None."


def test_the_picture_tells_who_gave_a_level_and_whether_it_was_a_repeat():
    (figure,) = course(STRAIN, portfolio().entries)
    assert figure.alt == (
        "Levels of Noticing strain by attempt: attempt 1: 2; attempt 2: 2.5 (assessors); attempt 3: 2 (repeat)."
    )
    assert course(LISTENING, portfolio().entries) == ()
    assert course(STRAIN, (entry(),) * 1) == ()


def test_an_empty_one_says_so_and_a_long_one_keeps_its_headings_in_order():
    assert "no finished attempt yet" in words(portfolio(entries=(), competencies=()))
    many = tuple(entry(attempt=f"a{n}", first=n < 2, moment=None, title="".join(ATTACKS)) for n in range(100))
    made = Pdf(to_pdf(document(portfolio(entries=many))))
    assert all(after - before <= 1 for before, after in pairwise(made.headings()))
    assert "a99" in made.letters()


@pytest.mark.browser
def test_both_documents_fit_a_telephone_and_have_nothing_serious_wrong(browser, tmp_path):
    page = browser.new_page(viewport={"width": 360, "height": 800})
    for name, made in (("portfolio", document(portfolio())), ("report", report_document(report()))):
        file = tmp_path / f"{name}.html"
        file.write_text(to_html(made), encoding="utf-8")
        page.goto(file.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        nothing_serious(page)
    page.close()
