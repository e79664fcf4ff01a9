"""The page without a browser: which widgets there are, what they give away, and what they cost."""

import json
import re
import subprocess
import sys

import pytest
from ipywidgets import HTML, VBox

from simulator.errors import FolderNotWritable
from simulator.services.library import Library
from simulator.services.practise import Practise
from simulator.ui import page
from simulator.ui.components.chart import Chart
from simulator.ui.trainee.visit import PLACES

SCENARIO = "two-turns"


def kinds(root: VBox) -> list[str]:
    return [type(child).__name__ for child in root.children]


def words(root: VBox) -> str:
    return "".join(child.value for child in root.children if isinstance(child, HTML))


def begun(practise: Practise) -> VBox:
    root = page.build(practise, f"scenario={SCENARIO}")
    root.children[2].click()
    return root


def say(root: VBox, text: str) -> None:
    talk = root.children[-1]
    position = next(i for i, option in enumerate(talk.options) if text in json.dumps(option))
    talk._handle_custom_msg({"do": "choose", "turn": talk.turn, "position": position}, [])


def debriefed(practise: Practise) -> VBox:
    """After a conversation with a loss in it."""
    root = begun(practise)
    say(root, "how I work")
    root.children[-1]._handle_custom_msg({"do": "reason", "turn": 1, "text": "I <b>felt</b> so."}, [])
    say(root, "Ha!")
    root.children[-1]._handle_custom_msg({"do": "finish"}, [])
    return root


def test_the_list_needs_two_widgets_and_the_box_around_them(practise: Practise) -> None:
    root = page.build(practise, "")
    assert kinds(root) == ["Place", "HTML"]
    assert root._dom_classes == ("coachsim",)


def test_a_brief_can_be_begun_or_left(practise: Practise) -> None:
    root = page.build(practise, f"scenario={SCENARIO}")
    assert kinds(root) == ["Place", "HTML", "Button", "Button"]
    assert [each.description for each in root.children[2:]] == [
        "Begin the conversation",
        "Explore without being scored",
    ]
    assert 'href="?"' in words(root)
    assert words(root).index("A cat dies") < words(root).index("The first paragraph")


def test_beginning_shows_the_conversation_at_its_own_address(practise: Practise) -> None:
    root = begun(practise)
    assert kinds(root) == ["Place", "HTML", "Conversation"]
    assert root.children[0].place == {"attempt": "id-1"}
    assert root.children[0].title == "Two <i>turns</i> & more · coachsim"


def test_a_turn_updates_the_conversation_in_place(practise: Practise) -> None:
    root = begun(practise)
    before = root.children
    say(root, "good hour")
    assert root.children == before
    assert root.children[-1].reason is not None


def test_an_open_attempt_is_continued_at_its_turn(practise: Practise) -> None:
    say(begun(practise), "good hour")
    again = page.build(practise, "attempt=id-1&token=secret")
    assert kinds(again) == ["Place", "HTML", "Conversation"]
    assert again.children[-1].reason is not None
    assert "Continue at turn 2" in words(page.build(practise, ""))


def test_a_finished_attempt_is_listed_with_its_debrief(practise: Practise) -> None:
    debriefed(practise)
    listed = words(page.build(practise, ""))
    assert 'href="?debrief=id-1"' in listed
    assert "1 March 2026" in listed
    assert "Play again" in listed


def test_a_notice_is_told_by_the_place(practise: Practise) -> None:
    root = page.build(practise, "scenario=two-turn")
    assert "Did you mean 'two-turns'?" in root.children[0].notice
    assert root.children[0].place == {}


def test_old_widgets_are_closed(practise: Practise) -> None:
    root = page.build(practise, f"scenario={SCENARIO}")
    brief = root.children[1:]
    root.children[2].click()
    assert all(widget.comm is None for widget in brief)


def test_following_a_link_moves_and_going_back_replaces(practise: Practise) -> None:
    root = page.build(practise, "")
    place = root.children[0]
    place._handle_custom_msg({"do": "go", "place": {"scenario": SCENARIO, "token": "x"}}, [])
    assert (place.place, place.replace, place.focus) == ({"scenario": SCENARIO}, False, "cs-brief")
    place._handle_custom_msg({"do": "back", "place": {}}, [])
    assert (place.place, place.replace, place.focus) == ({}, True, "cs-catalogue")


@pytest.mark.parametrize(
    "message",
    [None, "go", {"do": "go"}, {"do": "go", "place": []}, {"do": "fly", "place": {}}, {"do": ["go"], "place": {}}],
    ids=str,
)
def test_a_malformed_move_is_ignored(practise: Practise, message: object) -> None:
    root = page.build(practise, f"scenario={SCENARIO}")
    before = root.children
    root.children[0]._handle_custom_msg(message, [])
    assert root.children == before


@pytest.mark.parametrize("value", [5, None, ["x"], "x" * 201], ids=["number", "null", "list", "long"])
def test_a_place_that_is_no_short_text_is_no_place(practise: Practise, value: object) -> None:
    root = page.build(practise, f"scenario={SCENARIO}")
    root.children[0]._handle_custom_msg({"do": "go", "place": {"attempt": value}}, [])
    assert root.children[0].place == {}


SECRETS = re.compile(r"It owns the moment|It makes light|quality|misconception|go-on|shrug|rr-own-part|seed", re.I)


def test_nothing_in_any_widget_tells_which_option_is_better(practise: Practise) -> None:
    root = begun(practise)
    say(root, "good hour")
    root.children[-1]._handle_custom_msg({"do": "reason", "turn": 1, "text": None}, [])
    states = [child.get_state() for child in root.children]
    shown = json.dumps(
        [{k: v for k, v in state.items() if k not in ("_esm", "_css", "layout", "style")} for state in states]
    )
    assert "it was mine" in shown
    assert SECRETS.findall(shown) == []


def test_the_debrief_comes_in_its_order(practise: Practise) -> None:
    root = debriefed(practise)
    assert kinds(root) == ["Place", "HTML", "Chart", "HTML", "Chart", "HTML", "HTML", "Board", "Download"]
    headings = re.findall(r"<h[12][^>]*>(.*?)</h", words(root))
    assert headings == [
        "Debrief: Two &lt;i&gt;turns&lt;/i&gt; &amp; more",
        "A weak ending",
        "What was attainable, turn by turn",
        "Turning points",
        "Turn by turn",
        "What it showed of your coaching",
        "The alliance",
        "What was not reached",
        "The rubric and its sources",
    ]
    assert [child.kind for child in root.children if isinstance(child, Chart)] == ["attainable", "alliance"]


def test_every_link_of_the_debrief_leads_somewhere(practise: Practise) -> None:
    shown = words(debriefed(practise))
    targets = set(re.findall(r'href="#([^"]+)"', shown))
    assert {"turn-1", "turn-2"} <= targets
    assert any(each.startswith("rubric-") for each in targets)
    assert targets <= set(re.findall(r'id="([^"]+)"', shown))


def test_the_review_says_what_was_said_and_what_would_have_been_stronger(practise: Practise) -> None:
    shown = words(debriefed(practise))
    for text in (
        "What would make this a good hour?",
        "It asks about her.",
        "What can lead here: ",
        "What would have followed",
    ):
        assert text in shown
    assert "I &lt;b&gt;felt&lt;/b&gt; so." in shown
    assert "wrong" not in re.sub(r"<style>.*?</style>", "", shown).lower().replace("wrongly, and it was mine", "")


def test_nothing_authored_becomes_markup(practise: Practise) -> None:
    pages = [page.build(practise, ""), page.build(practise, f"scenario={SCENARIO}"), debriefed(practise)]
    for root in pages:
        assert not re.search(r"<(script|img|i>turns|b>no)", words(root))


def test_a_chart_has_its_figures_in_words(practise: Practise) -> None:
    charts = [child for child in debriefed(practise).children if isinstance(child, Chart)]
    for chart in charts:
        assert chart.alt["label"]
        assert len(chart.alt["rows"]) == 3
        assert all(len(row) == len(chart.alt["columns"]) for row in chart.alt["rows"])


def test_a_chart_hands_out_its_library_when_asked_and_nothing_else(
    practise: Practise, monkeypatch: pytest.MonkeyPatch
) -> None:
    chart = next(child for child in debriefed(practise).children if isinstance(child, Chart))
    sent: list[dict[str, str]] = []
    monkeypatch.setattr(chart, "send", sent.append)
    for message in (
        "library",
        {"do": "read", "file": "/etc/passwd"},
        {"do": "library", "file": "x"},
        {"do": "library"},
    ):
        chart._handle_custom_msg(message, [])
    assert [set(each) for each in sent] == [{"script", "style"}]
    assert "uPlot" in sent[0]["script"]


FIRST_VIEW = """
import sys
from simulator.ui import page
heavy = {"jinja2", "voila", "jupyter_server", "jupyterlab", "yaml", "pydantic", "nbformat"}
late = {"simulator.ui.components.chart", "simulator.ui.trainee.debrief", "simulator.services.debrief"}
print(*sorted((heavy | late) & set(sys.modules)))
"""


def test_the_first_view_imports_nothing_of_the_debrief_and_nothing_heavy() -> None:
    done = subprocess.run([sys.executable, "-c", FIRST_VIEW], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_a_folder_that_cannot_be_written_to_is_told_on_the_page(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shown: list[object] = []

    def refuse() -> Practise:
        raise FolderNotWritable("/nowhere", "no <such> place")

    monkeypatch.setattr(page, "local_practise", refuse)
    monkeypatch.setattr(page, "_put", shown.append)
    page.show()
    assert "<style>" in shown[0]["text/html"]
    assert 'role="alert"' in shown[1]["text/html"]
    assert "no &lt;such&gt; place" in shown[1]["text/html"]


def test_the_page_opens_where_the_query_says(practise: Practise, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[object] = []
    monkeypatch.setenv("QUERY_STRING", f"token=secret&scenario={SCENARIO}")
    monkeypatch.setattr(page, "local_practise", lambda: practise)
    monkeypatch.setattr(page, "_put", shown.append)
    page.show()
    assert shown[1].children[0].place == {"scenario": SCENARIO}


def test_a_list_without_scenarios_says_so(
    practise: Practise, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(practise.library.__dict__, "entries", {})
    assert "There are no scenarios here yet." in words(page.build(practise, ""))


def test_the_places_are_what_the_address_may_hold() -> None:
    assert PLACES == ("scenario", "attempt", "debrief", "assignment")


def test_a_scenario_left_out_for_its_mistakes_is_named(practise: Practise, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(practise, "left_out", lambda: ("broken & late.yaml",))
    assert "Left out because they cannot be used as they are: broken &amp; late.yaml." in words(
        page.build(practise, "")
    )
    monkeypatch.setattr(practise, "left_out", lambda: ())
    assert "Left out" not in words(page.build(practise, ""))
