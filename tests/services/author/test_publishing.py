"""Publishing: seen before it happens, numbered, on offer from then on, and no attempt is touched by it."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier

import pytest
from sqlalchemy import event

from simulator.errors import StoreError
from simulator.model.codec import digest, encode
from simulator.model.diagnostic import Diagnostic, Location, Severity
from simulator.model.person import Role
from simulator.services.access import Forbidden
from simulator.services.author.changes import Change
from simulator.services.author.impact import NO_IMPACT
from tests import stock
from tests.services.author.conftest import NOW, Judged, judge
from tests.services.playing import play

TINY = stock.text("tiny")
SMALL = TINY.replace("title: Tiny", "title: Small")
NEW = TINY.replace("id: tiny", "id: quite-new")


def publish(author, text):
    return author.publishing.publish(author.publishing.preview(text))


def rows(store, *tables):
    with closing(sqlite3.connect(store.engine.url.database)) as database:
        return {name: database.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall() for name in tables}  # noqa: S608


def changes_of(store):
    """What is written to the database from now on."""
    said = []
    event.listen(store.engine, "before_cursor_execute", lambda *arguments: said.append(arguments[2].split()[0]))
    return lambda: [each for each in said if each not in ("SELECT", "BEGIN")]


# Before


def test_what_is_new_is_announced_as_version_one(author):
    found = author.publishing.preview(NEW)
    assert (found.kind, found.scenario, found.number, found.can_publish) == ("new", "quite-new", 1, True)
    assert (found.changes, found.impact) == ((), NO_IMPACT)
    assert found.sentences == ("'quite-new' is new and becomes version 1.",)


def test_a_change_of_what_ships_is_announced_as_version_one_with_what_changes(author):
    found = author.publishing.preview(SMALL)
    assert (found.kind, found.number, found.title) == ("revision", 1, "Small")
    assert found.changes == (Change("key", "title", "changed", scoring=False),)
    assert found.words_only
    assert found.sentences == ("'tiny' becomes version 1: 1 key changed (words only; no score can move).",)


@pytest.mark.parametrize("text", [TINY, f"# A remark.\n{TINY}", TINY.replace("minutes: 1", "minutes:    1")])
def test_what_is_on_offer_just_so_is_unchanged(author, text):
    found = author.publishing.preview(text)
    assert (found.kind, found.number, found.can_publish) == ("unchanged", 0, False)
    assert "as the version that ships" in found.sentences[0]
    assert author.publishing.publish(found).kind == "unchanged"
    assert author.publishing.history("tiny") == ()


@pytest.mark.parametrize(
    "text", ["", "format: 1\nid: [", TINY.replace("quality: 4", "quality: 9"), "a" * (2 << 20), "\0", "\ud800"]
)
def test_a_text_with_mistakes_says_why_it_cannot_be_published(author, store, text):
    found = author.publishing.preview(text)
    assert (found.kind, found.can_publish, found.scenario) == ("mistakes", False, "")
    assert found.errors
    assert "to mend before this can be published" in found.sentences[0]
    outcome = author.publishing.publish(found)
    assert (outcome.kind, outcome.publication, outcome.preview.errors) == ("mistakes", None, found.errors)
    assert rows(store, "publications") == {"publications": []}


def test_a_scenario_that_is_sound_in_form_and_judged_bad_is_not_published(author_at_work, store):
    unfair = Diagnostic("S01", Severity.ERROR, Location("<text>"), "a dead end", "Lead it on.")
    author = author_at_work(judge=lambda text: Judged(judge(text).scenario, (unfair,)))
    assert author.publishing.preview(SMALL).errors == (unfair,)
    assert publish(author, SMALL).kind == "mistakes"
    assert rows(store, "publications", "scenario_versions") == {"publications": [], "scenario_versions": []}


def test_a_preview_writes_nothing(author, trainee, store):
    play(trainee(), "tiny", "ask")
    written = changes_of(store)
    for text in (TINY, SMALL, NEW, "broken: ["):
        author.publishing.preview(text)
    assert written() == []


def test_what_was_not_previewed_as_publishable_is_not_published_by_a_forged_preview(author_at_work, author):
    strict = author_at_work(judge=lambda text: Judged(None, ()))
    seen = author.publishing.preview(SMALL)
    outcome = strict.publishing.publish(seen)
    assert (outcome.kind, outcome.sentence[:40]) == ("mistakes", "This is not a scenario yet, so it cannot")


# Publishing


def test_a_publication_keeps_the_text_the_version_and_who_and_when(author, store):
    outcome = publish(author, SMALL)
    assert outcome.kind == "published"
    assert outcome.sentence.startswith("Published: 'Small', version 1.")
    (kept,) = author.publishing.history("tiny")
    assert kept == outcome.publication
    assert (kept.number, kept.source, kept.person, kept.published) == (1, SMALL, "ada", NOW)
    with store.work() as work:
        assert work.version(kept.digest) == encode(judge(SMALL).scenario).decode()


def test_versions_count_on_and_an_earlier_one_can_come_back(author):
    texts = [SMALL, SMALL.replace("minutes: 1", "minutes: 2"), SMALL, TINY]
    assert [publish(author, text).publication.number for text in texts] == [1, 2, 3, 4]
    history = author.publishing.history("tiny")
    assert [each.number for each in history] == [4, 3, 2, 1]
    assert history[1].digest == history[3].digest
    assert history[0].digest == digest(stock.scenario("tiny"))


def test_publishing_the_same_again_changes_nothing_and_says_so(author, store):
    publish(author, SMALL)
    before = rows(store, "publications", "scenario_versions")
    outcome = publish(author, f"# Only a remark.\n{SMALL}")
    assert outcome.kind == "unchanged"
    assert outcome.sentence == "Nothing to publish: 'tiny' is on offer just like this already, as version 1."
    assert rows(store, "publications", "scenario_versions") == before


def test_a_second_change_is_compared_with_the_first_and_not_with_what_ships(author):
    publish(author, SMALL)
    found = author.publishing.preview(SMALL.replace("minutes: 1", "minutes: 2"))
    assert (found.number, found.changes) == (2, (Change("key", "minutes", "changed", scoring=False),))


def test_another_window_that_published_meanwhile_is_not_passed_over(author, author_at_work):
    ours = author.publishing.preview(SMALL)
    theirs = TINY.replace("title: Tiny", "title: Theirs")
    assert publish(author_at_work("ben"), theirs).kind == "published"
    outcome = author.publishing.publish(ours)
    assert (outcome.kind, outcome.publication) == ("overtaken", None)
    assert outcome.sentence.startswith("'tiny' was published from another window meanwhile.")
    assert [each.title for each in author.publishing.history("tiny")] == ["Theirs"]
    assert outcome.preview.number == 2
    assert author.publishing.publish(outcome.preview).publication.number == 2, "once that has been looked at"


def test_another_window_that_published_the_same_meanwhile_is_agreed_with(author, author_at_work):
    ours = author.publishing.preview(SMALL)
    publish(author_at_work("ben"), SMALL)
    assert author.publishing.publish(ours).kind == "unchanged"


def test_pressing_the_button_twice_publishes_once(author):
    seen = author.publishing.preview(SMALL)
    assert [author.publishing.publish(seen).kind for _ in range(2)] == ["published", "unchanged"]


def test_of_many_windows_publishing_at_once_one_has_the_number(author_at_work):
    authors = [author_at_work(f"author-{number}") for number in range(4)]
    texts = [TINY.replace("title: Tiny", f"title: Tiny {number}") for number in range(4)]
    seen = [author.publishing.preview(text) for author, text in zip(authors, texts, strict=True)]
    barrier = Barrier(4)

    def go(number):
        barrier.wait()
        return authors[number].publishing.publish(seen[number]).kind

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(go, range(4))) == ["overtaken"] * 3 + ["published"]
    assert [each.number for each in authors[0].publishing.history("tiny")] == [1]


def test_a_version_is_never_stored_without_its_publication(author, store):
    seen = author.publishing.preview(SMALL)
    before = rows(store, "publications", "scenario_versions")

    def fail(connection, cursor, statement, *_):
        if statement.startswith("INSERT INTO publications"):
            raise sqlite3.OperationalError("disk I/O error")

    event.listen(store.engine, "before_cursor_execute", fail)
    with pytest.raises((StoreError, sqlite3.OperationalError)):
        author.publishing.publish(seen)
    assert rows(store, "publications", "scenario_versions") == before


# What it means for everybody


def test_what_is_published_is_what_the_next_page_offers(author, trainee):
    publish(author, SMALL)
    publish(author, NEW)
    entries = {each.scenario: each.title for each in trainee().catalogue()}
    assert list(entries) == ["borrowed-hour", "right-order", "tiny", "two-turns", "quite-new"]
    assert entries["tiny"] == "Small"
    assert play(trainee(), "quite-new", "ask").ended.result == "good"


def test_an_attempt_under_way_goes_on_with_the_version_it_began_with(author, trainee):
    shown = play(trainee(), "borrowed-hour", "own-it")
    publish(author, stock.text("borrowed-hour").replace("      own-it:", "      own-up:"))
    again = trainee().open(shown.attempt)
    assert again.revised
    assert (again.lines, again.options) == (shown.lines, shown.options)
    assert play(trainee(), "borrowed-hour", "stay-with-it").turn == 3


def test_publishing_changes_no_byte_of_any_attempt(author, trainee, store):
    play(trainee("ada"), "tiny", "ask")
    play(trainee("ben"), "tiny", "push")
    play(trainee("ben"), "tiny")
    before = rows(store, "attempts", "choices")
    versions = rows(store, "scenario_versions")["scenario_versions"]
    publish(author, TINY.replace("      ask:", "      inquire:"))
    assert rows(store, "attempts", "choices") == before
    assert set(versions) < set(rows(store, "scenario_versions")["scenario_versions"])


def test_a_current_version_that_cannot_be_read_does_not_stop_the_next(author, store):
    publish(author, SMALL)
    with store.work() as work:
        work.connection.exec_driver_sql("UPDATE scenario_versions SET canonical = 'spoilt'")
        work.commit()
    found = author.publishing.preview(TINY)
    assert (found.kind, found.number, found.changes) == ("revision", 2, ())
    assert author.publishing.publish(found).kind == "published"


def test_only_who_may_write_publishes_also_when_the_role_was_taken_away_meanwhile(author_at_work, store):
    author = author_at_work("zoe")
    preview = author.publishing.preview(stock.text("tiny").replace("title: Tiny", "title: Small"))
    with store.work() as work:
        work.people.set_roles("zoe", [Role.TRAINEE])
        work.commit()
    with pytest.raises(Forbidden, match="role of trainer"):
        author.publishing.publish(preview)
    assert author.publishing.history("tiny") == ()


def test_a_publication_stands_in_the_audit_log(author_at_work, store):
    author = author_at_work("zoe")
    author.publishing.publish(author.publishing.preview(stock.text("tiny").replace("title: Tiny", "title: Small")))
    with store.work() as work:
        assert [(each.person, each.act, each.detail) for each in work.audit.about("tiny")] == [
            ("zoe", "publish", "version 1")
        ]
