"""Which kernels the server ends by itself, and which it leaves alone."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from simulator.serve import kernels
from simulator.serve.kernels import NAME, Kernels, OwnPython
from tests.serve.product import ROOT

AHEAD = {"/": "", "/dying": "import os; os._exit(1)"}


@pytest.fixture
def care(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[Kernels], Awaitable[None]]], None]:
    """Runs a test with a manager of real kernels of its own."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))

    async def run(test: Callable[[Kernels], Awaitable[None]]) -> None:
        manager = Kernels(
            kernel_spec_manager=OwnPython(), connection_dir=str(tmp_path), root_dir=str(tmp_path), ahead=AHEAD
        )
        try:
            await test(manager)
        finally:
            await manager.kill_all()
            await manager.shutdown_all(now=True)

    def in_a_thread(test: Callable[[Kernels], Awaitable[None]]) -> None:
        """Away from the browser's event loop, which lives in the main thread once a test has used it."""
        with ThreadPoolExecutor(1) as pool:
            pool.submit(lambda: asyncio.run(asyncio.wait_for(run(test), 40))).result()

    return in_a_thread


async def gone(manager: Kernels, kernel_id: str) -> None:
    while kernel_id in manager:
        await asyncio.sleep(0.02)


def test_a_kernel_whose_page_never_connects_is_ended(care, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernels, "CONNECT_WITHIN_SECONDS", 0.2)

    async def test(manager: Kernels) -> None:
        connected = await manager.start_kernel(kernel_name=NAME)
        manager.notify_connect(connected)
        await gone(manager, await manager.start_kernel(kernel_name=NAME))
        assert connected in manager

    care(test)


def test_an_idle_kernel_without_a_page_is_culled_but_the_warm_one_is_not(care) -> None:
    async def test(manager: Kernels) -> None:
        manager.cull_idle_timeout = 1
        left = await manager.start_kernel(kernel_name=NAME)
        manager._spares["/"].prepare()
        while not manager.warm_ids():
            await asyncio.sleep(0.02)
        for kernel_id in (left, *manager.warm_ids()):
            manager.get_kernel(kernel_id).last_activity = datetime(2000, 1, 1, tzinfo=UTC)
            manager.get_kernel(kernel_id).execution_state = "idle"
        await manager.cull_kernels()
        assert set(manager.list_kernel_ids()) == manager.warm_ids()

    care(test)


def test_a_page_does_not_wait_for_a_kernel_that_dies_while_it_is_prepared(care) -> None:
    async def test(manager: Kernels) -> None:
        manager.warm_up()
        taken = await manager.start_kernel(kernel_name=NAME, env={**os.environ, "SCRIPT_NAME": "/dying"})
        assert await manager.is_alive(taken)

    care(test)
