"""The trainee's page spoken to by hand: what is not offered, not shown or not theirs changes nothing and tells nothing.

Each refusal is held against the same message as the page itself would send it.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from simulator import content
from simulator.authoring.load import load_scenario, scenario_or_error
from simulator.model.attempt import Attempt
from simulator.model.scenario import Scenario
from tests import stock
from tests.security.line import Line, line, opened
from tests.serve.product import Site, serving

SCENARIO: Scenario = scenario_or_error(load_scenario(content.folder("scenarios") / "late-again.yaml", stock.rubric()))
GONE = "There is nothing here for you under that address."


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    people = {"leo": {"trainee"}, "mia": {"trainee"}}
    with serving(tmp_path_factory.mktemp("widgets"), people, cold=True) as site:
        yield site


@dataclass
class Tab:
    """A page as its line shows it."""

    site: Site
    person: str
    line: Line

    def states(self) -> dict[str, dict[str, Any]]:
        return self.line.states()

    def one(self, trait: str, value: object = None) -> str:
        """The id of the widget that has this trait (with this value)."""
        ids = [id_ for id_, state in self.states().items() if trait in state and value in (None, state[trait])]
        assert ids, f"no widget has {trait}"
        return ids[-1]

    def talk(self) -> dict[str, Any]:
        """The state of the conversation."""
        return self.states()[self.one("options")]

    def press(self, words: str) -> None:
        self.line.comm(self.one("description", words), {"method": "custom", "content": {"event": "click"}})
        self.line.settle()

    def say(self, widget: str, content: object) -> None:
        self.line.comm(widget, {"method": "custom", "content": content})
        self.line.settle()

    def put(self, widget: str, **state: object) -> None:
        self.line.comm(widget, {"method": "update", "state": state, "buffer_paths": []})
        self.line.settle()

    def attempts(self) -> list[Attempt]:
        with self.site.store.work() as work:
            return work.attempts(self.person)


@contextmanager
def tab(site: Site, person: str, query: str) -> Iterator[Tab]:
    cookie = site.cookie_of(person)
    with line(site, opened(site, cookie, f"/?{query}"), cookie, binary=True) as own:
        yield Tab(site, person, own)


@pytest.fixture(scope="module")
def leos(site: Site) -> Iterator[Tab]:
    """Leo's page, at the first turn of a conversation."""
    with tab(site, "leo", "scenario=late-again") as page:
        page.press("Begin the conversation")
        assert page.talk()["turn"] == 1
        yield page


def test_what_is_not_offered_cannot_be_chosen(leos: Tab) -> None:
    conversation, before = leos.one("options"), leos.attempts()
    turn, offered = leos.talk()["turn"], len(leos.talk()["options"])
    for position in (offered, offered + 7, -1, True, 0.0, "0", None, [0], 10**30):
        leos.say(conversation, {"do": "choose", "turn": turn, "position": position})
    for wrong in (turn + 1, turn - 1, 0, -1, True, str(turn), 10**30):
        leos.say(conversation, {"do": "choose", "turn": wrong, "position": 0})
    option = next(iter(SCENARIO.beats[0].options)).id
    for content_ in ({"do": "choose", "turn": turn, "option": option}, {"do": "choose", "turn": turn, "position": ""},
                     {"do": "choose", "turn": turn, "position": 0, "quality": 4}, {"do": "end"}, {"do": ["choose"]},
                     {"do": "finish"}, {"do": "reason", "turn": turn, "text": "nobody asked"}, [], None, "choose", 1,
                     {"do": "take_back", "turn": turn}, {"do": "hint", "turn": turn + 1}):  # fmt: skip
        leos.say(conversation, content_)
    assert leos.attempts() == before
    assert leos.talk()["turn"] == turn


def test_a_value_that_is_set_from_outside_is_nobody_s_choice(leos: Tab) -> None:
    conversation, before, shown = leos.one("options"), leos.attempts(), leos.talk()
    finished = {"label": "See the debrief"}
    leos.put(
        conversation, turn=9, options=[], finished=finished, mood="open", hint_offer="x", take_back="x", answered=99
    )
    leos.say(conversation, {"do": "take_back", "turn": shown["turn"]})
    leos.say(conversation, {"do": "finish"})
    leos.put(leos.one("moves"), place={"debrief": before[0].id}, names=["debrief"], notice="x")
    assert leos.attempts() == before
    changing = {"answered"}
    after = leos.talk()
    assert {name: after[name] for name in shown.keys() - changing} == {
        name: shown[name] for name in shown.keys() - changing
    }


def test_a_megabyte_of_text_is_not_taken(leos: Tab) -> None:
    conversation, before = leos.one("options"), leos.attempts()
    long = "x" * 1_000_000
    leos.say(conversation, {"do": "reason", "turn": 1, "text": long})
    leos.say(conversation, {"do": long, "turn": 1})
    leos.say(conversation, {"do": "choose", "turn": 1, "position": 0, long: 1})
    leos.say(leos.one("moves"), {"do": "go", "place": {"attempt": long, long: "x"}})
    assert leos.attempts() == before
    assert long not in json.dumps(leos.states())
    leos.say(leos.one("moves"), {"do": "go", "place": {"attempt": before[0].id}})
    assert leos.talk()["turn"] == 1


def test_a_widget_of_the_visitor_s_own_making_is_not_heard(leos: Tab) -> None:
    before = leos.attempts()
    states = leos.states()
    module = {"_model_module": "@jupyter-widgets/controls", "_model_module_version": "2.0.0", "description": "x"}
    button = {**module, "_model_name": "ButtonModel", "_view_name": "ButtonView", "_view_module_version": "2.0.0"}
    opening = {"comm_id": "mine", "target_name": "jupyter.widget", "data": {"state": button}}
    leos.line.send("comm_open", opening, metadata={"version": "2.1.0"})
    leos.line.send("comm_open", {"comm_id": "other", "target_name": "os.system", "data": {"code": "1"}})
    leos.line.comm("never was one", {"method": "custom", "content": {"event": "click"}})
    leos.line.settle()
    assert leos.attempts() == before
    assert states.keys() <= leos.states().keys()


def test_somebody_else_s_attempt_opens_neither_by_address_nor_by_message(site: Site, leos: Tab) -> None:
    attempt = leos.attempts()[0].id
    before = leos.attempts()
    for place in (f"attempt={attempt}", f"debrief={attempt}"):
        with tab(site, "mia", place) as mias:
            assert_closed(mias, attempt)
    with tab(site, "mia", "") as mias:
        for name in ("attempt", "debrief"):
            mias.say(mias.one("moves"), {"do": "go", "place": {name: attempt}})
            assert_closed(mias, attempt)
        assert mias.attempts() == []
    assert leos.attempts() == before
    with tab(site, "leo", f"attempt={attempt}") as again:  # it does open for whose it is
        assert again.talk()["turn"] == 1


def assert_closed(page: Tab, attempt: str) -> None:
    states = page.states()
    place = states[page.one("moves")]
    assert place["notice"] == GONE or "no attempt" in place["notice"]
    assert attempt not in json.dumps({id_: state for id_, state in states.items() if state is not place})
    assert not [state for state in states.values() if "options" in state]


def test_no_state_of_any_widget_tells_which_option_is_which(leos: Tab) -> None:
    told = json.dumps(leos.states())
    first = next(beat for beat in SCENARIO.beats if beat.id == SCENARIO.start.beat)
    assert [each for each in first.options if each.say.split(".")[0] not in told] == []  # the words are there
    options = [option for beat in SCENARIO.beats for option in beat.options]
    ids = [each.id for each in options] + [beat.id for beat in SCENARIO.beats if "-" in beat.id]
    secret = ids + [text for each in options for text in (each.why, each.misconception) if text]
    assert [each for each in secret if json.dumps(each)[1:-1] in told] == []
    assert not [word for word in ("quality", "evidence", "misconception", "utility", "event") if f'"{word}"' in told]


def test_two_people_at_once_see_their_own_attempts_alone(site: Site, leos: Tab) -> None:
    with tab(site, "mia", "scenario=late-again") as mias:
        mias.press("Begin the conversation")
        for page in (mias, leos):
            page.say(page.one("options"), {"do": "choose", "turn": page.talk()["turn"], "position": 0})
        (hers,), his = mias.attempts(), leos.attempts()
        assert hers.id not in {attempt.id for attempt in his}
        assert [len(attempt.choices) for attempt in (hers, his[0])] == [1, 1]
        assert his[0].id not in json.dumps(mias.states())
        assert hers.id not in json.dumps(leos.states())
