"""Long work beside the page: never two jobs at once, and only the newest result."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event, current_thread
from typing import TypeVar

from simulator.ui.author.background import at_once, beside_the_page

T = TypeVar("T")


def elsewhere(do: Callable[[], T]) -> T:
    """In a thread of its own: in this one a browser's event loop may be running, from another test."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(do).result()


def test_of_many_jobs_the_first_and_the_last_are_done_and_the_last_is_told() -> None:
    done: list[int] = []
    told: list[int] = []

    async def page() -> None:
        run, begun, go, last = beside_the_page(), Event(), Event(), asyncio.Event()
        here = current_thread()

        def job(number: int) -> int:
            begun.set()
            go.wait(10)
            assert current_thread() is not here
            done.append(number)
            return number

        def tell(number: int) -> None:
            assert current_thread() is here
            told.append(number)
            last.set()

        for number in range(5):
            run(lambda number=number: job(number), tell)
            if number == 0:
                assert begun.wait(10)
        assert done == [], "asking does not wait"
        go.set()
        await asyncio.wait_for(last.wait(), 10)

    elsewhere(lambda: asyncio.run(page()))
    assert (done, told) == ([0, 4], [4])


def test_without_an_event_loop_everything_is_done_at_once() -> None:
    assert elsewhere(beside_the_page) is at_once


def test_a_page_that_is_gone_is_not_told() -> None:
    told: list[int] = []
    go, over = Event(), Event()

    async def page() -> None:
        run = beside_the_page()

        def job() -> int:
            go.wait(10)
            over.set()
            return 1

        run(job, told.append)

    elsewhere(lambda: asyncio.run(page()))
    go.set()
    assert over.wait(10)
    assert told == []
