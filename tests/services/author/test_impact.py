"""What publishing would mean for the attempts there are: counted by replaying them, before anything is stored."""

import pytest

from simulator.services.author.impact import Impact, Shift
from simulator.services.local import local_author
from tests import stock
from tests.services.author.conftest import judge
from tests.services.author.test_publishing import publish, rows
from tests.services.playing import play
from tests.store.test_migrations import stored

TINY = stock.text("tiny")
HOUR = stock.text("borrowed-hour")
TO_THE_END = ("own-it", "stay-with-it", "agree-together", "show-it-kept", "remember")


def edited(text, *edits):
    for before, after in edits:
        assert before in text
        text = text.replace(before, after)
    return text


def before_publishing(author, text):
    found = author.publishing.preview(text)
    assert found.kind == "revision", found.errors
    return found


def played(trainee, *ways, scenario="tiny"):
    for number, way in enumerate(ways):
        play(trainee(f"person-{number}"), scenario, *way.split())


def test_without_attempts_there_is_nothing_to_say(author):
    found = before_publishing(author, edited(TINY, ("quality: 2", "quality: 1")))
    assert found.impact == Impact()
    assert len(found.sentences) == 1


def test_a_change_of_words_rescored_changes_nothing(author, trainee):
    played(trainee, "ask", "tell", "push")
    found = before_publishing(author, edited(TINY, ("It scolds.", "It is a scolding.")))
    assert found.impact == Impact(rescored=3)
    assert found.sentences[1] == "re-scored: 3 attempts, no level changes."


def test_a_changed_key_changes_what_was_kept(author, trainee):
    played(trainee, "ask", "tell", "push")
    found = before_publishing(author, edited(TINY, ("quality: 2", "quality: 4")))
    assert (found.impact.rescored, found.impact.kept, found.impact.levels) == (3, 1, 0)


def test_changed_evidence_changes_levels_and_says_where_and_in_which_direction(author, trainee):
    played(trainee, " ".join(TO_THE_END), " ".join(TO_THE_END), scenario="borrowed-hour")
    own_it = "evidence: {rr-acknowledge-breach: 2, rr-own-part: 2}"
    new = edited(HOUR, (own_it, "evidence: {rr-acknowledge-breach: -2}"))
    found = before_publishing(author, new)
    assert found.impact.rescored == 2
    assert (found.impact.levels, found.impact.moved) == (2, 2)
    assert found.impact.shifts == (Shift("rupture-repair", up=0, down=2, given=0, withdrawn=0),)
    assert found.sentences[1] == "re-scored: 2 attempts, 2 levels change."
    publish(author, new)
    played(trainee, " ".join(TO_THE_END), scenario="borrowed-hour")
    back = before_publishing(author, HOUR)
    assert back.impact.rescored == 1, "those made on this very version stay as they are"
    assert back.impact.shifts == (Shift("rupture-repair", up=1, down=0, given=0, withdrawn=0),)


def test_a_level_that_is_given_or_withdrawn_is_neither_up_nor_down(author, trainee):
    played(trainee, "ask")
    more = edited(TINY, ("focus: [rs-genuine-interest]", "focus: [rs-genuine-interest, rs-no-judgement]"))
    found = before_publishing(author, more)
    assert found.impact.shifts == (Shift("rapport-safety", up=0, down=0, given=1, withdrawn=0),)
    publish(author, more)
    played(trainee, "ask", "tell")
    assert before_publishing(author, TINY).impact.shifts[0].withdrawn == 2


def test_choices_that_are_not_offered_any_more_do_not_fit(author, trainee):
    played(trainee, "ask", "tell", "tell")
    found = before_publishing(author, edited(TINY, ("      tell:", "      inform:")))
    assert (found.impact.rescored, found.impact.misfits) == (1, 2)
    assert found.sentences[1] == ("re-scored: 1 attempt, no level changes; 2 attempts no longer fit and keep theirs.")


LONGER = """
  more:
    focus: [rs-genuine-interest]
    facet: bond
    client: {otherwise: "(Nods.) Go on."}
    options:
      ask: {say: And then?, event: CONNECT, quality: 4, form: question, why: Yes., then: met}
      tell: {say: I see., event: NEUTRAL, quality: 2, form: statement, why: No., misconception: None., then: met}
      push: {say: Come on., event: PUSH, quality: 0, form: statement, why: No., misconception: None., then: missed}
endings:"""


def test_a_conversation_that_would_not_have_ended_there_does_not_fit(author, trainee):
    played(trainee, "ask", "push")
    text = TINY.replace("then: met", "then: more").replace("\nendings:", LONGER)
    found = before_publishing(author, text)
    assert (found.impact.rescored, found.impact.misfits) == (1, 1)


def test_a_conversation_that_would_have_ended_before_does_not_fit(author, trainee):
    text = TINY.replace("then: met", "then: more").replace("\nendings:", LONGER)
    publish(author, text)
    played(trainee, "ask tell", "push")
    found = before_publishing(author, TINY)
    assert (found.impact.rescored, found.impact.misfits) == (1, 1)
    assert "1 attempt no longer fits and keeps its version" in found.sentences[1]


def test_unfinished_attempts_are_mentioned_and_not_replayed(author, trainee):
    played(trainee, "ask", "", "")
    found = before_publishing(author, edited(TINY, ("It scolds.", "It is a scolding.")))
    assert found.impact == Impact(rescored=1, unfinished=2)
    assert found.sentences[1] == ("re-scored: 1 attempt, no level changes; 2 unfinished attempts go on as they began.")


def test_attempts_at_every_earlier_version_count_and_those_at_the_same_do_not(author, trainee):
    played(trainee, "ask")
    small = edited(TINY, ("title: Tiny", "title: Small"))
    publish(author, small)
    played(trainee, "ask", "tell")
    assert before_publishing(author, edited(TINY, ("title: Tiny", "title: Third"))).impact.rescored == 3
    assert before_publishing(author, TINY).impact.rescored == 2


def test_attempts_at_other_scenarios_do_not_count(author, trainee):
    played(trainee, "ask")
    assert author.publishing.preview(TINY.replace("id: tiny", "id: quite-new")).impact == Impact()


def test_attempts_at_a_version_that_cannot_be_read_are_told_apart(author, trainee, store):
    played(trainee, "ask", "push")
    with store.work() as work:
        work.connection.exec_driver_sql("UPDATE scenario_versions SET canonical = 'spoilt'")
        work.commit()
    found = before_publishing(author, edited(TINY, ("title: Tiny", "title: Small")))
    assert found.impact == Impact(unread=2)
    assert found.sentences[1] == "2 attempts are on versions nobody can read."


@pytest.mark.parametrize("number", [1, 300])
def test_each_way_through_is_replayed_once_however_many_took_it(author, trainee, store, monkeypatch, number):
    from simulator.services.author import impact as module

    for _ in range(number):
        play(trainee(), "tiny", "ask")
    scored = []
    results = module.Results
    monkeypatch.setattr(module, "Results", lambda *parts: scored.append(1) or results(*parts))
    found = before_publishing(author, edited(TINY, ("title: Tiny", "title: Small")))
    assert (found.impact.rescored, len(scored)) == (number, 2)


def test_attempts_kept_by_the_first_version_of_the_product_count_as_well(tmp_path):
    author = local_author(stored(tmp_path / "data", "1"), judge)
    found = author.publishing.preview(edited(TINY, ("      tell:", "      inform:")))
    assert found.impact == Impact(rescored=2, misfits=1, unfinished=1)


def test_the_look_at_what_it_means_touches_no_row(author, trainee, store):
    played(trainee, "ask", "")
    tables = ("attempts", "choices", "scenario_versions", "publications")
    before = rows(store, *tables)
    before_publishing(author, edited(TINY, ("      ask:", "      inquire:")))
    assert rows(store, *tables) == before
