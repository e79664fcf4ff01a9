"""Two writers and sudden death: of two choices for a turn one is kept, and what was said to be kept is kept."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from threading import Barrier

import pytest

from simulator.errors import TurnTaken
from simulator.store.drafts import Drafts
from simulator.store.sql import FILE, Store, open_store
from tests.store.forking import Fork
from tests.store.keeping import NOW, an_attempt, begin, choose, do, kept, turns


def start(*arguments):
    """The program of `keeping`, spoken to through its standard input and output."""
    command = [sys.executable, "-m", "tests.store.keeping", *map(str, arguments)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request, quick_path):
    """Of a store with one attempt, to which this process has no connection."""
    address = (
        request.getfixturevalue("postgres_url") if request.param == "postgresql" else f"sqlite:///{quick_path / FILE}"
    )
    store = Store(address)
    begin(store)
    store.close()
    return address


def take(address, number, wait, last=20):
    """How many of the turns up to the last were taken by this writer."""
    store, won = Store(address), 0
    wait()
    for turn in range(1, last + 1):
        try:
            choose(store, turn, f"by-{number}")
            won += 1
        except TurnTaken:
            pass
    store.close()
    return won


def each_turn_was_taken_once(address, won):
    store = Store(address)
    taken = turns(store)
    store.close()
    assert [turn for turn, _ in taken] == list(range(1, 21))
    assert sum(won) == 20
    assert [sum(option == f"by-{number}" for _, option in taken) for number in range(len(won))] == won


def test_of_many_threads_exactly_one_takes_a_turn(address):
    barrier = Barrier(4)
    with ThreadPoolExecutor(4) as pool:
        won = list(pool.map(lambda number: take(address, number, barrier.wait), range(4)))
    each_turn_was_taken_once(address, won)


def test_of_many_processes_exactly_one_takes_a_turn(address):
    read, write = os.pipe()

    def work(number):
        return lambda say: say(take(address, number, lambda: (say("ready"), os.read(read, 1))))

    writers = [Fork(work(number)) for number in range(4)]
    assert [writer.hear() for writer in writers] == ["ready"] * 4
    os.write(write, b"....")
    won = [[int(each) for each in writer.rest()] for writer in writers]
    os.close(read)
    os.close(write)
    each_turn_was_taken_once(address, [number for (number,) in won])


def test_of_a_choice_and_a_take_back_at_one_moment_nothing_is_half_done(address):
    """Either the choice was there before, and stays in the attempt that was left; or it comes too late."""
    store = Store(address)
    choose(store, 1)
    barrier = Barrier(2)

    def add():
        with store.work() as work:
            barrier.wait()
            with suppress(TurnTaken):
                work.add_choice("a", 2, "ask", NOW)
                work.commit()

    def take_back():
        barrier.wait()
        do(store, lambda work: work.carry_on("a", replace(an_attempt("b"), parent="a")))

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(add), pool.submit(take_back)]:
            done.result()
    with pytest.raises(TurnTaken):
        choose(store, 3)
    assert (kept(store).continued, kept(store, "b").choices) == ("b", ())
    store.close()


def test_a_process_killed_while_publishing_leaves_nothing_of_the_version_it_had_not_confirmed(folder):
    process = start(folder, "publish")
    assert [process.stdout.readline() for _ in range(2)] == ["stored 1\n", "stored 2\n"]
    process.kill()
    process.communicate()
    store = open_store(folder)
    with store.work() as work:
        assert [each.number for each in work.publications("tiny")] == [1]
        assert [each.number for each in work.current()] == [1]
        assert work.version("2" * 64) is None
    store.close()


def test_a_process_killed_while_saving_a_draft_leaves_a_whole_one_and_no_lock(folder):
    process = start(folder, "drafts")
    assert process.stdout.readline() == "saving\n"
    drafts = Drafts(folder)
    seen = {drafts.read("mine").text[0] for _ in range(50)}
    process.kill()
    process.communicate()
    assert seen <= set("abcd")
    draft = drafts.read("mine")
    assert draft.text == draft.text[0] * 500_000
    assert drafts.save("mine", "after", draft.seen).text == "after"
    assert drafts.names() == ("mine",)


def test_of_many_who_look_first_and_then_write_nobody_fails(address):
    """Whoever may write has the lock from the start, so that nobody's view is out of date when they come to write."""

    def work(number):
        def begin_some(say):
            store = Store(address)
            for each in range(10):
                with store.work() as work:
                    before = len(work.attempts("ada"))
                    work.begin(an_attempt(f"{number}-{each}"))
                    assert len(work.attempts("ada")) > before
                    work.commit()
            store.close()

        return begin_some

    writers = [Fork(work(number)) for number in range(6)]
    assert [writer.rest() for writer in writers] == [[]] * 6
    store = Store(address)
    with store.reading() as reading:
        assert len(reading.attempts("ada")) == 61
    store.close()
