"""Two writers and sudden death: of two choices for a turn one is kept, and what was said to be kept is kept."""

import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from simulator.errors import TurnTaken
from simulator.store.drafts import Drafts
from simulator.store.sql import open_store
from tests.store.keeping import begin, choose, turns


def start(*arguments):
    """The program of `keeping`, spoken to through its standard input and output."""
    command = [sys.executable, "-m", "tests.store.keeping", *map(str, arguments)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def go_on(process):
    process.stdin.write("\n")
    process.stdin.flush()


def test_of_many_threads_exactly_one_takes_a_turn(folder, store):
    begin(store)
    stores = [open_store(folder) for _ in range(4)]
    barrier = Barrier(4)

    def take(number):
        barrier.wait()
        won = 0
        for turn in range(1, 11):
            try:
                choose(stores[number], turn, f"by-{number}")
                won += 1
            except TurnTaken:
                pass
        return won

    with ThreadPoolExecutor(4) as pool:
        won = list(pool.map(take, range(4)))
    assert sum(won) == 10
    assert [turn for turn, _ in turns(store)] == list(range(1, 11))
    for each in stores:
        each.close()


def test_of_two_processes_exactly_one_takes_a_turn(folder, store):
    begin(store)
    processes = {option: start(folder, option) for option in ("ask", "tell")}
    for process in processes.values():
        assert process.stdout.readline() == "ready\n"
    for process in processes.values():
        go_on(process)
    answers = {option: process.communicate(timeout=30)[0].strip() for option, process in processes.items()}
    assert sorted(answers.values()) == ["kept", "taken"]
    assert [(1, option) for option, answer in answers.items() if answer == "kept"] == turns(store)


def test_many_can_open_a_new_store_at_the_same_moment(folder):
    barrier = Barrier(6)

    def open_it(_):
        barrier.wait()
        return open_store(folder)

    with ThreadPoolExecutor(6) as pool:
        stores = list(pool.map(open_it, range(6)))
    begin(stores[0])
    for each in stores:
        assert turns(each) == []
        each.close()


@pytest.mark.parametrize("confirmed", [0, 1, 5])
def test_a_process_killed_in_the_middle_of_a_turn_loses_nothing_it_had_confirmed_and_leaves_nothing_half_done(
    folder, confirmed
):
    process = start(folder, "turns")
    try:
        for turn in range(1, confirmed + 1):
            assert process.stdout.readline() == f"adding {turn}\n"
            go_on(process)
            assert process.stdout.readline() == f"kept {turn}\n"
        assert process.stdout.readline() == f"adding {confirmed + 1}\n"
    finally:
        process.kill()
    assert process.wait(timeout=30) == -signal.SIGKILL
    process.communicate()
    store = open_store(folder)
    assert turns(store) == [(turn, "ask") for turn in range(1, confirmed + 1)]
    choose(store, confirmed + 1, "tell")
    assert turns(store)[-1] == (confirmed + 1, "tell")
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
