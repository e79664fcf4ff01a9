"""A writer is killed again and again, wherever it happens to be: what was confirmed is there, nothing is half-written.

The moments are random and differ from run to run; a failure prints the seed, and COACHSIM_SEED brings the same again.
"""

import os
import time
from itertools import count
from random import Random

import pytest
from sqlalchemy import text

from simulator.engine.dialogue import Dialogue
from simulator.engine.session import Session
from simulator.errors import StoreAway
from simulator.model.person import Person, Role
from simulator.services import marking
from simulator.services.library import Library
from simulator.services.practise import Practise
from simulator.store.cache import Cache
from simulator.store.sql import FILE, Store
from tests import stock
from tests.store.forking import Fork, stay
from tests.store.keeping import NOW, begin, choose, kept
from tests.store.postgresql import WAIT, Databases

KILLS = 200
SEED = int(os.environ.get("COACHSIM_SEED") or time.time_ns() % 1_000_000)


def chance(more=0):
    return Random(SEED + more)  # noqa: S311


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request, quick_path):
    """Of a store that this process has no connection to, as whoever forks it must not."""
    if request.param == "postgresql":
        return request.getfixturevalue("postgres_url")
    address = f"sqlite:///{quick_path / FILE}"
    Store(address).close()
    return address


def look(address, ask):
    store = Store(address)
    try:
        return ask(store)
    finally:
        store.close()


def until(true):
    """Poll until something is so."""
    last = time.monotonic() + WAIT
    while not true():
        assert time.monotonic() < last, "it never came to be so"


def settled(store):
    """Until a PostgreSQL has noticed that nobody is at the other end of what it was doing."""
    if store.engine.dialect.name == "postgresql":
        others = text(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND application_name = 'coachsim' AND pid <> pg_backend_pid()"
        )

        def alone():
            with store.reading() as work:
                return work.connection.scalar(others) == 0

        until(alone)


def spend(seconds):
    """To the point, unlike sleeping."""
    last = time.perf_counter() + seconds
    while time.perf_counter() < last:
        pass


def killed_somewhere(random, work, longest):
    """What a writer said before it was killed: while it opened the store, or soon after it had confirmed something."""
    writer = Fork(work)
    heard = [writer.hear() for _ in range(random.randrange(4))]
    spend(random.uniform(0, longest if heard else 5 * longest))
    said = [*heard, *writer.kill()]
    assert not [each for each in said if each.startswith("failed")], said
    return said


def test_whoever_is_killed_200_times_while_choosing_has_lost_nothing_confirmed(address):
    random, confirmed = chance(), 0
    look(address, begin)

    def write(say):
        store = Store(address)
        for turn in count(len(kept(store).choices) + 1):
            choose(store, turn)
            say(turn)

    for kill in range(KILLS):
        said = [int(each) for each in killed_somewhere(random, write, 0.003)]
        assert said == list(range(said[0], said[-1] + 1)) if said else True
        store = Store(address)
        settled(store)
        turns = [each.turn for each in kept(store).choices]
        store.close()
        confirmed = max([confirmed, *said])
        place = f"seed {SEED}, kill {kill}: {confirmed} was confirmed last"
        assert turns == list(range(1, len(turns) + 1)), place
        assert len(turns) in (confirmed, confirmed + 1), place
        confirmed = len(turns)
    assert confirmed > KILLS / 2, "the writer was killed before it could do anything"


# Through the use case: a choice and the end it leads to.


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    library = Library(stock.SCENARIOS, stock.RUBRIC, Cache(tmp_path_factory.mktemp("cache")))
    library.solution(library.get("borrowed-hour").scenario)  # so that those who are forked need not
    return library


def practice(library, store):
    ids = (f"{os.getpid()}-{time.monotonic_ns()}-{number}" for number in count())
    return Practise(library, store, "ada", lambda: NOW, lambda: next(ids))


def enter(store):
    with store.work() as work:
        work.people.add(Person("ada", "ada", "Ada", frozenset({Role.TRAINEE})), NOW)
        work.commit()


def play(library, address, random):
    """Plays for ever, and says each choice once it is confirmed, and each end."""

    def write(say):
        practise = practice(library, Store(address))
        while True:
            shown = practise.begin("borrowed-hour")
            while shown.ended is None:
                if shown.reason_for is not None:
                    shown = practise.give_reason(shown.attempt, shown.reason_for, "Because.")
                else:
                    turn = shown.turn
                    shown = practise.choose(shown.attempt, turn, random.randrange(len(shown.options)))
                    say(f"{shown.attempt} {turn} {'ended' if shown.ended else ''}")

    return write


def test_an_end_is_kept_with_the_choice_that_led_to_it_or_neither_and_its_score_then_or_later(address, library):
    random = chance()
    look(address, enter)
    dialogue = Dialogue(library.get("borrowed-hour").scenario)
    confirmed: dict[str, int] = {}
    ended, seen = set(), set()
    for kill in range(KILLS // 4):
        for said in killed_somewhere(random, play(library, address, chance(kill)), 0.02):
            attempt, turn, *end = said.split()
            confirmed[attempt] = max(confirmed.get(attempt, 0), int(turn))
            ended |= {attempt} if end else set()
        store = Store(address)
        settled(store)
        with store.reading() as work:
            attempts = {each.id: each for each in work.attempts("ada")}
        store.close()
        place = f"seed {SEED}, kill {kill}"
        assert set(confirmed) <= set(attempts), place
        assert ended <= {each.id for each in attempts.values() if each.ending}, place
        for attempt in (each for each in attempts.values() if each.id not in seen):
            assert len(attempt.choices) >= confirmed.get(attempt.id, 0), place
            is_whole(attempt, dialogue, place)
        seen = {each.id for each in attempts.values() if each.ending}
    assert ended, "nobody came to an end"
    look(address, lambda store: everything_is_scored(library, store))


def is_whole(attempt, dialogue, place):
    """No turn is missing, and it has ended where its last choice ends it, and only there."""
    session = Session.resume(dialogue, attempt.seed, [each.option for each in attempt.choices])
    assert [each.turn for each in attempt.choices] == list(range(1, len(attempt.choices) + 1)), place
    assert attempt.ending == (session.ending.id if session.ending else None), place
    assert (attempt.finished is None) == (attempt.ending is None), place


def everything_is_scored(library, store):
    machine = marking.Marking(library, store, lambda: NOW)
    with store.reading() as work:
        waiting, mine = set(work.scores.unscored()), work.attempts("ada")
        for attempt in mine:
            scores = work.scores.of(attempt.id)
            assert len(scores) == int(attempt.ending is not None and attempt.id not in waiting)
            assert all(len(score.turns) == len(attempt.choices) for score in scores), "no score is half there"
    assert machine.mark_all() == ()
    with store.reading() as work:
        assert work.scores.unscored() == []


# The server itself.


def test_a_postgresql_that_is_killed_has_lost_nothing_confirmed_and_goes_on_without_a_new_store(hardened):
    databases = Databases(hardened.address)
    store = Store(databases.url(databases.ready()))
    begin(store)
    random, confirmed = chance(), 0

    def go_on():
        """For ever, or until the server is gone."""
        nonlocal confirmed
        while True:
            choose(store, confirmed + 1)
            confirmed += 1

    for crash in range(3):
        choose(store, confirmed + 1)
        confirmed += 1
        moment = random.uniform(0, 0.1)

        def crash_it(say, moment=moment):
            spend(moment)
            hardened.crash()

        killing = Fork(crash_it)
        with pytest.raises(StoreAway, match=r"does not answer.*Nothing was lost"):
            go_on()
        assert killing.rest() == []
        hardened.start()
        turns = [each.turn for each in kept(store).choices]
        assert turns == list(range(1, len(turns) + 1)), f"seed {SEED}, crash {crash}"
        assert len(turns) in (confirmed, confirmed + 1), f"seed {SEED}, crash {crash}"
        confirmed = len(turns)
    store.close()
    databases.close()


def test_a_killed_writer_leaves_no_lock_behind(address):
    look(address, begin)

    def hold(say):
        store = Store(address)
        with store.work() as work:
            work.add_choice("a", 1, "ask", NOW)
            say("holding")
            stay()

    holding = Fork(hold)
    assert holding.hear() == "holding"
    holding.kill()
    store = Store(address)
    settled(store)
    choose(store, 1, "tell")
    assert [each.option for each in kept(store).choices] == ["tell"]
    store.close()
