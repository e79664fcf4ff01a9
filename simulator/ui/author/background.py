"""Long work beside the page: one job at a time in a thread, told on the page's own thread. No widget knows of it.

Of jobs that come while one is running only the latest is done, and a result is told only if nothing newer was asked.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from typing import Any, TypeVar

T = TypeVar("T")
Run = Callable[[Callable[[], Any], Callable[[Any], object]], object]
"""(job, tell): do the job and tell its result. The job may not raise."""


def at_once(job: Callable[[], T], tell: Callable[[T], object]) -> None:
    """Where nothing waits for anybody: no page, or a test."""
    tell(job())


def beside_the_page() -> Run:
    """A runner for the page of this kernel; where no event loop is running, `at_once`."""
    try:
        return Background(asyncio.get_running_loop())
    except RuntimeError:
        return at_once


class Background:
    """A `Run`, to be called on the thread of `loop` only."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._busy = False
        self._next: tuple[Callable[[], Any], Callable[[Any], object]] | None = None

    def __call__(self, job: Callable[[], T], tell: Callable[[T], object]) -> None:
        self._next = (job, tell)
        if not self._busy:
            self._start()

    def _start(self) -> None:
        if self._next is None:
            return
        (job, tell), self._next, self._busy = self._next, None, True
        # A daemon, so that closing the page does not wait for it.
        Thread(target=self._work, args=(job, tell), daemon=True, name="desk").start()

    def _work(self, job: Callable[[], T], tell: Callable[[T], object]) -> None:
        result = job()
        with suppress(RuntimeError):  # the loop is closed: nobody is left to be told
            self._loop.call_soon_threadsafe(self._ended, result, tell)

    def _ended(self, result: T, tell: Callable[[T], object]) -> None:
        self._busy = False
        if self._next is None:
            tell(result)
        self._start()
