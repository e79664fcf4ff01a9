"""The view-model of a visit: what each act leads to, and what becomes of those that cannot be."""

import logging

import pytest

from simulator.errors import StoreAway
from simulator.services.practise import Practise
from simulator.ui.trainee import talk
from simulator.ui.trainee.visit import UNFORESEEN, Visit

SCENARIO = "two-turns"


@pytest.fixture
def talking(visit: Visit) -> Visit:
    visit.go({"scenario": SCENARIO})
    visit.begin()
    return visit


def position(visit: Visit, words: str) -> int:
    """Where the option with these words is shown."""
    shown = ["".join(part.text for part in option) for option in visit.screen.value.options]
    return next(i for i, text in enumerate(shown) if words in text)


def say(visit: Visit, words: str) -> None:
    visit.choose(visit.screen.value.turn, position(visit, words))


def play_to_the_end(visit: Visit) -> None:
    say(visit, "good hour")
    visit.give_reason(1, "Because.")
    say(visit, "it was mine")


def test_without_a_place_the_list_is_shown(visit: Visit) -> None:
    visit.go({})
    assert (visit.screen.kind, visit.screen.place, visit.notice) == ("catalogue", {}, "")


def test_a_scenario_shows_its_brief_and_an_attempt_begins_there(visit: Visit) -> None:
    visit.go({"scenario": SCENARIO})
    assert visit.screen.kind == "brief"
    visit.begin()
    assert (visit.screen.kind, visit.screen.place) == ("talk", {"attempt": "id-1"})


@pytest.mark.parametrize("place", [{"scenario": "two-turn"}, {"attempt": "none"}, {"debrief": "none"}], ids=str)
def test_a_place_that_does_not_exist_is_told_over_the_list(visit: Visit, place: dict[str, str]) -> None:
    visit.go(place)
    assert visit.screen.kind == "catalogue"
    assert "There is no" in visit.notice


def test_a_link_that_leads_nowhere_leaves_the_screen(talking: Visit) -> None:
    talking.go({"attempt": "none"})
    assert talking.screen.kind == "talk"
    assert "There is no attempt 'none'" in talking.notice
    talking.go({})
    assert talking.notice == ""


def test_another_persons_attempt_does_not_exist(talking: Visit, practise: Practise) -> None:
    other = Visit(Practise(practise.library, practise.store, "bob", practise.now, practise._new_id))
    other.go({"attempt": "id-1"})
    assert other.screen.kind == "catalogue"
    assert "There is no attempt" in other.notice


def test_a_hinge_asks_for_a_reason_before_the_reaction(talking: Visit) -> None:
    say(talking, "good hour")
    shown = talking.screen.value
    assert (shown.reason_for, shown.turn, shown.options, len(shown.lines)) == (1, 1, (), 2)
    talking.give_reason(1, "Because.")
    assert (talking.screen.value.turn, len(talking.screen.value.lines)) == (2, 3)


def test_a_choice_that_comes_twice_is_one_choice(talking: Visit) -> None:
    chosen = position(talking, "good hour")
    talking.choose(1, chosen)
    before = talking.screen
    talking.choose(1, chosen)
    assert (talking.screen, talking.remark) == (before, "")


def test_a_turn_taken_in_another_tab_shows_where_the_conversation_stands(talking: Visit, practise: Practise) -> None:
    other = Visit(practise)
    other.go({"attempt": "id-1"})
    say(other, "good hour")
    other.give_reason(1, None)
    talking.choose(1, position(talking, "sooner"))
    assert talking.remark == talk.TAKEN
    assert talking.screen == other.screen
    say(talking, "it was mine")
    assert talking.remark == ""


@pytest.mark.parametrize(("turn", "where"), [(1, 99), (0, 0), (-5, 0), (7, 0), (10**30, 0)])
def test_a_forged_choice_changes_nothing(talking: Visit, turn: int, where: int) -> None:
    before = talking.screen
    talking.choose(turn, where)
    assert (talking.screen, talking.remark) == (before, talk.TAKEN)


def test_a_choice_before_the_reason_is_told_what_is_missing(talking: Visit) -> None:
    say(talking, "good hour")
    before = talking.screen
    talking.choose(1, 2)
    assert talking.screen == before
    assert talking.remark


def test_the_end_leads_to_the_debrief_and_on_to_its_suggestion(talking: Visit) -> None:
    play_to_the_end(talking)
    assert talking.screen.value.ended is not None
    talking.finish()
    assert (talking.screen.kind, talking.screen.place) == ("debrief", {"debrief": "id-1"})
    talking.play_next()  # the only scenario there is: nothing to suggest
    assert talking.screen.kind == "debrief"


def test_there_is_no_debrief_before_the_end(talking: Visit) -> None:
    talking.finish()
    assert talking.screen.kind == "talk"
    talking.go({"debrief": "id-1"})
    assert talking.screen.kind == "talk"


@pytest.mark.parametrize("act", ["begin", "finish", "play_next", "pause"])
def test_what_does_not_belong_to_a_screen_does_nothing_there(visit: Visit, act: str) -> None:
    getattr(visit, act)()
    visit.go({})
    before = visit.screen
    getattr(visit, act)()
    visit.choose(1, 0)
    visit.give_reason(1, "x")
    assert (visit.screen, visit.notice, visit.paused) == (before, "", False)


def test_a_pause_ends_with_resume_or_with_another_screen(talking: Visit) -> None:
    talking.pause()
    assert talking.paused
    talking.resume()
    assert not talking.paused
    talking.pause()
    talking.go({})
    assert not talking.paused


def test_an_unforeseen_error_becomes_a_sentence(
    talking: Visit, practise: Practise, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(practise, "choose", fail)
    before = talking.screen
    with caplog.at_level(logging.ERROR):
        talking.choose(1, 0)
    assert (talking.screen, talking.remark) == (before, UNFORESEEN)
    assert "ZeroDivisionError" in caplog.text


def test_what_the_widget_gets_names_no_option(talking: Visit) -> None:
    shown = talk.traits(talking.screen.value)
    assert all(set(option) == {"parts"} for option in shown["options"])
    assert all(set(part) == {"kind", "text"} for option in shown["options"] for part in option["parts"])


def test_the_widget_gets_the_end_as_a_note_and_a_button(talking: Visit) -> None:
    play_to_the_end(talking)
    shown = talk.traits(talking.screen.value)
    assert shown["lines"][-1]["who"] == "note"
    assert (shown["options"], shown["finished"]) == ([], {"label": "See the debrief"})


# While the database does not answer


class Flaky:
    """A store that can be taken away, as a database that restarts."""

    def __init__(self, store) -> None:
        self.store, self.away = store, False

    def work(self):
        if self.away:
            raise StoreAway("The database does not answer.")
        return self.store.work()

    def reading(self):
        if self.away:
            raise StoreAway("The database does not answer.")
        return self.store.reading()


@pytest.fixture
def flaky(practise: Practise) -> Flaky:
    practise.store = Flaky(practise.store)
    return practise.store


@pytest.fixture
def waiting(practise: Practise, flaky: Flaky) -> tuple[Visit, list]:
    """A visit in the middle of a conversation, and what it wants to do later."""
    later: list = []
    visit = Visit(practise, later=lambda seconds, act: later.append(act))
    visit.go({"scenario": SCENARIO})
    visit.begin()
    return visit, later


def test_a_choice_is_held_while_the_database_is_away_and_kept_when_it_is_back(waiting, flaky: Flaky) -> None:
    visit, later = waiting
    flaky.away = True
    chosen = position(visit, "good hour")
    visit.choose(1, chosen)
    assert (visit.remark, visit.screen.value.turn, len(later)) == (talk.HELD, 1, 1)
    later.pop()()
    assert (visit.remark, len(later)) == (talk.HELD, 1)
    flaky.away = False
    later.pop()()
    assert (visit.screen.value.reason_for, visit.remark, later) == (1, talk.BACK, [])


def test_while_a_choice_is_held_nothing_else_takes_its_place(waiting, flaky: Flaky) -> None:
    visit, later = waiting
    flaky.away = True
    visit.choose(1, position(visit, "good hour"))
    visit.choose(1, position(visit, "how I work"))
    visit.go({})
    assert (len(later), visit.screen.kind, visit.remark) == (1, "talk", talk.HELD)
    flaky.away = False
    later.pop()()
    attempt, _ = visit._practise.session("id-1")
    assert len(attempt.choices) == 1
    assert "good hour" in "".join(part.text for part in visit.screen.value.lines[1].parts)
    visit.go({})
    assert visit.screen.kind == "catalogue"


def test_where_nothing_can_be_tried_again_the_reason_is_told(talking: Visit, practise: Practise) -> None:
    practise.store = Flaky(practise.store)
    practise.store.away = True
    talking.choose(1, 0)
    assert talking.remark == "The database does not answer."


# Modes


def test_exploring_begins_from_a_brief_of_ones_own_accord(visit: Visit) -> None:
    visit.go({"scenario": SCENARIO})
    visit.explore()
    shown = visit.screen.value
    assert (shown.mode.value, shown.mood != "") == ("explore", True)


def test_how_the_client_seems_is_told_when_asked_until_the_next_turn(talking: Visit) -> None:
    assert talk.traits(talking.screen.value, mood=talking.mood)["mood_offer"]
    talking.ask_mood(1)
    traits = talk.traits(talking.screen.value, mood=talking.mood)
    assert (traits["mood"] != "", traits["mood_offer"]) == (True, False)
    talking.take_hint(1)
    assert talking.mood != ""
    say(talking, "how I work")
    talking.give_reason(1, None)
    assert talking.mood == ""


def test_a_step_back_goes_on_at_another_address(talking: Visit) -> None:
    say(talking, "good hour")
    talking.give_reason(1, "Because.")
    talking.take_back(2)
    assert talking.screen.place != {"attempt": "id-1"}
    assert (talking.screen.value.turn, len(talking.screen.value.lines)) == (1, 1)
