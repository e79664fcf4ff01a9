"""Keeping and reading attempts in units of work of their own; also programs that write until they are killed."""

import sys
from collections.abc import Callable
from pathlib import Path

from simulator.model.attempt import Attempt, Choice
from simulator.store.drafts import Drafts
from simulator.store.publication import Publication
from simulator.store.sql import Store, open_store
from simulator.store.work import Work

NOW = "2026-03-01T12:00:00+00:00"
DIGEST = "d" * 64


def an_attempt(attempt_id: str = "a", person: str = "ada", begun: str = NOW) -> Attempt:
    return Attempt(attempt_id, person, "tiny", DIGEST, "seed", begun)


def a_publication(number: int = 1, scenario: str = "tiny", digest: str = DIGEST, title: str = "Tiny") -> Publication:
    return Publication(scenario, number, digest, title, "id: tiny", "ada", NOW)


def do(store: Store, *acts: Callable[[Work], object]) -> None:
    """All of these in one unit of work."""
    with store.work() as work:
        for act in acts:
            act(work)
        work.commit()


def begin(store: Store, *attempts: Attempt) -> None:
    with store.work() as work:
        work.keep_version(DIGEST, "tiny", "{}")
        for each in attempts or (an_attempt(),):
            work.begin(each)
        work.commit()


def choose(store: Store, turn: int, option: str = "ask", attempt_id: str = "a") -> None:
    with store.work() as work:
        work.add_choice(attempt_id, turn, option, NOW)
        work.commit()


def kept(store: Store, attempt_id: str = "a") -> Attempt:
    with store.reading() as work:
        return work.attempt(attempt_id)


def turns(store: Store) -> list[tuple[int, str]]:
    return [(choice.turn, choice.option) for choice in kept(store).choices]


def choices(*options: str) -> tuple[Choice, ...]:
    return tuple(Choice(turn, option) for turn, option in enumerate(options, start=1))


def publish_halfway(folder: Path) -> None:
    """Publishes version 1, and stays for ever between storing version 2 and saying that it is to be kept."""
    store = open_store(folder)
    for number in (1, 2):
        with store.work() as work:
            digest = str(number) * 64
            work.keep_version(digest, "tiny", "{}")
            work.publish(a_publication(number, digest=digest))
            print("stored", number, flush=True)
            if number == 2:
                sys.stdin.readline()
            work.commit()


def save_drafts(folder: Path) -> None:
    """Saves one draft for ever, each time with another long text of one letter."""
    drafts = Drafts(folder)
    draft = drafts.add("mine", "a" * 500_000)
    print("saving", flush=True)
    while True:
        for letter in "abcd":
            draft = drafts.save("mine", letter * 500_000, draft.seen)  # type: ignore[assignment, union-attr]


PROGRAMS = {"publish": publish_halfway, "drafts": save_drafts}

if __name__ == "__main__":
    PROGRAMS[sys.argv[2]](Path(sys.argv[1]))
