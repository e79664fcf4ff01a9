"""Threads in which the server asks the store and hashes passwords: its loop waits for neither."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from simulator.errors import StoreAway

Given = ParamSpec("Given")
Answer = TypeVar("Answer")
# A hash takes 64 MiB for as long as it is made, so few are made at once.
HASHING = 2
READING = 6
PATIENCE_SECONDS = 15.0
LONGEST_QUEUE = 200


class Asking:
    def __init__(self) -> None:
        self._reading = ThreadPoolExecutor(READING, "store")
        self._hashing = ThreadPoolExecutor(HASHING, "passwords")
        self._waiting = 0

    async def ask(self, question: Callable[Given, Answer], *args: Given.args, **kwargs: Given.kwargs) -> Answer:
        """What the store says. Raises as `question`, and `StoreAway` where there is no answer in time."""
        return await _within(self._reading, lambda: question(*args, **kwargs))

    async def hash(self, work: Callable[Given, Answer], *args: Given.args, **kwargs: Given.kwargs) -> Answer:
        """As `ask`, for what hashes passwords too. Raises `StoreAway` at once where too many wait already."""
        if self._waiting >= LONGEST_QUEUE:
            raise StoreAway("Too many people are signing in at this moment. Nothing was lost up to here.")
        self._waiting += 1
        try:
            return await _within(self._hashing, lambda: work(*args, **kwargs))
        finally:
            self._waiting -= 1


async def _within(threads: ThreadPoolExecutor, work: Callable[[], Answer]) -> Answer:
    try:
        return await asyncio.wait_for(asyncio.get_running_loop().run_in_executor(threads, work), PATIENCE_SECONDS)
    except TimeoutError as error:
        raise StoreAway("The database does not answer. Nothing was lost up to here.") from error
