"""A kernel kept ready for the next visit of one page. It has run nothing that depends on a request.

Who gets it is decided in `kernels.py`.
"""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from contextvars import Context
from queue import Empty
from typing import Any

from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager

# The next one is made when the page that took the last one has settled.
REFILL_AFTER_SECONDS = 3.0
# How long the code that is run ahead may take.
RUN_SECONDS = 60.0


class Spare:
    """`start` starts a kernel of `manager` and returns its id; `ahead` is the code that it runs before anybody asks."""

    def __init__(self, manager: AsyncMappingKernelManager, start: Callable[[], Awaitable[str]], ahead: str) -> None:
        self._manager: Any = manager
        self._start = start
        self._ahead = ahead
        self._kernel: asyncio.Task[tuple[str, Any]] | None = None
        self._refill: asyncio.TimerHandle | None = None

    def prepare(self) -> None:
        """Starts making one ready, unless there is one already."""
        if self._kernel is None:
            self._kernel = asyncio.create_task(self._make())

    def stop(self) -> None:
        """No further one is made. The one that is ready is ended with all others."""
        if self._refill is not None:
            self._refill.cancel()
        if self._kernel is not None:
            self._kernel.cancel()

    @property
    def kernel_id(self) -> str | None:
        """None while there is none, or it is not ready yet."""
        done = self._kernel is not None and self._kernel.done() and not self._kernel.cancelled()
        return self._kernel.result()[0] if done and self._kernel and self._kernel.exception() is None else None

    async def take(self, env: dict[str, str]) -> str | None:
        """The kernel, told what the request is; None where there is none, or it has ended meanwhile."""
        taken, self._kernel = self._kernel, None
        self._prepare_later()
        if taken is not None:
            with suppress(Exception):
                return await self._hand_over(*await taken, env)
        return None

    def _prepare_later(self) -> None:
        if self._refill is not None:
            self._refill.cancel()
        # In a context of its own: that of the page which took the last one says who opened it.
        self._refill = asyncio.get_running_loop().call_later(REFILL_AFTER_SECONDS, self.prepare, context=Context())

    async def _make(self) -> tuple[str, Any]:
        kernel_id = await self._start()
        client: Any = self._manager.get_kernel(kernel_id).client()
        client.start_channels()
        try:
            await client.wait_for_ready()
            await _run(client, self._ahead)
        except Exception:
            client.stop_channels()
            await self._manager.shutdown_kernel(kernel_id, now=True)
            raise
        return kernel_id, client

    async def _hand_over(self, kernel_id: str, client: Any, env: dict[str, str]) -> str:
        """Tells the kernel what the request is. Raises if it is not there any more."""
        kernel: Any = self._manager.get_kernel(kernel_id)
        try:
            if not await kernel.is_alive():
                raise RuntimeError("The warm kernel has ended.")
            new = {str(name): str(value) for name, value in env.items() if os.environ.get(name) != value}
            await _run(client, f"import os; os.environ.update({new!r})")
            return kernel_id
        finally:
            client.stop_channels()


async def _run(client: Any, code: str) -> None:
    """Raises when the code fails, takes too long or ends the kernel."""
    if code:
        reply = await _reply(client, client.execute(code, silent=True, store_history=False))
        if reply["status"] != "ok":
            raise RuntimeError(f"The kernel could not be prepared: {reply.get('evalue')}")


async def _reply(client: Any, asked: str) -> dict[str, Any]:
    """The content of the answer to the message `asked`. Looks now and then whether the kernel still lives."""
    deadline = time.monotonic() + RUN_SECONDS
    while time.monotonic() < deadline:
        with suppress(Empty):
            message: dict[str, Any] = await client.get_shell_msg(timeout=1)
            if message["parent_header"].get("msg_id") == asked:
                content: dict[str, Any] = message["content"]
                return content
        if not await client.is_alive():
            raise RuntimeError("The kernel died while it was prepared.")
    raise RuntimeError("The kernel could not be prepared in time.")
