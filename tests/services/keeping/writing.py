"""A program that keeps writing choices into a data folder, as an open page does, until it is told to stop.

It says `opened`, then after each choice how many there are in the attempt it writes to now.
"""

import sys
from itertools import count
from pathlib import Path

from simulator.errors import CoachsimError
from simulator.model.attempt import Attempt
from simulator.store.sql import Store, open_store
from tests.store.keeping import DIGEST, NOW, an_attempt, begin, choose


def write(folder: Path) -> None:
    store = open_store(folder)
    print("opened", flush=True)
    for number in count(1):
        attempt = f"attempt-{number}"
        begin(store, an_attempt(attempt))
        for turn in range(1, 21):
            choose(store, turn, attempt_id=attempt)
            print(attempt, turn, flush=True)


def answer(store: Store, asked: str) -> str:
    """What somebody with an open page sees: the ids of the attempts; or they begin another."""
    with store.work() as work:
        if asked == "look":
            return " ".join(sorted(each.id for each in work.attempts("ada")))
        work.keep_version(DIGEST, "tiny", "{}")
        work.begin(Attempt(asked, "ada", "tiny", DIGEST, "seed", NOW))
        work.commit()
    return "begun"


def serve(folder: Path) -> None:
    store = open_store(folder)
    print("opened", flush=True)
    for line in sys.stdin:
        try:
            print(answer(store, line.strip()), flush=True)
        except CoachsimError as error:
            print(f"refused: {error}", flush=True)


if __name__ == "__main__":
    {"write": write, "serve": serve}[sys.argv[1]](Path(sys.argv[2]))
