"""What the desk does with what an author does, without a browser and without widgets."""

from html import unescape

import pytest

from simulator.authoring.load import parse_scenario
from simulator.engine.layers import Limits
from simulator.services.author.author import Author
from simulator.services.author.workbench import Examined
from simulator.ui.author import beat, findings, graph, menus, play
from simulator.ui.author.background import at_once
from simulator.ui.author.checking import FAULT, Checking
from simulator.ui.author.desk import UNFORESEEN, Desk
from simulator.ui.author.writing import NOT_YET, SAVED, UNSAVED
from simulator.verification.verify import verify
from tests import stock
from tests.ui.author.conftest import Held

BROKEN = "title: 'Half a title\nbeats: [\n\tno"


@pytest.fixture
def at_work(desk: Desk) -> Desk:
    """A new draft from the template is open."""
    desk.new("my-first")
    return desk


def shown_menus(desk: Desk) -> str:
    return menus.html(desk, served=True)


def unlinked(text: str) -> str:
    """The template with every way to `his-answer` led past it."""
    return text.replace("then: his-answer", "then: from-now-on")


def codes(desk: Desk) -> set[str]:
    return {each.code for each in desk.checking.examined.findings}


def number_of(desk: Desk, code: str) -> str:
    return str([each.code for each in desk.checking.examined.findings].index(code))


# Drafts.


def test_without_a_draft_the_list_of_drafts_is_open(desk: Desk) -> None:
    desk.go({})
    assert (desk.writing.name, desk.menu) == ("", "open")
    assert "There are no drafts yet." in shown_menus(desk)
    desk.close_menu()
    desk.show_menu("open")
    assert desk.menu == "open", "there is nothing else to look at"


def test_a_new_draft_is_kept_and_checked(at_work: Desk) -> None:
    assert (at_work.writing.name, at_work.writing.state, at_work.menu) == ("my-first", SAVED, "")
    assert at_work.author.desk.open("my-first").text == at_work.writing.text
    assert at_work.subject.scenario.id == "my-first"


@pytest.mark.parametrize("name", ["", "../up", "A name", "x" * 300, "<img src=x onerror=alert(1)>"])
def test_a_name_that_is_none_is_refused_with_words(at_work: Desk, name: str) -> None:
    at_work.new(name)
    assert "cannot be the name of a draft" in at_work.notice
    assert at_work.writing.name == "my-first"
    assert "<img" not in shown_menus(at_work)


def test_a_copy_takes_the_first_free_name(desk: Desk) -> None:
    desk.copy("late-again")
    desk.copy("late-again")
    assert desk.writing.name == "late-again-2"
    assert desk.subject.scenario.id == "late-again"


def test_an_address_opens_the_draft_it_names(at_work: Desk) -> None:
    at_work.go({})
    assert at_work.writing.name == ""
    at_work.go({"draft": "my-first"})
    assert (at_work.writing.name, at_work.menu) == ("my-first", "")


def test_an_address_that_names_no_draft_says_so_and_shows_those_there_are(at_work: Desk) -> None:
    at_work.go({})
    at_work.go({"draft": "gone"})
    assert "There is no draft 'gone' here." in at_work.notice
    assert at_work.menu == "open"


def test_what_is_typed_is_kept_whatever_is_wrong_with_it(at_work: Desk) -> None:
    at_work.write(BROKEN)
    assert at_work.author.desk.open("my-first").text == BROKEN
    assert at_work.writing.state == SAVED


def test_two_windows_keep_both_texts_and_the_author_goes_on_with_either(at_work: Desk) -> None:
    before = at_work.writing.draft
    at_work.author.desk.save("my-first", "theirs: 1\n", before.seen)
    at_work.write("mine: 1\n")
    assert at_work.writing.name == "my-first-2"
    assert "Both texts are kept" in shown_menus(at_work)
    at_work.write("mine: 2\n")
    assert at_work.author.desk.open("my-first-2").text == "mine: 2\n"
    at_work.take_theirs()
    assert (at_work.writing.name, at_work.writing.text) == ("my-first", "theirs: 1\n")
    assert at_work.writing.conflict is None


def test_keeping_ones_own_text_goes_on_under_its_new_name(at_work: Desk) -> None:
    at_work.author.desk.save("my-first", "theirs: 1\n", at_work.writing.draft.seen)
    at_work.write("mine: 1\n")
    at_work.writing.keep_mine()
    assert (at_work.writing.name, at_work.writing.conflict) == ("my-first-2", None)
    assert at_work.author.desk.open("my-first").text == "theirs: 1\n"


def test_a_text_that_cannot_be_kept_is_said_not_to_be(at_work: Desk) -> None:
    at_work.write("x" * (1 << 21))
    assert at_work.writing.state == UNSAVED
    assert "more than 1 MiB" in shown_menus(at_work)
    at_work.go({})
    at_work.new("another")
    assert at_work.notice == NOT_YET
    assert at_work.writing.text.startswith("xxx"), "nothing that was written is lost by opening something else"
    at_work.write("id: short\n")
    assert (at_work.writing.state, at_work.writing.trouble) == (SAVED, "")


# Checking.


def test_a_dropped_link_is_found_drawn_and_gone_once_it_is_mended(at_work: Desk) -> None:
    sound = at_work.writing.text
    assert "S01" not in codes(at_work)
    at_work.write(unlinked(sound))
    assert "S01" in codes(at_work)
    assert "never reached" in graph.picture(at_work)
    at_work.write(sound)
    assert "S01" not in codes(at_work)
    assert "never reached" not in graph.picture(at_work)


def test_a_finding_leads_to_its_place_and_its_beat(at_work: Desk) -> None:
    at_work.write(unlinked(at_work.writing.text))
    at_work.reveal(number_of(at_work, "S01"))
    line, *_ = at_work.cursor
    assert at_work.writing.text.split("\n")[line - 1] == "  his-answer:"
    assert at_work.place == "his-answer"


def test_a_broken_text_keeps_the_last_picture_marked_as_such(at_work: Desk) -> None:
    drawn = graph.picture(at_work)
    at_work.write(BROKEN)
    assert codes(at_work) == {"Y04"}
    assert at_work.checking.stale
    assert graph.picture(at_work) == drawn
    assert "of an earlier text" in graph.html(at_work)
    assert "Nothing can be played yet" in findings.html(at_work)


def test_a_draft_that_was_never_sound_has_no_picture(at_work: Desk) -> None:
    at_work.author.desk.new("torso", BROKEN)
    at_work.go({"draft": "torso"})
    assert graph.picture(at_work) == ""
    assert "nothing to draw" in graph.html(at_work)
    at_work.play()
    assert at_work.rehearsal is None


def test_only_the_latest_text_counts(slow_desk: Desk, held: Held) -> None:
    slow_desk.new("my-first")
    text = slow_desk.writing.text
    slow_desk.write(unlinked(text))
    slow_desk.write(text + "\n")
    assert slow_desk.checking.busy
    held.finish()
    held.finish()
    assert slow_desk.checking.examined is None, "both are out of date"
    held.finish()
    assert slow_desk.checking.examined.text == text + "\n"
    assert not slow_desk.checking.busy


def test_what_was_found_in_another_draft_is_not_shown(slow_desk: Desk, held: Held) -> None:
    slow_desk.new("my-first")
    slow_desk.go({})
    held.finish()
    assert slow_desk.checking.examined is None


def test_a_fault_of_ours_is_said_and_a_change_tries_again() -> None:
    def examine(text: str) -> object:
        if text == "first":
            raise ZeroDivisionError
        return None

    checking = Checking(examine, lambda job, tell: tell(job()))
    checking.ask("first")
    assert (checking.fault, checking.busy) == (FAULT, False)


def test_what_an_author_types_is_shown_as_text_alone(at_work: Desk) -> None:
    attack = "<img src=x onerror=alert(1)>"
    at_work.write(at_work.writing.text.replace("title: Whose task was it?", f'title: "{attack}"'))
    for tab in ("graph", "beat", "play"):
        at_work.show(tab)
    at_work.play()
    at_work.publish()
    assert attack.replace("<", "&lt;")[:9] in graph.picture(at_work)
    shown = (graph.picture(at_work), findings.html(at_work), shown_menus(at_work), play.html(at_work))
    assert not any("<img" in each for each in shown)
    at_work.write(at_work.writing.text.replace("exit: he-leaves", f'exit: "{attack}"'))
    assert "&lt;img" in findings.html(at_work)
    assert "<img" not in findings.html(at_work)


# Looking and playing.


def test_the_first_beat_is_looked_at_first(at_work: Desk) -> None:
    assert at_work.place == "opening"
    assert at_work.inspected.beat == "opening"


def test_picking_a_beat_moves_the_cursor_and_the_inspector(at_work: Desk) -> None:
    at_work.pick("from-now-on")
    line, *_ = at_work.cursor
    assert at_work.writing.text.split("\n")[line - 1] == "  from-now-on:"
    assert at_work.inspected.beat == "from-now-on"


@pytest.mark.parametrize("forged", ["nowhere", "", "<b>", "999999999", "-1", "²"])
def test_what_does_not_exist_is_passed_over(at_work: Desk, forged: str) -> None:
    at_work.pick(forged)
    at_work.reveal(forged)
    at_work.play_finding(forged)
    at_work.play_extreme(forged)
    at_work.play_extreme(f"least:{forged}")
    at_work.choose_situation(forged)
    at_work.play_situation(forged)
    at_work.show(forged)
    at_work.show_menu(forged)
    at_work.play()
    at_work.say(forged)
    assert at_work.rehearsal.choices == ()
    assert at_work.place == "opening"
    assert UNFORESEEN not in at_work.notice


def test_every_situation_of_a_beat_can_be_played_from(at_work: Desk) -> None:
    at_work.pick("from-now-on")
    for each in at_work.inspected.situations:
        at_work.play_situation(str(each.number))
        assert at_work.rehearsal.beat == "from-now-on"
        assert at_work.rehearsal.snapshot == each.snapshot
    assert at_work.tab == "play"


def test_the_situation_looked_at_stays_while_one_writes_and_goes_with_its_beat(at_work: Desk) -> None:
    at_work.pick("from-now-on")
    chosen = at_work.inspected.situations[-1]
    at_work.choose_situation(str(chosen.number))
    at_work.write(at_work.writing.text.replace("form: statement", "form: action", 1))
    assert at_work.inspected.situation(at_work.situation).snapshot == chosen.snapshot
    at_work.write(unlinked(at_work.writing.text).replace("then: from-now-on", "then: own-way"))
    assert at_work.inspected.situation(at_work.situation) is None
    at_work.pick("opening")
    assert at_work.inspected.situation(at_work.situation) == at_work.inspected.situations[0]


def test_playing_shows_mood_state_and_cost_and_goes_back(at_work: Desk) -> None:
    at_work.play()
    option = at_work.rehearsal.offers[1].option
    at_work.say(option.id)
    assert at_work.rehearsal.taken[0].option == option
    assert at_work.rehearsal.taken[0].worth.lost > 0
    assert f"loses {at_work.rehearsal.taken[0].worth.lost:.1f}" in play.html(at_work)
    at_work.back()
    assert at_work.rehearsal.choices == ()


def test_best_play_loses_nothing_and_comes_to_the_best_ending(at_work: Desk) -> None:
    at_work.play()
    while not at_work.rehearsal.ending:
        at_work.say(max(at_work.rehearsal.offers, key=lambda each: each.worth.kept).option.id)
    assert at_work.rehearsal.ending.id == "own-way"
    assert "0.0 points lost in all" in play.html(at_work)


def test_a_level_within_reach_can_be_played(at_work: Desk) -> None:
    found = at_work.checking.examined.verified.extremes["rupture-repair"]
    at_work.play_extreme("top:rupture-repair")
    assert at_work.rehearsal.choices == found.top.path


def test_a_finding_with_a_way_to_it_is_played(at_work: Desk) -> None:
    at_work.write(at_work.writing.text.replace("hinge: true ", "hinge: false"))
    played = next(i for i, each in enumerate(at_work.checking.examined.findings) if each.witness)
    at_work.play_finding(str(played))
    assert at_work.rehearsal.choices == at_work.checking.examined.findings[played].witness


# Publishing.


def renamed(desk: Desk) -> None:
    desk.copy("late-again")
    desk.write(desk.writing.text.replace("title: Late again", "title: Late once more"))


def test_publishing_says_first_what_it_would_do_and_stores_nothing(lenient_desk: Desk) -> None:
    desk = lenient_desk
    renamed(desk)
    desk.show_menu("publish")
    assert "'late-again' becomes version 1" in unescape(shown_menus(desk))
    assert "words only" in shown_menus(desk)
    assert desk.author.publishing.history("late-again") == ()
    desk.close_menu()
    assert desk.author.publishing.history("late-again") == ()


def test_a_confirmed_preview_is_published(lenient_desk: Desk) -> None:
    desk = lenient_desk
    renamed(desk)
    desk.publish()
    desk.confirm()
    assert "Published: 'Late once more', version 1." in unescape(shown_menus(desk))
    assert [each.title for each in desk.author.publishing.history("late-again")] == ["Late once more"]


def test_confirming_twice_publishes_once(lenient_desk: Desk) -> None:
    desk = lenient_desk
    renamed(desk)
    desk.publish()
    desk.confirm()
    desk.confirm()
    assert len(desk.author.publishing.history("late-again")) == 1


def test_a_text_that_has_changed_since_the_preview_is_looked_at_again(lenient_desk: Desk) -> None:
    desk = lenient_desk
    renamed(desk)
    desk.publish()
    desk.write(desk.writing.text.replace("Late once more", "Late for ever"))
    desk.confirm()
    assert desk.author.publishing.history("late-again") == ()
    assert "The text has changed since." in shown_menus(desk)
    desk.publish()
    desk.confirm()
    assert [each.title for each in desk.author.publishing.history("late-again")] == ["Late for ever"]


def test_a_text_with_mistakes_is_refused_with_their_number(at_work: Desk) -> None:
    at_work.write(BROKEN)
    at_work.publish()
    assert "1 mistake to mend" in shown_menus(at_work)
    assert "Y04" in shown_menus(at_work)
    at_work.confirm()
    assert at_work.author.publishing.history("my-first") == ()


def test_a_text_that_can_be_read_but_not_proved_is_refused(at_work: Desk) -> None:
    at_work.write(unlinked(at_work.writing.text))
    at_work.publish()
    assert at_work.releasing.preview.kind == "mistakes"
    assert "S01" in shown_menus(at_work)


def test_publishing_waits_for_the_text_to_be_checked(slow_desk: Desk, held: Held) -> None:
    slow_desk.new("my-first")
    slow_desk.publish()
    assert "The text is being checked" in shown_menus(slow_desk)
    held.finish()
    assert slow_desk.releasing.preview is not None


def test_somebody_who_published_meanwhile_is_not_overtaken(lenient_desk: Desk) -> None:
    desk = lenient_desk
    renamed(desk)
    desk.publish()
    other = desk.writing.text.replace("Late once more", "Theirs")
    desk.author.publishing.publish(desk.author.publishing.preview(other))
    desk.confirm()
    assert "published from another window meanwhile" in desk.releasing.remark
    assert desk.releasing.preview.number == 2
    desk.confirm()
    assert [each.number for each in desk.author.publishing.history("late-again")] == [2, 1]


# Too large to be explored to its end.


@pytest.fixture
def vast(author: Author) -> Desk:
    """A desk at which exploring stops after a few states."""

    def examine(text: str) -> Examined:
        rubric = stock.rubric()
        verified = verify(parse_scenario(text, rubric, "draft"), rubric, limits=Limits(states=5))
        return Examined(text, verified)

    desk = Desk(author, examine, at_once)
    desk.new("vast")
    return desk


def test_what_was_not_explored_to_its_end_is_said_to_prove_nothing(vast: Desk) -> None:
    assert "Not all explored" in findings.html(vast)
    assert "nothing is proved" in findings.html(vast)
    assert "too many states" in beat.html(vast)


def test_it_can_be_played_all_the_same_without_values(vast: Desk) -> None:
    vast.play()
    while not vast.rehearsal.ending:
        vast.say(vast.rehearsal.offers[0].option.id)
    assert all(each.worth is None for each in vast.rehearsal.taken)
    assert "loses" not in play.html(vast)


# Over before it begins.


def test_a_client_who_has_gone_before_the_first_line_is_drawn_and_played_as_such(at_work: Desk) -> None:
    text = at_work.writing.text.replace("mode: withdrawing, facet: task", "mode: breached, breach: reliability")
    at_work.write(
        text.replace("  opening:\n", "  opening:\n    on_enter: DEFEND\n", 1).replace("trust: 1}", "trust: 0}", 1)
    )
    assert at_work.checking.fault == ""
    assert "S05" in codes(at_work)
    assert "never reached" in graph.picture(at_work)
    at_work.show("beat")
    assert "No way leads to this beat" in beat.html(at_work)
    at_work.play()
    assert at_work.rehearsal.ending.id == "he-leaves"
    assert "he-leaves" in play.html(at_work)
