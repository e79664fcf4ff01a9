"""How well assessors agree, as HTML: what is said in cells and pictures, and what each press makes of it."""

import csv
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest

from simulator.scoring.agreement import Coefficient
from simulator.services.assessing.agreement.dashboard import Dashboard, Filter, Sample
from simulator.services.assessing.agreement.matrices import MACHINE, Matrix
from simulator.services.assessing.agreement.pairs import pairs
from simulator.services.library import Library
from simulator.store.sql import open_store
from simulator.ui.assessor import agreement as view
from simulator.ui.assessor.agreement_matrix import pictures
from simulator.ui.assessor.agreement_parts import figure
from simulator.ui.assessor.agreement_plots import Row, of_agreement, of_difference, plot, track
from simulator.ui.assessor.agreement_shown import ACTS, TABS, Shown
from simulator.ui.components.offered import Offered
from tests.services.marked_scripts import GOALS, RAPPORT, Bench, MarkedScripts
from tests.ui.test_analysis import rows

NASTY = '<img src=x onerror=alert(1)> "Ada" & Sons'


@pytest.fixture(scope="module")
def marked(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MarkedScripts]:
    store = open_store(tmp_path_factory.mktemp("agreement"))
    made = MarkedScripts(store, library, Bench(early={RAPPORT: 2, GOALS: None}))
    made.many(48)
    for day in range(1, 8):
        made.benchmark("early", "anna", {RAPPORT: 2 + day % 2, GOALS: None}, f"2026-02-{day:02}")
    made.script(("anna", {RAPPORT: 2}), ("ben", {RAPPORT: 3}), final=False)
    yield made
    store.close()


@pytest.fixture(scope="module")
def dashboard(marked: MarkedScripts) -> Dashboard:
    return marked.load()


@pytest.fixture
def nobody(library: Library, tmp_path: Path) -> Iterator[Dashboard]:
    store = open_store(tmp_path)
    yield MarkedScripts(store, library).load()
    store.close()


def html(dashboard: Dashboard, shown: Shown = Shown()) -> str:  # noqa: B008 - a value
    return view.html(dashboard, shown)


def svgs(text: str) -> list[ET.Element]:
    """Every picture, read as XML: what is not well-formed fails."""
    return ET.fromstring(f"<x>{text}</x>").findall(".//svg[@role='img']")


def test_nothing_marked_yet_is_said_so(nobody: Dashboard):
    text = html(nobody)
    assert "Nothing to compare yet" in text
    assert "<table" not in text
    assert view.said(nobody, Shown()) == ""
    assert view.saved(nobody, Shown(), "criteria")[2].count("\r\n") == 1


def test_a_criterion_has_its_words_and_every_figure_with_its_interval(dashboard: Dashboard):
    heads, every, *criteria = rows(html(dashboard))
    assert heads[:4] == ["Criterion", "What may be concluded", "Scripts", "Alpha"]
    assert every[0] == "All criteria together"
    assert [row[0] for row in criteria] == ["Rapport, empathy and safety", "Needs, goals and action"]
    for row in (every, *criteria):
        assert len(row) == len(heads)
        assert re.fullmatch(r"−?[01]\.\d\d−?[01]\.\d\d to [01]\.\d\d", row[3])
        assert re.fullmatch(r"\d+ %\d+ % to \d+ %", row[5])
        assert row[1].endswith(".")


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("wanted", [Filter(), Filter(criterion=RAPPORT), Filter(assessor="carl", sample=Sample.ALL)])
def test_every_tab_is_sound_whatever_is_asked_for(dashboard: Dashboard, tab: str, wanted: Filter):
    shown = Shown(tab=tab, filter=wanted)
    text = html(dashboard, shown)
    assert not re.search(r"\bnan\b|\bNone\b|\binf\b", text)
    for table in re.findall(r"<table(?:(?!<table|</table>).)*</table>", text, re.DOTALL):
        assert len({len(row) for row in rows(table)}) == 1
    for picture in re.findall(r"<svg[^>]*><title>", text):
        assert 'role="img" aria-label="' in picture
    offered = Offered(text)
    for do in re.findall('<button[^>]*data-do="([^"]+)"', text):
        act, _, argument = do.partition(":")
        assert offered.pressed(do)
        assert act in (*ACTS, "table")
        if act == "table":
            name, kind, content = view.saved(dashboard, shown, argument) or ("", "", "")
            assert (name, kind) == (f"agreement-{argument}.csv", "text/csv;charset=utf-8")
            assert len(list(csv.reader(StringIO(content)))) > (argument != "benchmarks" or wanted.assessor is None)
    for do in re.findall('<(?:select|input)[^>]*data-do="([^"]+)"', text):
        assert do in ACTS
    assert view.said(dashboard, shown).startswith(TABS[tab])


def test_a_period_without_marks_is_empty_on_every_tab(dashboard: Dashboard):
    for tab in TABS:
        text = html(dashboard, Shown(tab=tab, filter=Filter(since="2030-01-01")))
        assert re.search("yet|No two marks differ", text)
        assert "<svg" not in text


def test_a_pair_is_shown_with_who_is_harsher(dashboard: Dashboard):
    found = {row[0]: row for row in rows(html(dashboard, Shown(tab="pairs")))}
    assert set(found) == {"Pair", "Anna and Ben", "Anna and Carl", "Ben and Carl"}
    assert found["Anna and Ben"][2] == str(next(p.scripts for p in pairs(dashboard.select()) if p.second.id == "ben"))
    assert found["Anna and Ben"][3].startswith("+0.")
    alone = rows(html(dashboard, Shown(tab="pairs", filter=Filter(assessor="ben"))))
    assert [row[0] for row in alone[1:]] == ["Anna and Ben", "Ben and Carl"]


def test_what_met_what_can_be_chosen_and_a_pair_that_is_none_is_the_first_and_second_marks(dashboard: Dashboard):
    shown = Shown(tab="confusion")
    offered = re.findall(r'<option value="([^"]*)"', html(dashboard, shown).partition('data-do="of"')[2])
    assert offered[:2] == ["", MACHINE]
    assert "Down: Anna. Across: Ben." in html(dashboard, shown.pressed("of", "anna/ben"))
    assert "Down: Machine." in html(dashboard, shown.pressed("of", MACHINE))
    assert "Down: First mark." in html(dashboard, shown.pressed("of", "anna/nobody"))


def test_a_matrix_has_its_numbers_in_its_cells_and_the_same_in_a_table():
    counts = ((5, 1, 0), (2, 7, 0), (0, 0, 3))
    text = pictures([Matrix("Rapport", "Anna", "Ben", ("0", "1", "none"), counts)])
    (picture,) = svgs(text)
    numbers = [each.text for each in picture if each.get("class", "").startswith("cs-times")]
    assert numbers == ["5", "1", "2", "7", "3"]
    assert [each.text for each in picture if each.get("class") == "cs-times cs-on"] == ["5", "7", "3"]
    shades = [float(each.get("fill-opacity")) for each in picture if each.get("class") == "cs-cell"]
    assert shades[4] == max(shades) <= 0.4
    assert shades.count(0) == 4
    assert picture.find("title").text == "Rapport: Anna down, Ben across"
    assert "15 of 18 alike (83 %)" in picture.find("desc").text
    table = rows(text)
    assert table[0] == ["Anna ↓ Ben →", "Level 0", "Level 1", "No opportunity", "All"]
    assert table[2] == ["Level 1", "2", "7", "0", "9"]
    assert table[4] == ["All", "7", "8", "3", "18"]


def test_a_plot_says_each_figure_and_puts_it_where_it_belongs():
    lines = [
        Row("Rapport (40)", Coefficient(0.5, 0.25, 0.75, n=40), Coefficient(0.9, 0.8, 1, n=40)),
        Row("Goals (3)", Coefficient(None, says="Undefined.")),
    ]
    (picture,) = svgs(plot("Agreement", lines, of_agreement(lines, (0.8,))))
    told = picture.find("desc").text
    assert told.startswith("Rapport (40): 0.50 (0.25 to 0.75), beside it 0.90 (0.80 to 1.00); Goals (3): undefined.")
    assert [each.get("cx") for each in picture.iter("circle")] == ["50.00%"]
    ranges = [each for each in picture.iter("line") if each.get("class") == "cs-range"]
    assert (ranges[0].get("x1"), ranges[0].get("x2")) == ("26.00%", "74.00%")
    assert "undefined" in [each.text for each in picture.iter("text")]


@pytest.mark.parametrize(("low", "first"), [(0.2, 0.0), (-0.2, -0.5), (-0.7, -1.0), (-3, -1.0)])
def test_an_axis_reaches_as_far_down_as_it_has_to(low: float, first: float):
    axis = of_agreement([Row("x", Coefficient(0.5, low, 0.9))])
    assert (axis.low, axis.ticks[0], axis.ticks[-1]) == (first, first, 1)
    assert float(axis.at(low)[:-1]) >= float(axis.at(first)[:-1]) == 2


def test_an_axis_of_differences_has_nought_in_its_middle():
    assert of_difference([Row("x", Coefficient(0.3, -0.2, 0.8))]).at(0) == "50.00%"
    assert of_difference([Row("x", Coefficient(1.3, 1.2, 1.8))]).high == 2
    assert of_difference([]).high == 1


def test_a_track_leaves_a_gap_where_nothing_could_be_compared():
    (picture,) = svgs(track("Anna", [0.5, None, -1.0, -0.5], 1.0))
    assert len(list(picture.iter("circle"))) == 3
    assert len([each for each in picture.iter("line") if each.get("class") == "cs-step"]) == 1
    assert picture.find("desc").text == "Levels from the agreed ones, in order: +0.50, −1.00, −0.50."


def test_a_figure_without_value_says_why_to_those_who_hear_it():
    assert rows(f"<table><tr>{figure(Coefficient(None, says='All alike.'))}</tr></table>") == [["All alike."]]
    assert rows(f"<table><tr>{figure(Coefficient(1.0, says='x'))}</tr></table>") == [["1.00no interval"]]


def test_whatever_assessors_are_called_is_text(library: Library, tmp_path: Path):
    store = open_store(tmp_path)
    made = MarkedScripts(store, library)
    made.script(("anna", {RAPPORT: 4}), ("ben", {RAPPORT: 1}), machine={RAPPORT: 2})
    made.benchmark("none", "anna", {RAPPORT: 1}, "2026-03-01")
    with store.work() as work:
        work.people.update(replace(work.people.get("anna"), name=NASTY))
        work.commit()
    for tab in TABS:
        text = html(made.load("ben"), Shown(tab=tab))
        assert "<img" not in text
        assert "&lt;img" in text
    store.close()


def test_scripts_lead_to_what_was_said_of_them_and_name_no_trainee(dashboard: Dashboard):
    text = html(dashboard, Shown(tab="scripts"))
    links = re.findall(r'href="\?script=(script-\d+)">(\w{5})</a>', text)
    assert len(links) == 20
    assert "Tom" not in text


def test_what_is_pressed_changes_what_is_looked_at():
    shown = Shown(page=3).pressed("criterion", GOALS).pressed("assessor", "ben").pressed("sample", "drawn")
    assert shown == Shown(filter=Filter(criterion=GOALS, assessor="ben", sample=Sample.DRAWN))
    assert shown.pressed("criterion", "").filter.criterion is None
    assert shown.pressed("since", "2026-02-29").filter.since is None
    assert shown.pressed("until", "2026-02-28").filter.until == "2026-02-28"
    assert shown.pressed("tab", "time").pressed("by", "block").pressed("page", "2").page == 2


@pytest.mark.parametrize(
    ("act", "argument"),
    [("tab", "secrets"), ("page", "-1"), ("page", "²"), ("by", "year"), ("sample", "mine"), ("unknown", "x")],
)
def test_what_means_nothing_changes_nothing(act: str, argument: str):
    assert Shown().pressed(act, argument) == Shown()


def test_no_other_table_is_saved(dashboard: Dashboard):
    assert view.saved(dashboard, Shown(), "passwords") is None


def test_what_is_left_out_is_counted_and_what_a_sample_speaks_for_is_said(dashboard: Dashboard):
    text = view.said(dashboard, Shown())
    assert text.startswith("Criteria: 36 scripts marked twice; 48 marked at all.")
    assert "1 more script with two marks is not settled yet and left out" in text
    assert "speak for all scripts" in view.said(dashboard, Shown(filter=Filter(sample=Sample.DRAWN)))
