"""The cohort view as HTML: what is printed and said in every cell, and what each press makes of it."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from simulator.model.assignment import Mode
from simulator.services.analysis.analysis import Analysis
from simulator.services.analysis.subjects import Filter
from simulator.services.cohort import CohortView
from simulator.services.library import Library
from simulator.services.local import local_library
from simulator.store.sql import open_store
from simulator.ui.components.offered import Offered
from simulator.ui.trainer import analysis as view
from simulator.ui.trainer.analysis_shown import ACTS, TABS, Shown
from tests import crowd
from tests.services.scored import NOW, Scored, Turn

NASTY = '<img src=x onerror=alert(1)> "Ada" & Sons'


@pytest.fixture
def scored(library: Library, tmp_path: Path) -> Scored:
    store = open_store(tmp_path)
    made = Scored(store, library, library.entries["two-turns"].scenario)
    made.cohort("autumn", "ada", "bo", "cem")
    made.assign("task", "autumn")
    return made


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Analysis:
    """A hundred and twenty people on four scenarios."""
    folder = tmp_path_factory.mktemp("large")
    store, library = open_store(folder), local_library(folder)
    crowd.fill(store, library, 120, scenarios=4)
    return CohortView(library, store, crowd.TRAINER, lambda: NOW).load()


class Tables(HTMLParser):
    """The rows of every table as lists of what is said in their cells."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._unsaid: list[bool] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in ("th", "td"):
            self.rows[-1].append("")
            self._inside = True
        if tag not in ("input", "br", "img", "hr"):
            self._unsaid.append(("aria-hidden", "true") in attrs)

    def handle_endtag(self, tag: str) -> None:
        self._unsaid.pop()
        self._inside = self._inside and tag not in ("th", "td")

    def handle_data(self, data: str) -> None:
        if self._inside and not any(self._unsaid):
            self.rows[-1][-1] += data


def rows(html: str) -> list[list[str]]:
    tables = Tables()
    tables.feed(html)
    return [[" ".join(cell.split()) for cell in row] for row in tables.rows]


def html(analysis: Analysis, shown: Shown = Shown()) -> str:  # noqa: B008 - a value
    return view.html(analysis, shown)


def test_a_cell_says_its_value_its_level_and_its_count_in_words(scored: Scored):
    scored.play("ada", shown={"rapport-safety": (0.5, 7)})
    scored.play("bo", shown={"rapport-safety": (0.5, 3)})
    heads, everybody, ada, bo, cem = rows(html(scored.load()))
    assert heads == ["Name", "Rapport, empathy and safety", "Attempts"]
    assert everybody == ["All, 3 people", "mean 50 of 100, over 1 person", "2"]
    assert ada == ["Ada", "50 of 100, level 2, emerging, from 7 pieces of evidence in 1 scenario", "1"]
    assert bo == ["Bo", "too little evidence, 3 pieces of evidence in 1 scenario", "1"]
    assert cem == ["Cem", "nothing shown", "0"]


def test_a_crossed_rule_is_said_and_marked(scored: Scored):
    scored.play("ada", shown={"rapport-safety": (0.9, 7)}, levels={"rapport-safety": 0})
    shown = html(scored.load())
    assert "90 of 100, level 0, harmful, limited: a rule was crossed in 1 attempt, from 7" in rows(shown)[2][1]
    assert "⚑" in shown


def test_people_of_one_name_are_told_apart_by_their_accounts(scored: Scored):
    scored.play("ada", shown={"rapport-safety": (0.9, 7)})
    with scored.store.work() as work:
        work.people.update(replace(work.people.get("bo"), name="Ada"))
        work.commit()
    assert [row[0] for row in rows(html(scored.load()))[2:]] == ["Adaada@x", "Adabo@x", "Cem"]


def test_whatever_people_are_called_is_text(scored: Scored):
    scored.play("ada", shown={"rapport-safety": (0.9, 7)})
    with scored.store.work() as work:
        work.people.update(replace(work.people.get("ada"), name=NASTY))
        work.cohorts.update(replace(work.cohorts.get("autumn"), name=NASTY))
        work.commit()
    shown = html(scored.load())
    assert "<img" not in shown
    assert shown.count("&lt;img src=x") == 2


def test_nobody_and_nothing_yet_are_said_so(scored: Scored):
    assert "Nobody to look at yet" in html(scored.load("tom"))
    analysis = scored.load()
    for tab in TABS:
        shown = html(analysis, Shown(tab=tab))
        assert re.search("Nothing to|No wrong turns", shown)
        assert "<table" not in shown


def test_few_visits_are_withheld_and_said_so(scored: Scored):
    push: tuple[Turn, ...] = (("first", "push", 0.0, 20.0, 30),)
    scored.play("ada", turns=push)
    shown = rows(html(scored.load(), Shown(tab="moments")))
    assert shown[1][1:] == ["1", "too few (1)", "too few (1)", "From 30 visits on."]
    assert shown[3] == ["Option", "Chosen", "As a distractor"]
    assert shown[6] == ["You should have come sooner.", "1", "too few (1)"]


def test_moments_have_their_figures_and_what_to_look_at(large: Analysis):
    wanted = Filter(scenario="late-again")
    shown = rows(html(large, Shown(tab="moments", filter=wanted)))
    assert shown[0] == ["Moment", "Visits", "Difficulty", "Discrimination", "To look at"]
    assert re.fullmatch(r"Moment 1 .+", shown[1][0])
    assert shown[1][1] == "120"
    assert re.fullmatch(r"0\.\d\d", shown[1][2])
    assert re.fullmatch(r"−?0\.\d\d \(−?0\.\d\d to −?0\.\d\d\)", shown[1][3])
    heads, first = shown[3], shown[4]
    assert heads == [
        "Option", "Chosen", "Quality", "Lower 27 %", "Upper 27 %", "Weakest to strongest fifth", "As a distractor",
    ]  # fmt: skip
    assert len(first) == len(heads)
    assert re.fullmatch(r"\d+ \(\d+ %\)", first[1])
    assert re.fullmatch(r"\d+ · \d+ · \d+ · \d+ · \d+ per cent", first[5])


@pytest.mark.parametrize("tab", TABS)
def test_every_row_has_a_cell_for_each_column(large: Analysis, tab: str):
    text = html(large, Shown(tab=tab, filter=Filter(cohort="trainer-2026")))
    for table in re.findall(r"<table(?:(?!<table|</table>).)*</table>", text, re.DOTALL):
        assert len({len(row) for row in rows(table)}) == 1


@pytest.mark.parametrize("sort", ["", "visits", "-visits", "difficulty", "-remarks"])
def test_the_pages_of_moments_hold_each_moment_once_in_order(large: Analysis, sort: str):
    def moments(page: int) -> list[tuple[str, int]]:
        found = rows(html(large, Shown(tab="moments", sort=sort, page=page)))
        return [(row[0], int(row[1])) for row in found[1:] if len(row) == 5 and row[1].isdecimal()]

    every = [each for page in range(1, 6) for each in moments(page)]
    assert len({name for name, _ in every}) == len(every) > 60
    if "visits" in sort:
        assert [count for _, count in every] == sorted((count for _, count in every), reverse=sort == "-visits")


def test_wrong_turns_have_their_words_and_what_they_cost(scored: Scored):
    scored.play("ada", turns=(("first", "push", 0.0, 20.0, 30),))
    row = rows(html(scored.load(), Shown(tab="wrong-turns")))[1]
    assert row[0].startswith("Moment 1")
    assert row[1:] == [
        "You should have come sooner.What may lie behind it: a little pressure helps", "1 of 1 (100 %)", "20", "100 %",
    ]  # fmt: skip


def test_times_are_said_in_minutes_and_what_is_left_out_is_counted(scored: Scored):
    scored.play("ada", turns=(("first", "ask", 1.0, 0.0, 95), ("second", "own", 1.0, 0.0, None)))
    _, whole, first, second = rows(html(scored.load(), Shown(tab="time")))
    assert whole == ["Whole conversation", "not known", "–", "0 conversations (1 left out)"]
    assert first[1:] == ["1 min 35 s", "1 min 35 s to 1 min 35 s", "1"]
    assert second[1:] == ["not known", "–", "0 (1 left out)"]


def test_a_comparison_says_in_words_what_its_range_allows(large: Analysis):
    shown = Shown(tab="comparison", filter=Filter(cohort="trainer-2026"))
    first = rows(html(large, shown))[1]
    assert re.fullmatch(r"\d+ \(60 people\)", first[1])
    assert re.fullmatch(r"[+−]?\d+\.\d \([+−]?\d+\.\d to [+−]?\d+\.\d\)", first[3])
    assert first[5] in ("No difference that stands out.", "Autumn 2026 is higher here.", "Autumn 2026 is lower here.")
    assert "does not say what brought it about" in html(large, shown)
    assert "Choose one cohort" in html(large, Shown(tab="comparison"))


def test_fifty_people_are_on_a_page_and_the_last_page_is_the_last(large: Analysis):
    def names(page: int) -> list[str]:
        return [row[0] for row in rows(html(large, Shown(page=page)))[2:]]

    assert [len(names(page)) for page in (1, 2, 3)] == [50, 50, 20]
    assert names(99) == names(3)
    assert len({*names(1), *names(2), *names(3)}) == 120
    assert "101 to 120 of 120 people" in html(large, Shown(page=3))


@pytest.mark.parametrize("tab", ["people", "moments", "wrong-turns", "time"])
def test_every_column_sorts_says_which_way_and_turns_round_on_the_same_button(large: Analysis, tab: str):
    shown = Shown(tab=tab)
    buttons = re.findall('data-do="(sort:[^"]+)"', html(large, shown))
    for column in buttons:
        once = shown.pressed(*column.split(":"))
        again = once.pressed(*column.split(":"))
        ways = []
        for each in (once, again):
            text = html(large, each)
            assert re.findall('data-do="(sort:[^"]+)"', text) == buttons
            ways += re.findall(f'aria-sort="(\\w+)"[^>]*><button[^>]*data-do="{column}"', text)
            assert text.count("aria-sort=") == 1
        assert sorted(ways) == ["ascending", "descending"]


def test_the_order_at_first_is_said_as_well(large: Analysis):
    assert re.search('aria-sort="ascending"[^>]*><button[^>]*data-do="sort:name"', html(large))
    assert re.search(
        'aria-sort="descending"[^>]*><button[^>]*data-do="sort:lost"', html(large, Shown(tab="wrong-turns"))
    )


@pytest.mark.parametrize("tab", TABS)
def test_every_button_and_list_of_every_tab_is_offered_and_understood(large: Analysis, tab: str):
    shown = Shown(tab=tab, filter=Filter(cohort="trainer-2026"))
    text = html(large, shown)
    offered = Offered(text)
    for do in re.findall('<button[^>]*data-do="([^"]+)"', text):
        act, _, argument = do.partition(":")
        assert offered.pressed(do)
        assert act in (*ACTS, "table")
        if act == "table":
            name, kind, content = view.saved(large, shown, argument) or ("", "", "")
            assert (name, kind) == (f"cohort-{argument}.csv", "text/csv;charset=utf-8")
            assert content.startswith("\ufeff")
    for do in re.findall('<(?:select|input)[^>]*data-do="([^"]+)"', text):
        assert do in ACTS
        assert shown.pressed(do, "") is not None
    assert not re.search(r"\bnan\b", text.lower())


def test_no_other_table_is_saved(large: Analysis):
    assert view.saved(large, Shown(), "passwords") is None


def test_what_is_pressed_changes_what_is_looked_at():
    shown = Shown(page=3).pressed("cohort", "autumn").pressed("assignment", "task").pressed("mode", "exam")
    assert shown == Shown(filter=Filter(cohort="autumn", assignment="task", mode=Mode.EXAM))
    assert shown.pressed("cohort", "").filter == Filter(mode=Mode.EXAM)
    assert shown.pressed("attempts", "all").filter.first is False
    assert shown.pressed("since", "2026-02-29").filter.since is None
    assert shown.pressed("until", "2026-02-28").filter.until == "2026-02-28"
    assert shown.pressed("tab", "time").pressed("sort", "median").pressed("page", "2").page == 2


@pytest.mark.parametrize(
    ("act", "argument"), [("tab", "secrets"), ("page", "-1"), ("page", "²"), ("page", ""), ("unknown", "x")]
)
def test_what_means_nothing_changes_nothing(act: str, argument: str):
    assert Shown().pressed(act, argument) == Shown()


def test_a_mode_that_is_none_and_a_sort_that_is_none_are_harmless(large: Analysis):
    shown = Shown().pressed("mode", "sleep").pressed("sort", "nothing")
    assert len(rows(html(large, shown))) == 52


def test_what_came_of_a_press_is_said_in_a_sentence(large: Analysis):
    assert view.said(large, Shown()).startswith("Heat map: 120 of 120 people have begun; 480 attempts counted")


def test_loading_says_how_far_it_is():
    assert 'value="3"' in view.loading("Reading turns", 3, 10)
    assert 'max="1"' in view.loading("Reading attempts", 0, 0)
